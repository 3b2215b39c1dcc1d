import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { memberRemoved } from '@parley/contracts/channels/events'
import type { EventContract } from '@parley/contracts/event'
import { defineJob } from '@parley/contracts/job'
import { createDatabase } from '@parley/kit/database'
import { createQueues, createWorker, Postpone } from '@parley/kit/jobs'
import { createLog } from '@parley/kit/log'
import { createMetrics } from '@parley/kit/metrics'
import { createOutbox, insertEvents, insertJob, type RoomMessage, roomChannel } from '@parley/kit/outbox'
import { connectQueue, connectRedis, connectSubscriber } from '@parley/kit/redis'
import { traceFrom } from '@parley/kit/trace'
import { createTracing } from '@parley/kit/tracing'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { newRedisPrefix } from '@parley/testing/platform'
import { Redis } from 'ioredis'
import { describe, expect, inject, it, vi } from 'vitest'
import * as z from 'zod'

const ring = defineJob({
  name: 'ring',
  owner: 'chat-engine',
  summary: 'Ring a bell.',
  payload: z.object({ times: z.int() }),
  attempts: 3,
  backoffMs: 10,
  timeoutMs: 5_000,
})
const follow = defineJob({
  name: 'follow',
  owner: 'chat-engine',
  summary: 'Runs for every removed member.',
  payload: z.object({ type: z.string(), data: z.object({ user_id: z.string() }) }),
  attempts: 2,
  backoffMs: 10,
  timeoutMs: 5_000,
  on: [memberRemoved],
})

const test = await createTestDatabase()
const { redisUrl } = inject('parley')
const prefix = newRedisPrefix()
const log = createLog('test', { LOG_LEVEL: 'silent' })
const metrics = createMetrics('test')
const tracing = createTracing('test', undefined)
const db = createDatabase<Record<string, never>>('chat-engine', { url: test.urlOf('chat-engine'), poolSize: 5, log })
const redis = connectRedis(redisUrl, log)
const subscriber = connectSubscriber(redisUrl, log)
const queueConnection = connectQueue(redisUrl, log)
const queues = createQueues({ connection: queueConnection, prefix, jobs: [ring, follow] })
const outbox = createOutbox({ service: 'chat-engine', db, redis, subscriber, prefix, queues, log, metrics })
const listener = new Redis(redisUrl)
closeAfterwards({
  async close() {
    await outbox.close()
    await queues.close()
    for (const connection of [redis, subscriber, queueConnection, listener]) connection.disconnect()
    await db.destroy()
  },
})
await vi.waitFor(() => expect(redis.status).toBe('ready'), 30_000)

const trace = traceFrom('req-outbox', undefined)
const received: RoomMessage[] = []
listener.on('message', (_channel, text) => received.push(JSON.parse(text)))
const workOptions = { connection: queueConnection, prefix, log, metrics, tracing }

const removal = (room: string, userId = randomUUID()) => ({
  event: memberRemoved as EventContract,
  workspaceId: randomUUID(),
  channelId: randomUUID(),
  rooms: [room],
  data: { user_id: userId, channel_id: randomUUID() },
})
const waiting = async () => (await test.query<{ n: number }>('select count(*) as n from chat_engine.outbox'))[0]!.n

/** How many attempts of `ring` have ended, by outcome. */
async function outcomes(): Promise<Record<string, number>> {
  const { values } = await metrics.jobs.get()
  return Object.fromEntries(
    values
      .filter(({ metricName, labels }) => metricName?.endsWith('_count') && labels.job === ring.name)
      .map(({ labels, value }) => [String(labels.outcome), value]),
  )
}
const difference = (after: Record<string, number>, before: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(after)
      .map(([outcome, n]) => [outcome, n - (before[outcome] ?? 0)] as const)
      .filter(([, n]) => n > 0),
  )

