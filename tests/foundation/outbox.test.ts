import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { memberRemoved } from '@parley/contracts/channels/events'
import type { EventContract } from '@parley/contracts/event'
import { defineJob } from '@parley/contracts/job'
import type { ServiceName } from '@parley/contracts/services'
import { createDatabase } from '@parley/kit/database'
import { envelopeOf } from '@parley/kit/envelope'
import { createQueues, createWorker, Postpone } from '@parley/kit/jobs'
import { createLog } from '@parley/kit/log'
import { createLoops } from '@parley/kit/loops'
import { createMetrics } from '@parley/kit/metrics'
import {
  cancelJob,
  insertEvents,
  insertJob,
  type OutboxRow,
  outboxColumns,
  publishAfterCommit,
  publisherOf,
  publishRowsOf,
  type RoomMessage,
  roomChannel,
  subtransaction,
  transaction,
} from '@parley/kit/outbox'
import { createOutbox } from '@parley/kit/outbox-publisher'
import { connectQueue, connectRedis, connectSubscriber } from '@parley/kit/redis'
import { traceFrom } from '@parley/kit/trace'
import { createTracing } from '@parley/kit/tracing'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { newRedisPrefix } from '@parley/testing/platform'
import { Redis } from 'ioredis'
import { type Kysely, sql } from 'kysely'
import { describe, expect, inject, it, vi } from 'vitest'
import * as z from 'zod'

