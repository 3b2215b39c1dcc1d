import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createDatabase } from '@parley/kit/database'
import { ServiceError } from '@parley/kit/errors'
import { createLog } from '@parley/kit/log'
import { createLoops } from '@parley/kit/loops'
import { createMetrics } from '@parley/kit/metrics'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { describe, expect, it, vi } from 'vitest'
import type { ActiveRun } from '../src/runs/active-run.ts'
import type { RunEvent } from '../src/runs/run.ts'
import { createRunner, type Runner } from '../src/runs/runner.ts'
import type { DB } from '../src/schema.ts'
import { abandonLease, endLease, renewLease } from '../src/store/leases.ts'
import { readLastNumber, storeEvents } from '../src/store/run-events.ts'
import { requestStop } from '../src/store/runs.ts'

const database = await createTestDatabase()
const log = createLog('chat-engine', { LOG_LEVEL: 'silent' } as never)
const open = (settings?: Record<string, string>) => {
  const options = { url: database.urlOf('chat-engine'), poolSize: 3, log, ...(settings && { settings }) }
  const db = createDatabase<DB>('chat-engine', options)
  closeAfterwards({ close: () => db.destroy() })
  return db
}
const db = open()
const logDb = open({ synchronous_commit: 'off' })

type Work = (run: ActiveRun<string>) => Promise<void>
/** Replies, as they would be stored in a channel: in the transaction that ends the run. */
const replies = new Map<string, string[]>()

/** A process of the chat engine; `die` ends all that it does, as `kill -9` would. */
function replica({ leaseMs = 60_000 } = {}) {
  const loops = createLoops({ log, metrics: createMetrics('chat-engine') })
  const runner = createRunner<string>({
    db,
    logDb,
    every: loops.every,
    log,
    resume: async () => {},
    storeReply: async (_, run, end) => {
      if (end.reply === 'refuse me') throw new ServiceError('conflict', 'The channel is archived.')
      replies.set(run.id, [...(replies.get(run.id) ?? []), end.reply])
    },
    onResumed: () => {},
    onEnded: () => {},
    lastEventOf: (_, { status, reply, error }) => ({
      event: status === 'failed' ? 'error' : 'done',
      data: error ? { message: error.message } : { reply, status },
    }),
    maxMs: 60_000,
    leaseMs,
    watchMs: 50,
    pollMs: 10,
    keptMs: 60_000,
  })
  loops.start()
  const close = async () => {
    // As in a service that stops: what renews the lease ends before it is given up.
    await loops.close()
    await runner.close()
  }
  closeAfterwards({ close })
  return { runner, close, die: () => loops.close() }
}
const here = replica()
const there = replica()

const workspaceId = randomUUID()
const newRun = () => ({
  workspaceId,
  userId: randomUUID(),
  destination: { sessionId: randomUUID() },
  request: randomUUID() as string,
  twinId: null,
  retryOf: null,
  questionId: null,
  idempotencyKey: null,
  trace: { requestId: 'test', traceparent: '' },
})
const never = new AbortController().signal

/** Begins a run, and gives it with its events. */
async function begin({ runner }: { runner: Runner<string> }, work: Work, signal = never) {
  const given = newRun()
  const { id, events } = await runner.start(given, work, signal)
  return { run: { ...given, id }, events }
}

async function all(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const list: RunEvent[] = []
  for await (const event of events) list.push(event)
  return list
}
const textOf = (events: RunEvent[]) =>
  events.map(({ event, data }) => (event === 'text_delta' ? (data as { content: string }).content : '')).join('')
const stored = (id: string) =>
  database.query<{ status: string; reply: string }>('select status, reply from chat_engine.runs where id = $1', [id])

const tenPieces: Work = async (run) => {
  for (let i = 0; i < 10; i++) {
    run.say(`${i} `)
    if (i % 3 === 0) run.emit('tool_start', { i })
    await wait(2)
  }
}

