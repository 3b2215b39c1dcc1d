import { sendChat } from '@parley/contracts/chat/chat'
import { listChatMessages } from '@parley/contracts/chat/sessions'
import { startMediaApi } from '@parley/testing/media-api'
import { startMessagesApi } from '@parley/testing/messages-api'
import { people } from '@parley/testing/people'
import { describe, expect, it, vi } from 'vitest'
import { bootProcesses } from '../processes.ts'
import { alternating, ask, expectEnded } from './asking.ts'
import { describeChatStates } from './chat-states.ts'

const model = await startMessagesApi()
const media = await startMediaApi()
const platform = await bootProcesses({
  gateways: 2,
  chatEngines: 2,
  durable: true,
  services: ['gateway', 'channels', 'messaging', 'chat-engine'],
  serviceEnv: {
    gateway: { STREAMS_PER_PERSON: '400', STREAMS_PER_ADDRESS: '400' },
    'chat-engine': { ANTHROPIC_API_KEY: model.apiKey, ANTHROPIC_BASE_URL: model.url, ...media.settings },
  },
})
const { ada, bob } = await people(platform)
describeChatStates({ platform, model, ada, bob, drops: 200, seed: Date.now() })

describe('in the middle of an answer', () => {
  const pieces = Array.from({ length: 60 }, (_, i) => `part ${i} `)
  const answer = pieces.join('')

  /** Ten clients of each engine, while something is killed. */
  async function during(kill: () => Promise<unknown>) {
    model.otherwise({ text: pieces, delayMs: 100 })
    const begun = Promise.withResolvers<void>()
    let started = 0
    const asked = Array.from({ length: 20 }, (_, i) =>
      ask(ada, platform.gatewayUrls, {
        fetch: alternating(platform.gatewayUrls, i),
        onFrame: ({ ids }) => {
          if (ids.length === 5 && ++started === 20) begun.resolve()
        },
      }),
    )
    await begun.promise
    await kill()
    const received = await Promise.all(asked)
    for (const each of received) expectEnded(each, answer)
    return received.map(({ end }) => end)
  }
  const revived = async (name: string, signal: NodeJS.Signals) => {
    await platform.kill(name, signal)
    await platform.ready(name)
  }

  it.each(['SIGKILL', 'SIGTERM'] as const)('one of two chat engines ends by %s', async (signal) => {
    const ends = await during(() => revived('chat-engine', signal))
    expect(ends.filter((end) => end === 'done')).toHaveLength(10)
    expect(ends.filter((end) => end === 'unavailable')).toHaveLength(10)
  })

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'a gateway ends by %s: its clients go on through the other',
    async (signal) => {
      expect(await during(() => revived('gateway', signal))).toEqual(Array(20).fill('done'))
    },
  )

  it('Redis stops and comes back', async () => {
    expect(await during(() => revived('redis', 'SIGKILL'))).toEqual(Array(20).fill('done'))
  })
})

it('a request that waited for its answer asks again under its key', { timeout: 240_000 }, async () => {
  model.otherwise({ text: Array(60).fill('Never '), delayMs: 1_000 })
  const input = { message: 'Wait for me.', sessionId: crypto.randomUUID() }
  const options = { idempotencyKey: 'killed' }
  const turns = model.turns.length
  const first = ada.client.answer(sendChat, input, options)
  await vi.waitFor(() => expect(model.turns.length).toBe(turns + 1), 30_000)
  await platform.kill('chat-engine', 'SIGKILL')
  expect([502, 503]).toContain((await first).status)
  await platform.ready('chat-engine')
  model.otherwise({ text: ['Here.'] })
  // Its key is claimed for a minute after its process died.
  const again = await vi.waitFor(() => ada.client.call(sendChat, input, options), { timeout: 120_000, interval: 1_000 })
  expect(again.reply).toBe('Here.')
  const { data } = await ada.call(listChatMessages, { id: input.sessionId })
  expect(data.filter(({ content }) => content === 'Here.')).toHaveLength(1)
  expect(data.filter(({ role }) => role === 'user')).toHaveLength(1)
})
