import type { Log } from '@parley/kit/log'
import { transaction } from '@parley/kit/outbox'
import type { Db } from '../context.ts'
import { lockLease } from '../store/leases.ts'
import { continueRun, suspendRun } from '../store/run-states.ts'
import type { ActiveRun, RunWork, Suspension } from './active-run.ts'
import type { Deadline } from './deadline.ts'
import { RunLost } from './interruption.ts'

/** What is kept of a run that waits: the work's own, and what the runner counts. */
export interface SuspendedRun extends Pick<ActiveRun<unknown>, 'model' | 'confidence' | 'usage'> {
  work: unknown
  toolsUsed: string[]
}

export interface SuspensionOptions {
  db: Db
  leaseId: string
  log: Log
  /** Stands still while the run waits. */
  deadline: Deadline
  /** Resolves when the run's events until now are stored. */
  flush: () => Promise<void>
  /** Learns when the run begins to wait, and when it goes on. */
  onChange: (isSuspended: boolean) => void
}

const retryMs = 250
const resumeAttempts = 60
const resumeEveryMs = 1_000

/** How a run of this process waits. */
export function createSuspension(run: ActiveRun<unknown>, options: SuspensionOptions): Suspension {
  const { db, leaseId, log, deadline, flush, onChange } = options

  /** Goes on with the run, however often that has to be tried: what was waited for may be done only once. */
  async function goOn(): Promise<void> {
    for (;;) {
      run.signal.throwIfAborted()
      try {
        if (await continueRun(db, leaseId, run)) return
        throw new RunLost()
      } catch (error) {
        if (error instanceof RunLost) throw error
        log.warn({ err: error, run: run.id }, 'a run that waited cannot go on yet; retrying')
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }

  return {
    async begin(work, alongside) {
      // Whoever goes on begins after the events until now.
      await flush()
      const { model, confidence, usage, toolsUsed } = run
      const suspended: SuspendedRun = { work, model, confidence, usage, toolsUsed: [...toolsUsed] }
      const isMine = await transaction(db, async (tx) => {
        if (!(await lockLease(tx, leaseId)) || !(await suspendRun(tx, leaseId, run, suspended))) return false
        await alongside(tx)
        return true
      })
      if (!isMine) throw new RunLost()
    },

    async during(wait) {
      onChange(true)
      deadline.pause()
      try {
        return await wait(run.signal)
      } finally {
        deadline.resume()
        if (!run.signal.aborted) await goOn()
        onChange(false)
      }
    },
  }
}

/**
 * Work that goes on with a run of a process that died is tried again while the run still waits: what it needs may be
 * starting, too.
 */
export const patiently =
  <Request>(work: RunWork<Request>, isSuspended: () => boolean, log: Log): RunWork<Request> =>
  async (run) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work(run)
      } catch (error) {
        if (!isSuspended() || run.signal.aborted || attempt === resumeAttempts) throw error
        log.warn({ err: error, run: run.id }, 'a run that waits cannot be gone on with yet; retrying')
        await new Promise((resolve) => setTimeout(resolve, resumeEveryMs))
        run.signal.throwIfAborted()
      }
    }
  }
