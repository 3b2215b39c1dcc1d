import type { AnswerOf, Endpoint, InputOf } from '@parley/contracts/endpoint'
import type { FrameOf, StreamDefinition, StreamEndpoint } from '@parley/contracts/stream'
import { readStream } from './event-stream.ts'
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
    const { path, query, body } = splitInput(endpoint, (input ?? {}) as Record<string, unknown>)
    const { idempotencyKey, signal } = call
    const headers = { ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }), ...call.headers }
    return request(endpoint.method, path, {
      query,
      body: isForm(endpoint, body) ? formOf(body) : body,
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
      const { path, query, body } = splitInput(endpoint as Endpoint, input as Record<string, unknown>)
      const connect = async (position: string | undefined) => {
        const response = await respond(endpoint.method, path, {
          query,
          body,
          headers: {
            Accept: 'text/event-stream',
            ...(position !== undefined && { 'Last-Event-ID': position }),
            ...headers,
          },
          signal,
        })
        if (response.status === 200 && /^text\/event-stream\b/.test(response.headers.get('content-type') ?? ''))
          return response
        throw new ParleyError({
          status: response.status,
          headers: response.headers,
          body: await decodeBody(response),
        })
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

/**
 * Puts each field of a flat input where the contract wants it; fields that it does not know are left out.
 *
 * @throws TypeError for a path parameter that would change the path: missing, empty, `.` or `..`
 */
export function splitInput(endpoint: Endpoint, input: Record<string, unknown>) {
  const pick = (shape: Record<string, unknown> | undefined) =>
    shape && Object.fromEntries(Object.entries(input).filter(([name]) => Object.hasOwn(shape, name)))
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = String(input[name] ?? '')
    if (value === '' || value === '.' || value === '..')
      throw new TypeError(`${endpoint.name}: ${name} cannot be ${JSON.stringify(value)}.`)
    return encodeURIComponent(value)
  })
  return { path, query: pick(endpoint.query?.shape), body: pick(endpoint.body?.shape) }
}

function encodeQuery(query: Record<string, unknown> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined && each !== null) search.append(name, String(each))
  return search.size > 0 ? `?${search}` : ''
}

/** Whether fields go out as a form: there are files among them, or the endpoint takes nothing else. */
const isForm = ({ upload, consumes }: Endpoint, fields: Record<string, unknown> = {}): boolean =>
  upload !== undefined && (!consumes.includes('application/json') || Object.values(fields).flat().some(isBlob))

const isBlob = (value: unknown): boolean => value instanceof Blob

/** An upload's fields and files, as a browser's form would send them. */
function formOf(fields: Record<string, unknown> = {}): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields))
    for (const each of Array.isArray(value) ? value : [value])
      if (each instanceof Blob) form.append(name, each)
      else if (each !== undefined && each !== null) form.append(name, String(each))
  return form
}

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

async function decodeBody(response: Response): Promise<unknown> {
  if (response.headers.has('content-disposition')) return await fileOf(response)
  const text = await response.text()
  if (text === '') return undefined
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function fileOf(response: Response): Promise<File> {
  const [, encoded = ''] = /filename\*=UTF-8''([^;]*)/i.exec(response.headers.get('content-disposition') ?? '') ?? []
  const type = response.headers.get('content-type') ?? ''
  return new File([await response.blob()], decodeURIComponent(encoded), { type })
}
