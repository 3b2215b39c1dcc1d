import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Work that a process repeats. */
export interface Loop {
  /**
   * Runs the work at once instead of after the interval, or again where it is running. A pause that the work asked for,
   * or that follows a failure, is kept. Never throws and never waits.
   */
  wake(): void
}

/**
 * One run of a loop's work.
 *
 * @param signal aborted when the process stops, which waits for the run
 * @returns the milliseconds until the next run, where that is not the interval
 */
export type LoopWork = (signal: AbortSignal) => Promise<number | undefined> | Promise<void>

/** Intervals vary by this part of them, so that replicas which started together do not run together. */
const jitter = 0.1
/** After a failure work is tried again as soon as this, or its interval where that is shorter. */
const firstRetryMs = 1_000
/** Failures in a row double the pause up to this, or the interval where that is longer. */
const longestRetryMs = 5_000
/** Loops start one after another; one whose first run takes longer than this does not delay the next any further. */
const startApartMs = 100

/** The loops of a process, see `every` of `ServiceRuntime`. */
export function createLoops({ log, metrics }: { log: Log; metrics: Metrics }) {
  const stopping = new AbortController()
  const { signal } = stopping
  const waiting: (() => Promise<void>)[] = []
  const running: Promise<void>[] = []
  const wakers = new Set<() => void>()
  let started = false

  function every(name: string, intervalMs: number, work: LoopWork): Loop {
    let isWoken = false
    let endPause: (() => void) | undefined

    /** Ends early when the process stops, and where it may, when the loop is woken. */
    async function pause(ms: number, mayBeWoken: boolean): Promise<void> {
      if (signal.aborted || (mayBeWoken && isWoken)) return
      const over = Promise.withResolvers<void>()
      const timer = setTimeout(over.resolve, ms)
      wakers.add(over.resolve)
      if (mayBeWoken) endPause = over.resolve
      await over.promise
      endPause = undefined
      wakers.delete(over.resolve)
      clearTimeout(timer)
    }

    /** @param hasRun called after each run */
    async function repeat(hasRun: () => void): Promise<void> {
      for (let failures = 0; !signal.aborted; ) {
        isWoken = false
        const observe = metrics.loops.startTimer({ loop: name })
        try {
          const nextInMs = await work(signal)
          observe({ outcome: 'done' })
          if (failures > 0) log.info({ loop: name, failures }, 'a loop works again')
          failures = 0
          hasRun()
          await pause(nextInMs ?? intervalMs * (1 + jitter * (2 * Math.random() - 1)), nextInMs === undefined)
        } catch (error) {
          if (signal.aborted) return
          observe({ outcome: 'failed' })
          if (failures === 0) log.warn({ err: error, loop: name }, 'a loop fails; it is retried until it works again')
          const retryMs = Math.min(
            Math.min(intervalMs, firstRetryMs) * 2 ** failures,
            Math.max(intervalMs, longestRetryMs),
          )
          failures += 1
          hasRun()
          await pause(retryMs, false)
        }
      }
    }

    /** Resolves after the first run. */
    function start(): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>()
      running.push(repeat(resolve).finally(resolve))
      return promise
    }
    if (started) void start()
    else waiting.push(start)
    return {
      wake() {
        isWoken = true
        endPause?.()
      },
    }
  }

  /** Runs that all began at once would each open a database connection, which costs far more than the runs do. */
  async function startInTurn(): Promise<void> {
    for (const start of waiting.splice(0)) {
      if (signal.aborted) return
      const stillRuns = Promise.withResolvers<void>()
      const timer = setTimeout(stillRuns.resolve, startApartMs)
      await Promise.race([start(), stillRuns.promise])
      clearTimeout(timer)
    }
  }

  return {
    every,
    start(): void {
      started = true
      void startInTurn()
    },
    /** Aborts every run and resolves when all have ended. */
    async close(): Promise<void> {
      stopping.abort()
      for (const end of wakers) end()
      await Promise.all(running)
    },
  }
}

export type Loops = ReturnType<typeof createLoops>
