import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ServiceError } from './errors.ts'
import { header } from './exchange.ts'
import type { Log } from './log.ts'

/** Bytes to answer with. Who asks for which part of them, and whether at all, is seen to by `sendFile`. */
export interface FileAnswer {
  /** Bytes. */
  size: number
  type: string
  /** A strong validator, with its quotes. */
  etag: string
  headers?: Record<string, string>
  /** Opens the bytes from `start` to `end`, both included; not called for an empty file. */
  open(range: ByteRange): Promise<Readable>
}

export interface ByteRange {
  start: number
  end: number
}

/**
 * Answers with a file: 304 where the client has it, 206 for a single range, the whole otherwise. The bytes go out no
 * faster than they are taken; when they fail half-way the connection is cut, so that nobody takes a part for the whole.
 *
 * @throws ServiceError 416 for a range that begins beyond the end
 */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: FileAnswer,
  log: Log,
): Promise<void> {
  const { size, etag } = file
  const headers = { ...file.headers, ETag: etag, 'Accept-Ranges': 'bytes' }
  if (matches(header(request, 'if-none-match'), etag)) {
    response.writeHead(304, headers).end()
    return
  }
  const range = rangeOf(request, etag, size)
  const { start, end } = range ?? { start: 0, end: size - 1 }
  const length = end - start + 1
  const bytes = request.method === 'HEAD' || length === 0 ? undefined : await file.open({ start, end })
  if (response.destroyed) {
    bytes?.destroy()
    return
  }
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'Content-Type': file.type,
    'Content-Length': length,
    ...(range && { 'Content-Range': `bytes ${start}-${end}/${size}` }),
  })
  if (!bytes) {
    response.end()
    return
  }
  try {
    await pipeline(bytes, response)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE')
      log.warn({ err: error }, 'a file broke off as it was sent')
    response.destroy()
  }
}

/** `*`, or a list of tags of which a weak one will do. */
const matches = (given: string | undefined, etag: string): boolean =>
  given !== undefined &&
  (given.trim() === '*' ||
    given
      .split(',')
      .map((tag) => tag.trim().replace(/^W\//, ''))
      .includes(etag))

/** The part that is asked for; undefined where the whole is to be sent. */
function rangeOf(request: IncomingMessage, etag: string, size: number): ByteRange | undefined {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header(request, 'range')?.trim() ?? '')
  if (!asked || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined
  const condition = header(request, 'if-range')
  if (condition !== undefined && condition.trim() !== etag) return undefined
  const [, from = '', to = ''] = asked
  if (from === '' && to === '') return undefined
  const start = from === '' ? Math.max(size - Number(to), 0) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (from !== '' && to !== '' && Number(from) > Number(to)) return undefined
  if (start >= size || (from === '' && Number(to) === 0))
    throw new ServiceError('range_not_satisfiable', `The file has ${size} bytes.`, {
      headers: { 'Content-Range': `bytes */${size}` },
    })
  return { start, end }
}
