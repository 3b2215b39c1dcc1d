import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@parley/client/client'
import { listChannels } from '@parley/contracts/channels/channels'
import { connectPlatform } from '@parley/contracts/connections/connections'
import { register } from '@parley/contracts/identity/auth'
import { postMessage } from '@parley/contracts/messages/messages'
import type { Stack } from '@parley/local/supervisor'
import { inBatches, openLightSocket } from '../light-socket.ts'
import type { Row } from '../report.ts'
import { interleave, median, percentile } from '../rounds.ts'
import { createWatch, type Watch } from '../watch.ts'
import type { Measure } from './setting.ts'

const sizes = [1, 100, 1_000]
const perSecond = 20
const words = 'Deploys are frozen until the migration is through.'

/**
 * Bridged channels, by signed webhooks: from when a platform posts an event until a socket has it, and from a post here
 * until the platform has it, at a steady rate; against a post and a socket of the same channels, without a bridge between.
 */
export const bridge: Measure = async ({ stack, rounds, seconds, log }) => {
  const rows: Row[] = []
  for (const size of sizes) {
    log(`connecting ${size} channels`)
    const bridged = await openBridge(stack, size)
    try {
      const measured = await interleave(
        {
          in: async () => ({ crossed: await atRate(bridged.deliver, bridged.shown, seconds), shown: [] as number[] }),
          // The same post is shown here and sent there.
          out: async () => {
            const post = (content: string) => {
              bridged.received.expect(content)
              return bridged.post(content)
            }
            const shown = await atRate(post, bridged.shown, seconds)
            return { crossed: await bridged.received.take(), shown }
          },
        },
        { rounds, log: (line) => log(`${size} channels: ${line}`) },
      )
      const floor = measured.out.map(({ shown }) => shown)
      for (const way of ['in', 'out'] as const)
        for (const share of [0.5, 0.99]) {
          const crossed = measured[way].map((each) => each.crossed)
          rows.push(rowOf(`bridge ${way}, ${size} channels`, share, crossed, floor))
        }
    } finally {
      await bridged.close()
    }
  }
  return rows
}

function rowOf(name: string, share: number, ours: readonly number[][], floor: readonly number[][]): Row {
  const [mine, other] = [ours, floor].map((all) => median(all.map((latencies) => percentile(latencies, share))))
  return {
    name: `${name}, p${share * 100}`,
    unit: 'ms',
    ours: mine!,
    floor: other!,
    against: 'a post until a socket has it',
    ratio: mine! / other!,
    better: 'lower',
  }
}

/** Has so many a second be sent, and answers how long each took until the watch saw it. */
async function atRate(send: (content: string, i: number) => Promise<void>, watch: Watch, seconds: number) {
  const sending: Promise<void>[] = []
  const startedAt = performance.now()
  for (let i = 0; i < seconds * perSecond; i++) {
    await wait(Math.max(0, startedAt + (i * 1_000) / perSecond - performance.now()))
    const content = `${Math.round(startedAt)}-${i} ${words}`
    watch.expect(content)
    sending.push(send(content, i))
  }
  await Promise.all(sending)
  return watch.take()
}

/** A workspace whose channels are all bridged to a program, which posts and receives signed webhooks. */
async function openBridge(stack: Stack, size: number) {
  const secret = randomBytes(32)
  const [shown, received] = [createWatch(1), createWatch(1)]
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { type, message } = JSON.parse(body)
      if (type === 'message') received.received(message.text)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const person = `bench-${randomUUID()}`
  const { token, user } = await createClient({ baseUrl: stack.url }).call(register, {
    ...{ email: `${person}@parley.test`, password: randomUUID(), name: 'Bench', companyName: person },
  })
  const { call } = createClient({ baseUrl: stack.url, token })
  const workspaceId = user.workspaceId!
  const { eventsUrl } = await call(connectPlatform, {
    platform: 'webhook',
    config: {
      ingestMessages: true,
      selectedChannels: Array.from({ length: size }, (_, i) => `c-${i}`),
      credentials: {
        secret: `whsec_${secret.toString('base64')}`,
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      },
    },
  })

  async function deliverTo(channel: number, content: string): Promise<void> {
    const [id, timestamp] = [randomUUID(), Math.floor(Date.now() / 1_000)]
    const body = JSON.stringify({
      type: 'message',
      channel: { id: `c-${channel}`, name: `bench ${channel}` },
      message: { id, author: { id: 'z', name: 'Zoe' }, text: content },
    })
    const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
    const { ok, status } = await fetch(new URL(new URL(eventsUrl).pathname, stack.url), {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': `v1,${signature}`,
      },
    })
    if (!ok) throw new Error(`An event was answered ${status}.`)
  }

  const channelIds = async (): Promise<string[]> => {
    const found: string[] = []
    for (let offset = 0; ; offset += 100) {
      const { channels } = await call(listChannels, { workspace_id: workspaceId, limit: 100, offset })
      found.push(...channels.filter(({ name }) => name.startsWith('bench-')).map(({ id }) => id))
      if (channels.length < 100) return found
    }
  }
  await inBatches(
    Array.from({ length: size }, (_, i) => i),
    20,
    (i) => deliverTo(i, 'Hello'),
  )
  let ids: string[] = []
  for (const until = performance.now() + 120_000; ids.length < size; ids = await channelIds()) {
    if (performance.now() > until) throw new Error(`${ids.length} of ${size} channels were made.`)
    await wait(250)
  }
  const socket = await openLightSocket(stack.url, token, (type, { data }) => {
    const content = String(data.content)
    if (type === 'message.created' && content.endsWith(words)) shown.received(content)
  })

  let posted = 0
  return {
    shown,
    received,
    deliver: (content: string, i: number) => deliverTo(i % size, content),
    post: async (content: string): Promise<void> => {
      await call(postMessage, { channel_id: ids[posted++ % size]!, content })
    },
    async close(): Promise<void> {
      socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