describe('a run', () => {
  it('is received once by everybody, from any event on, in any replica', async () => {
    const { run, events: source } = await begin(here, tenPieces)
    const events = await all(source)
    expect(events.map(({ number }) => number)).toEqual(events.map((_, i) => i + 1))
    expect(textOf(events)).toBe('0 1 2 3 4 5 6 7 8 9 ')
    expect(events.at(-1)).toMatchObject({ event: 'done', data: { reply: '0 1 2 3 4 5 6 7 8 9 ' } })
    for (const { runner } of [here, there])
      for (const after of [0, 1, 5, events.length - 1])
        expect(await all(runner.follow(run, after, never))).toEqual(events.slice(after))
    expect(await stored(run.id)).toEqual([{ status: 'done', reply: '0 1 2 3 4 5 6 7 8 9 ' }])
    expect(replies.get(run.id)).toEqual(['0 1 2 3 4 5 6 7 8 9 '])
  })

  it('is followed while it is written, in any replica', async () => {
    const { run, events: first } = await begin(here, tenPieces)
    const others = [here, there, here, there].map(({ runner }, after) => all(runner.follow(run, after, never)))
    const events = await all(first)
    for (const [after, other] of others.entries()) expect(await other).toEqual(events.slice(after))
  })

  it('counts the characters of its text so far', async () => {
    const events = await all((await begin(here, tenPieces)).events)
    let length = 0
    for (const { event, data } of events) {
      if (event !== 'text_delta') continue
      const { content, accumulated_length } = data as { content: string; accumulated_length: number }
      length += content.length
      expect(accumulated_length).toBe(length)
    }
    expect(length).toBe(20)
  })

  it('that fails ends with an error, and keeps its text', async () => {
    const { run, events: source } = await begin(here, async (active) => {
      active.say('Half of')
      throw new Error('internal details')
    })
    const events = await all(source)
    expect(events.at(-1)).toEqual({
      number: 2,
      event: 'error',
      data: { message: 'Something went wrong on our side.' },
    })
    expect(await stored(run.id)).toEqual([{ status: 'failed', reply: 'Half of' }])
  })

  it('is not ended by a client that leaves', async () => {
    const leaving = new AbortController()
    const { run, events } = await begin(here, tenPieces, leaving.signal)
    await events.next()
    leaving.abort(new Error('gone'))
    await expect(all(events)).rejects.toThrow('gone')
    expect(textOf(await all(there.runner.follow(run, 0, never)))).toBe('0 1 2 3 4 5 6 7 8 9 ')
  })

  it.each([
    ['its own', here],
    ['another', there],
  ])('is stopped from %s replica, and its text kept', async (_, { runner }) => {
    const { run, events } = await begin(here, async (active) => {
      active.say('So far')
      await new Promise((_resolve, reject) =>
        active.signal.addEventListener('abort', () => reject(active.signal.reason)),
      )
    })
    await events.next()
    await requestStop(db, run)
    runner.stop(run)
    expect(await all(events)).toEqual([{ number: 2, event: 'done', data: { reply: 'So far', status: 'stopped' } }])
    expect(replies.get(run.id)).toEqual(['So far'])
  })
})

describe('when a process dies', () => {
  it('another one ends its runs, and what it still writes is refused', async () => {
    const dying = replica({ leaseMs: 1_500 })
    const end = Promise.withResolvers<void>()
    const { run, events } = await begin(dying, async (active) => {
      active.say('Written before')
      await end.promise
      active.say(' and after')
    })
    await events.next()
    const elsewhere = all(there.runner.follow(run, 0, never))
    await dying.die()
    const received = await elsewhere
    expect(textOf(received)).toBe('Written before')
    expect(received.at(-1)).toMatchObject({ event: 'error', number: 2 })
    end.resolve()
    await vi.waitFor(async () => expect(await stored(run.id)).toEqual([{ status: 'failed', reply: 'Written before' }]))
    await wait(50)
    expect(await all(here.runner.follow(run, 0, never))).toEqual(received)
    expect(replies.get(run.id)).toEqual(['Written before'])
  })

  it('a lease that it has abandoned is not taken back by a renewal that was under way', () =>
    // Nobody else sees it before the transaction has ended.
    db.transaction().execute(async (tx) => {
      const lease = randomUUID()
      await renewLease(tx, lease, 60_000, true)
      expect(await renewLease(tx, lease, 60_000, false)).toBe(true)
      await abandonLease(tx, lease)
      expect(await renewLease(tx, lease, 60_000, false)).toBe(false)
      await endLease(tx, lease)
    }))

  it('nothing of it is stored any more, also under numbers that are free', async () => {
    const { run, events } = await begin(here, async () => {})
    await all(events)
    const [lease, last] = [randomUUID(), await readLastNumber(db, run)]
    const store = (number: number) => storeEvents(db, lease, [{ run, number, event: 'text_delta', data: {} }])
    await renewLease(db, lease, 60_000, true)
    expect(await store(last + 10)).toBe(true)
    await endLease(db, lease)
    expect(await store(last + 20)).toBe(false)
    expect(await readLastNumber(db, run)).toBe(last + 10)
  })

  it('that stops, its runs end at once', async () => {
    const stopping = replica()
    const { events } = await begin(stopping, async (active) => {
      active.say('Some')
      await new Promise((_resolve, reject) =>
        active.signal.addEventListener('abort', () => reject(active.signal.reason)),
      )
    })
    await events.next()
    await stopping.close()
    expect(await all(events)).toMatchObject([{ event: 'error', data: { message: /stopping/ } }])
  })
})

it('many runs with clients that come and go store one reply each', async () => {
  const received = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => {
      const events: RunEvent[] = []
      let { run, events: source } = await begin(i % 2 ? here : there, tenPieces)
      for (;;) {
        let left = 1 + (i % 7)
        for await (const event of source) {
          events.push(event)
          if (left-- === 0) break
        }
        const last = events.at(-1)!
        if (last.event !== 'text_delta' && last.event !== 'tool_start') return { id: run.id, events }
        source = (i % 3 ? here : there).runner.follow(run, last.number, never)
      }
    }),
  )
  for (const { id, events } of received) {
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1))
    expect(textOf(events)).toBe('0 1 2 3 4 5 6 7 8 9 ')
    expect(replies.get(id)).toEqual(['0 1 2 3 4 5 6 7 8 9 '])
  }
})
