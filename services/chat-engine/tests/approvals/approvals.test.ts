import { randomUUID } from 'node:crypto'
import { createDatabase } from '@parley/kit/database'
import { ServiceError } from '@parley/kit/errors'
import { createLog } from '@parley/kit/log'
import { createLoops } from '@parley/kit/loops'
import { createMetrics } from '@parley/kit/metrics'
import { transaction } from '@parley/kit/outbox'
import { traceFrom } from '@parley/kit/trace'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase } from '@parley/testing/database'
import { describe, expect, it, vi } from 'vitest'
import { createApprovals } from '../../src/approvals/approvals.ts'
import { converse } from '../../src/chat/converse.ts'
import type { Engine, EngineEvent, Turn } from '../../src/engines/engine.ts'
import type { ActiveRun } from '../../src/runs/active-run.ts'
import type { NewRun, RunEvent } from '../../src/runs/run.ts'
import { createRunner } from '../../src/runs/runner.ts'
import type { DB } from '../../src/schema.ts'
import { listApprovals } from '../../src/store/approvals.ts'
import { requestStop } from '../../src/store/runs.ts'
import { listChanges } from '../../src/store/tool-changes.ts'
import type { GrantedTool } from '../../src/tools/tool.ts'

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
const trace = traceFrom(undefined, undefined)

/** Calls that were really made. */
const made: unknown[] = []
/** People who may have no answer any more. */
const removed = new Set<string>()
/** How often a run that waited cannot be gone on with. */
let faults = 0
const write: GrantedTool = {
  name: 'files__write',
  description: 'Writes.',
  inputSchema: { type: 'object' },
  reads: 'elsewhere',
  timeoutMs: 5_000,
  permission: 'ask',
  run: async (input) => {
    made.push(input)
    return { text: `wrote ${JSON.stringify(input)}`, failed: false }
  },
}
/** What no column takes; `☠` of a request stands for it, since that is stored. */
const unstorable = '\0\ud83d'
const read: GrantedTool = {
  ...write,
  name: 'web_scrape',
  permission: 'allow',
  opens: (input) => (input as { url: string }).url,
}
const echo: GrantedTool = {
  ...write,
  name: 'echo',
  permission: 'allow',
  run: async (input) => ({ text: (input as { text: string }).text + unstorable, failed: false }),
}
const find: GrantedTool = {
  ...write,
  name: 'web_search',
  permission: 'allow',
  run: async () => ({ text: 'found', failed: false, links: ['https://found.test/1'] }),
}

interface Request {
  /** What the engine asks for, a turn each. */
  calls: { name: string; input: unknown }[][]
  words: string
}

/** An engine that asks for what the request says, and then says what its tools answered. */
const engineOf = ({ calls }: Request): Engine => ({
  name: 'local',
  async *stream({ messages }: Turn): AsyncGenerator<EngineEvent> {
    const turns = messages.filter(({ role }) => role === 'assistant').length
    const results = messages.flatMap(({ parts }) => parts).filter((part) => part.type === 'tool_result')
    const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 }
    const next = withUnstorable(calls[turns])
    yield { type: 'text', text: next ? `${turns}; ` : results.map(({ text }) => text).join(' | ') }
    for (const [place, call] of (next ?? []).entries())
      yield { type: 'tool_call', call: { id: `${turns}-${place}`, ...call } }
    yield { type: 'end', stop: next ? 'tools' : 'end', model: 'scripted', usage }
  },
})

const withUnstorable = <T>(value: T): T =>
  value && JSON.parse(JSON.stringify(value).replaceAll('☠', JSON.stringify(unstorable).slice(1, -1)))

