import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import fresh from 'fresh'
import { parse } from 'range-parser'
import { ServiceError } from './errors.ts'
import type { Log } from './log.ts'
import { header } from './request-lifecycle.ts'

/** What is answered where it is not JSON. What follows from the content (type, length, `ETag`) is left to `sendContent`. */
export type Content = FileContent | TextContent | StreamContent | Redirect

/** Bytes of a known length; ranges and conditions are left to `sendContent`. */
export interface FileContent {
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

/** A text that is whole, or the bytes of one. */
export interface TextContent {
  /** 200 if not given. */
  status?: number
  type: string
  text: string | Buffer
  /** A strong validator, with its quotes; a digest of the text if not given. */
  etag?: string
  headers?: Record<string, string>
}

/** A text that is made while it is sent, such as a CSV of many rows. */
export interface StreamContent {
  type: string
  /** Taken no faster than the client reads: many rows in one chunk are cheaper than one in each. */
  chunks: AsyncIterable<string>
  headers?: Record<string, string>
}

export interface Redirect {
  status: 302 | 303 | 307 | 308
  location: string
  headers?: Record<string, string>
}

/** Whether an answer is content, and not the body of a JSON answer. */
export const isContent = (answer: object): answer is Content =>
  'type' in answer || ('location' in answer && !('body' in answer))

/** HTML that says nothing of what it may load loads nothing, and is in nobody's frame. */
const htmlPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * Answers with content. Bytes go out no faster than they are taken; when they fail half-way the connection is cut, so
 * that nobody takes a part for the whole.
 *
 * @throws ServiceError 416 for a range that begins beyond the end
 */
export async function sendContent(
  request: IncomingMessage,
  response: ServerResponse,
  content: Content,
  log: Log,
): Promise<void> {
  if ('location' in content)
    response.writeHead(content.status, { ...content.headers, Location: content.location }).end()
  else if ('open' in content) await sendFile(request, response, content, log)
  else if ('text' in content) sendText(request, response, content)
  else await sendStream(request, response, content, log)
}

/** Types that are text are UTF-8; HTML gets a policy if it has none. */
function headersOf({ type, headers }: TextContent | StreamContent, response: ServerResponse): Record<string, string> {
  const isText = /^(?:text\/|application\/json)/.test(type) && !type.includes(';')
  return {
    ...(type.startsWith('text/html') &&
      !response.hasHeader('Content-Security-Policy') && { 'Content-Security-Policy': htmlPolicy }),
    ...headers,
    'Content-Type': isText ? `${type}; charset=utf-8` : type,
  }
}

function sendText(request: IncomingMessage, response: ServerResponse, content: TextContent): void {
  const { status = 200, text } = content
  const etag = content.etag ?? `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`
  const headers = { ...headersOf(content, response), ETag: etag }
  if (status === 200 && isKnown(request, etag)) {
    response.writeHead(304, headers).end()
    return
  }
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(text) })
  response.end(request.method === 'HEAD' ? undefined : text)
}

async function sendStream(
  request: IncomingMessage,
  response: ServerResponse,
  content: StreamContent,
  log: Log,
): Promise<void> {
  const chunks = content.chunks[Symbol.asyncIterator]()
  // What fails before anything was sent is answered as an error.
  const first = request.method === 'HEAD' ? undefined : await chunks.next()
  async function* all(): AsyncGenerator<string> {
    try {
      for (let next = first!; !next.done; next = await chunks.next()) yield next.value
    } finally {
      await chunks.return?.()
    }
  }
  response.writeHead(200, headersOf(content, response))
  if (first) await pass(Readable.from(all(), { highWaterMark: 1 }), response, log)
  else response.end()
}

/** Whether the client has it. Without `Cache-Control`, which is about caches on the way: fetch sends no-cache with every condition of its caller's. */
const isKnown = (request: IncomingMessage, etag: string): boolean =>
  fresh({ 'if-none-match': header(request, 'if-none-match') }, { etag })

async function pass(bytes: Readable, response: ServerResponse, log: Log): Promise<void> {
  try {
    await pipeline(bytes, response)
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE')
      log.warn({ err: error }, 'sending an answer failed, the client got a part of it')
    response.destroy()
  }
}

/** Answers with a file: 304 where the client has it, 206 for a single range, the whole otherwise. */
async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: FileContent,
  log: Log,
): Promise<void> {
  const { size, etag } = file
  const headers = { ...file.headers, ETag: etag, 'Accept-Ranges': 'bytes' }
  if (isKnown(request, etag)) {
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
  if (bytes) await pass(bytes, response, log)
  else response.end()
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
