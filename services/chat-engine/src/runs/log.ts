import { toServiceError } from '@parley/kit/errors'
import type { Log } from '@parley/kit/log'
import type { RunEvent, RunRef } from './run.ts'

/** An event to append, with what it needs to be stored. */
export interface LoggedEvent extends RunEvent {
  run: RunRef
}

export interface RunLogOptions {
  /**
   * Stores events, all or none, in one transaction.
   *
   * @returns false when this process's lease is over, and its runs belong to another
   */
  store: (events: readonly LoggedEvent[]) => Promise<boolean>
  /** Receives each event once it is stored, in order. */
  deliver: (run: RunRef, event: RunEvent) => void
  /** This process may not write for its runs any more. */
  onLost: () => void
  log: Log
}

/** How long after a failure the same events are stored again. */
const retryMs = 250
/** How often events may be refused for no passing reason before each is stored by itself. */
const maxFaults = 3
/** Events that one statement stores. */
const maxBatch = 2_000
/** Where a statement has stored as many events as `busyBatch`, of about as many runs, the next waits for more to come. */
const busyBatch = 8
const gatheringMs = 5

/**
 * Stores the events of all runs of a process, and delivers them once they are stored: what a client has received, it can
 * ask for again, whatever dies. Events that come while a statement is under way go with the next, many runs' in one; and
 * pieces of text that follow one another in a run become one event meanwhile. So at rest each piece is an event of its
 * own, and under load, when statements are a few milliseconds apart, there are fewer and longer ones.
 */
export function createRunLog({ store, deliver, onLost, log }: RunLogOptions) {
  /** What is not stored yet, oldest first. */
  let pending: LoggedEvent[] = []
  /** The last pending event of each run, where it is text that more can be appended to. */
  const texts = new Map<string, LoggedEvent & { data: TextData }>()
  const numbers = new Map<string, number>()
  let writing: Promise<void> | undefined
  let isLost = false

  async function write(): Promise<void> {
    // What the same turn of the event loop appends goes along.
    await new Promise<void>((resolve) => setImmediate(resolve))
    while (pending.length > 0 && !isLost) {
      const batch = pending.splice(0, maxBatch)
      for (const logged of batch) if (texts.get(logged.run.id) === logged) texts.delete(logged.run.id)
      const stored = await storeUntilDone(batch)
      if (!stored) return
      for (const { run, number, event, data } of stored) deliver(run, { number, event, data })
      if (batch.length >= busyBatch) await new Promise((resolve) => setTimeout(resolve, gatheringMs))
    }
  }

  /** Those that are stored: all but what never can be, so that one event blocks no others; undefined once the lease is over. */
  async function storeUntilDone(batch: readonly LoggedEvent[]): Promise<readonly LoggedEvent[] | undefined> {
    for (let faults = 0; ; ) {
      try {
        if (await store(batch)) return batch
        isLost = true
        pending = []
        onLost()
        return undefined
      } catch (error) {
        if (isLost) return undefined
        const isFault = toServiceError(error).code === 'internal'
        if (isFault && ++faults === maxFaults) return storeEach(batch, error)
        log.warn({ err: error, events: batch.length }, 'events of runs could not be stored; retrying')
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }

  /** Each by itself, since one among them cannot be stored. */
  async function storeEach(batch: readonly LoggedEvent[], error: unknown): Promise<readonly LoggedEvent[] | undefined> {
    const [first] = batch
    if (batch.length === 1) {
      log.error(
        { err: error, run: first?.run.id, event: first?.event },
        'an event of a run cannot be stored; it is left out',
      )
      return []
    }
    const stored: LoggedEvent[] = []
    for (const event of batch) {
      const done = await storeUntilDone([event])
      if (!done) return undefined
      stored.push(...done)
    }
    return stored
  }

  function wake(): void {
    writing ??= write().finally(() => {
      writing = undefined
      if (pending.length > 0 && !isLost) wake()
    })
  }

  return {
    /** Appends an event. It is delivered later, in the order in which a run's were appended. */
    append(run: RunRef, event: string, data: unknown): void {
      if (isLost) return
      const number = (numbers.get(run.id) ?? 0) + 1
      numbers.set(run.id, number)
      texts.delete(run.id)
      pending.push({ run, number, event, data })
      wake()
    },

    /**
     * Appends a piece of text.
     *
     * @param length characters of the text up to and with this piece
     */
    appendText(run: RunRef, text: string, length: number): void {
      const last = texts.get(run.id)
      if (last && !isLost) {
        last.data.content += text
        last.data.accumulated_length = length
        return
      }
      const data = { content: text, accumulated_length: length }
      this.append(run, 'text_delta', data)
      const appended = pending.at(-1)
      if (appended) texts.set(run.id, appended as LoggedEvent & { data: TextData })
    },

    /** Resolves when everything appended so far is stored and delivered, or never will be. */
    async flush(): Promise<void> {
      while (writing) await writing
    },

    /** The number of the last event that was appended. */
    lastNumber: (run: RunRef): number => numbers.get(run.id) ?? 0,

    /** Begins with a run that has events already. */
    resume(run: RunRef, lastNumber: number): void {
      numbers.set(run.id, lastNumber)
    },

    /** Forgets a run that has ended. */
    forget(run: RunRef): void {
      numbers.delete(run.id)
      texts.delete(run.id)
    },
  }
}

export type RunLog = ReturnType<typeof createRunLog>

interface TextData {
  content: string
  accumulated_length: number
}
