import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { MIMEType } from 'node:util'
import type { UploadLimits } from '@parley/contracts/endpoint'
import busboy from 'busboy'
import { decodeBody } from './content-encoding.ts'
import { invalid, ServiceError } from './errors.ts'
import { FormParts } from './form-parts.ts'

/** A file of a form, as it arrives. */
export interface IncomingFile {
  /** As the form says; undefined where it does not. Not to be trusted. */
  name: string | undefined
  /** Its bytes, no faster than they are taken; throws the `ServiceError` that the request is to be answered with. */
  content: AsyncIterable<Buffer>
}

/** A form that is read from a request, its files never kept in memory. */
export interface Form {
  /** Whether it is still on its way: JSON is read before. */
  isStreamed: boolean
  /** Its files, each to be read to its end before the next; to be passed through to the end. */
  files: AsyncIterable<IncomingFile>
  /** Its other fields, whole once all files have been passed: text, or of any type in a JSON body. */
  fields: ReadonlyMap<string, unknown>
  /** SHA-256 in hex of fields, names and bytes, once all files have been passed. */
  digest(): string
  /** Stops reading; what still comes is dropped. */
  close(): void
}

/**
 * Reads a multipart form. Its limits are enforced as it arrives: one file, field or byte too many is a 413 that
 * names the limit, and the field where one is at fault (`files`, `files.0`), and a form that is malformed or breaks off a 400; so is one with a part that cannot be read, or with
 * a file that has no name. Names lose control characters.
 *
 * @param totalBytes how long the whole body may be, encoded or decoded
 * @throws ServiceError 415 for another content type or an encoding that is not accepted, 400 for one without a boundary
 */
export function readForm(request: IncomingMessage, limits: UploadLimits, totalBytes: number): Form {
  const boundary = boundaryOf(request)
  const tooLong = () => tooLarge(`The body may be at most ${megabytes(totalBytes)}.`)
  const body = decodeBody(request, totalBytes, tooLong)
  const parts = new FormParts(boundary)
  const parser = createParser(boundary, limits)
  const fields = new Map<string, string>()
  const arrived: { name: string | undefined; stream: Readable }[] = []
  const fileDigests: [string | null, string][] = []
  let failure: ServiceError | undefined
  let isOver = false
  let current: Readable | undefined
  let wake = (): void => {}

  function fail(reason: ServiceError): void {
    if (failure || isOver) return
    failure = reason
    body.stream.unpipe(parts)
    parts.unpipe(parser)
    body.stream.off('data', count)
    body.close()
    // Drained, so that the sender gets to read the answer.
    request.resume()
    for (const { stream } of arrived) stream.destroy()
    current?.destroy()
    parts.destroy()
    parser.destroy()
    wake()
  }

  let bytes = 0
  function count(chunk: Buffer): void {
    bytes += chunk.length
    if (bytes > totalBytes) fail(tooLong())
  }

  let taken = 0
  let fileCount = 0
  parser.on('file', (field, stream, { filename }) => {
    taken += 1
    const path = `${limits.field}.${fileCount++}`
    stream.on('error', () => {}) // `failure` says why
    if (failure) return void stream.destroy()
    if (field !== limits.field) return fail(invalid(field || 'body', `Files go in the field ${limits.field}.`))
    stream.once('limit', () => fail(tooLarge(`A file may be at most ${megabytes(limits.maxFileBytes)}.`, path)))
    arrived.push({ name: filename, stream })
    wake()
  })
  parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
    taken += 1
    if (name === limits.field) return fail(invalid(name, 'A file must have a filename that is not empty.'))
    if (nameTruncated || valueTruncated)
      return fail(tooLarge(`A text field may be at most ${limits.maxFieldBytes} bytes.`, name))
    if (name === undefined || value === undefined) return fail(malformed())
    if (fields.has(name)) return fail(invalid(name, 'Must be given once.'))
    fields.set(name, value)
  })
  parser.once('filesLimit', () => fail(tooLarge(`There may be at most ${limits.maxFiles} files.`, limits.field)))
  parser.once('fieldsLimit', () => fail(tooLarge(`There may be at most ${limits.maxFields} text fields.`)))
  parser.once('partsLimit', () => fail(tooLarge('The form has too many parts.')))
  parts.on('error', () => fail(malformed()))
  parser.on('error', () => fail(malformed()))
  parser.once('finish', () => {
    if (taken < parts.count)
      return fail(
        invalid(limits.field, 'A part’s Content-Disposition is missing or malformed, perhaps by its filename.'),
      )
    isOver = true
    wake()
  })
  request.on('error', () => fail(brokenOff()))
  request.once('close', () => {
    if (!request.complete) fail(brokenOff())
  })
  // A decoder's failure is what the request is answered with; the request's own says only that it broke off.
  if (body.stream !== request) body.stream.on('error', (error) => fail(error as ServiceError))
  body.stream.on('data', count)
  body.stream.pipe(parts).pipe(parser)

  async function* content(name: string | undefined, stream: Readable): AsyncGenerator<Buffer> {
    const own = createHash('sha256')
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        own.update(chunk)
        yield chunk
      }
    } catch (error) {
      throw failure ?? error
    }
    if (failure) throw failure
    fileDigests.push([name ?? null, own.digest('hex')])
  }

  async function* files(): AsyncGenerator<IncomingFile> {
    for (;;) {
      if (failure) throw failure
      const next = arrived.shift()
      if (next) {
        current = next.stream
        yield { name: next.name, content: content(next.name, next.stream) }
      } else if (isOver) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }

  return {
    fields,
    isStreamed: true,
    files: files(),
    close: () => fail(malformed()),
    digest: () =>
      createHash('sha256')
        .update(JSON.stringify([[...fields].sort(), fileDigests]))
        .digest('hex'),
  }
}

