import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createChannel } from '@parley/contracts/channels/channels'
import { ServiceConfig } from '@parley/kit/config'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { startMessagesApi } from '@parley/testing/messages-api'
import { colleague, people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { describe, expect, it } from 'vitest'
import { anId, aTime } from './scene.ts'

const model = await startMessagesApi()
/** A page that is slow: it is answered when it is let. */
const released = Promise.withResolvers<void>()
const page = createServer(async (_, response) => {
  await released.promise
  response.setHeader('content-type', 'text/plain').end('At last.')
}).listen(0, '127.0.0.1')
await once(page, 'listening')
closeAfterwards({ close: async () => page.close() })
const pageHost = `127.0.0.1:${(page.address() as AddressInfo).port}`
const engine = {
  ANTHROPIC_API_KEY: model.apiKey,
  ANTHROPIC_BASE_URL: model.url,
  STREAM_KEEP_ALIVE_MS: '40',
  OUTSIDE_ALLOWED: pageHost,
}
const platform = await bootPlatform({ gateways: 2, serviceEnv: { 'chat-engine': engine } })
const they = await people(platform)
const { ada } = they
const { channel } = await ada.call(createChannel, {
  workspace_id: ada.workspaceId,
  name: 'sales',
  channel_type: 'text',
})

/** Anyone’s id: a label. */
const userId = 'f6a7b8c9-0d1e-2f3a-4b5c-6d7e8f901234'
const ask = (body: object, { token = ada.token, url = platform.url, path = '/api/v1/chat' } = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('the chat document', () => {
  it('has an answer with these fields and no others', async () => {
    model.script({ text: ['Based on the latest sales report, Q1 revenue increased 23% year-over-year to $4.2M.'] })
    const response = await ask({
      message: 'Summarize the latest sales report',
      userId,
      channelId: channel.id,
      platform: 'api',
    })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      messageId: anId,
      reply: 'Based on the latest sales report, Q1 revenue increased 23% year-over-year to $4.2M.',
      personality: 'lvng',
      sessionId: expect.any(String),
      timestamp: aTime,
      responseTime: expect.any(Number),
      attachments: [],
      sources: [],
      confidence: expect.any(Number),
      metadata: { toolsUsed: [], model: 'claude-sonnet-5-5', stopReason: 'end', runId: anId },
    })
  })

  it('streams to its client as that is printed', async () => {
    model.script(
      {
        text: ['Quantum computing ', 'uses qubits.'],
        tools: [{ name: 'knowledge_search', input: { query: 'qubits' } }],
      },
      { text: ['\nThat is all — 量子.'], delayMs: 20 },
    )
    const printed = readFileSync(`${import.meta.dirname}/samples/chat-client.ts.txt`, 'utf8')
      .replaceAll('https://api.lvng.ai', platform.url)
      .replaceAll('YOUR_JWT_TOKEN', ada.token)
      .replaceAll('a1b2c3d4-e5f6-7890-abcd-ef1234567890', channel.id)
    const logged: unknown[][] = []
    const written: string[] = []
    const log = (...given: unknown[]) => void logged.push(given)
    const AsyncFunction = (async () => {}).constructor as new (
      ...code: string[]
    ) => (...given: unknown[]) => Promise<void>
    await new AsyncFunction('console', 'process', stripTypeScriptTypes(printed))(
      { log, error: log },
      { stdout: { write: (text: string) => void written.push(text) } },
    )
    expect(written.join('')).toBe('Quantum computing uses qubits.\nThat is all — 量子.')
    expect(logged).toEqual([
      ['Stream started:', anId],
      ['\nTool started:', 'knowledge_search'],
      ['Tool done:', 'knowledge_search', expect.stringMatching(/^\d+ms$/)],
      ['\n---'],
      ['Response time:', expect.stringMatching(/^\d+ms$/)],
      ['Tools used:', ['knowledge_search']],
    ])
  })

  it('sends each event in one write, one line of JSON, and comments between them', async () => {
    model.script({ text: ['one', 'two'], delayMs: 150 })
    const response = await ask({ message: 'hi', userId }, { path: '/api/v2/chat/stream' })
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    const text = await response.text()
    expect(text).toContain('\n: keep-alive\n\n')
    const blocks = text.split('\n\n').filter((block) => block !== '' && !block.startsWith(':'))
    for (const block of blocks) expect(block).toMatch(/^(id: \d+\n)?event: \w+\n(id: \d+\n)?data: \{.*\}$/)
    expect(blocks.at(-1)).toContain('event: done')
  })

  it('sends a comment every 15 s, also while a tool runs', async () => {
    expect(ServiceConfig.shape.STREAM_KEEP_ALIVE_MS.parse(undefined)).toBe(15_000)
    const url = `http://${pageHost}/`
    model.script({ tools: [{ name: 'web_scrape', input: { url } }] }, { text: ['Read.'] })
    const response = await ask({ message: `What does ${url} say?`, userId }, { path: '/api/v2/chat/stream' })
    let text = ''
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      text += piece
      // Two comments after the call has begun, and before it ends.
      if (/event: tool_call\n.*: keep-alive\n\n.*: keep-alive\n\n/s.test(text)) released.resolve()
    }
    expect(text.indexOf('event: tool_result')).toBeGreaterThan(
      text.indexOf(': keep-alive', text.indexOf('event: tool_call')),
    )
    expect(text).toMatch(/event: tool_complete\n.*"success":true/)
    expect(text).toContain('event: done')
  })
})

it('rate limits are exact over two gateways: 30 a minute for a person, 100 for an address', async () => {
  const limited = await bootPlatform({
    gateways: 2,
    env: { RATE_LIMITS: 'on' },
    services: ['gateway', 'channels', 'messaging', 'chat-engine'],
  })
  const first = await people(limited)
  const others = await Promise.all(['cyd', 'dan'].map((name) => colleague(limited, first.ada, name)))
  /** How many of a person's calls pass; what is refused for its body was counted before. */
  const passed = async ({ token }: { token: string }, calls: number) => {
    const statuses = await Promise.all(
      Array.from({ length: calls }, async (_, i) => {
        const path = i % 3 ? '/api/v1/chat' : '/api/v2/chat/stream'
        return (await ask({ message: '' }, { token, url: limited.gatewayUrls[i % 2]!, path })).status
      }),
    )
    expect(new Set([...statuses, 400, 429])).toEqual(new Set([400, 429]))
    return statuses.filter((status) => status === 400).length
  }
  expect(await passed(first.ada, 35)).toBe(30)
  // They have 70 of the address's left: what was refused counts in neither.
  const more = await Promise.all([first.bob, first.eve, ...others].map((person) => passed(person, 20)))
  expect(more.reduce((sum, each) => sum + each)).toBe(70)
})
