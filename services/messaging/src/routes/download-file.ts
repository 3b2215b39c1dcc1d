import { downloadFile } from '@parley/contracts/messages/files'
import { decodeId } from '@parley/contracts/type-id'
import { disposition } from '@parley/files/file-names'
import { isInline } from '@parley/files/file-types'
import type { Files } from '@parley/files/files'
import type { Ticket, UrlSigner } from '@parley/files/url-signer'
import { ServiceError } from '@parley/kit/errors'
import { type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { findFile } from '../store/files.ts'

export const downloadFileRoute = ({ db, files, urls }: Context & { files: Files; urls: UrlSigner }) =>
  route(downloadFile, async ({ params, query, ip }) => {
    const ticket = ticketOf(params, query)
    if (!ticket || !urls.isSigned(ticket, query.signature ?? '')) throw noSuchFile()
    const file = await findFile(db, ticket)
    if (!file || file.name !== params.name) throw noSuchFile()
    const isThumbnail = ticket.variant === 'thumbnail'
    const shown = isInline(file.type) ? 'inline' : 'attachment'
    return {
      size: file.size,
      type: file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type,
      etag: `"${file.digest}${isThumbnail ? '-thumbnail' : ''}"`,
      headers: {
        'Content-Disposition': disposition(shown, isThumbnail ? `${file.name}.webp` : file.name),
        // Revalidated each time, so that losing access takes effect at once.
        'Cache-Control': 'private, no-cache',
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Referrer-Policy': 'no-referrer',
      },
      open: async (range) => {
        const end = await files.downloads.enter({
          ip,
          person: ticket.userId ?? undefined,
          workspace: ticket.workspaceId,
        })
        try {
          const bytes = await files.store.open(file.key, range)
          return bytes.once('close', end)
        } catch (error) {
          end()
          throw error
        }
      },
    }
  })

type Asked = Request<typeof downloadFile>

/** The ticket in a URL; undefined where there is none. */
function ticketOf(
  { id }: Asked['params'],
  { workspace, expires, user, variant = 'file' }: Asked['query'],
): Ticket | undefined {
  if (!expires || !/^\d{1,12}(\.\d{6})?$/.test(expires)) return undefined
  if (variant !== 'file' && variant !== 'thumbnail') return undefined
  const workspaceId = decodeId(workspace ?? '', [])
  const userId = user === undefined ? null : decodeId(user, [])
  if (workspaceId === undefined || userId === undefined) return undefined
  return { workspaceId, fileId: id, variant, expires, userId }
}

const noSuchFile = () => new ServiceError('not_found', 'No such file.')