describe('the outbox', () => {
  it('publishes to rooms what a transaction has committed, and keeps nothing back', async () => {
    const room = `channel:${randomUUID()}`
    await listener.subscribe(roomChannel(prefix, room))
    await db.transaction().execute((tx) => insertEvents(tx, [removal(room), removal(room)], trace))
    outbox.flush()
    await vi.waitFor(() => expect(received.filter(({ rooms }) => rooms.includes(room)).length).toBe(2), 30_000)
    const [first, second] = received.filter(({ rooms }) => rooms.includes(room))
    expect(first!.event).toMatchObject({ type: 'member.removed', seq: null, rev: null })
    expect(first!.event.at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(first!.event.id).not.toBe(second!.event.id)
    expect(first!.trace?.requestId).toBe('req-outbox')
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 30_000)
  })

  it('publishes nothing of a transaction that was rolled back', async () => {
    const room = `channel:${randomUUID()}`
    await listener.subscribe(roomChannel(prefix, room))
    await db
      .transaction()
      .execute(async (tx) => {
        await insertEvents(tx, [removal(room)], trace)
        throw new Error('changed my mind')
      })
      .catch(() => 'rolled back')
    await db.transaction().execute((tx) => insertEvents(tx, [removal(`${room}-after`)], trace))
    await listener.subscribe(roomChannel(prefix, `${room}-after`))
    outbox.flush()
    await vi.waitUntil(() => received.some(({ rooms }) => rooms.includes(`${room}-after`)), 30_000)
    expect(received.some(({ rooms }) => rooms.includes(room))).toBe(false)
  })

  it('keeps rows while Redis refuses, and publishes them once it accepts', async () => {
    const room = `channel:${randomUUID()}`
    await listener.subscribe(roomChannel(prefix, room))
    redis.disconnect()
    await vi.waitFor(() => expect(redis.status).toBe('end'), 30_000)
    await db.transaction().execute((tx) => insertEvents(tx, [removal(room)], trace))
    outbox.flush()
    expect(await waiting()).toBe(1)
    await redis.connect()
    await vi.waitUntil(() => received.some(({ rooms }) => rooms.includes(room)), 30_000)
  })

  it('is notified by another service that wrote into it', async () => {
    await outbox.start()
    const room = `channel:${randomUUID()}`
    await listener.subscribe(roomChannel(prefix, room))
    await db.transaction().execute((tx) => insertEvents(tx, [removal(room)], trace))
    outbox.notify('chat-engine')
    await vi.waitUntil(() => received.some(({ rooms }) => rooms.includes(room)), 30_000)
  })

  it('adds the jobs that an event starts, each once, with the request it came from', async () => {
    const userId = randomUUID()
    const ran: { userId: string; requestId: string }[] = []
    const worker = createWorker(follow, workOptions, async ({ data }, run) => {
      ran.push({ userId: data.user_id, requestId: run.trace.requestId })
    })
    await db.transaction().execute((tx) => insertEvents(tx, [removal('channel:x', userId)], trace))
    outbox.flush()
    await vi.waitUntil(() => ran.some((each) => each.userId === userId), 30_000)
    await worker.close()
    expect(ran.filter((each) => each.userId === userId)).toEqual([{ userId, requestId: 'req-outbox' }])
  })
})

describe('a job', () => {
  it('is retried when its handler throws, and not after it succeeded', async () => {
    const attempts: number[] = []
    const worker = createWorker(ring, workOptions, async (_payload, run) => {
      attempts.push(run.attempt)
      if (attempts.length < 3) throw new Error('a failure')
    })
    await db.transaction().execute((tx) => insertJob(tx, ring, { times: 1 }, trace))
    outbox.flush()
    await vi.waitFor(() => expect(attempts.length).toBe(3), 30_000)
    await worker.close()
    expect(attempts).toEqual([1, 2, 3])
  })

  it('that is postponed runs again after its delay, and counts neither as a failure nor as an attempt', async () => {
    const attempts: number[] = []
    const before = await outcomes()
    const worker = createWorker(ring, workOptions, async (_payload, run) => {
      attempts.push(run.attempt)
      if (attempts.length <= 5) throw new Postpone(10)
      if (attempts.length === 6) throw new Error('a failure')
    })
    await queues.add('ring', randomUUID(), { times: 1 }, null)
    await vi.waitFor(() => expect(attempts.length).toBe(7), 30_000)
    await worker.close()
    expect(attempts).toEqual([1, 1, 1, 1, 1, 1, 2])
    expect(difference(await outcomes(), before)).toEqual({ postponed: 5, failed: 1, done: 1 })
  })

  it('that is aborted with its service runs again, and counts neither as a failure nor as an attempt', async () => {
    const attempts: number[] = []
    const before = await outcomes()
    const work = () =>
      createWorker(ring, workOptions, async (_payload, { attempt, signal }) => {
        attempts.push(attempt)
        if (attempts.length < 5) await wait(60_000, undefined, { signal })
      })
    await queues.add('ring', randomUUID(), { times: 1 }, null)
    for (let runs = 1; runs <= 5; runs++) {
      const worker = work()
      await vi.waitFor(() => expect(attempts.length).toBe(runs), 30_000)
      await worker.close()
    }
    expect(attempts).toEqual([1, 1, 1, 1, 1])
    expect(difference(await outcomes(), before)).toEqual({ stopped: 4, done: 1 })
  })

  it('with an unreadable payload fails for good, with no retry', async () => {
    let calls = 0
    const worker = createWorker(ring, workOptions, async () => {
      calls++
    })
    const failed = new Promise<{ reason: string; attempts: number }>((resolve) => {
      worker.on('failed', (job, error) => resolve({ reason: error.message, attempts: job?.attemptsMade ?? 0 }))
    })
    await queues.add('ring', randomUUID(), { times: 'thrice' }, null)
    expect(await failed).toMatchObject({ attempts: 1, reason: expect.stringContaining('unreadable payload') })
    await worker.close()
    expect(calls).toBe(0)
  })
})
