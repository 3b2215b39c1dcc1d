import { gzipSync } from 'node:zlib'
import type { Endpoint } from '@parley/contracts/endpoint'
import fc from 'fast-check'
import { fieldsOf } from './from-schema.ts'
import { hostileEncoded, hostileText, hostileValue, toJson } from './hostile.ts'

/** A request as it goes over the wire. */
export interface WireRequest {
  method: string
  /** Path and query, percent-encoded or meant to be. */
  target: string
  headers: Record<string, string>
  body: Buffer | undefined
}

type Part = 'params' | 'query' | 'body'
type Fields = Record<string, unknown>
const absent = Symbol('absent')

/** Requests to one endpoint around one that it accepts: mostly plausible, hostile in a place or two. */
export function requestsTo(
  endpoint: Endpoint,
  around: { input: Fields; ids: readonly string[]; credentials: readonly Record<string, string>[] },
): fc.Arbitrary<WireRequest> {
  return fc
    .record({
      method: mostly(
        endpoint.method.toUpperCase(),
        fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'),
      ),
      target: fc
        .tuple(pathsOf(endpoint, around.input, around.ids), queriesOf(endpoint, around.input, around.ids))
        .map(([path, query]) => path + query),
      payload: payloadsOf(endpoint, around.input, around.ids),
      credential: fc.constantFrom(...around.credentials),
      more: headers,
    })
    .map(({ method, target, payload, credential, more }) => {
      const bodyless = method === 'GET' || method === 'HEAD'
      return {
        method,
        // Beyond 16 KiB the request is broken off before its method is known, and the answer has a body even to HEAD.
        target: method === 'HEAD' ? target.slice(0, 4_000) : target,
        headers: { ...more, ...(bodyless ? {} : payload.headers), ...credential },
        body: bodyless ? undefined : payload.body,
      }
    })
}

const mostly = <T>(usual: T, otherwise: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 15, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: otherwise })

/** Each field of a part: as in the request that works, as the schema says, hostile, or not there. */
function fields(endpoint: Endpoint, part: Part, input: Fields, ids: readonly string[]): fc.Arbitrary<Fields> {
  const schema = endpoint[part]
  if (!schema) return fc.constant({})
  const record = Object.entries(fieldsOf(schema, ids)).map(([name, arbitrary]) => [
    name,
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(name in input ? input[name] : absent) },
      { weight: 4, arbitrary },
      { weight: 2, arbitrary: part === 'body' ? hostileValue : hostileText },
      { weight: 1, arbitrary: fc.constant(absent) },
    ),
  ])
  return fc
    .record(Object.fromEntries(record) as Record<string, fc.Arbitrary<unknown>>)
    .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== absent)))
}

const encode = (value: unknown) => {
  const text = String(typeof value === 'object' ? JSON.stringify(value) : value)
  return encodeURIComponent(text.toWellFormed())
}

function pathsOf(endpoint: Endpoint, input: Fields, ids: readonly string[]): fc.Arbitrary<string> {
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
  return fc
    .tuple(
      fields(endpoint, 'params', input, ids),
      fc.array(mostly<string | undefined>(undefined, hostileEncoded), {
        minLength: names.length,
        maxLength: names.length,
      }),
    )
    .chain(([values, replaced]) =>
      mostly(
        names.reduce(
          (path, name, index) => path.replace(`:${name}`, replaced[index] ?? encode(values[name] ?? '')),
          endpoint.path as string,
        ),
        fc.constantFrom(
          `${endpoint.path}/`,
          `/${endpoint.path}`,
          endpoint.path.toUpperCase(),
          `${endpoint.path}/%2e%2e/x`,
        ),
      ),
    )
}

