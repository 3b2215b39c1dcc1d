import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@parley/client/client'
import { createChannel } from '@parley/contracts/channels/channels'
import { register } from '@parley/contracts/identity/auth'
import { postMessage } from '@parley/contracts/messages/messages'
import { webhookLimits } from '@parley/contracts/webhooks/webhook'
import { createWebhook } from '@parley/contracts/webhooks/webhooks'
import type { Stack } from '@parley/local/supervisor'
import { inBatches } from '../light-socket.ts'
import { interleave, median } from '../rounds.ts'
import type { Measure } from './setting.ts'

const receivers = 100
const messagesPerSecond = 10
const longestMs = 120_000

/** Deliveries to a hundred receivers, of which one answers nothing, against the same where all answer. */
export const webhooks: Measure = async ({ stack, rounds, seconds, log }) => {
  const counter = await startReceivers()
  try {
    log(`creating ${2 * receivers} webhooks`)
    const [dead, alive] = [await openWebhooks(stack, counter, 'dead'), await openWebhooks(stack, counter, 'alive')]
    counter.killFirst('dead')
    const { ours, floor } = await interleave(
      {
        ours: () => deliver(dead, counter, seconds * messagesPerSecond, receivers - 1),
        floor: () => deliver(alive, counter, seconds * messagesPerSecond, receivers),
      },
      { rounds, log },
    )
    const [mine, other] = [median(ours), median(floor)]
    const row = { name: 'webhooks, one receiver of 100 dead', unit: 'deliveries/s', against: 'all of them answer' }
    return [{ ...row, ours: mine, floor: other, ratio: mine / other, better: 'higher', goal: 0.9 }]
  } finally {
    await counter.close()
  }
}

type Receivers = Awaited<ReturnType<typeof startReceivers>>

/** Programs that events are posted to, distinguished by the path: `/<group>/<number>`. */
async function startReceivers() {
  const received = new Set<string>()
  let deadPath: string | undefined
  const server: Server = createServer(async (request, response) => {
    const { type, data } = JSON.parse(await text(request))
    if (type === 'webhook.verification') return response.end(JSON.stringify({ challenge: data.challenge }))
    if (request.url === deadPath) return // Until it is given up on.
    received.add(`${request.url} ${request.headers['webhook-id']}`)
    return response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    received,
    urlOf: (group: string, number: number) =>
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/${group}/${number}`,
    killFirst(group: string): void {
      deadPath = `/${group}/0`
    },
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A post to a channel of each of the workspaces that a hundred webhooks take. */
type Post = (content: string) => Promise<unknown>

async function openWebhooks(stack: Stack, { urlOf }: Receivers, group: string): Promise<Post[]> {
  const perWorkspace = webhookLimits.webhooks
  const numbers = Array.from({ length: receivers / perWorkspace }, (_, i) => i)
  return inBatches(numbers, 1, async (workspace) => {
    const person = `bench-${randomUUID()}`
    const { token, user } = await createClient({ baseUrl: stack.url }).call(register, {
      ...{ email: `${person}@parley.test`, password: randomUUID(), name: 'Bench', companyName: person },
    })
    const { call } = createClient({ baseUrl: stack.url, token })
    const given = { workspace_id: user.workspaceId!, name: 'bench', channel_type: 'text' as const }
    const { channel } = await call(createChannel, given)
    for (let i = 0; i < perWorkspace; i++)
      await call(createWebhook, { url: urlOf(group, workspace * perWorkspace + i), events: ['message.created'] })
    return (content) => call(postMessage, { channel_id: channel.id, content })
  })
}

/** Posts so many messages, and answers how many deliveries a second that came to, until those who answer have them all. */
async function deliver(posts: Post[], { received }: Receivers, messages: number, answering: number): Promise<number> {
  received.clear()
  const expected = (messages / posts.length) * answering
  const startedAt = performance.now()
  await Promise.all(
    posts.map(async (post) => {
      for (let i = 0; i < messages / posts.length; i++) await post(`Deploy ${i} has begun.`)
    }),
  )
  for (const until = startedAt + longestMs; received.size < expected; await wait(10))
    if (performance.now() > until) throw new Error(`${expected - received.size} deliveries never came.`)
  return received.size / ((performance.now() - startedAt) / 1_000)
}
