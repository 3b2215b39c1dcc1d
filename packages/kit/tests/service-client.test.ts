import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { defineEndpoint } from '@parley/contracts/endpoint'
import { createVerifier } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import { newSigningKey, publicKeyOf } from '@parley/kit/keys'
import { createServiceClient } from '@parley/kit/service-client'
import { traceFrom } from '@parley/kit/trace'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'

const workspaceId = '0190a5b4-7c1e-7def-8abc-000000000002'
const userId = '0190a5b4-7c1e-7def-8abc-000000000001'
const common = {
  name: 'ring',
  method: 'post',
  path: '/internal/bells/:id',
  owner: 'messaging',
  auth: 'service',
  visibility: 'internal',
  limit: 'default',
  summary: 'For tests.',
  params: z.object({ id: z.string() }),
  body: z.object({ times: z.int() }),
  responses: { 200: z.object({ rung: z.int() }) },
} as const
const ring = defineEndpoint(common)
const ringAgain = defineEndpoint({ ...common, idempotent: false })
const hang = defineEndpoint({
  ...common,
  name: 'hang',
  consumes: ['multipart/form-data'],
  upload: { field: 'pictures', maxFiles: 1, maxFileBytes: 100, maxFields: 1, maxFieldBytes: 100 },
  body: z.object({ pictures: z.array(z.file()), wall: z.string() }),
})

/** What comes next is answered so. */
let answers: ((request: IncomingMessage, response: ServerResponse) => void)[] = []
let received: IncomingMessage[] = []
let bodies: string[] = []
const server = createServer(async (request, response) => {
  received.push(request)
  bodies.push(await text(request))
  const answer = answers.shift() ?? rung
  answer(request, response)
}).listen(0, '127.0.0.1')
await once(server, 'listening')
closeAfterwards({
  async close() {
    server.closeAllConnections()
    server.close()
  },
})
beforeEach(() => {
  answers = []
  received = []
  bodies = []
})

const json =
  (status: number, body: unknown, headers = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body))
const rung = json(200, { rung: 2 })
const cutOff = (request: IncomingMessage) => request.socket.destroy()
const silent = () => {}
const refused = (status: number, code: string, more = {}, headers = {}) =>
  json(status, { success: false, error: { code, message: `It is ${code}.`, ...more } }, headers)

const signingKey = newSigningKey()
const urls = { messaging: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
const client = createServiceClient('chat-engine', { signingKey, urls })
const impatient = createServiceClient('chat-engine', { signingKey, urls, timeoutMs: 50 })
const trace = traceFrom('request-1', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
const input = { id: 'a/b', times: 2 }
const options = { workspaceId, userId, trace }
const failureOf = (call: Promise<unknown>): Promise<ServiceError> =>
  call.then(
    () => expect.fail('It was answered.'),
    (error) => error,
  )

describe('a call of another service', () => {
  it('says who calls for whom, and carries the request’s id and trace', async () => {
    expect(await client.call(ring, input, { ...options, idempotencyKey: 'key-1' })).toEqual({ rung: 2 })
    const [{ url, headers }] = received as [IncomingMessage]
    expect([url, headers['x-request-id'], headers['idempotency-key']]).toEqual([
      '/internal/bells/a%2Fb',
      'request-1',
      'key-1',
    ])
    expect(headers.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-01$/)
    const trusted = { 'chat-engine': publicKeyOf(signingKey) }
    const assertion = String(headers['x-parley-assertion'])
    expect(createVerifier('messaging', trusted)(assertion)).toEqual({
      ...{ kind: 'service', service: 'chat-engine' },
      ...{ workspaceId, userId },
    })
    expect(() => createVerifier('channels', trusted)(assertion)).toThrow(ServiceError)
  })

  it('is repeated under its key when the connection is lost', async () => {
    answers = [cutOff]
    expect(await client.call(ring, input, options)).toEqual({ rung: 2 })
    const keys = received.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toEqual([keys[0], keys[0]])
    expect(keys[0]).toMatch(/./)
  })

  it('is repeated with its files', async () => {
    answers = [cutOff]
    const pictures = [new File(['a picture'], 'a.png')]
    expect(await client.call(hang, { id: 'a', wall: 'north', pictures }, options)).toEqual({ rung: 2 })
    for (const [at, body] of bodies.entries()) {
      expect(received[at]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
      expect(body).toMatch(/name="wall"\r\n\r\nnorth\r\n/)
      expect(body).toMatch(/name="pictures"; filename="a.png"\r\n.*\r\n\r\na picture\r\n/)
    }
    expect(bodies).toHaveLength(2)
  })

  it('is made once where a repetition would do it twice', async () => {
    answers = [cutOff]
    expect(await failureOf(client.call(ringAgain, input, options))).toMatchObject({ code: 'unavailable' })
    expect(received).toHaveLength(1)
  })

  it('is refused as the other service has refused it', async () => {
    const details = [{ path: 'times', message: 'Must be fewer.' }]
    answers = [refused(409, 'conflict', { details })]
    const failure = await failureOf(client.call(ring, input, options))
    expect(failure).toBeInstanceOf(ServiceError)
    expect(failure).toMatchObject({ code: 'conflict', message: 'It is conflict.', details, headers: {} })
    answers = [refused(503, 'unavailable', {}, { 'Retry-After': '120' })]
    expect(await failureOf(client.call(ring, input, options))).toMatchObject({
      code: 'unavailable',
      headers: { 'Retry-After': '120' },
    })
  })

  it.each([
    [401, 'unauthorized'],
    [404, 'unknown_route'],
  ])('is no fault of the caller’s caller when it is answered by %i %s', async (status, code) => {
    answers = [refused(status, code)]
    expect(await failureOf(client.call(ring, input, options))).toMatchObject({
      code: 'bad_gateway',
      message: 'messaging does not take calls of this service.',
    })
  })

  it('names who cannot be reached, and who is too slow', async () => {
    const nowhere = createServiceClient('chat-engine', { signingKey, urls: { messaging: 'http://127.0.0.1:9' } })
    expect(await failureOf(nowhere.call(ringAgain, input, options))).toMatchObject({
      code: 'unavailable',
      message: 'messaging cannot be reached right now.',
    })
    answers = [silent]
    expect(await failureOf(impatient.call(ring, input, options))).toMatchObject({
      code: 'timeout',
      message: 'messaging took too long.',
    })
  })

  it('ends with its signal', async () => {
    const controller = new AbortController()
    answers = [() => controller.abort('no longer wanted')]
    expect(await failureOf(client.call(ring, input, { ...options, signal: controller.signal }))).toBe(
      'no longer wanted',
    )
    expect(received).toHaveLength(1)
  })
})
