import type { DownloadEndpoint } from '@parley/contracts/file-download'
import { decodeId } from '@parley/contracts/type-id'
import type { FileContent } from '@parley/kit/content'
import { ServiceError } from '@parley/kit/errors'
import type { Holders } from '@parley/kit/gate'
import { type Request, type Route, route } from '@parley/kit/route'
import type { Kysely } from 'kysely'
import { disposition } from './file-names.ts'
import { isInline } from './file-types.ts'
import type { Storage } from './storage.ts'
import { findFile, type MayRead, type ReadableFile } from './store/reading.ts'
import type { Reader, Ticket, UrlSigner } from './url-signer.ts'

/** A route that answers signed URLs, where the reader may still read the file. */
export const downloadRoute = <D>(
  { db, storage, urls }: { db: Kysely<D>; storage: Storage; urls: UrlSigner },
  mayRead: MayRead,
  endpoint: DownloadEndpoint,
): Route =>
  route(endpoint, async ({ params, query, ip }) => {
    const ticket = ticketOf(params, query)
    if (!ticket || !urls.isSigned(ticket, query.signature ?? '')) throw noSuchFile()
    const file = await findFile(db, ticket, mayRead)
    if (!file || file.name !== params.name) throw noSuchFile()
    return contentOf(storage, file, { ip, person: ticket.reader?.id, workspace: ticket.workspaceId })
  })

/**
 * A file as it is sent: shown in place where its type can run nothing, else as a download, in a sandbox either way.
 *
 * @param holders whose share of downloads it takes while its bytes are sent
 * @param cacheControl revalidated each time if not given, so that losing access takes effect at once
 */
export const contentOf = (
  { store, downloads }: Pick<Storage, 'store' | 'downloads'>,
  { name, type, size, digest, key, isThumbnail }: ReadableFile,
  holders: Holders,
  cacheControl = 'private, no-cache',
): FileContent => ({
  size,
  type: type === 'text/plain' ? 'text/plain; charset=utf-8' : type,
  etag: `"${digest}${isThumbnail ? '-thumbnail' : ''}"`,
  headers: {
    'Content-Disposition': disposition(isInline(type) ? 'inline' : 'attachment', isThumbnail ? `${name}.webp` : name),
    'Cache-Control': cacheControl,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Referrer-Policy': 'no-referrer',
  },
  open: async (range) => {
    const end = await downloads.enter(holders)
    try {
      const bytes = await store.open(key, range)
      return bytes.once('close', end)
    } catch (error) {
      end()
      throw error
    }
  },
})

type Asked = Request<DownloadEndpoint>

/** The ticket in a URL; undefined where there is none. */
function ticketOf({ id }: Asked['params'], query: Asked['query']): Ticket | undefined {
  const { workspace, expires, variant = 'file' } = query
  if (!expires || !/^\d{1,12}(\.\d{6})?$/.test(expires)) return undefined
  if (variant !== 'file' && variant !== 'thumbnail') return undefined
  const workspaceId = decodeId(workspace ?? '', [])
  const reader = readerOf(query)
  if (workspaceId === undefined || reader === undefined) return undefined
  return { workspaceId, fileId: id, variant, expires, reader }
}

/** Null for whoever is in a room, undefined for nobody. */
function readerOf({ user, visitor }: Asked['query']): Reader | null | undefined {
  if (user !== undefined && visitor !== undefined) return undefined
  const given = user ?? visitor
  if (given === undefined) return null
  const id = decodeId(given, [])
  return id === undefined ? undefined : { kind: user === undefined ? 'visitor' : 'user', id }
}

const noSuchFile = () => new ServiceError('not_found', 'No such file.')