/**
 * A JSON body as a form that has no files.
 *
 * @throws ServiceError 400 for one that is not an object
 */
export function jsonForm(body: unknown): Form {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('body', 'Must be an object.')
  const fields = new Map(Object.entries(body))
  return {
    isStreamed: false,
    fields,
    files: (async function* () {})(),
    close: () => {},
    digest: () =>
      createHash('sha256')
        .update(JSON.stringify([...fields].sort()))
        .digest('hex'),
  }
}

/** What a boundary may be (RFC 2046, 5.1.1), a little more widely. */
const boundaryPattern = /^[ !#-[\]-~]{1,70}$/

function boundaryOf({ headers }: IncomingMessage): string {
  const type = headers['content-type'] ?? ''
  if (!/^multipart\/form-data\s*(?:;|$)/i.test(type))
    throw new ServiceError('unsupported_media_type', 'The body must be multipart/form-data.')
  const boundary = new MIMEType(type).params.get('boundary')
  if (boundary && boundaryPattern.test(boundary)) return boundary
  throw new ServiceError('invalid_input', 'The Content-Type does not say the form’s boundary.')
}

function createParser(boundary: string, limits: UploadLimits): busboy.Busboy {
  return busboy({
    headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
    defParamCharset: 'utf8',
    // One more than may be: busboy does not distinguish what is exactly as long as its limit from what is longer.
    limits: {
      files: limits.maxFiles,
      fileSize: limits.maxFileBytes + 1,
      fields: limits.maxFields,
      fieldSize: limits.maxFieldBytes + 1,
      parts: limits.maxFiles + limits.maxFields + 1,
    },
  })
}

const malformed = () => new ServiceError('invalid_input', 'The form is malformed, or ends early.')
const brokenOff = () => new ServiceError('invalid_input', 'The body ended early.')
const tooLarge = (message: string, path?: string) =>
  new ServiceError('payload_too_large', message, path === undefined ? {} : { details: [{ path, message }] })
const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MiB`
