import { ServiceError, toServiceError } from '@parley/kit/errors'
import type { Log } from '@parley/kit/log'
import type { Loops } from '@parley/kit/loops'
import { transaction } from '@parley/kit/outbox'
import type { Db } from '../context.ts'
import { noUsage } from '../engines/engine.ts'
import { findRunsOfLease, takeOver } from '../store/leases.ts'
import { readEvents, readLastNumber, readToolEvents, storeEvents } from '../store/run-events.ts'
import { deleteEndedStates, readRunState } from '../store/run-states.ts'
import { endRun, findStopRequests, insertRun, type RunEnd, readRun, readTextSoFar, trimEvents } from '../store/runs.ts'
import type { ActiveRun, RunWork } from './active-run.ts'
import { createDeadline } from './deadline.ts'
import { failureOf } from './failure.ts'
import { createFollowers } from './follow.ts'
import { RunLost, RunStopped } from './interruption.ts'
import { createRunLog } from './log.ts'
import { createProcessLease, stoppingError } from './process-lease.ts'
import { restore } from './restore.ts'
import type { NewRun, Run, RunEvent, RunRef } from './run.ts'
import { keepUsageStored, usageAtDeath } from './run-usage.ts'
import { createSuspension, patiently, type SuspendedRun } from './suspension.ts'
import { sourcesOf, type ToolEvent, toolsOf } from './tool-events.ts'

interface Active<Request> {
  run: ActiveRun<Request>
  ending: AbortController
  /** Whether it waits for somebody. */
  isSuspended: boolean
  ended: Promise<void>
}

export interface RunnerOptions<Request> {
  db: Db
  /** For the log and the lease, which wait for no other work: connections of their own, whose commits do not wait for the disk. */
  logDb: Db
  every: Loops['every']
  log: Log
  /**
   * Stores the answer where it belongs, and which message it became, in the transaction that ends the run. It is called for
   * every run, whichever process ends it. A `ServiceError` says that it can be stored nowhere: then the run has failed, and
   * it is called again with `isRefused`, for whatever else belongs to the run's end.
   */
  storeReply: (tx: Db, run: Run<Request>, end: RunEnd, isRefused: boolean) => Promise<void>
  /** Goes on with a run that waited for somebody when its process died. */
  resume: RunWork<Request>
  /** Is called when this process goes on with a run of another, with what that had written in `reply`. */
  onResumed: (run: ActiveRun<Request>) => void
  /** What is kept of the text that a run had written when its process died. */
  keptOf: (run: Run<Request>, text: string) => string
  /** What is to be done once a run's end has been committed. */
  onEnded: (run: Run<Request>) => void
  /** The last event of a run: `done`, or `error`. */
  lastEventOf: (run: Run<Request>, end: RunEnd, elapsedMs: number) => Pick<RunEvent, 'event' | 'data'>
  /** How long a run may take. */
  maxMs: number
  /** How long a process that shows no sign of life keeps its runs. */
  leaseMs: number
  /** How often a process shows a sign of life, and looks at the others'. */
  watchMs: number
  /** How often requests to stop are looked for, and runs of other processes followed. */
  pollMs: number
  /** How long the events of a run that has ended are kept. */
  keptMs: number
}

const retryMs = 250
/** How often the end of a run may fail for no passing reason before it is stored without its answer. */
const maxFaults = 4
const trimEveryMs = 10_000
/** Runs of dead processes that are gone on with, or ended, at once. */
const adoptedAtOnce = 8
/**
 * Numbers that are not used again: a database that crashes may take back the last events of a run, which clients have
 * received already.
 */
const sparedNumbers = 1_000

/**
 * Runs turns. Each run is a row with a log of events, and belongs to one process at a time, by a lease that the process
 * renews. Whoever follows it, here or in another replica, receives the same events from the log. When the process dies,
 * another one finds its lease over and ends the run, so that it has one end, and one reply, whatever happens.
 */