function queriesOf(endpoint: Endpoint, input: Fields, ids: readonly string[]): fc.Arbitrary<string> {
  const strange = fc.oneof(
    fc
      .tuple(
        fc.constantFrom(
          'a',
          '__proto__',
          'constructor[prototype][x]',
          'user_id',
          'limit',
          'limit[]',
          'limit[$gt]',
          '',
          '%00',
          '%ZZ',
        ),
        hostileEncoded,
      )
      .map(([name, value]) => `${name}=${value}`),
    fc.constantFrom('&&&', '=', '?', 'a', '%', `a=${'x'.repeat(3_000)}`, 'a=1&'.repeat(500)),
  )
  return fc
    .tuple(fields(endpoint, 'query', input, ids), fc.array(strange, { maxLength: 1 }), fc.boolean())
    .map(([values, extra, repeats]) => {
      const pairs = Object.entries(values).map(([name, value]) => `${name}=${encode(value)}`)
      const all = [...pairs, ...(repeats && pairs.length > 0 && extra.length > 0 ? [pairs[0]] : []), ...extra]
      return all.length > 0 ? `?${all.join('&')}` : ''
    })
}

interface Payload {
  body: Buffer | undefined
  headers: Record<string, string>
}

function payloadsOf(endpoint: Endpoint, input: Fields, ids: readonly string[]): fc.Arbitrary<Payload> {
  const unknownFields = fc.constantFrom<Fields>(
    {},
    {},
    {},
    { role: 'owner', id: 'x', workspace_id: null },
    JSON.parse('{"__proto__":{"a":1},"constructor":1}'),
  )
  const object = fc
    .tuple(fields(endpoint, 'body', input, ids), unknownFields)
    .map(([body, more]) => toJson({ ...more, ...body }))
  const text = fc.oneof(
    { weight: 14, arbitrary: object },
    { weight: 1, arbitrary: hostileValue.map(toJson) },
    { weight: 1, arbitrary: object.map((json) => json.slice(0, -1)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '',
        ' ',
        '\ufeff{}',
        "{'a':1}",
        '{"a":1}{',
        '[',
        'undefined',
        '{"a":1,"a":2}',
        '"\\ud800"',
        `${'['.repeat(5_000)}`,
        `{"a":"${'x'.repeat(600_000)}"}`,
      ),
    },
  )
  const bytes = fc.oneof(
    { weight: 12, arbitrary: text.map((json) => Buffer.from(json)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((raw) => Buffer.from(raw)) },
  )
  const type = mostly<string | undefined>(
    'application/json',
    fc.constantFrom(
      undefined,
      'application/json; charset=utf-16',
      'application/json; charset=nonsense',
      'APPLICATION/JSON',
      'text/plain',
      'text/html',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'multipart/form-data; boundary=x',
      'application/vnd.api+json',
      ';;;',
      'a/b/c',
    ),
  )
  const packing = mostly<'' | 'gzip' | 'broken' | 'unknown' | 'bomb'>(
    '',
    fc.constantFrom('gzip', 'broken', 'unknown', 'bomb'),
  )
  return fc.record({ bytes, type, packing }).map(({ bytes, type, packing }) => {
    const headers = { ...(type !== undefined && { 'content-type': type }) }
    if (packing === 'gzip') return { headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(bytes) }
    if (packing === 'broken') return { headers: { ...headers, 'content-encoding': 'gzip' }, body: bytes }
    if (packing === 'unknown') return { headers: { ...headers, 'content-encoding': 'rot13' }, body: bytes }
    if (packing === 'bomb') return { headers: { ...headers, 'content-encoding': 'gzip' }, body: bomb }
    return { headers, body: bytes }
  })
}

const bomb = gzipSync(Buffer.alloc(4_000_000, ' '))

const headerText = fc.constantFrom(
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
  'x'.repeat(300),
  'x'.repeat(3_000),
  `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`,
)

const headers = mostly<Record<string, string>>(
  {},
  fc
    .dictionary(
      fc.constantFrom(
        'idempotency-key',
        'x-request-id',
        'traceparent',
        'tracestate',
        'x-forwarded-for',
        'x-forwarded-proto',
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
      ),
      headerText,
      { minKeys: 1, maxKeys: 3, noNullPrototype: true },
    )
    .filter((made) => made.expect === undefined || made.expect === ''),
)
