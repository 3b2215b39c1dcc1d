import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createParley } from '@parley/client/parley'
import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'
import { retryDelay } from '@parley/client/retries'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'

interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}
type Answer = { status?: number; headers?: Record<string, string>; body?: unknown } | 'cut off' | 'never'

let seen: Seen[] = []
/** What is answered next; the last is answered from then on. */
let answers: Answer[] = []
const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  seen.push({ method: request.method!, url: request.url!, headers: request.headers, body })
  give(answers.length > 1 ? answers.shift()! : answers[0]!, response)
})
function give(answer: Answer, response: ServerResponse) {
  if (answer === 'never') return
  if (answer === 'cut off') return response.destroy()
  response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/json', ...answer.headers })
  response.end(JSON.stringify(answer.body ?? { success: true }))
}
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/parley/`
const parley = createParley({ baseUrl, token: 'secret' })

beforeEach(() => {
  seen = []
  answers = [{}]
})
const failure = (call: PromiseLike<unknown>) =>
  Promise.resolve(call).then(
    () => undefined,
    (error: unknown) => error,
  )
const message = { channel_id: 'c', content: 'hi' }
/** No longer than it takes: the server asks for it. */
const soon = { 'Retry-After': '0' }
const keysSent = () => new Set(seen.map(({ headers }) => headers['idempotency-key']))

describe('a call', () => {
  it('puts each field where it belongs, and leaves out what the operation does not know', async () => {
    await parley.messages.replyInThread({ id: 'msg/1', content: 'hi', metadata: { a: 1 }, more: 1 } as never)
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/parley/api/v2/messages/msg%2F1/thread',
      headers: { authorization: 'Bearer secret', 'content-type': 'application/json' },
      body: '{"content":"hi","metadata":{"a":1}}',
    })
    await parley.channels.list({ workspace_id: 'w 1', type: undefined, limit: 5 })
    expect(seen[1]).toMatchObject({ method: 'GET', url: '/parley/api/v2/channels?workspace_id=w+1&limit=5', body: '' })
    expect(seen[1]!.headers['content-type']).toBeUndefined()
  })

  it('never lets a parameter lead to another path', async () => {
    for (const id of ['', '.', '..']) expect(await failure(parley.channels.get({ id }))).toBeInstanceOf(Error)
    expect(seen).toEqual([])
    await parley.channels.get({ id: '../messages?x=1#y' })
    expect(seen[0]!.url).toBe('/parley/api/v2/channels/..%2Fmessages%3Fx%3D1%23y')
  })

  it('asks a token function each time, and goes without a credential where there is none', async () => {
    let count = 0
    const renewed = parley.withToken(async () => `token-${++count}`)
    await renewed.auth.getMe()
    await renewed.auth.getMe()
    await parley.withToken(undefined).auth.getMe()
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer token-1', 'Bearer token-2', undefined])
  })

  it('answers the body of a success', async () => {
    answers = [{ body: { success: true, channel: { id: 'c' } } }]
    expect(await parley.channels.get({ id: 'c' })).toEqual({ success: true, channel: { id: 'c' } })
  })

  it('throws what Parley refuses, with the fields at fault', async () => {
    const details = [{ path: 'content', message: 'Required.' }]
    answers = [{ status: 400, body: { error: { code: 'invalid_input', message: 'content: Required.', details } } }]
    const error = await failure(parley.messages.post(message))
    expect(error).toBeInstanceOf(ParleyError)
    expect(error).toMatchObject({ status: 400, code: 'invalid_input', message: 'content: Required.', details })
    expect(seen).toHaveLength(1)
  })
})

describe('sending again', () => {
  it.each([429, 500, 502, 503, 504])('a POST that is kept after a %s, under the same key', async (status) => {
    answers = [{ status, headers: soon }, { status, headers: soon }, {}]
    expect(await parley.messages.post(message)).toEqual({ success: true })
    expect(seen).toHaveLength(3)
    expect(keysSent().size).toBe(1)
    await parley.messages.post(message)
    expect(keysSent().size).toBe(2)
  })

  it('what was cut off, and what was not answered in time', async () => {
    answers = ['cut off', {}]
    expect(await parley.messages.post(message)).toEqual({ success: true })
    answers = ['never', {}]
    // Long enough for the second attempt on a busy machine.
    expect(await parley.messages.post(message, { timeoutMs: 500 })).toEqual({ success: true })
    expect(keysSent().size).toBe(2)
  })

  it('a request whose first attempt is still running, when the server says so', async () => {
    answers = [{ status: 409, headers: soon }, {}]
    expect(await parley.messages.post(message)).toEqual({ success: true })
    answers = [{ status: 409 }]
    expect(await failure(parley.messages.post(message))).toMatchObject({ status: 409 })
    expect(seen).toHaveLength(3)
  })

  it('no POST that is not kept, but for a 429, which did nothing', async () => {
    const credentials = { email: 'a@b.c', password: 'secret' }
    answers = [{ status: 503, headers: soon }]
    expect(await failure(parley.auth.login(credentials))).toMatchObject({ status: 503 })
    expect(seen).toHaveLength(1)
    expect(seen[0]!.headers['idempotency-key']).toBeUndefined()
    answers = [{ status: 429, headers: soon }, {}]
    await parley.auth.login(credentials)
    expect(seen).toHaveLength(3)
  })

  it('as often as it is told, and then it throws', async () => {
    answers = [{ status: 503, headers: soon }]
    expect(await failure(parley.messages.post(message, { maxRetries: 4 }))).toMatchObject({ status: 503 })
    expect(seen).toHaveLength(5)
    answers = ['cut off']
    const error = await failure(parley.messages.post(message, { maxRetries: 0 }))
    expect(error).toBeInstanceOf(ParleyConnectionError)
    expect((error as Error).cause).toBeInstanceOf(Error)
    expect(seen).toHaveLength(6)
    // A stream that could not be begun, too.
    const stream = parley.chat.stream({ sessionId: 's', message: 'hi', personality: 'lvng', platform: 'web' })
    expect(await failure(stream.next())).toBeInstanceOf(ParleyConnectionError)
    expect(seen).toHaveLength(7)
  })

  it('not once its signal is aborted, while waiting too', async () => {
    const reason = new Error('enough')
    expect(await failure(parley.messages.post(message, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(seen).toEqual([])
    answers = [{ status: 503, headers: { 'Retry-After': '30' } }]
    const given = new AbortController()
    const waiting = failure(parley.messages.post(message, { signal: given.signal }))
    while (seen.length === 0) await new Promise(setImmediate)
    given.abort(reason)
    expect(await waiting).toBe(reason)
    expect(seen).toHaveLength(1)
  })

  it('after pauses that grow, or as long as the server asks for up to a minute', () => {
    const lost = new ParleyConnectionError('lost')
    const busy = (seconds: string) =>
      new ParleyError({ status: 503, headers: new Headers({ 'Retry-After': seconds }), body: {} })
    for (const [attempt, most] of [
      [1, 500],
      [2, 1_000],
      [3, 2_000],
      [9, 8_000],
    ] as const)
      for (let i = 0; i < 20; i++) {
        const delay = retryDelay(lost, attempt, true)!
        expect(delay).toBeLessThanOrEqual(most)
        expect(delay).toBeGreaterThanOrEqual(most / 2)
      }
    expect(retryDelay(busy('7'), 1, true)).toBe(7_000)
    expect(retryDelay(busy('61'), 1, true)).toBeUndefined()
    expect(retryDelay(lost, 1, false)).toBeUndefined()
    expect(retryDelay(new TypeError('a mistake'), 1, true)).toBeUndefined()
  })
})

describe('a list', () => {
  const numbered = (...ids: number[]) => ids.map((id) => ({ id: `m${id}`, seq: id, rev: id + 100 }))
  const idsOf = async (list: AsyncIterable<unknown>) => {
    const ids: string[] = []
    for await (const item of list) ids.push((item as { id: string }).id)
    return ids
  }
  const queries = () => seen.map(({ url }) => url.slice(url.indexOf('?')))

  it('is a page when awaited, and asks for nothing before', async () => {
    const list = parley.messages.list({ channel_id: 'c' })
    expect(seen).toEqual([])
    answers = [{ body: { success: true, data: numbered(1), meta: { has_more: true } } }]
    expect((await list).data).toHaveLength(1)
    expect(await list).toBe(await list)
    expect(seen).toHaveLength(1)
  })

  it('is walked by the id of its last item, in the direction of the list', async () => {
    const pages = [
      { body: { data: numbered(9, 8), meta: { has_more: true } } },
      { body: { data: numbered(7), meta: { has_more: false } } },
    ]
    answers = [...pages]
    expect(await idsOf(parley.messages.list({ channel_id: 'c' }))).toEqual(['m9', 'm8', 'm7'])
    answers = [...pages]
    await idsOf(parley.messages.list({ channel_id: 'c', thread_id: 't' }))
    answers = [...pages]
    await idsOf(parley.messages.list({ channel_id: 'c', after_rev: 5 }))
    expect(queries()).toEqual([
      '?channel_id=c',
      '?channel_id=c&before=m8',
      '?channel_id=c&thread_id=t',
      '?channel_id=c&thread_id=t&after=m8',
      '?channel_id=c&after_rev=5',
      '?channel_id=c&after_rev=108',
    ])
  })

  it('is walked by offset where it has no cursor, repeating what keeps its pages together', async () => {
    answers = [
      { body: { data: numbered(1, 2), meta: { has_more: true, as_of: 'then' } } },
      { body: { data: numbered(3), meta: { has_more: false, as_of: 'then' } } },
    ]
    expect(await idsOf(parley.messages.search({ query: 'q', offset: 4 }))).toEqual(['m1', 'm2', 'm3'])
    expect(queries()).toEqual(['?query=q&offset=4', '?query=q&offset=6&as_of=then'])
  })

  it('ends at an empty page where the answer does not say whether there is more', async () => {
    answers = [{ body: { channels: numbered(1, 2) } }, { body: { channels: [] } }]
    expect(await idsOf(parley.channels.list({ workspace_id: 'w' }))).toEqual(['m1', 'm2'])
    expect(queries()).toEqual(['?workspace_id=w', '?workspace_id=w&offset=2'])
  })

  it('asks for no further page when its reader has enough', async () => {
    answers = [{ body: { data: numbered(1, 2), meta: { has_more: true } } }]
    for await (const _ of parley.messages.list({ channel_id: 'c' })) break
    expect(seen).toHaveLength(1)
  })

  it('throws where it is read', async () => {
    answers = [{ body: { data: numbered(1), meta: { has_more: true } } }, { status: 404 }]
    expect(await failure(idsOf(parley.messages.list({ channel_id: 'c' })))).toMatchObject({ status: 404 })
  })
})

describe('an upload', () => {
  const files = [new File(['x'.repeat(300_000)], 'große Datei.txt'), new File(['y'], 'b')]

  it('sends the files as a form, and says how much has gone out', async () => {
    const progress: number[] = []
    await parley.files.upload(
      { files, conversation_id: 'c' },
      { onProgress: ({ sentBytes, totalBytes }) => progress.push(sentBytes / totalBytes) },
    )
    expect(seen[0]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
    expect(seen[0]!.body).toContain('filename="große Datei.txt"')
    expect(seen[0]!.body.match(/x{300000}/)).not.toBeNull()
    expect(progress.length).toBeGreaterThan(2)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect([progress[0], progress.at(-1)]).toEqual([0, 1])
  })

  it('is sent again whole', async () => {
    answers = [{ status: 503, headers: soon }, {}]
    await parley.files.upload({ files, conversation_id: 'c' }, { onProgress: () => {} })
    answers = ['cut off', {}]
    await parley.files.upload({ files, conversation_id: 'c' })
    expect(seen.map(({ body }) => body.includes('x'.repeat(300_000)))).toEqual([true, true, true, true])
    expect(keysSent().size).toBe(2)
  })
})

it('connects only with a credential', () => {
  expect(() => parley.withToken(undefined).connect()).toThrow(TypeError)
})
