import { gzipSync } from 'node:zlib'
import type { Endpoint } from '@parley/contracts/endpoint'
import fc from 'fast-check'
import { shareOf } from './budget.ts'
import { fieldsOf } from './from-schema.ts'
import { classicTexts, classicValues, hostileEncoded, hostileText, hostileValue, toJson } from './hostile.ts'

/** A request as it goes over the wire. */
export interface WireRequest {
  method: string
  /** Path and query, percent-encoded or meant to be. */
  target: string
  headers: Record<string, string>
  body: Buffer | undefined
}

export interface Around {
  /** What the endpoint accepts. */
  input: Record<string, unknown>
  /** Ids that stand for something. */
  ids: readonly string[]
  /** Credentials to send; the first is of a person with permission. */
  credentials: readonly Record<string, string>[]
}

const parts = ['params', 'query', 'body'] as const
type Part = (typeof parts)[number]
type Values = Record<Part, Record<string, unknown>>

/** One field that is not as in the request that is accepted; `absent` leaves it out. */
interface Change {
  part: Part
  name: string
  value: unknown
}
const absent = Symbol('absent')

/** What is wrong with a request as a whole. Nothing, mostly. */
interface Disguise {
  method?: string
  path?: (path: string) => string
  query?: string
  text?: (json: string) => string
  bytes?: Buffer
  type?: string | null
  packing?: 'gzip' | 'broken' | 'unknown' | 'bomb'
  headers?: Record<string, string>
}

/** Requests around one that is accepted: a field or two changed, or the whole disguised. */
export function requestsTo(endpoint: Endpoint, around: Around): fc.Arbitrary<WireRequest> {
  const changes = fc.oneof(
    { weight: 8, arbitrary: fc.array(changeTo(endpoint, around.ids), { minLength: 1, maxLength: 1 }) },
    { weight: 2, arbitrary: fc.array(changeTo(endpoint, around.ids), { maxLength: 4 }) },
  )
  const disguise = fc.oneof({ weight: 3, arbitrary: fc.constant<Disguise>({}) }, { weight: 1, arbitrary: disguises })
  const credential = fc.oneof(
    { weight: 2, arbitrary: fc.constant(around.credentials[0]!) },
    { weight: 1, arbitrary: fc.constantFrom(...around.credentials) },
  )
  return fc
    .tuple(changes, disguise, credential)
    .map(([changed, disguised, who]) => write(endpoint, apply(endpoint, around.input, changed), disguised, who))
}

/**
 * Fields in turn with values that have broken something before, and disguises, all else as it is accepted. What endpoints
 * share answers most of them alike, so each endpoint and field has a share of them, by turns; with `FUZZ_RUNS` all.
 *
 * @param turn counts the endpoints
 */
export function* singleFaults(
  endpoint: Endpoint,
  turn: number,
  { input, credentials }: Around,
): Generator<WireRequest> {
  for (const disguise of shareOf(classicDisguises, turn))
    yield write(endpoint, apply(endpoint, input, []), disguise, credentials[0]!)
  for (const part of parts)
    for (const [i, name] of Object.keys(endpoint[part]?.shape ?? {}).entries())
      for (const value of shareOf(part === 'body' ? classicValues : classicTexts, turn + i))
        yield write(endpoint, apply(endpoint, input, [{ part, name, value }]), {}, credentials[0]!)
}

/** The request that is accepted. */
export const plainRequest = (endpoint: Endpoint, { input, credentials }: Around): WireRequest =>
  write(endpoint, apply(endpoint, input, []), {}, credentials[0]!)

function changeTo(endpoint: Endpoint, ids: readonly string[]): fc.Arbitrary<Change> {
  const fields = parts.flatMap((part) => {
    const schema = endpoint[part]
    if (!schema) return []
    const hostile = part === 'body' ? hostileValue : hostileText
    return Object.entries(fieldsOf(schema, ids)).map(([name, declared]) =>
      fc
        .oneof({ weight: 4, arbitrary: declared }, { weight: 4, arbitrary: hostile }, fc.constant<unknown>(absent))
        .map((value): Change => ({ part, name, value })),
    )
  })
  const unknown = fc.record({
    part: fc.constantFrom<Part>('query', 'body'),
    name: fc.constantFrom('role', 'id', 'workspace_id', '__proto__', 'constructor', 'limit[]', 'a[$gt]', ''),
    value: hostileValue,
  })
  return fc.oneof({ weight: 8, arbitrary: fields.length > 0 ? fc.oneof(...fields) : unknown }, unknown)
}

function apply(endpoint: Endpoint, input: Record<string, unknown>, changes: Change[]): Values {
  const values: Values = { params: {}, query: {}, body: {} }
  for (const part of parts)
    for (const name of Object.keys(endpoint[part]?.shape ?? {})) if (name in input) values[part][name] = input[name]
  for (const { part, name, value } of changes) {
    if (value === absent) delete values[part][name]
    // Not by assignment: `__proto__` is to be a field like any other.
    else Object.defineProperty(values[part], name, { value, enumerable: true, configurable: true, writable: true })
  }
  return values
}

