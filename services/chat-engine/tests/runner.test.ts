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
import { noUsage } from '../src/engines/engine.ts'
import type { ActiveRun } from '../src/runs/active-run.ts'
import type { RunEvent } from '../src/runs/run.ts'
import { createRunner, type Runner } from '../src/runs/runner.ts'
import type { DB } from '../src/schema.ts'
import { abandonLease, endLease, findRunsOfLease, renewLease, takeOver } from '../src/store/leases.ts'
import { readLastNumber, storeEvents } from '../src/store/run-events.ts'
import { insertRun, requestStop } from '../src/store/runs.ts'

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
    storeReply: async (_, run, end, isRefused) => {
      if (end.reply === 'break me' && !isRefused) throw new Error('A fault of ours.')
      if (end.reply === 'refuse me') throw new ServiceError('conflict', 'The channel is archived.')
      replies.set(run.id, [...(replies.get(run.id) ?? []), end.reply])
    },
    onResumed: () => {},
    keptOf: ({ request }, text) => (request === 'of a file' ? '' : text),
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
  requestKey: null,
  trace: { requestId: 'test', traceparent: '' },
})
const never = new AbortController().signal

/** Begins a run, and gives it with its events. */
async function begin(
  { runner }: { runner: Runner<string> },
  work: Work,
  { signal = never, request = 'a question' } = {},
) {
  const given = { ...newRun(), request }
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

const file = {
  ...{ id: randomUUID(), name: 'image.png', type: 'image/png', size: 1 },
  ...{ width: 1, height: 1, has_thumbnail: false, place: 'session' as const },
}

const untilAborted = ({ signal }: ActiveRun<string>) =>
  new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

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
    const { run, events } = await begin(here, tenPieces, { signal: leaving.signal })
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
      await untilAborted(active)
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
      active.begun = {
        model: 'claude-test',
        usage: { ...noUsage, inputTokens: 40, outputTokens: 1, cacheReadTokens: 9 },
      }
      active.say('Written before')
      await end.promise
      active.say(' and after')
    })
    const ofFile = await begin(
      dying,
      async (active) => {
        active.attachments.push(file)
        active.say('Here it is.')
        await end.promise
      },
      { request: 'of a file' },
    )
    await Promise.all([events.next(), ofFile.events.next()])
    const elsewhere = all(there.runner.follow(run, 0, never))
    const used = () =>
      database.query(
        'select model, input_tokens, output_tokens, cache_read_tokens from chat_engine.runs where id = $1',
        [run.id],
      )
    const usage = { model: 'claude-test', input_tokens: 40, output_tokens: 1, cache_read_tokens: 9 }
    await vi.waitFor(async () => expect(await used()).toEqual([usage]))
    await dying.die()
    const received = await elsewhere
    expect(textOf(received)).toBe('Written before')
    expect(received.at(-1)!.event).toBe('error')
    end.resolve()
    await vi.waitFor(async () => expect(await stored(run.id)).toEqual([{ status: 'failed', reply: 'Written before' }]))
    await wait(50)
    // Four bytes of text stand for a token that nobody has counted.
    expect(await used()).toEqual([{ ...usage, output_tokens: 4 }])
    expect(await all(here.runner.follow(run, 0, never))).toEqual(received)
    expect(replies.get(run.id)).toEqual(['Written before'])
    // What was made for an answer is lost with its process.
    expect(await stored(ofFile.run.id)).toEqual([{ status: 'failed', reply: '' }])
    const attached = 'select attachments from chat_engine.runs where id = $1'
    expect(await database.query(attached, [ofFile.run.id])).toEqual([{ attachments: [] }])
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
      await untilAborted(active)
    })
    await events.next()
    await stopping.close()
    expect(await all(events)).toMatchObject([{ event: 'error', data: { message: /stopping/ } }])
  })
})

describe('a lease', () => {
  it('is not ended by its own process, and takes nothing over once another has ended it', async () => {
    const other = await createTestDatabase()
    const alone = createDatabase<DB>('chat-engine', { url: other.urlOf('chat-engine'), poolSize: 1, log })
    closeAfterwards({ close: () => alone.destroy() })
    const [mine, dead] = [randomUUID(), randomUUID()]
    for (const lease of [mine, dead, dead]) await renewLease(alone, lease, -1_000, true)
    const own = (await insertRun(alone, mine, newRun()))!
    const left = (await insertRun(alone, dead, newRun()))!
    await endLease(alone, mine)
    await takeOver(alone, mine)
    expect(await findRunsOfLease(alone, dead)).toMatchObject([{ id: left }])
    await renewLease(alone, mine, -1_000, true)
    await takeOver(alone, mine)
    expect(await renewLease(alone, mine, 1_000, false)).toBe(true)
    expect((await findRunsOfLease(alone, mine)).map(({ id }) => id).sort()).toEqual([own, left].sort())
  })

  it('whose runs its process does not know of ends them', async () => {
    const { run, events } = await begin(here, tenPieces)
    const [row] = await database.query<{ lease_id: string }>('select lease_id from chat_engine.runs where id = $1', [
      run.id,
    ])
    // As a commit leaves it whose answer was lost with the connection.
    const forgotten = (await insertRun(db, row!.lease_id, { ...newRun(), workspaceId }))!
    const ended = await all(there.runner.follow({ workspaceId, id: forgotten }, 0, never))
    expect(ended).toMatchObject([{ event: 'error' }])
    expect((await all(events)).at(-1)).toMatchObject({ event: 'done' })
  })
})

