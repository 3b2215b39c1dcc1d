import type { AnswerOf, Endpoint, InputOf } from '@parley/contracts/endpoint'
import type { FrameOf, StreamDefinition, StreamEndpoint } from '@parley/contracts/stream'
import { decodeBody } from './decode.ts'
import { encodeQuery, formOf, placeFields } from './encode.ts'
import { readStream, requireStream } from './event-stream.ts'
import { ParleyError } from './parley-error.ts'

export { ParleyError } from './parley-error.ts'

export interface ClientOptions {
  /** Parley's public URL, such as `https://parley.example.com`. */
  baseUrl: string
  /** A JWT or an API key. */
  token?: string | undefined
  /** Used instead of the platform's own `fetch`. */
  fetch?: Fetch
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface CallOptions {
  /** Makes a POST safe to repeat: the same key and input answer what the first attempt did, for 24 hours. */
  idempotencyKey?: string | undefined
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
}

export interface StreamOptions {
  /** The id of the last frame received earlier, where the stream is to be resumed. */
  lastEventId?: string | undefined
  headers?: Record<string, string>
  /** Aborting it disconnects; so does leaving the loop. */
  signal?: AbortSignal | undefined
}

export interface RawRequest {
  /** Sent as JSON, unless it is text, bytes or a form: those go out as they are. */
  body?: unknown
  headers?: Record<string, string>
  /** Fields that are undefined are left out; an array repeats its field. */
  query?: Record<string, unknown>
  signal?: AbortSignal | undefined
}

/**
 * An answer of any status. The body is parsed where it is JSON, a `File` where it is one, and text otherwise; undefined
 * where there is none.
 */
export interface RawAnswer {
  status: number
  headers: Headers
  body: unknown
}

/** Where an endpoint takes no input, or none that it needs, the argument may be left out. */
type CallArguments<E extends Endpoint> =
  Record<never, never> extends InputOf<E>
    ? [input?: InputOf<E>, options?: CallOptions]
    : [input: InputOf<E>, options?: CallOptions]

export interface Client {
  readonly baseUrl: string
  readonly token: string | undefined
  /**
   * Calls an endpoint: `client.call(postMessage, { channel_id, content })`. Path, query and body fields are given in
   * one object; the contract knows which goes where.
   *
   * @returns the body of the success
   * @throws ParleyError for every other answer
   */
  call<E extends Endpoint>(endpoint: E, ...args: CallArguments<E>): Promise<AnswerOf<E>>
  /** As `call`, but answers whatever comes: status, headers and body. */
  answer<E extends Endpoint>(endpoint: E, ...args: CallArguments<E>): Promise<RawAnswer>
  /**
   * Iterates over a stream's frames: `for await (const { event, data } of client.stream(watchRun, { id })) …`. A GET that
   * is interrupted, by a restart or the network, is resumed after the last frame that had an id.
   *
   * @throws ParleyError for an answer that is no stream, for an `error` frame, and as `unavailable` where a stream was
   *   interrupted and cannot be resumed
   */
  stream<D extends StreamDefinition>(
    endpoint: StreamEndpoint<D>,
    input: InputOf<D & { responses: never }>,
    options?: StreamOptions,
  ): AsyncGenerator<FrameOf<D>, void>
  /** Sends any request with this client's credential. `path` is taken as it is, percent-encoding included. */
  request(method: string, path: string, request?: RawRequest): Promise<RawAnswer>
  /** The same client with another credential, or with none. */
  withToken(token: string | undefined): Client
}

/** A client for Parley's HTTP API, for browsers and servers. */
export function createClient(options: ClientOptions): Client {
  const baseUrl = options.baseUrl.replace(/\/+$/, '')
  const { token } = options
  const send: Fetch = options.fetch ?? ((url, init) => fetch(url, init))

  async function respond(
    method: string,
    path: string,
    { body, headers, query, signal }: RawRequest,
  ): Promise<Response> {
    const sent = encodeBody(body)
    return send(`${baseUrl}${path}${encodeQuery(query)}`, {
      method: method.toUpperCase(),
      headers: {
        Accept: 'application/json',
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(sent.type !== undefined && { 'Content-Type': sent.type }),
        ...headers,
      },
      ...(sent.body !== undefined && { body: sent.body }),
      ...(signal && { signal }),
    })
  }

  async function request(method: string, path: string, options: RawRequest = {}) {
    const response = await respond(method, path, options)
    return { status: response.status, headers: response.headers, body: await decodeBody(response) }
  }

  function answer<E extends Endpoint>(endpoint: E, ...[input, call = {}]: CallArguments<E>) {
    const { path, body } = placed(endpoint, input)
    const { idempotencyKey, signal } = call
    const headers = { ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }), ...call.headers }
    return request(endpoint.method, path, {
      body: body && isForm(endpoint, body) ? formOf(body) : body,
      headers,
      signal,
    })
  }

  return {
    baseUrl,
    token,
    request,
    answer,
    async call<E extends Endpoint>(endpoint: E, ...args: CallArguments<E>) {
      const given = await answer(endpoint, ...args)
      if (given.status in endpoint.responses) return given.body as AnswerOf<E>
      throw new ParleyError(given)
    },
    stream<D extends StreamDefinition>(
      endpoint: StreamEndpoint<D>,
      input: InputOf<D & { responses: never }>,
      { lastEventId, headers, signal }: StreamOptions = {},
    ) {
      const { path, body } = placed(endpoint as Endpoint, input)
      const connect = async (position: string | undefined) => {
        const response = await respond(endpoint.method, path, {
          body,
          headers: {
            Accept: 'text/event-stream',
            ...(position !== undefined && { 'Last-Event-ID': position }),
            ...headers,
          },
          signal,
        })
        return requireStream(response)
      }
      return readStream(connect, {
        lastEventId,
        signal,
        isRepeatable: endpoint.method === 'get',
      }) as AsyncGenerator<FrameOf<D>, void>
    },
    withToken: (other) => createClient({ ...options, token: other }),
  }
}

/** Path and query, and the body, of a call of an endpoint with these fields. */
function placed({ name: operation, method, path, query, body }: Endpoint, input: unknown) {
  const fieldsOf = (part: Endpoint['body']) => part && Object.keys(part.shape)
  const call = { operation, method, path, query: fieldsOf(query), body: fieldsOf(body) }
  return placeFields(call, (input ?? {}) as Record<string, unknown>)
}

/** Whether fields go out as a form: there are files among them, or the endpoint takes nothing else. */
const isForm = ({ upload, consumes }: Endpoint, fields: Record<string, unknown>): boolean =>
  upload !== undefined && (!consumes.includes('application/json') || Object.values(fields).flat().some(isBlob))

const isBlob = (value: unknown): boolean => value instanceof Blob

type RawBody = string | Uint8Array<ArrayBuffer> | ArrayBuffer | Blob | FormData | URLSearchParams

function encodeBody(body: unknown): { type?: string; body?: RawBody } {
  if (body === undefined) return {}
  if (isRaw(body)) return { body }
  return { type: 'application/json', body: JSON.stringify(body) }
}

const isRaw = (body: unknown): body is RawBody =>
  typeof body === 'string' ||
  body instanceof Uint8Array ||
  body instanceof ArrayBuffer ||
  body instanceof Blob ||
  body instanceof FormData ||
  body instanceof URLSearchParams