const ring = defineJob({
  name: 'ring',
  owner: 'channels',
  summary: 'Ring a bell.',
  payload: z.object({ times: z.int() }),
  attempts: 3,
  backoffMs: 10,
  timeoutMs: 5_000,
})
const follow = defineJob({
  name: 'follow',
  owner: 'channels',
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
const queueConnection = connectQueue(redisUrl, log)
const queues = createQueues({ connection: queueConnection, prefix, jobs: [ring, follow] })
const listener = new Redis(redisUrl)
closeAfterwards({
  async close() {
    await queues.close()
    for (const connection of [queueConnection, listener]) connection.disconnect()
  },
})

const connectDatabase = (service: ServiceName = 'channels') =>
  createDatabase<Record<string, never>>(service, { url: test.urlOf(service), poolSize: 5, log })

/** A process of a service, as far as its outbox is concerned. */
async function startProcess({
  service = 'channels',
  pollMs,
  start = true,
}: {
  service?: ServiceName
  pollMs: number
  start?: boolean
}) {
  const db = connectDatabase(service)
  const redis = connectRedis(redisUrl, log)
  const subscriber = connectSubscriber(redisUrl, log)
  const loops = createLoops({ log, metrics })
  const outbox = createOutbox({
    service,
    db,
    redis,
    subscriber,
    prefix,
    queues,
    events: [memberRemoved],
    every: loops.every,
    log,
    metrics,
    checksEvents: true,
    pollMs,
  })
  let closing: Promise<void> | undefined
  const close = async () => {
    await loops.close()
    await outbox.close()
    for (const connection of [redis, subscriber]) connection.disconnect()
    await db.destroy()
  }
  const startAll = async () => {
    await outbox.start()
    loops.start()
  }
  const running = { db, redis, outbox, start: startAll, close: () => (closing ??= close()) }
  closeAfterwards(running)
  await vi.waitFor(() => expect(redis.status).toBe('ready'), 30_000)
  if (start) await startAll()
  return running
}

const { db, redis, outbox, start } = await startProcess({ pollMs: 100, start: false })

const trace = traceFrom('req-outbox', undefined)
const operations = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8')
const retryQuarantined = /^update messaging\.outbox set quarantined_at.*$/m
  .exec(operations)![0]
  .replace('messaging', 'channels')
const received: RoomMessage[] = []
listener.on('message', (_channel, text) => received.push(JSON.parse(text)))
const workOptions = { connection: queueConnection, prefix, log, metrics, tracing }

const removal = (room: string, userId: string = randomUUID()) => ({
  event: memberRemoved as EventContract,
  workspaceId: randomUUID(),
  feedId: randomUUID(),
  rooms: [room],
  data: { user_id: userId, channel_id: randomUUID() },
})
const waiting = async (schema = 'channels') =>
  (await test.query<{ n: number }>(`select count(*) as n from ${schema}.outbox`))[0]!.n
/** Of the rows that are not quarantined, in seconds. */
const oldestAge = async () => (await metrics.outboxAge.get()).values[0]!.value
const receivedIn = (room: string) => received.filter(({ rooms }) => rooms.includes(room))
const usersRemovedFrom = (room: string) =>
  receivedIn(room).map(({ event }) => (event.data as { user_id: string }).user_id)

/** A room that is listened to, and users to be removed from it. */
async function openRoom(count = 1) {
  const room = `channel:${randomUUID()}`
  await listener.subscribe(roomChannel(prefix, room))
  return { room, users: Array.from({ length: count }, () => randomUUID()) }
}

/** Holds the lock that a flush needs, while `work` runs. */
async function withoutFlushes<T>(work: () => Promise<T>): Promise<T> {
  const holder = connectDatabase()
  try {
    return await holder.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('outbox:channels', 0))`.execute(tx)
      return work()
    })
  } finally {
    await holder.destroy()
  }
}

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
    await start()
    const room = `channel:${randomUUID()}`
    await listener.subscribe(roomChannel(prefix, room))
    await db.transaction().execute((tx) => insertEvents(tx, [removal(room)], trace))
    outbox.notify('channels')
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

describe('what a transaction has written', () => {
  it('is published right after its commit, in order, without a flush, and deleted behind it many rows at once', async () => {
    const { room, users } = await openRoom(30)
    await test.query(`
      create table public.deletes (rows bigint);
      create function public.count_deletes() returns trigger language plpgsql security definer as
        $$ begin insert into public.deletes select count(*) from gone; return null; end $$;
      create trigger count_deletes after delete on channels.outbox
        referencing old table as gone for each statement execute function public.count_deletes()`)
    await withoutFlushes(async () => {
      for (const userId of users) await transaction(db, (tx) => insertEvents(tx, [removal(room, userId)], trace))
      await vi.waitFor(() => expect(usersRemovedFrom(room)).toEqual(users), 30_000)
      await vi.waitFor(async () => expect(await waiting()).toBe(0), 30_000)
    })
    const deletes = await test.query<{ rows: number }>('select rows from public.deletes where rows > 0')
    expect(deletes.reduce((sum, { rows }) => sum + rows, 0)).toBe(users.length)
    expect(deletes.length).toBeLessThan(users.length)
    await test.query('drop trigger count_deletes on channels.outbox')
  })

  it('is not published when it is rolled back, in whole or in a subtransaction', async () => {
    const { room, users } = await openRoom(2)
    const removeIn = (tx: Kysely<Record<string, never>>, userId: string) =>
      insertEvents(tx, [removal(room, userId)], trace)
    await transaction(db, async (tx) => {
      await removeIn(tx, users[0]!)
      throw new Error('changed my mind')
    }).catch(() => 'rolled back')
    await transaction(db, async (tx) => {
      await subtransaction(
        tx,
        (inner) => removeIn(inner, users[0]!),
        () => false,
      )
      await subtransaction(
        tx,
        (inner) => removeIn(inner, users[1]!),
        () => true,
      )
    })
    await vi.waitFor(() => expect(usersRemovedFrom(room)).toEqual([users[1]]), 30_000)
  })

  it('is published by another process when its own has died after the commit', async () => {
    const { room, users } = await openRoom()
    const dead = connectDatabase()
    publishRowsOf(dead, { publisher: randomUUID(), publish: () => {} })
    await transaction(dead, (tx) => insertEvents(tx, [removal(room, users[0])], trace))
    await dead.destroy()
    await vi.waitFor(() => expect(usersRemovedFrom(room)).toEqual(users), 30_000)
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 30_000)
  })

  it('is not overtaken by what is written once Redis is back, and an outage is no try', async () => {
    const process = await startProcess({ pollMs: 1_000 })
    const { room, users } = await openRoom(3)
    const remove = (userId: string) => transaction(process.db, (tx) => insertEvents(tx, [removal(room, userId)], trace))
    await withoutFlushes(async () => {
      process.redis.disconnect()
      await vi.waitFor(() => expect(process.redis.status).toBe('end'), 30_000)
      await remove(users[0]!)
      await remove(users[1]!)
      await process.redis.connect()
      await remove(users[2]!)
      const rows = await test.query('select attempts, error from channels.outbox order by position')
      expect(rows).toEqual(users.map(() => ({ attempts: 0, error: null })))
      await vi.waitFor(async () => expect(await oldestAge()).toBeGreaterThan(0), 30_000)
    })
    await vi.waitFor(() => expect(usersRemovedFrom(room)).toEqual(users), 30_000)
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 30_000)
    const publishesByItself = () =>
      withoutFlushes(async () => {
        const { room } = await openRoom()
        await transaction(process.db, (tx) => insertEvents(tx, [removal(room)], trace))
        await vi.waitUntil(() => receivedIn(room).length === 1, 500)
      })
    await vi.waitFor(publishesByItself, 30_000)
    await process.close()
  })

  it('is published once where two processes of the service are notified of it', async () => {
    const process = await startProcess({ pollMs: 60_000 })
    const { room, users } = await openRoom(600)
    await db.transaction().execute((tx) =>
      insertEvents(
        tx,
        users.map((userId) => removal(room, userId)),
        trace,
      ),
    )
    await withoutFlushes(async () => {
      process.outbox.flush()
      outbox.flush()
      const waitingForTheLock = `select from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`
      await vi.waitFor(async () => expect(await test.query(waitingForTheLock)).toHaveLength(2), 30_000)
    })
    await vi.waitFor(async () => expect(await waiting()).toBe(0), 30_000)
    await vi.waitFor(() => expect(usersRemovedFrom(room)).toEqual(users), 30_000)
    await process.close()
  })

  it('is published as it was written, whatever becomes of it in an answer meanwhile', async () => {
    const { room, users } = await openRoom(1)
    const payload = { id: randomUUID(), at: new Date().toISOString(), ...envelopeOf(removal(room, users[0])) }
    await withoutFlushes(async () => {
      outbox.flush() // what is committed during a flush follows it
      const { rows } = await sql<OutboxRow>`
        insert into outbox (id, kind, name, rooms, payload, publisher)
        values (${payload.id}, 'event', ${payload.type}, ${[room]}, ${JSON.stringify(payload)}, ${publisherOf(db)})
        returning ${outboxColumns}`.execute(db)
      publishAfterCommit(db, rows)
      // An answer shares the row's payload, and is signed for its reader.
      Object.assign((rows[0]!.payload as typeof payload).data as object, { user_id: 'signed' })
    })
    await vi.waitFor(() => expect(usersRemovedFrom(room)).toEqual(users), 30_000)
  })

  it('is published by the time its process has stopped', async () => {
    const process = await startProcess({ service: 'support-desk', pollMs: 60_000 })
    const { room, users } = await openRoom(2)
    await process.db.transaction().execute((tx) => insertEvents(tx, [removal(room, users[0])], trace))
    await transaction(process.db, (tx) => insertEvents(tx, [removal(room, users[1])], trace))
    await process.close()
    expect(await waiting('support_desk')).toBe(0)
    await vi.waitFor(() => expect(usersRemovedFrom(room).toSorted()).toEqual(users.toSorted()), 30_000)
  })
})

describe('a row that cannot be published', () => {
  it('is quarantined after its tries, delays no other, and is published when it is retried', async () => {
    const process = await startProcess({ pollMs: 10 })
    const { room, users } = await openRoom(10)
    await process.db.transaction().execute(async (tx) => {
      await sql`insert into outbox (kind, name, payload) values
        ('job', 'nobody', '{}'), ('job', 'ring', '{"times": "thrice"}'), ('event', 'no.such', '{}'),
        ('event', 'member.removed', '{"type": "member.removed", "seq": null, "rev": null, "channel_id": "c",
          "data": {"user_id": 7, "channel_id": "c"}}')`.execute(tx)
      await insertEvents(
        tx,
        users.map((userId) => removal(room, userId)),
        trace,
      )
    })
    process.outbox.flush()
    const quarantined = () =>
      test.query('select name, error, attempts from channels.outbox where quarantined_at is not null order by position')
    await vi.waitFor(async () => expect(await quarantined()).toHaveLength(4), 30_000)
    expect(await quarantined()).toEqual([
      { name: 'nobody', attempts: 10, error: 'No job is called nobody.' },
      { name: 'ring', attempts: 10, error: expect.stringContaining('unreadable payload') },
      { name: 'no.such', attempts: 10, error: 'No event is called no.such.' },
      { name: 'member.removed', attempts: 10, error: expect.stringContaining('member.removed: data.user_id: ') },
    ])
    expect(usersRemovedFrom(room)).toEqual(users)
    await vi.waitFor(async () => expect(await oldestAge()).toBe(0), 30_000)
    expect((await metrics.quarantined.get()).values.map(({ value }) => value).toSorted()).toEqual([2, 2])

    const rung: number[] = []
    const worker = createWorker(ring, workOptions, async ({ times }) => void rung.push(times))
    await test.query(`update channels.outbox set payload = '{"times": 7}' where name = 'ring'`)
    await test.query(retryQuarantined)
    await vi.waitFor(() => expect(rung).toEqual([7]), 30_000)
    await worker.close()
    await test.query('delete from channels.outbox')
    await process.close()
  })
})

describe('a job', () => {
  it('is delayed and cancelled by transactions', async () => {
    const rung: number[] = []
    const worker = createWorker(ring, workOptions, async ({ times }) => void rung.push(times))
    const insert = (times: number, delayMs: number) =>
      transaction(db, (tx) => insertJob(tx, ring, { times }, trace, { delayMs }))
    const cancelled = await insert(1, 300)
    await transaction(db, (tx) => cancelJob(tx, ring, cancelled, trace))
    await insert(2, 300)
    await vi.waitFor(() => expect(rung).toEqual([2]), 30_000)
    await worker.close()
  })

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
