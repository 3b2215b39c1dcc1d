import { createHmac, timingSafeEqual } from 'node:crypto'
import type { DownloadEndpoint } from '@parley/contracts/file-download'
import type { Attachment, UnsignedAttachment } from '@parley/contracts/messages/attachment'
import type { FileUrlConfig } from './config.ts'
import { encodeName } from './file-names.ts'

export type Variant = 'file' | 'thumbnail'

/** Somebody whose access is checked at every download. */
export interface Reader {
  kind: 'user' | 'visitor'
  id: string
}

/** What a URL grants: a variant of a file, until when, and to whom. */
export interface Ticket {
  workspaceId: string
  fileId: string
  variant: Variant
  /** Seconds since 1970, as the URL says them. */
  expires: string
  /** Null for a room's URL, which anyone who has it may use. */
  reader: Reader | null
}

/** Makes an attachment that can be shown. */
export type Sign = (attachment: UnsignedAttachment) => Attachment

/** A reader's URL is valid for an hour plus up to this, so that repeated reads get the same URLs. */
const readerStepSeconds = 600
const readerSeconds = 3_600
/** How long a room's URL lives, exactly: when it was signed follows from when it expires. */
export const roomUrlSeconds = 300

/**
 * Signs and checks the URLs of files: HMAC-SHA256 over the endpoint and the whole ticket. The first secret signs; all of them verify, so
 * that a secret can be replaced while URLs signed with the one before are still out.
 *
 * @param download the endpoint that answers them
 */
export function createUrlSigner(
  { PUBLIC_URL: baseUrl, FILE_URL_SECRET: secrets }: FileUrlConfig,
  download: Pick<DownloadEndpoint, 'path'>,
) {
  const [current] = secrets
  if (current === undefined) throw new Error('There is no secret to sign with.')

  const signatureOf = (secret: string, { workspaceId, fileId, variant, expires, reader }: Ticket): Buffer =>
    createHmac('sha256', secret)
      .update(
        [download.path, workspaceId, fileId, variant, expires, reader ? `${reader.kind}:${reader.id}` : ''].join('|'),
      )
      .digest()

  function urlOf(ticket: Ticket, name: string): string {
    const { workspaceId, fileId, variant, expires, reader } = ticket
    const query = new URLSearchParams({ workspace: workspaceId, expires })
    if (reader) query.set(reader.kind, reader.id)
    if (variant !== 'file') query.set('variant', variant)
    query.set('signature', signatureOf(current!, ticket).toString('base64url'))
    const path = download.path.replace(':id', fileId).replace(':name', encodeName(name))
    return `${baseUrl}${path}?${query}`
  }

  const signed =
    (workspaceId: string, reader: Reader | null, expires: string): Sign =>
    ({ has_thumbnail, ...shown }) => {
      const show = (variant: Variant) => urlOf({ workspaceId, fileId: shown.id, variant, expires, reader }, shown.name)
      return { ...shown, url: show('file'), thumbnail_url: has_thumbnail ? show('thumbnail') : null }
    }

  return {
    /** Signs for one reader. Their access is checked at every download. */
    forReader(workspaceId: string, reader: Reader): Sign {
      const step = Math.floor(Date.now() / 1_000 / readerStepSeconds) * readerStepSeconds
      return signed(workspaceId, reader, String(step + readerStepSeconds + readerSeconds))
    },

    /**
     * Signs for whoever is in a room. Such a URL is dead once anyone has left the room after `signedAt`.
     *
     * @param signedAt microseconds since 1970, by the clock of the database that notes departures
     */
    forRoom(workspaceId: string, signedAt: number): Sign {
      const seconds = Math.floor(signedAt / 1_000_000) + roomUrlSeconds
      const micros = String(signedAt % 1_000_000).padStart(6, '0')
      return signed(workspaceId, null, `${seconds}.${micros}`)
    },

    /** Whether this platform gave out a URL for this ticket with this signature. */
    isSigned(ticket: Ticket, signature: string): boolean {
      const given = Buffer.from(signature, 'base64url')
      return secrets.some((secret) => {
        const expected = signatureOf(secret, ticket)
        return given.length === expected.length && timingSafeEqual(given, expected)
      })
    },
  }
}

export type UrlSigner = ReturnType<typeof createUrlSigner>