describe('when the database crashes', () => {
  it('whoever waits for an event that it has lost receives those after it', async () => {
    const { run, events: source } = await begin(here, tenPieces)
    const events = await all(source)
    await database.query('delete from chat_engine.run_events where run_id = $1 and number between 2 and 3', [run.id])
    expect(await all(there.runner.follow(run, 0, never))).toEqual([events[0], ...events.slice(3)])
  })

  it('and takes back the last events of a process that died too, clients that have received them learn the end', async () => {
    const dying = replica({ leaseMs: 1_000 })
    const { run, events } = await begin(dying, async (active) => {
      for (let i = 0; i < 5; i++) active.emit('tool_start', { i })
      await untilAborted(active)
    })
    let last = 0
    while (last < 5) last = (await events.next()).value!.number
    await database.query('delete from chat_engine.run_events where run_id = $1 and number > 3', [run.id])
    void dying.die()
    expect(await all(there.runner.follow(run, last, never))).toMatchObject([{ event: 'error' }])
  })

  it('what it had committed is not stored twice: events, and the end of a run', async () => {
    const { run, events } = await begin(here, async (active) => {
      active.say('All of it.')
      const [row] = await database.query<{ lease_id: string }>('select lease_id from chat_engine.runs where id = $1', [
        active.id,
      ])
      const { lease_id } = row!
      const done = { run: active, number: 2, event: 'done', data: { reply: 'All of it.' } }
      for (const attempt of [1, 2]) expect(await storeEvents(db, lease_id, [done]), `${attempt}`).toBe(true)
      await database.query(
        `update chat_engine.runs set status = 'done', lease_id = null, ended_at = now() where id = $1`,
        [active.id],
      )
    })
    expect(await all(events)).toMatchObject([{ event: 'text_delta' }, { number: 2, event: 'done' }])
    expect(await stored(run.id)).toMatchObject([{ status: 'done' }])
    expect(replies.has(run.id)).toBe(false)
  })
})

it('a run whose answer cannot be stored, by a fault of ours, ends all the same', async () => {
  const { run, events } = await begin(here, async (active) => active.say('break me'))
  expect((await all(events)).at(-1)).toMatchObject({
    event: 'error',
    data: { message: 'Something went wrong on our side.' },
  })
  expect(await stored(run.id)).toEqual([{ status: 'failed', reply: 'break me' }])
})

it('a run whose answer is refused, and whose failure cannot be told either, ends all the same', async () => {
  const { run, events } = await begin(here, async (active) => active.say('refuse me'))
  expect((await all(events)).at(-1)).toMatchObject({ event: 'error', data: { message: 'The channel is archived.' } })
  expect(await stored(run.id)).toEqual([{ status: 'failed', reply: '' }])
})

it('an event that cannot be stored blocks no others, of its run or of another', async () => {
  const { events } = await begin(here, async (active) => {
    active.emit('tool_start', { i: 1 })
    active.emit('tool_start', { broken: 'no \0 in PostgreSQL' })
    active.emit('tool_start', { i: 3 })
  })
  const other = await begin(here, tenPieces)
  expect((await all(events)).map(({ number, event }) => ({ number, event }))).toEqual([
    { number: 1, event: 'tool_start' },
    { number: 3, event: 'tool_start' },
    { number: 4, event: 'done' },
  ])
  expect(textOf(await all(other.events))).toBe('0 1 2 3 4 5 6 7 8 9 ')
})

it('many runs with clients that come and go store one reply each', async () => {
  /** A client that leaves again and again, and goes on where it was. */
  async function receive(i: number) {
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
  }
  const lanes = Array.from({ length: 40 }, async (_, lane) => {
    const received = []
    for (let i = lane; i < 200; i += 40) received.push(await receive(i))
    return received
  })
  for (const { id, events } of (await Promise.all(lanes)).flat()) {
    expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1))
    expect(textOf(events)).toBe('0 1 2 3 4 5 6 7 8 9 ')
    expect(replies.get(id)).toEqual(['0 1 2 3 4 5 6 7 8 9 '])
  }
})
