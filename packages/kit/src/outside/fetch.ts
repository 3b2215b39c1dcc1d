import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { pipeline, type Readable } from 'node:stream'
import { Agent, type Dispatcher, Pool } from 'undici'
import { acceptedEncodings, decoderOf, limitBytes } from '../content-encoding.ts'
import { type AllowedTarget, isAllowed, isPublic } from './addresses.ts'
import { OutsideError } from './error.ts'
import { followRedirect, type Hop, isRedirect } from './redirect.ts'

/** A request to somebody else's server. Its body is whole, so that a redirect can send it again. */
export interface OutsideRequest {
  /** GET if not given. */
  method?: string
  /** `Host`, `Accept-Encoding` and what concerns the connection are set here. */
  headers?: ConstructorParameters<typeof Headers>[0]
  body?: string | Uint8Array
  signal?: AbortSignal
  /** As many redirects are followed, 5 if not given; one more is an error. */
  maxRedirects?: number
  /** Bytes of the answer's body, as it arrives and decoded; 5 MiB if not given. */
  maxBytes?: number
  /** From the call to the end of the answer's body; 30 s if not given. */
  timeoutMs?: number
  /** From the sending of each request to the end of its answer's head; 10 s if not given. */
  firstByteTimeoutMs?: number
}

export interface OutsideFetch {
  /**
   * As the platform's `fetch`, for URLs that users choose: http and https at the ports 80, 443, 8080 and 8443 of public
   * addresses, and whatever the operator allows; each redirect is checked again. The answer's body is decoded. Reading
   * it fails with an `OutsideError` too, where it is too long, too late or broken.
   *
   * @throws OutsideError saying which rule refused the call, or how it failed; the signal's reason once it is aborted
   */
  fetch(url: string | URL, request?: OutsideRequest): Promise<Response>
  /** Cuts what is open. */
  close(): Promise<void>
}

/** Resolves a name as `lookup` of `node:dns` does with `all`. */
export type Lookup = (
  host: string,
  options: { all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void

export interface OutsideOptions {
  /** What may be called although it is not public. */
  allowed?: readonly AllowedTarget[]
  /** The system's resolver if not given. */
  lookup?: Lookup
}

const defaults = { maxRedirects: 5, maxBytes: 5 * 1024 * 1024, timeoutMs: 30_000, firstByteTimeoutMs: 10_000 }
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const ports = new Set([80, 443, 8080, 8443])
const maxHeaderBytes = 16 * 1024
const connectTimeoutMs = 10_000

/** A `fetch` that reaches public addresses alone, however they are written; one for a process. */
export function createOutsideFetch(options: OutsideOptions = {}): OutsideFetch {
  const { allowed = [], lookup = systemLookup } = options

  /** Why a host may not be called at these addresses. */
  function refusalOf(host: string, addresses: readonly string[], port: number): OutsideError | undefined {
    const mayCall = (address: string) =>
      (isPublic(address) && ports.has(port)) || isAllowed(host, address, port, allowed)
    if (addresses.every(mayCall)) return undefined
    return ports.has(port) ? notPublic(host) : badUrl(`Port ${port} is not called.`)
  }

  /** Resolves a name for one connection, which goes to the addresses that were checked: another query could get others. */
  const resolveFor =
    (port: number): LookupFunction =>
    (host, _options, callback) =>
      lookup(host, { all: true }, (error, found = []) => {
        if (error || found.length === 0) return callback(unknownHost(host, error), [])
        const addresses = found.map(({ address }) => address)
        callback(refusalOf(host, addresses, port) ?? null, found)
      })

  // Never through a proxy of the environment, which would resolve the name again.
  const agent = new Agent({
    factory: (origin, settings) =>
      new Pool(origin, {
        ...settings,
        allowH2: false,
        maxHeaderSize: maxHeaderBytes,
        // Timed below, in milliseconds and to the body's end.
        headersTimeout: 0,
        bodyTimeout: 0,
        connect: {
          lookup: resolveFor(portOf(new URL(origin))),
          autoSelectFamily: true,
          timeout: connectTimeoutMs,
        },
      }),
  })

  function check(url: URL): void {
    const { protocol, hostname, username, password } = url
    if (protocol !== 'http:' && protocol !== 'https:') throw badUrl('The URL must begin with http:// or https://.')
    if (username !== '' || password !== '') throw badUrl('The URL must not contain a user name or a password.')
    const host = hostname.replace(/^\[|\]$/g, '')
    // A name is checked as it is resolved.
    const refusal = isIP(host) ? refusalOf(host, [host], portOf(url)) : undefined
    if (refusal) throw refusal
  }

  async function send(hop: Hop, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const { url, method, headers, body } = hop
    check(url)
    return await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: method as Dispatcher.HttpMethod,
      headers: Object.fromEntries(headers),
      body: body ?? null,
      signal,
    })
  }

  async function fetch(given: string | URL, request: OutsideRequest = {}): Promise<Response> {
    const { maxRedirects, maxBytes, timeoutMs, firstByteTimeoutMs, signal, ...rest } = { ...defaults, ...request }
    let hop = firstHop(given, rest)
    const ending = new AbortController()
    const end = () => ending.abort(signal?.reason)
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
    const total = setTimeout(() => ending.abort(tooSlow(hop.url.hostname)), timeoutMs)
    const settle = () => {
      clearTimeout(total)
      signal?.removeEventListener('abort', end)
    }
    try {
      for (let redirects = 0; ; redirects++) {
        const firstByte = setTimeout(() => ending.abort(tooSlow(hop.url.hostname)), firstByteTimeoutMs)
        const answer = await send(hop, ending.signal).finally(() => clearTimeout(firstByte))
        const { statusCode: status } = answer
        if (!isRedirect(status)) return answerOf(answer, { hop, maxBytes, signal: ending.signal, settle })
        answer.body.on('error', () => {}).destroy()
        if (redirects === maxRedirects)
          throw new OutsideError('redirect', `${hop.url.hostname} redirects more often than is followed.`)
        const location = answer.headers.location
        hop = followRedirect(hop, status, typeof location === 'string' ? location : null)
        stripDot(hop.url)
      }
    } catch (error) {
      settle()
      throw ending.signal.aborted ? ending.signal.reason : failureOf(error, hop.url.hostname)
    }
  }

  return { fetch, close: () => agent.destroy() }
}

