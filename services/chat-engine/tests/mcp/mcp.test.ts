import { randomBytes, randomUUID } from 'node:crypto'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { createOutsideFetch } from '@parley/kit/outside/fetch'
import { resealColumn } from '@parley/kit/resealing'
import { createSecretBox } from '@parley/kit/secret-box'
import { traceFrom } from '@parley/kit/trace'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { answerJson, type ReceivedRequest, startServer } from '@parley/testing/json-server'
import { startMcpEverything } from '@parley/testing/mcp-everything'
import { describe, expect, it, vi } from 'vitest'
import { createMcpClient } from '../../src/mcp/mcp-client.ts'
import { createMcpTools } from '../../src/mcp/mcp-tools.ts'
import { openHeaders, sealedHeaders, sealHeaders } from '../../src/mcp/server-headers.ts'
import type { DB } from '../../src/schema.ts'
import { findServer, insertServer } from '../../src/store/mcp-servers.ts'

const everything = await startMcpEverything()
const outside = createOutsideFetch({
  allowed: [{ host: 'mcp.test' }],
  lookup: (_host, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
})
closeAfterwards(outside)
const client = createMcpClient({ outside, timeoutMs: 20_000 })
const never = new AbortController().signal
const real = { url: `http://mcp.test:${everything.port}/mcp`, headers: {} }

describe('a real MCP server', () => {
  it('is asked for its tools, and which of them only read', async () => {
    const tools = await client.list(real, never)
    expect(tools.find(({ name }) => name === 'echo')).toMatchObject({
      shortName: 'echo',
      isReadOnly: true,
      inputSchema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
    })
    expect(tools.find(({ name }) => name === 'gzip-file-as-resource')).toMatchObject({ isReadOnly: false })
  })

  it.each([
    ['echo', { message: 'a brass key' }, { text: 'Echo: a brass key', failed: false }],
    ['get-sum', { a: 2, b: 3 }, { text: expect.stringContaining('5'), failed: false }],
    ['get-tiny-image', {}, { text: expect.stringContaining('[image, which is left out]'), failed: false }],
    ['get-resource-links', { count: 1 }, { text: expect.stringContaining('[a link: '), failed: false }],
    ['get-sum', { a: 'two' }, { text: expect.stringMatching(/invalid/i), failed: true }],
  ])('runs %s with %o', async (name, input, expected) => {
    expect(await client.call(real, name, input, never)).toEqual(expected)
  })

  it('is told to end each session', async () => {
    await client.call(real, 'echo', { message: 'x' }, never)
    await vi.waitFor(() => expect(everything.sessionsEnded()).toBe(everything.sessionsBegun()))
  })

  it('is left when its caller leaves', async () => {
    const leaving = new AbortController()
    const call = client.call(real, 'trigger-long-running-operation', { duration: 60, steps: 60 }, leaving.signal)
    leaving.abort(new Error('gone'))
    await expect(call).rejects.toThrow('gone')
  })

  it('is left when it takes too long', async () => {
    const hasty = createMcpClient({ outside, timeoutMs: 700 })
    const call = hasty.call(real, 'trigger-long-running-operation', { duration: 60, steps: 60 }, never)
    await expect(call).rejects.toThrow('The server took too long.')
  })

  it('is not reached at a private address that the operator does not allow', async () => {
    const url = `http://127.0.0.1:${everything.port}/mcp`
    const begun = everything.sessionsBegun()
    await expect(client.list({ url, headers: {} }, never)).rejects.toThrow(/not a public address|Port/)
    expect(everything.sessionsBegun()).toBe(begun)
  })
})

type Answer = (request: { id?: number; method: string; params?: Record<string, unknown> }) => unknown
/** A server that answers as it likes, in the protocol's own envelopes. */
async function hostile(answer: Answer) {
  const received: ReceivedRequest[] = []
  const { port } = await startServer((request, response) => {
    received.push(request)
    if (request.method === 'DELETE') return void response.writeHead(200).end()
    const message = JSON.parse(request.body)
    if (message.method === 'initialize')
      return answerJson(response, 200, {
        jsonrpc: '2.0',
        id: message.id,
        result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } },
      })
    if (message.id === undefined) return void response.writeHead(202).end()
    const result = answer(message)
    if (typeof result === 'function') return result(response, message)
    answerJson(response, 200, { jsonrpc: '2.0', id: message.id, result })
  })
  return { target: { url: `http://mcp.test:${port}/mcp`, headers: { 'x-api-key': 'a secret' } }, received }
}
const tool = (name: string) => ({ name, inputSchema: { type: 'object' } })

