import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import fresh from 'fresh'
import { parse } from 'range-parser'
import { ServiceError } from './errors.ts'
import type { Log } from './log.ts'
import { header } from './request-lifecycle.ts'

/** Bytes to answer with. Ranges and conditions are left to `sendFile`. */
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
  // Without `Cache-Control`, which is about caches on the way: fetch sends no-cache with every condition of its caller's.
  if (fresh({ 'if-none-match': header(request, 'if-none-match') }, { etag })) {
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
      log.warn({ err: error }, 'sending a file failed, the client got a part of it')
    response.destroy()
  }
}

/**
 * The part that is asked for; undefined where the whole is to be sent: a range that is malformed, in another unit, or one
 * of several may be ignored (RFC 9110 §14.2).
 */
function rangeOf(request: IncomingMessage, etag: string, size: number): ByteRange | undefined {
  const asked = header(request, 'range')
  if (asked === undefined) return undefined
  const condition = header(request, 'if-range')
  if (condition !== undefined && condition.trim() !== etag) return undefined
  const { code, type, ranges } = parse(size, asked)
  if (type !== 'bytes' || (code & invalidRange) !== 0 || ranges.length > 1) return undefined
  if (code === 0) return ranges[0]
  if (ranges.length === 1) return undefined
  throw new ServiceError('range_not_satisfiable', `The file has ${size} bytes.`, {
    headers: { 'Content-Range': `bytes */${size}` },
  })
}

/** What `parse` says of a header with a range that it cannot read; one beyond the end is another code. */
const invalidRange = 1