const connectionHeaders = [
  ...['host', 'connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
  ...['content-length', 'proxy-authorization', 'proxy-connection', 'accept-encoding'],
]

function firstHop(given: string | URL, { method = 'GET', headers, body }: OutsideRequest): Hop {
  if (!URL.canParse(String(given))) throw badUrl('This is not a URL.')
  const url = new URL(String(given))
  stripDot(url)
  const verb = method.toUpperCase()
  if (!methods.has(verb)) throw new TypeError(`${method} is not among the methods of outside calls.`)
  const sent = new Headers(headers)
  for (const name of connectionHeaders) sent.delete(name)
  sent.set('accept-encoding', acceptedEncodings)
  return { url, method: verb, headers: sent, body }
}

/** `example.com.` is `example.com`, also in `Host`, SNI and the list of what is allowed. */
function stripDot(url: URL): void {
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1)
}

const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80)

interface Reading {
  hop: Hop
  maxBytes: number
  signal: AbortSignal
  /** To be called when the answer has ended, however. */
  settle: () => void
}

/** The platform's answer, whose body is decoded as it is read. */
function answerOf({ statusCode: status, headers: given, body }: Dispatcher.ResponseData, reading: Reading): Response {
  const { hop, maxBytes, signal, settle } = reading
  const { hostname } = hop.url
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) for (const each of [value ?? []].flat()) headers.append(name, each)
  const tooLarge = () => new OutsideError('too_large', `The answer of ${hostname} is longer than ${maxBytes} bytes.`)
  const stages: (Readable | NodeJS.ReadWriteStream)[] = [body, limitBytes(maxBytes, tooLarge)]
  const encoding = headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity'
  const isEmpty = hop.method === 'HEAD' || status === 204 || status === 205 || status === 304
  if (encoding !== 'identity' && !isEmpty) {
    const decoder = decoderOf(encoding)
    if (!decoder) {
      body.on('error', () => {}).destroy()
      throw malformed(hostname)
    }
    stages.push(decoder, limitBytes(maxBytes, tooLarge))
    headers.delete('content-encoding')
    headers.delete('content-length')
  }
  let failure: Error | undefined
  const decoded = pipeline(stages, (error) => {
    settle()
    failure = error ?? undefined
  }) as unknown as Readable
  if (isEmpty) decoded.resume()
  const chunks = decoded[Symbol.asyncIterator]() as AsyncIterator<Uint8Array<ArrayBuffer>>
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await chunks.next()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          controller.error(signal.aborted ? signal.reason : failureOf(failure ?? error, hostname))
        }
      },
      cancel: () => void decoded.destroy(),
    },
    { highWaterMark: 0 },
  )
  const response = new Response(isEmpty ? null : stream, { status, headers })
  Object.defineProperty(response, 'url', { value: hop.url.href })
  return response
}

const badUrl = (message: string) => new OutsideError('url', message)
const notPublic = (host: string) => new OutsideError('address', `${host} is not a public address.`)
const unknownHost = (host: string, cause: unknown) =>
  new OutsideError('unknown_host', `${host} has no address.`, { cause })
const tooSlow = (host: string) => new OutsideError('timeout', `${host} took too long to answer.`)
const malformed = (host: string, cause?: unknown) =>
  new OutsideError('malformed', `The answer of ${host} cannot be understood.`, { cause })

/** undici's, Node's and zlib's errors as ours. */
function failureOf(error: unknown, host: string): unknown {
  const { code: given, name } = error as { code?: unknown; name?: unknown }
  const code = String(given)
  if (error instanceof OutsideError || code === 'UND_ERR_INVALID_ARG') return error
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return tooSlow(host)
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return new OutsideError('too_large', `The head of ${host}’s answer is too long.`, { cause: error })
  if (name === 'HTTPParserError' || (/^(Z_|ZSTD|ERR_)/.test(code) && !/^ERR_(TLS|SSL)/.test(code)))
    return malformed(host, error)
  return new OutsideError('unreachable', `${host} cannot be reached.`, { cause: error })
}
