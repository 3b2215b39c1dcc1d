import { timingSafeEqual } from 'node:crypto'
import { decodeId } from '@parley/contracts/ids'
import { downloadFile } from '@parley/contracts/messages/files'
import { disposition } from '@parley/files/file-names'
import { isInline } from '@parley/files/file-types'
import type { Files } from '@parley/files/files'
import { ServiceError } from '@parley/kit/errors'
import { fileRoute, type Request } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { findFile, type Ticket } from '../store/files.ts'

export const downloadFileRoute = ({ db, files }: Context & { files: Files }) =>
  fileRoute(downloadFile, async ({ params, query }) => {
    const ticket = ticketOf(params, query)
    const file = ticket && (await findFile(db, ticket))
    if (!file || file.name !== params.name || !isSame(file.signature, query.signature ?? '')) throw noSuchFile()
    const isThumbnail = ticket.variant === 'thumbnail'
    const shown = isInline(file.type) ? 'inline' : 'attachment'
    return {
      size: file.size,
      type: file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type,
      etag: `"${file.digest}${isThumbnail ? '-thumbnail' : ''}"`,
      headers: {
        'Content-Disposition': disposition(shown, isThumbnail ? `${file.name}.webp` : file.name),
        // Asked for anew each time, so that whoever loses access loses it at once.
        'Cache-Control': 'private, no-cache',
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Referrer-Policy': 'no-referrer',
      },
      open: (range) => files.store.open(file.key, range),
    }
  })

type Asked = Request<typeof downloadFile>

/** What a URL says it is good for; undefined when it is none that was ever given out. */
function ticketOf({ id }: Asked['params'], { expires, user, variant = 'file' }: Asked['query']): Ticket | undefined {
  if (!expires || !/^\d{1,12}(\.\d{6})?$/.test(expires)) return undefined
  if (variant !== 'file' && variant !== 'thumbnail') return undefined
  const userId = user === undefined ? null : decodeId(user, [])
  return userId === undefined ? undefined : { fileId: id, variant, expires, userId }
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const noSuchFile = () => new ServiceError('not_found', 'No such file.')
