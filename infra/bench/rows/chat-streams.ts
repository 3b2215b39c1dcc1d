import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Anthropic from '@anthropic-ai/sdk'
import { createParley } from '@parley/client/parley'
import { startStack } from '@parley/local/supervisor'
import { clock } from '../clock.ts'
import { populate, unreachedLimits } from '../population.ts'
import { startProcess } from '../processes.ts'
import { interleave, percentile } from '../rounds.ts'
import type { Measure } from './setting.ts'

const streamCounts = [1, 100, 300]
const pieces = 30
/** About what Claude sends. */
const intervalMs = 100
/** Answers in a turn, however few people ask. */
const fewest = 4

/** How long pieces took from when the model sent them, and the first from when it was asked for, in milliseconds. */
interface Latencies {
  first: number[]
  each: number[]
}

/**
 * Answers that are streamed through the gateway and the chat engine, which stores what it delivers, against the same SDK
 * straight to the same model: a server that says when it sent each piece.
 */
export const chatStreams: Measure = async ({ rounds, log }) => {
  const api = await startProcess(join(import.meta.dirname, '../floors/messages-api.ts'), {
    PIECES: String(pieces),
    INTERVAL_MS: String(intervalMs),
  })
  const env = { ANTHROPIC_API_KEY: 'bench', ANTHROPIC_BASE_URL: api.url }
  const stack = await startStack({ env: { ...process.env, ...unreachedLimits, ...env } })
  try {
    const { people } = await populate(stack.databaseUrl, {
      people: Math.max(...streamCounts),
      channels: 0,
      membersOf: () => [],
    })
    const clients = people.map(({ key }) => createParley({ baseUrl: stack.url, token: key }))
    const sdk = new Anthropic({ apiKey: 'bench', baseURL: api.url, maxRetries: 0 })

    async function throughParley(i: number, seen: (text: string) => void): Promise<void> {
      const stream = clients[i]!.chat.stream({ message: 'What time is it?', sessionId: crypto.randomUUID() })
      for await (const { event, data } of stream) if (event === 'text_delta') seen(data.content)
    }
    async function straight(_: number, seen: (text: string) => void): Promise<void> {
      const stream = await sdk.messages.create({
        model: 'bench',
        max_tokens: 1_000,
        stream: true,
        messages: [{ role: 'user', content: 'What time is it?' }],
      })
      for await (const event of stream)
        if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') seen(event.delta.text)
    }

    const rows = []
    for (const count of streamCounts) {
      const measured = await interleave(
        { platform: () => measure(count, throughParley), direct: () => measure(count, straight) },
        { rounds, log: (line) => log(`${count} at once: ${line}`) },
      )
      for (const part of ['first', 'each'] as const) {
        const [ours, theirs] = [measured.platform, measured.direct].map((turns) => turns.flatMap((turn) => turn[part]))
        const at = (values: number[], share: number) => percentile(values, share)
        rows.push({
          name: `${part === 'first' ? 'time to first token' : 'each token'}, ${count} ${count === 1 ? 'stream' : 'streams'}, p50`,
          unit: 'ms',
          ours: at(ours!, 0.5),
          floor: at(theirs!, 0.5),
          against: 'the same SDK straight to the same model',
          ratio: at(ours!, 0.5) / at(theirs!, 0.5),
          better: 'lower' as const,
          details: {
            'p50, more than the floor (ms)': at(ours!, 0.5) - at(theirs!, 0.5),
            'p99, more than the floor (ms)': at(ours!, 0.99) - at(theirs!, 0.99),
          },
        })
      }
    }
    return rows
  } finally {
    await stack.stop()
    await api.stop()
  }
}

/**
 * Has so many people receive answers at once. They begin spread over the time that an answer takes, so that pieces do not
 * come in bursts; few of them ask again and again, for there to be enough to measure.
 */
async function measure(
  count: number,
  stream: (i: number, seen: (text: string) => void) => Promise<void>,
): Promise<Latencies> {
  const first: number[] = []
  const each: number[] = []
  await Promise.all(
    Array.from({ length: count }, async (_, i) => {
      await wait((i / count) * pieces * intervalMs)
      for (let asked = 0; asked < fewest / count; asked++) await receive(i)
    }),
  )
  return { first, each }

  async function receive(i: number): Promise<void> {
    const askedAt = clock()
    let received = ''
    let counted = 0
    await stream(i, (text) => {
      const now = clock()
      if (counted === 0) first.push(now - askedAt)
      received += text
      const sentAt = received.split(' ').slice(counted, -1).map(Number)
      for (const at of sentAt) each.push(now - at)
      counted += sentAt.length
    })
    if (counted !== pieces) throw new Error(`A stream had ${counted} pieces of ${pieces}.`)
  }
}
