import type { IncomingMessage } from 'node:http'
import { type Readable, Transform } from 'node:stream'
import { constants, createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { ServiceError } from './errors.ts'

/** A body is one stream, whole and with nothing behind it. */
const strict = { rejectGarbageAfterEnd: true }

/** Every `Content-Encoding` that a body may have beside `identity`, with its decoder. */
const decoders: Record<string, () => Transform> = {
  gzip: () => createGunzip(strict),
  deflate: () => createInflate(strict),
  br: () => createBrotliDecompress(strict),
  // The window that RFC 9659 allows; a larger one would be memory that the sender chooses.
  zstd: () => createZstdDecompress({ ...strict, params: { [constants.ZSTD_d_windowLogMax]: 23 } }),
}

/** A decoder of what has this `Content-Encoding`; undefined for one that is not known. */
export const decoderOf = (encoding: string): Transform | undefined =>
  Object.hasOwn(decoders, encoding) ? decoders[encoding]!() : undefined

/** Passes bytes on, and fails once there are more than `maxBytes`. */
export function limitBytes(maxBytes: number, tooLarge: () => Error): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > maxBytes) done(tooLarge())
      else done(null, chunk)
    },
  })
}

/** What `Accept-Encoding` of a 415 says. */
export const acceptedEncodings: string = Object.keys(decoders).join(', ')

/**
 * A request's `Content-Encoding`, undefined where its body is as it was.
 *
 * @throws ServiceError 415 for one that is not accepted, several among them
 */
export function contentEncodingOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const given = headers['content-encoding']?.trim().toLowerCase() || 'identity'
  if (given === 'identity') return undefined
  if (Object.hasOwn(decoders, given)) return given
  throw new ServiceError('unsupported_media_type', `The body’s Content-Encoding must be one of ${acceptedEncodings}.`, {
    headers: { 'Accept-Encoding': acceptedEncodings },
  })
}

/** A request's body as it is read: decoded, and no longer than it may be. */
export interface DecodedBody {
  /** The decoded bytes: fails with the `ServiceError` that the request is to be answered with. */
  stream: Readable
  /** Stops decoding; what still arrives is not looked at. */
  close(): void
}

/**
 * Decodes a request's body as its `Content-Encoding` says. Whatever a decoder fails of (data that is not in its format,
 * a stream that is cut short, bytes behind its end) is a 400; more than `maxBytes`, encoded or decoded, is `tooLarge`.
 *
 * @throws ServiceError 415 for an encoding that is not accepted
 */
export function decodeBody(request: IncomingMessage, maxBytes: number, tooLarge: () => ServiceError): DecodedBody {
  const encoding = contentEncodingOf(request)
  if (encoding === undefined) return { stream: request, close: () => {} }
  const decoder = decoders[encoding]!()
  let received = 0
  const output = limitBytes(maxBytes, tooLarge)

  function onReceived(chunk: Buffer): void {
    received += chunk.length
    if (received > maxBytes) output.destroy(tooLarge())
  }
  const onBrokenOff = () => output.destroy(new ServiceError('invalid_input', 'The body ended early.'))
  const onClose = () => {
    if (!request.complete) onBrokenOff()
  }
  function close(): void {
    request.off('data', onReceived)
    request.off('error', onBrokenOff)
    request.off('close', onClose)
    request.unpipe(decoder)
    decoder.destroy()
    output.destroy()
  }

  decoder.on('error', (cause) =>
    output.destroy(new ServiceError('invalid_input', 'The body is not what its Content-Encoding says.', { cause })),
  )
  output.once('close', close)
  request.on('data', onReceived)
  request.on('error', onBrokenOff)
  request.on('close', onClose)
  request.pipe(decoder).pipe(output)
  return { stream: output, close }
}