/** A process of the chat engine; `die` ends all that it does, as `kill -9` would. */
function replica({ leaseMs = 60_000 } = {}) {
  const loops = createLoops({ log, metrics: createMetrics('chat-engine') })
  const approvals = createApprovals({ db, every: loops.every, pollMs: 10 })
  const work = async (run: ActiveRun<Request>) => {
    if (run.resumed === undefined) run.emit('connected', {})
    else if (faults-- > 0) throw new Error('Something that is needed starts, too.')
    const turn = {
      model: 'scripted',
      instructions: '',
      messages: [{ role: 'user', parts: [{ type: 'text', text: run.request.words }] }] as const,
      maxTokens: 100,
    }
    const tools = [write, read, find, echo]
    const { words } = run.request
    const beforeTurn = async () => {
      if (removed.has(run.userId)) throw new ServiceError('forbidden', 'They are not in the channel any more.')
    }
    const { stop } = await converse(run, {
      engine: engineOf(run.request),
      tools,
      approvals,
      turn,
      words,
      beforeTurn,
      log,
    })
    run.stopReason = stop
  }
  const runner = createRunner<Request>({
    db,
    logDb,
    every: loops.every,
    log,
    resume: work,
    storeReply: async () => {},
    onResumed: () => {},
    keptOf: (_, text) => text,
    onEnded: () => {},
    lastEventOf: (_, { status, reply, error, usage }) => ({
      event: status === 'failed' ? 'error' : 'done',
      data: error ? { message: error.message } : { reply, status, turns: usage.outputTokens },
    }),
    maxMs: 60_000,
    leaseMs,
    watchMs: 30,
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
  return { runner, approvals, work, close, die: () => loops.close() }
}
type Replica = ReturnType<typeof replica>
const here = replica()
const there = replica()

/** Longer than a sweep, on a busy machine too. */
const patience = 15_000
const never = new AbortController().signal
const decider = (run: Pick<NewRun, 'workspaceId' | 'userId'>) => ({ ...run, role: 'member' as const })

async function begin({ runner, work }: Replica, calls: Request['calls'], words = 'Write it down.') {
  const given: NewRun<Request> = {
    workspaceId: randomUUID(),
    userId: randomUUID(),
    destination: { sessionId: randomUUID() },
    twinId: null,
    retryOf: null,
    questionId: null,
    requestKey: null,
    request: { calls, words },
    trace,
  }
  const { id, events } = await runner.start(given, work, never)
  const received: RunEvent[] = []
  const ended = (async () => {
    for await (const event of events) received.push(event)
  })()
  return { run: { ...given, id }, received, ended }
}
/** The approval that a run waits for. */
const pending = (run: Pick<NewRun, 'workspaceId' | 'userId'>) =>
  vi.waitFor(async () => {
    const { approvals } = await listApprovals(db, decider(run), { status: 'pending', limit: 10, offset: 0 })
    expect(approvals).toHaveLength(1)
    return approvals[0]!
  }, patience)
const decide = (
  { approvals }: Replica,
  run: Pick<NewRun, 'workspaceId' | 'userId'>,
  id: string,
  to: 'approved' | 'denied',
) => transaction(db, (tx) => approvals.decide(tx, decider(run), id, to, trace))
const actionsOf = async ({ workspaceId }: { workspaceId: string }) =>
  (await listChanges(db, workspaceId, { limit: 10, before: undefined })).map(({ action, user_id }) => [action, user_id])
const writing = (text: string) => ({ name: 'files__write', input: { text } })
const opening = (url: string) => ({ name: 'web_scrape', input: { url } })
const names = (events: RunEvent[]) => events.map(({ event }) => event)

describe('a call that needs an approval', () => {
  it.each([
    ['the same', here],
    ['another', there],
  ])('is made once it is approved, in %s replica', async (_, deciding) => {
    const input = { text: randomUUID() }
    const { run, received, ended } = await begin(here, [[{ name: 'files__write', input }]])
    const approval = await pending(run)
    expect(approval).toMatchObject({
      tool: 'files__write',
      input,
      reason: 'permission',
      run_id: run.id,
      user_id: run.userId,
    })
    expect(Date.parse(approval.expires_at) - Date.parse(approval.created_at)).toBe(600_000)
    expect(made).not.toContainEqual(input)
    const until = ['connected', 'text_delta', 'tool_start', 'tool_call', 'tool_approval']
    await vi.waitFor(() => expect(names(received)).toEqual(until), patience)
    expect(await decide(deciding, run, approval.id, 'approved')).toMatchObject({
      status: 'approved',
      decided_by: run.userId,
    })
    await ended
    expect(made.filter((each) => JSON.stringify(each) === JSON.stringify(input))).toHaveLength(1)
    expect(received.at(-1)!.data).toEqual({ reply: `0; wrote ${JSON.stringify(input)}`, status: 'done', turns: 2 })
    expect(await actionsOf(run)).toEqual([
      ['approval.approved', run.userId],
      ['approval.requested', run.userId],
    ])
    expect(await decide(here, run, approval.id, 'denied')).toBeUndefined()
  })

  it('is not made when it is denied, and the engine is told so', async () => {
    const { run, received, ended } = await begin(here, [[writing('denied')]])
    await decide(there, run, (await pending(run)).id, 'denied')
    await ended
    expect(made).not.toContainEqual({ text: 'denied' })
    expect(received.at(-1)!.data).toMatchObject({ reply: expect.stringContaining('must not be made') })
    expect(received.find(({ event }) => event === 'tool_complete')!.data).toMatchObject({ success: false })
  })

  it('is not made when whoever asked may have no answer any more', async () => {
    const { run, received, ended } = await begin(here, [[writing('removed')]])
    const { id } = await pending(run)
    removed.add(run.userId)
    await decide(here, run, id, 'approved')
    await ended
    expect(made).not.toContainEqual({ text: 'removed' })
    expect(received.at(-1)!.event).toBe('error')
  })

  it('is not made when nobody decides in time', async () => {
    const { run, received, ended } = await begin(here, [[writing('expired')]])
    const { id } = await pending(run)
    await database.query(`update chat_engine.approvals set expires_at = now() where id = $1`, [id])
    expect(await decide(here, run, id, 'approved')).toBeUndefined()
    await ended
    expect(made).not.toContainEqual({ text: 'expired' })
    expect(received.at(-1)!.data).toMatchObject({ reply: expect.stringContaining('in time') })
    expect((await actionsOf(run))[0]).toEqual(['approval.expired', null])
  })

  it('is decided by nobody else', async () => {
    const { run, ended } = await begin(here, [[writing('somebody')]])
    const { id } = await pending(run)
    for (const other of [
      { ...run, userId: randomUUID() },
      { ...run, workspaceId: randomUUID() },
    ])
      expect(await decide(here, other, id, 'approved')).toBeUndefined()
    expect(
      await transaction(db, (tx) =>
        here.approvals.decide(tx, { ...run, userId: randomUUID(), role: 'owner' }, id, 'approved', trace),
      ),
    ).toBeUndefined()
    await decide(here, run, id, 'denied')
    await ended
  })

  it('can be stopped while it waits, and is decided no more', async () => {
    const { run, received, ended } = await begin(here, [[writing('stopped')]])
    const { id } = await pending(run)
    await requestStop(db, run)
    expect(await decide(here, run, id, 'approved')).toBeUndefined()
    await ended
    expect(received.at(-1)!.data).toMatchObject({ reply: '0; ', status: 'stopped' })
    await vi.waitFor(async () => expect((await actionsOf(run))[0]).toEqual(['approval.cancelled', null]), patience)
    expect(made).not.toContainEqual({ text: 'stopped' })
  })

  it('is asked for each by itself', async () => {
    const { run, received, ended } = await begin(here, [[writing('first'), writing('second')], [writing('third')]])
    for (const to of ['approved', 'denied', 'approved'] as const) {
      const { id } = await pending(run)
      await decide(there, run, id, to)
      await vi.waitFor(async () => expect((await pendingOf(run)).map((each) => each.id)).not.toContain(id), patience)
    }
    await ended
    expect(received.at(-1)!.data).toMatchObject({
      reply: expect.stringMatching(/^0; 1; wrote {"text":"first"} \| A person .* \| wrote {"text":"third"}$/),
    })
    const { approvals } = await listApprovals(db, decider(run), { status: undefined, limit: 3, offset: 0 })
    expect(approvals.map(({ input }) => (input as { text: string }).text)).toEqual(['third', 'second', 'first'])
  })
})
const pendingOf = async (run: Pick<NewRun, 'workspaceId' | 'userId'>) =>
  (await listApprovals(db, decider(run), { status: 'pending', limit: 10, offset: 0 })).approvals

it('what cannot be stored is taken out of what engines and tools say', async () => {
  const { received, ended } = await begin(here, [[{ name: 'echo', input: { text: 'a☠b', '☠': 1 } }]])
  await ended
  expect(received.find(({ event }) => event === 'tool_call')?.data).toEqual({
    tool: 'echo',
    input: { text: 'a\ufffdb', '\ufffd': 1 },
  })
  expect(received.at(-1)!.data).toMatchObject({ reply: '0; a\ufffdb\ufffd' })
})

describe('when the process dies in which a run waits', () => {
  it.each([
    ['it is decided afterwards', false],
    ['it is decided while nobody works on it', true],
  ])('another one goes on with it, where %s', async (_, isDecidedMeanwhile) => {
    const input = { text: randomUUID() }
    const dying = replica({ leaseMs: 700 })
    const { run, received } = await begin(
      dying,
      [[opening('https://asked.test/'), { name: 'files__write', input }]],
      'Read https://asked.test/ and write it down.',
    )
    const { id } = await pending(run)
    await vi.waitFor(() => expect(names(received)).toContain('tool_approval'), patience)
    const lease = await leaseOf(run.id)
    await dying.die()
    const elsewhere = (async () => {
      const events: RunEvent[] = []
      for await (const event of there.runner.follow(run, 0, never)) events.push(event)
      return events
    })()
    if (!isDecidedMeanwhile) await vi.waitFor(async () => expect(await leaseOf(run.id)).not.toBe(lease), patience)
    await decide(there, run, id, 'approved')
    const events = await elsewhere
    expect(made.filter((each) => JSON.stringify(each) === JSON.stringify(input))).toHaveLength(1)
    const numbers = events.map(({ number }) => number)
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    expect(names(events)).toEqual([
      ...['connected', 'text_delta', 'tool_start', 'tool_call', 'tool_result', 'tool_complete'],
      ...['tool_start', 'tool_call', 'tool_approval', 'tool_result', 'tool_complete', 'text_delta', 'done'],
    ])
    expect(events.slice(0, received.length)).toEqual(received)
    expect(events.at(-1)!.data).toEqual({
      reply: `0; wrote {"url":"https://asked.test/"} | wrote ${JSON.stringify(input)}`,
      status: 'done',
      turns: 2,
    })
    expect(await database.query('select from chat_engine.run_states where run_id = $1', [run.id])).toEqual([])
  })

  it('because it stops, another one goes on with it as soon as it can', async () => {
    const stopping = replica()
    faults = 1
    const { run } = await begin(stopping, [[writing('after a restart')]])
    const { id } = await pending(run)
    await stopping.close()
    await decide(there, run, id, 'approved')
    for await (const _ of there.runner.follow(run, 0, never));
    expect(made).toContainEqual({ text: 'after a restart' })
    expect(faults).toBeLessThan(1)
  })

  it('and it was stopped meanwhile, it ends', async () => {
    const dying = replica({ leaseMs: 500 })
    const { run } = await begin(dying, [[writing('no more')]])
    await pending(run)
    await dying.die()
    await requestStop(db, run)
    const events: RunEvent[] = []
    for await (const event of there.runner.follow(run, 0, never)) events.push(event)
    expect(events.at(-1)!.data).toMatchObject({ status: 'stopped' })
    expect(made).not.toContainEqual({ text: 'no more' })
    await vi.waitFor(async () => expect((await actionsOf(run))[0]).toEqual(['approval.cancelled', null]), patience)
  })
})
const leaseOf = async (id: string) =>
  (await database.query<{ lease_id: string }>('select lease_id from chat_engine.runs where id = $1', [id]))[0]!.lease_id

describe('an address that a tool would open', () => {
  it.each([
    ['the person named', [[opening('https://asked.test/a')]], 'Read https://asked.test/a, please.'],
    ['a search found', [[{ name: 'web_search', input: {} }], [opening('https://found.test/1')]], 'Search.'],
  ])('needs no approval where %s it', async (_, calls, words) => {
    const { received, ended } = await begin(here, calls, words)
    await ended
    expect(received.at(-1)!.data).toMatchObject({ reply: expect.stringContaining('wrote') })
  })

  it.each([
    ['nobody named it', 'https://attacker.test/?q=secret', 'Read our notes.'],
    ['more is in it than the person wrote', 'https://asked.test/a?q=secret', 'Read https://asked.test/a.'],
  ])('needs one where %s', async (_, url, words) => {
    const { run, ended } = await begin(here, [[opening(url)]], words)
    const { id, reason, input } = await pending(run)
    expect({ reason, input }).toEqual({ reason: 'untrusted_url', input: { url } })
    await decide(here, run, id, 'denied')
    await ended
    expect(made).not.toContainEqual({ url })
  })
})