describe('a hostile MCP server', () => {
  it('that lists tools without end is asked for ten pages, and 64 tools of it are taken', async () => {
    let page = 0
    const { target } = await hostile(() => ({
      tools: Array.from({ length: 50 }, (_, i) => tool(`t${page}-${i}`)),
      nextCursor: String(++page),
    }))
    expect(await client.list(target, never)).toHaveLength(64)
    expect(page).toBe(10)
  })

  it.each<[string, Answer, RegExp]>([
    ['floods', () => ({ tools: [{ ...tool('a'), description: 'x'.repeat(3 * 1024 * 1024) }] }), /longer than/],
    [
      'is no MCP server',
      () => (response: import('node:http').ServerResponse) => response.end('<html>'),
      /cannot be used/,
    ],
    [
      'fails',
      () => (response: import('node:http').ServerResponse) => response.writeHead(500).end('stack trace'),
      /cannot be used/,
    ],
    [
      'hangs up',
      () => (response: import('node:http').ServerResponse) => response.destroy(),
      /broke|cannot be (?:used|reached)|connection/i,
    ],
    ['answers something else', () => ({ wrong: true }), /cannot be used/],
  ])('that %s is an error that says so', async (_, answer, why) => {
    const { target } = await hostile(answer)
    await expect(client.list(target, never)).rejects.toThrow(why)
  })

  it('that redirects gets no secret to another place', async () => {
    const other = await hostile(() => ({ tools: [] }))
    const { target } = await hostile(
      () => (response: import('node:http').ServerResponse) =>
        response.writeHead(307, { location: other.target.url }).end(),
    )
    await expect(client.list(target, never)).rejects.toThrow(/redirect/i)
    expect(other.received).toEqual([])
  })

  it('that asks back for a model’s text or a person’s input gets none', async () => {
    const { target, received } = await hostile(({ id, method }) => (response: import('node:http').ServerResponse) => {
      const events = [
        { jsonrpc: '2.0', id: 'x1', method: 'sampling/createMessage', params: { messages: [], maxTokens: 5 } },
        {
          jsonrpc: '2.0',
          id: 'x2',
          method: 'elicitation/create',
          params: { message: 'Password?', requestedSchema: { type: 'object', properties: {} } },
        },
        { jsonrpc: '2.0', id, result: method === 'tools/list' ? { tools: [tool('a')] } : { content: [] } },
      ]
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.end(events.map((event) => `event: message\ndata: ${JSON.stringify(event)}\n\n`).join(''))
    })
    expect(await client.list(target, never)).toHaveLength(1)
    const answers = received
      .filter(({ body }) => body.includes('"x1"') || body.includes('"x2"'))
      .map(({ body }) => JSON.parse(body))
    for (const answer of answers) expect(answer).toMatchObject({ error: expect.anything() })
  })

  it('is called with its own headers, and listened to no longer than it answers', async () => {
    const { target, received } = await hostile(() => ({ content: [{ type: 'text', text: 'y'.repeat(50) }] }))
    expect(await client.call(target, 'a', {}, never)).toEqual({ text: 'y'.repeat(50), failed: false })
    for (const { method, headers } of received) {
      expect(headers['x-api-key']).toBe('a secret')
      expect(method).not.toBe('GET')
    }
  })
})

describe('what a workspace’s servers offer', () => {
  it('is kept, refreshed while nobody waits, and asked for again where it changed', async () => {
    const database = await createTestDatabase()
    const log = createLog('chat-engine', { LOG_LEVEL: 'silent' } as never)
    const db = createDatabase<DB>('chat-engine', { url: database.urlOf('chat-engine'), poolSize: 2, log })
    closeAfterwards({ close: () => db.destroy() })
    const box = createSecretBox({})
    const mcp = createMcpTools({ db, box, client, log })
    closeAfterwards(mcp)
    let offered = [{ ...tool('read'), annotations: { readOnlyHint: true } }, tool('write')]
    const { target, received } = await hostile(({ method }) =>
      method === 'tools/list' ? { tools: offered } : { content: [{ type: 'text', text: 'done' }] },
    )

    const person = { workspaceId: randomUUID(), userId: randomUUID() }
    const id = randomUUID()
    const row = { workspaceId: person.workspaceId, id }
    await insertServer(db, person, {
      id,
      name: 'files',
      url: target.url,
      headers: sealHeaders(box, row, target.headers),
      trustsReadOnly: true,
      isEnabled: true,
    })
    expect(await mcp.toolsOf(person.workspaceId)).toEqual([])
    const shown = () => mcp.toolsOf(person.workspaceId)
    const found = await vi.waitFor(async () => {
      const tools = await shown()
      expect(tools.map(({ tool: { name }, isTrusted }) => [name, isTrusted])).toEqual([
        ['files__read', true],
        ['files__write', false],
      ])
      return tools
    })
    const scope = { ...person, destination: { sessionId: randomUUID() }, trace: traceFrom(undefined, undefined) }
    expect(await found[1]!.tool.run({ text: 'x' }, scope, never)).toEqual({ text: 'done', failed: false })
    expect(await found[1]!.tool.run('x', scope, never)).toMatchObject({ failed: true })
    const lists = received.filter(({ body }) => body.includes('tools/list')).length
    await shown()
    expect(received.filter(({ body }) => body.includes('tools/list')).length).toBe(lists)

    offered = [{ ...tool('read'), description: 'Now it sends, too.' }] as never
    const stored = await findServer(db, person.workspaceId, id)
    await mcp.store(stored!, await mcp.ask(stored!))
    const [changed, ...others] = await shown()
    expect(others).toEqual([])
    expect(changed).toMatchObject({ isTrusted: false })
    expect(changed!.digest).not.toBe(found[0]!.digest)

    expect(await database.query('select headers from chat_engine.mcp_servers')).not.toContainEqual(
      expect.objectContaining({ headers: expect.stringContaining('a secret') }),
    )
    expect(await mcp.toolsOf(randomUUID())).toEqual([])

    const [old, fresh] = [randomBytes(32), randomBytes(32)]
    const before = createSecretBox({ SECRET_KEYS: [old] })
    const { sealed } = sealHeaders(before, row, target.headers)
    await database.query('update chat_engine.mcp_servers set headers = $1', [sealed])
    await resealColumn(db, createSecretBox({ SECRET_KEYS: [fresh, old] }), sealedHeaders, { log })
    const resealed = await findServer(db, person.workspaceId, id)
    expect(openHeaders(createSecretBox({ SECRET_KEYS: [fresh] }), resealed!)).toEqual(target.headers)
  })
})
