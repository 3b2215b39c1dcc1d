import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { createClient } from '@parley/client/client'
import { defineEndpoint } from '@parley/contracts/endpoint'
import { NoBody } from '@parley/contracts/fields'
import { openApiDocument } from '@parley/contracts/openapi'
import { ServiceError } from '@parley/kit/errors'
import { createGate } from '@parley/kit/gate'
import { createApp } from '@parley/kit/http'
import { createLog } from '@parley/kit/log'
import { createMetrics } from '@parley/kit/metrics'
import { createReadiness } from '@parley/kit/readiness'
import { ok, rawRoute, route, seeOther, uploadRoute } from '@parley/kit/route'
import { createTracing } from '@parley/kit/tracing'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { createDeployment, openGateway, startDouble } from './gateway.ts'

const common = {
  owner: 'messaging',
  auth: 'none',
  limit: 'files',
  summary: 'For tests.',
  idempotent: false,
} as const

const receive = defineEndpoint({
  ...common,
  name: 'testReceive',
  method: 'post',
  path: '/api/v2/messages/test-receive',
  raw: true,
  bodyLimitBytes: 1_000,
  query: z.object({ times: z.coerce.number().default(1) }),
  responses: { 200: z.object({ signed: z.boolean(), bytes: z.number(), authorization: z.string().nullable() }) },
})
const comment = defineEndpoint({
  ...common,
  name: 'testComment',
  method: 'post',
  path: '/api/v2/messages/test-comment',
  consumes: ['application/json', 'multipart/form-data'],
  upload: { field: 'files', maxFiles: 2, maxFileBytes: 100, maxFields: 5, maxFieldBytes: 100 },
  body: z.object({ files: z.array(z.file()).max(2).optional(), text: z.string().min(1) }),
  responses: { 200: z.object({ text: z.string(), files: z.array(z.string()), digest: z.string() }) },
})
const textual = <const T extends 'text/plain' | 'text/csv' | 'text/html' | 'text/javascript'>(
  produces: T,
  name: string,
) =>
  defineEndpoint({
    ...common,
    name: `test${name}`,
    method: 'get',
    path: `/api/v2/messages/test-${name.toLowerCase()}`,
    produces,
    streams: produces === 'text/csv',
    query: z.object({ fails: z.enum(['at-once', 'later', 'never']).optional() }),
    responses: { 200: z.string() },
  })
const plain = textual('text/plain', 'Plain')
const csv = textual('text/csv', 'Csv')
const page = textual('text/html', 'Page')
const script = textual('text/javascript', 'Script')
const elsewhere = defineEndpoint({
  ...common,
  name: 'testElsewhere',
  method: 'get',
  path: '/api/v2/messages/test-elsewhere',
  produces: 'text/plain',
  responses: { 303: NoBody },
})
const endpoints = [receive, comment, plain, csv, page, script, elsewhere]

const secret = 'shared with the sender'
const sign = (bytes: string | Buffer) => createHmac('sha256', secret).update(bytes).digest('hex')
const rowsEnded = Promise.withResolvers<void>()
async function* rows(fails: 'at-once' | 'later' | 'never' | undefined) {
  if (fails === 'at-once') throw new ServiceError('not_found', 'No such rows.')
  try {
    yield 'id,text\r\n'
    if (fails === 'later') throw new Error('half-way')
    for (let i = 0; i < 5 || fails === 'never'; i++) yield `${i},${'x'.repeat(100_000)}\r\n`
  } finally {
    if (fails === 'never') rowsEnded.resolve()
  }
}

const app = createApp({
  routes: [
    rawRoute(
      receive,
      async ({ body, header }) =>
        ok({
          signed: header('X-Signature') === sign(body),
          bytes: body.length,
          authorization: header('Authorization') ?? null,
        }),
      ({ header }) => {
        if (header('X-Unwanted')) throw new ServiceError('forbidden', 'Not wanted.')
      },
    ),
    uploadRoute(comment, async (request) => {
      const files: string[] = []
      for await (const { name, content } of request.files) {
        for await (const _ of content);
        files.push(name!)
      }
      return ok({ text: request.fields().text, files, digest: JSON.stringify(request.digested().body) })
    }),
    route(plain, ({ query }) => ({ type: 'text/plain', text: 'grüße', status: query.fails ? 203 : 200 })),
    route(csv, ({ query }) => ({
      type: 'text/csv',
      chunks: rows(query.fails),
      headers: { 'Content-Disposition': 'attachment; filename="rows.csv"' },
    })),
    route(page, () => ({ type: 'text/html', text: '<p>Hello</p>' })),
    route(script, () => ({
      type: 'text/javascript',
      text: 'alert()',
      headers: { 'Cache-Control': 'public, max-age=300', 'Cross-Origin-Resource-Policy': 'cross-origin' },
    })),
    route(elsewhere, () => seeOther('https://example.com/there')),
  ],
  log: createLog('double', { LOG_LEVEL: 'silent' }),
  metrics: createMetrics('double'),
  readiness: createReadiness(),
  tracing: createTracing('double', undefined),
  requests: createGate({ name: 'requests' }),
  authenticate: () => {
    throw new Error('not asked for')
  },
  ipOf: () => '',
  originOf: () => undefined,
})
const double = await startDouble(app)
const gateway = await openGateway(await createDeployment(), { upstreams: { messaging: double.url }, endpoints })
const client = createClient({ baseUrl: gateway.url })
const get = (path: string, init?: RequestInit) => fetch(`${gateway.url}/api/v2/messages/test-${path}`, init)
const post = (body: RequestInit['body'], headers: Record<string, string>, query = '') =>
  get(`receive${query}`, { method: 'POST', body, headers })