export function createRunner<Request>(options: RunnerOptions<Request>) {
  const { db, logDb, every, log, storeReply, resume, onResumed, keptOf, onEnded, lastEventOf } = options
  const { maxMs, leaseMs, watchMs, pollMs, keptMs } = options
  /** The runs of this process, with what ends them, and until when they take. */
  const active = new Map<string, Active<Request>>()
  /** Runs that this process is beginning or ending, by their ids. */
  const inHand = new Set<string>()
  const lease = createProcessLease({ db: logDb, every, leaseMs, renewMs: watchMs, onLost: dropRuns })
  const followers = createFollowers({ read: (wanted, limit) => readEvents(db, wanted, limit), pollMs, every })
  const createLog = () => {
    const { id } = lease
    return createRunLog({
      store: (events) => storeEvents(logDb, id, events),
      deliver: followers.deliver,
      onLost: lease.lose,
      log,
    })
  }
  let runLog = createLog()

  /** Another process has ended this one's lease: its runs are not this one's any more. */
  function dropRuns(): void {
    log.warn({ runs: active.size }, 'the lease of this process was over; its runs were taken over')
    for (const { run, ending } of active.values()) {
      ending.abort(new RunLost())
      followers.setLocal(run, false)
    }
    active.clear()
    runLog = createLog()
  }

  every('stop-runs', pollMs, async () => {
    if (active.size === 0) return
    for (const ref of await findStopRequests(db, lease.id)) active.get(ref.id)?.ending.abort(new RunStopped())
  })

  keepUsageStored({
    db: logDb,
    every,
    everyMs: pollMs,
    leaseId: () => lease.id,
    runs: () => [...active.values()].map(({ run }) => run),
  })

  every('take-over-runs', watchMs, async () => {
    if (!lease.isInUse) return
    const { id } = lease
    await takeOver(db, id)
    // Also those that became this one's in a transaction whose commit it never learned of.
    const left = (await findRunsOfLease(db, id)).filter((ref) => !active.has(ref.id) && !inHand.has(ref.id))
    while (left.length > 0) await Promise.all(left.splice(0, adoptedAtOnce).map((ref) => adopt(id, ref)))
  })

  every('trim-runs', trimEveryMs, async () => {
    while (await trimEvents(db, keptMs));
    await deleteEndedStates(db)
  })

  /** Goes on with a run whose process has died if it waited, and ends it otherwise; what it had written is kept. */
  async function adopt(id: string, ref: RunRef): Promise<void> {
    inHand.add(ref.id)
    try {
      const stored = await readRun(db, ref)
      // It may have ended meanwhile, or be another process's.
      if (stored?.lease_id !== id || id !== lease.id) return
      const run = restore<Request>(stored)
      const [lastNumber, reply, toolEvents, state] = await Promise.all([
        readLastNumber(db, run),
        readTextSoFar(db, run),
        readToolEvents(db, run),
        readRunState<SuspendedRun>(db, run),
      ])
      if (id !== lease.id) return
      runLog.resume(run, lastNumber + sparedNumbers)
      const isStopped = stored.stop_requested_at !== null
      if (state && !isStopped) {
        log.info({ run: run.id }, 'goes on with a run that waited in another process')
        const resumed = activate(run, resume, { ...state, reply, toolEvents, startedAt: Date.parse(stored.created_at) })
        followers.setLocal(run, true)
        onResumed(resumed)
        return
      }
      await finish(id, run, Date.parse(stored.created_at), {
        status: isStopped ? 'stopped' : 'failed',
        ...withTools(keptOf(run, reply), toolEvents),
        attachments: [],
        model: state?.model ?? stored.model,
        toolsUsed: state?.toolsUsed ?? [],
        confidence: null,
        usage: state?.usage ?? usageAtDeath(stored, reply),
        stopReason: isStopped ? 'stopped' : null,
        error: isStopped ? null : { code: 'unavailable', message: 'The answer was interrupted; ask again.' },
      })
    } finally {
      inHand.delete(ref.id)
    }
  }

  /** Begins to work on a run of this process, or goes on with it. */
  function activate(
    stored: Run<Request>,
    work: RunWork<Request>,
    from?: SuspendedRun & { reply: string; toolEvents: ToolEvent[]; startedAt: number },
  ): ActiveRun<Request> {
    const { id } = lease
    const ending = new AbortController()
    const deadline = createDeadline(maxMs, () => ending.abort(new DOMException('', 'TimeoutError')))
    const run: ActiveRun<Request> = {
      ...stored,
      signal: ending.signal,
      reply: from?.reply ?? '',
      attachments: [],
      model: from?.model ?? null,
      toolsUsed: new Set(from?.toolsUsed),
      toolEvents: from?.toolEvents ?? [],
      confidence: from?.confidence ?? null,
      usage: { ...(from?.usage ?? noUsage) },
      begun: null,
      stopReason: null,
      startedAt: from?.startedAt ?? Date.now(),
      resumed: from?.work,
      say(text) {
        run.reply += text
        runLog.appendText(run, text, run.reply.length)
      },
      emit: (event, data) => runLog.append(run, event, data),
      suspension: null,
    }
    const current: Active<Request> = { run, ending, isSuspended: from !== undefined, ended: Promise.resolve() }
    run.suspension = createSuspension(run, {
      db,
      leaseId: id,
      log,
      deadline,
      flush: () => runLog.flush(),
      onChange(isSuspended) {
        current.isSuspended = isSuspended
      },
    })
    active.set(run.id, current)
    const tried = from ? patiently(work, () => current.isSuspended, log) : work
    current.ended = perform(run, tried, id).finally(deadline.end)
    return run
  }

  async function perform(run: ActiveRun<Request>, work: RunWork<Request>, id: string): Promise<void> {
    let error: unknown
    try {
      await work(run)
      run.signal.throwIfAborted()
    } catch (thrown) {
      error = thrown
    }
    const reason = run.signal.aborted ? run.signal.reason : error
    if (reason instanceof RunLost) {
      if (active.get(run.id)?.run === run) active.delete(run.id)
      return
    }
    const failure = reason === undefined || reason instanceof RunStopped ? null : failureOf(reason)
    if (failure) log.warn({ err: reason, run: run.id }, 'a run failed')
    await finish(id, run, run.startedAt, {
      status: failure ? 'failed' : reason === undefined ? 'done' : 'stopped',
      ...withTools(run.reply, run.toolEvents),
      attachments: run.attachments,
      model: run.model,
      toolsUsed: [...run.toolsUsed],
      confidence: run.confidence,
      usage: run.usage,
      stopReason: failure ? null : reason === undefined ? run.stopReason : 'stopped',
      error: failure,
    })
  }

  /**
   * Stores the reply, the run's end and its last event in one transaction, however often that has to be tried. Where the
   * reply can be stored nowhere the run has failed; where that cannot be stored either, it ends with its last event alone.
   */
  async function finish(id: string, run: Run<Request>, startedAt: number, given: RunEnd): Promise<void> {
    await runLog.flush()
    let end = given
    let store = 'reply' as 'reply' | 'refusal' | 'nothing'
    const refuse = ({ code, message }: ServiceError) => {
      store = store === 'reply' ? 'refusal' : 'nothing'
      end = { ...end, status: 'failed', attachments: [], stopReason: null, error: { code, message } }
      if (store === 'nothing') Object.assign(end, withTools('', []))
    }
    let faults = 0
    while (id === lease.id) {
      try {
        const last = { number: runLog.lastNumber(run) + 1, ...lastEventOf(run, end, Date.now() - startedAt) }
        const outcome = await transaction(db, async (tx) => {
          // `over` by an attempt that committed, and whose answer was lost with its connection.
          const result = await endRun(tx, id, run, end, last)
          // Last, since it may lock a channel.
          if (result === 'ended' && store !== 'nothing') await storeReply(tx, run, end, store === 'refusal')
          return result
        })
        if (outcome !== 'lost') {
          active.delete(run.id)
          runLog.forget(run)
          if (outcome === 'ended') followers.deliver(run, last)
          else followers.setLocal(run, false)
          onEnded(run)
        } else if (id === lease.id) lease.lose()
        return
      } catch (error) {
        if (error instanceof ServiceError && store !== 'nothing') {
          refuse(error)
          continue
        }
        log.warn({ err: error, run: run.id }, 'the end of a run could not be stored; retrying')
        // A fault of ours, which trying again does not mend: nobody is to wait for it.
        const failure = toServiceError(error)
        if (failure.code === 'internal' && ++faults % maxFaults === 0 && store !== 'nothing') refuse(failure)
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }

  return {
    /**
     * Stores a run and begins it.
     *
     * @param storeQuestion stores what belongs to the run in the same transaction, and returns the message that it answers
     *
     * @returns its id, its events from the first on, and a signal that is aborted when it ends early or is taken over
     */
    async start(
      given: NewRun<Request>,
      work: RunWork<Request>,
      signal: AbortSignal,
      storeQuestion: (tx: Db, run: Run<Request>) => Promise<string | null> = async () => given.questionId,
    ): Promise<{ id: string; events: AsyncGenerator<RunEvent>; signal: AbortSignal }> {
      await lease.held()
      const { id: leaseId } = lease
      let id: string | undefined
      try {
        const stored = await transaction(db, async (tx) => {
          id = await insertRun(tx, leaseId, given)
          if (id === undefined) throw new ServiceError('unavailable', 'Try again in a moment.')
          inHand.add(id)
          const inserted = { ...given, id }
          // Last, since it may lock a channel.
          const questionId = await storeQuestion(tx, inserted)
          return { ...inserted, questionId }
        })
        // Taken over already: another process ends it.
        if (leaseId !== lease.id) {
          const events = followers.follow(stored, 0, signal, { isLocal: false })
          return { id: stored.id, events, signal: AbortSignal.abort(new RunLost()) }
        }
        runLog.resume(stored, 0)
        const events = followers.follow(stored, 0, signal, { isLocal: true, isNew: true })
        return { id: stored.id, events, signal: activate(stored, work).signal }
      } finally {
        if (id !== undefined) inHand.delete(id)
      }
    },

    /** The events of a run after the given number. It is for the caller to know that there is such a run. */
    follow: (run: RunRef, after: number, signal: AbortSignal): AsyncGenerator<RunEvent> =>
      followers.follow(run, after, signal, { isLocal: active.has(run.id) }),

    /** Ends a run that is this process's at once; those of others see the request in the database. */
    stop(run: RunRef): void {
      active.get(run.id)?.ending.abort(new RunStopped())
    },

    /** Ends this process's runs, and gives up its lease. Those that wait for somebody are left to other processes. */
    async close(): Promise<void> {
      lease.stop()
      let isAbandoning = false
      for (const { ending, isSuspended } of active.values()) {
        isAbandoning ||= isSuspended
        ending.abort(isSuspended ? new RunLost() : stoppingError())
      }
      await Promise.allSettled([...active.values()].map(({ ended }) => ended))
      await lease.giveUp(isAbandoning).catch((error) => log.warn({ err: error }, 'the lease could not be given up'))
    },
  }
}

/** An answer with the tools and sources that it came about by. */
const withTools = (reply: string, events: readonly ToolEvent[]) => ({
  reply,
  tools: toolsOf(events, true),
  sources: sourcesOf(reply, events),
})

export type Runner<Request> = ReturnType<typeof createRunner<Request>>