function write(
  endpoint: Endpoint,
  values: Values,
  disguise: Disguise,
  credential: Record<string, string>,
): WireRequest {
  const method = disguise.method ?? endpoint.method.toUpperCase()
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => encode(values.params[name] ?? ''))
  const pairs = Object.entries(values.query).map(([name, value]) => `${encode(name)}=${encode(value)}`)
  const query = [...pairs, ...(disguise.query === undefined ? [] : [disguise.query])].join('&')
  const target = `${disguise.path?.(path) ?? path}${query && '?'}${query}`
  if (method === 'GET' || method === 'HEAD')
    // Beyond 16 KiB a request is broken off before its method is known, and the answer has a body even to HEAD.
    return { method, target: target.slice(0, 4_000), headers: { ...disguise.headers, ...credential }, body: undefined }
  const { body, headers } =
    endpoint.upload && Object.keys(disguise).length === 0
      ? packForm(values.body, endpoint.upload.field)
      : pack(toJson(values.body), endpoint.raw ? { type: endpoint.consumes[0]!, ...disguise } : disguise)
  return { method, target, headers: { ...headers, ...disguise.headers, ...credential }, body }
}

const encode = (value: unknown) =>
  encodeURIComponent(String(typeof value === 'object' ? JSON.stringify(value) : value).toWellFormed())

function pack(json: string, { text, bytes, type = 'application/json', packing }: Disguise) {
  const body = bytes ?? Buffer.from(text?.(json) ?? json)
  const headers: Record<string, string> = type === null ? {} : { 'content-type': type }
  if (packing === undefined) return { headers, body }
  const encoding = packing === 'unknown' ? 'rot13' : 'gzip'
  const packed = { gzip: () => gzipSync(body), broken: () => body, unknown: () => body, bomb: () => bomb }[packing]()
  return { headers: { ...headers, 'content-encoding': encoding }, body: packed }
}

/** Fields and files as a form; a value that is no file is sent in a file's place all the same. */
function packForm(fields: Record<string, unknown>, fileField: string) {
  const boundary = 'fuzz-7c1f7c0f'
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => {
      const isFile = name === fileField
      const shown = name.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ')
      const disposition = `form-data; name="${shown}"${isFile ? '; filename="note.txt"' : ''}`
      return [`--${boundary}\r\nContent-Disposition: ${disposition}\r\n\r\n`, contentOf(each), '\r\n']
    }),
  )
  const headers: Record<string, string> = { 'content-type': `multipart/form-data; boundary=${boundary}` }
  return { headers, body: Buffer.concat([...parts.flat(), `--${boundary}--\r\n`].map((part) => Buffer.from(part))) }
}

/** A PNG of one pixel stands for any picture, and a few words for any other file: a file's bytes come late. */
function contentOf(value: unknown): string | Buffer {
  if (value instanceof File) return value.name.endsWith('.png') ? pixel : 'said in writing'
  return typeof value === 'string' ? value : toJson(value)
}

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

const bomb = gzipSync(Buffer.alloc(4_000_000, ' '))

const headerNames = [
  'idempotency-key',
  'x-request-id',
  'traceparent',
  'tracestate',
  'x-forwarded-for',
  'x-parley-assertion',
  'x-parley-client-ip',
  'accept',
  'accept-encoding',
  'origin',
  'range',
  'if-none-match',
  'x-http-method-override',
  'expect',
  'x-api-key',
]
const headerTexts = [
  '',
  ' ',
  '"',
  '""',
  'a b',
  'a,b',
  '\t',
  'é',
  "';--",
  '__proto__',
  '*/*',
  'x'.repeat(300),
  'x'.repeat(3_000),
]

/** What to try on every endpoint. */
const classicDisguises: readonly Disguise[] = [
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'].map((method) => ({ method })),
  { path: (path) => `${path}/` },
  { path: (path) => `/${path}` },
  { path: (path) => path.toUpperCase() },
  { path: (path) => `${path}/%2e%2e/x` },
  { path: (path) => `${path}%00` },
  { path: (path) => `${path}%ZZ` },
  ...['&&&', '=', '?', '%', '%00=%ff', '__proto__=1', 'limit=1&limit=2', 'a=1&'.repeat(500)].map((query) => ({
    query,
  })),
  { text: (json) => json.slice(0, -1) },
  { text: (json) => `${json}x` },
  { text: (json) => `\ufeff${json}` },
  { text: (json) => json.replaceAll('"', "'") },
  { text: () => '' },
  { text: () => '[' },
  { text: () => 'undefined' },
  { text: () => '"\\ud800"' },
  { text: () => '{"a":1,"a":2}' },
  { text: () => '['.repeat(5_000) },
  { text: () => `{"a":"${'x'.repeat(600_000)}"}` },
  { bytes: Buffer.from([0x22, 0xff, 0xfe, 0x22]) },
  { type: null },
  { type: 'application/json; charset=utf-16' },
  { type: 'application/json; charset=nonsense' },
  { type: 'APPLICATION/JSON' },
  { type: 'text/plain' },
  { type: 'application/x-www-form-urlencoded' },
  { type: 'multipart/form-data' },
  { type: 'multipart/form-data; boundary=x' },
  { type: ';;;' },
  { packing: 'gzip' },
  { packing: 'broken' },
  { packing: 'unknown' },
  { packing: 'bomb' },
]

const disguises: fc.Arbitrary<Disguise> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...classicDisguises) },
  hostileEncoded.map((segment) => ({
    path: (path: string) => `${path.slice(0, path.lastIndexOf('/') + 1)}${segment}`,
  })),
  hostileEncoded.map((query) => ({ query })),
  fc
    .tuple(fc.constantFrom('limit', 'id', 'channel_id', '__proto__', 'a[b][c]'), hostileEncoded)
    .map(([name, value]) => ({ query: `${name}=${value}&${name}=${value}` })),
  hostileValue.map((value) => ({ text: () => toJson(value) })),
  fc.uint8Array({ maxLength: 60 }).map((raw) => ({ bytes: Buffer.from(raw) })),
  fc
    .dictionary(fc.constantFrom(...headerNames), fc.constantFrom(...headerTexts), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    })
    .map((headers) => ({ headers })),
)