it('a raw body reaches its handler byte by byte, with its signature, whatever its type', async () => {
  const body = Buffer.from([0, 0xff, 0xfe, ...Buffer.from('{"b": 1,  "a":\r\n null}')])
  for (const type of ['application/json', 'message/rfc822', 'application/x-www-form-urlencoded'])
    expect(await (await post(body, { 'content-type': type, 'x-signature': sign(body) })).json()).toEqual({
      signed: true,
      bytes: body.length,
      authorization: null,
    })
  const zipped = { 'content-encoding': 'gzip', 'x-signature': sign(body), authorization: 'Bearer of somebody else' }
  expect(await (await post(gzipSync(body), zipped)).json()).toEqual({
    signed: true,
    bytes: body.length,
    authorization: 'Bearer of somebody else',
  })
  expect(await (await post('', { 'x-signature': sign('') })).json()).toMatchObject({ signed: true, bytes: 0 })
})

it('a raw body is bounded by its endpoint, as sent and decoded, and its query is checked', async () => {
  expect((await post('x'.repeat(1_000), {})).status).toBe(200)
  expect((await post('x'.repeat(1_001), {})).status).toBe(413)
  expect((await post(gzipSync('x'.repeat(1_001)), { 'content-encoding': 'gzip' })).status).toBe(413)
  expect((await post('not gzip', { 'content-encoding': 'gzip' })).status).toBe(400)
  expect((await post('x', { 'content-encoding': 'compress' })).status).toBe(415)
  expect((await post('x', {}, '?times=x')).status).toBe(400)
})

it('a raw body is not read where its head is refused', async () => {
  expect((await post('not gzip', { 'content-encoding': 'gzip', 'x-unwanted': '1' })).status).toBe(403)
})

it('an endpoint takes a form with files or JSON, and the client sends what is needed', async () => {
  const withFile = await client.call(comment, { text: 'with', files: [new File(['a'], 'a.txt')] })
  expect(withFile).toMatchObject({ text: 'with', files: ['a.txt'] })
  const without = await client.call(comment, { text: 'without' })
  expect(without).toMatchObject({ text: 'without', files: [] })
  expect((await client.call(comment, { text: 'without' })).digest).toBe(without.digest)
  expect((await client.call(comment, { text: 'another' })).digest).not.toBe(without.digest)
  const send = (body: RequestInit['body'], type?: string) =>
    get('comment', { method: 'POST', body, ...(type && { headers: { 'content-type': type } }) })
  const form = new FormData()
  form.set('text', 'a form without files')
  expect(await (await send(form)).json()).toMatchObject({ text: 'a form without files', files: [] })
  expect((await send('{"text":""}', 'application/json')).status).toBe(400)
  expect((await send('[]', 'application/json')).status).toBe(400)
  expect((await send(JSON.stringify({ text: 'x'.repeat(70_000) }), 'application/json')).status).toBe(413)
  expect((await send('text', 'text/plain')).status).toBe(415)
})

it('text is UTF-8, has an ETag, and is not sent again to whoever has it', async () => {
  const answer = await get('plain')
  expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/plain; charset=utf-8', 'grüße'])
  const etag = answer.headers.get('etag')!
  expect((await get('plain', { headers: { 'if-none-match': etag } })).status).toBe(304)
  const head = await get('plain', { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '7', ''])
  expect(await client.call(plain)).toBe('grüße')
  // What no contract declares is answered by nobody.
  expect((await get('plain?fails=later')).status).toBe(500)
})

it('HTML loads nothing unless it says so, and scripts carry the headers of their own', async () => {
  const html = await get('page')
  expect(html.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(html.headers.get('x-content-type-options')).toBe('nosniff')
  const { headers } = await get('script')
  expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(headers.get('cache-control')).toBe('public, max-age=300')
  expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
})

it('a CSV is made while it is read, ends with its reader, and is whole or recognisably not', async () => {
  const whole = (await client.call(csv)) as unknown as File
  expect([whole.type, (await whole.text()).split('\r\n').length]).toEqual(['text/csv; charset=utf-8', 7])
  const gone = new AbortController()
  const endless = await get('csv?fails=never', { signal: gone.signal })
  await endless.body!.getReader().read()
  gone.abort()
  await rowsEnded.promise
  const broken = await get('csv?fails=later')
  expect(broken.status).toBe(200)
  await expect(broken.text()).rejects.toThrow()
  expect((await get('csv?fails=at-once')).status).toBe(404)
  expect(await (await get('csv', { method: 'HEAD' })).text()).toBe('')
})

it('a redirect goes through to the client', async () => {
  const answer = await get('elsewhere', { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, 'https://example.com/there'])
})

it('OpenAPI says which bodies are taken and given', () => {
  const { paths } = openApiDocument({ serverUrl: gateway.url, version: '1', endpoints }) as {
    paths: Record<string, Record<string, { requestBody: { content: object }; responses: Record<string, object> }>>
  }
  const [taken, mixed] = [receive, comment].map(({ path }) => paths[path]!.post!.requestBody.content)
  expect(taken).toEqual({ '*/*': { schema: { type: 'string', format: 'binary' } } })
  expect(mixed).toMatchObject({
    'application/json': { schema: { properties: { text: {} } } },
    'multipart/form-data': { schema: { properties: { text: {}, files: {} } } },
  })
  expect(mixed).not.toHaveProperty(['application/json', 'schema', 'properties', 'files'])
  expect(paths[csv.path]!.get!.responses[200]).toMatchObject({
    content: { 'text/csv': { schema: { type: 'string' } } },
  })
  expect(paths[elsewhere.path]!.get!.responses[303]).toMatchObject({ headers: { Location: {} } })
  expect(paths[elsewhere.path]!.get!.responses[303]).not.toHaveProperty('content')
})
