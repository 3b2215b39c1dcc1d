import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Problem } from '@parley/kit/problem'

export type KeepRunningOptions = {
  name: string
  /** Starts the process once. */
  launch: () => ChildProcess | Promise<ChildProcess>
  /** Resolves when the process does its work; gives up when the signal says that the process has ended. */
  ready: (gone: AbortSignal) => Promise<void>
  /** Called when a process ended before it was ever ready: why to give up, or undefined to try once more. */
  giveUp?: (attempt: number) => Problem | undefined | Promise<Problem | undefined>
  /** Receives restarts, one line at a time. */
  log?: (line: string) => void
  stopSignal?: NodeJS.Signals
  /** Stops it, also while it is still starting. */
  signal?: AbortSignal
}

/** A process that is started again, after 250 ms to 5 s, whenever it ends without having been asked to. */
export type Kept = {
  readonly pid: number | undefined
  /** Resolves when it is ready, or is ready again after a crash. */
  ready(): Promise<void>
  /** Sends a signal, waits for the end, and leaves the rest to the restart. For crash tests. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Ends it gracefully and starts it again; resolves when it is ready. */
  restart(): Promise<void>
  /** Ends it for good, with SIGKILL after `graceMs`. */
  stop(options?: { graceMs?: number }): Promise<void>
}

const SHORTEST_DELAY_MS = 250
const LONGEST_DELAY_MS = 5_000
/** A process that worked for this long is restarted after the shortest delay again. */
const SETTLED_MS = 10_000

/** Starts a process and keeps it running; `ready()` rejects with the reason when its first start has failed for good. */
export function keepRunning(options: KeepRunningOptions): Kept {
  const { name, stopSignal = 'SIGTERM' } = options
  let child: ChildProcess | undefined
  let ended: Promise<unknown> = Promise.resolve()
  let readiness = Promise.withResolvers<void>()
  readiness.promise.catch(() => {})
  let everReady = false
  let expected = false
  const stopping = new AbortController()

  async function run() {
    let delayMs = SHORTEST_DELAY_MS
    for (let attempt = 1; !stopping.signal.aborted; attempt++) {
      const gone = new AbortController()
      const startedAt = Date.now()
      const current = await options.launch()
      child = current
      current.on('error', () => {}) // not spawned, or gone before a signal reached it: `ended` covers both
      ended = once(current, 'exit').catch(() => {}) // rejects on 'error': it could not be spawned
      void ended.then(() => gone.abort())
      if (stopping.signal.aborted) current.kill(stopSignal) // stop() came while launch() was on its way

      const isReady = await options.ready(gone.signal).then(
        () => !gone.signal.aborted,
        (error) => {
          if (gone.signal.aborted) return false
          throw error
        },
      )
      if (isReady) {
        everReady = true
        readiness.resolve()
      }
      await ended
      child = undefined
      if (stopping.signal.aborted) return
      if (isReady) {
        readiness = Promise.withResolvers<void>()
        readiness.promise.catch(() => {})
      }
      if (!everReady) {
        const reason = await options.giveUp?.(attempt)
        if (reason) throw reason
      }
      if (expected) {
        expected = false
        continue
      }
      if (Date.now() - startedAt > SETTLED_MS) delayMs = SHORTEST_DELAY_MS
      if (everReady) options.log?.(`${name} ended (${howItEnded(current)}); starting it again.`)
      await wait(delayMs, undefined, { signal: stopping.signal }).catch(() => {})
      delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)
    }
  }

  const running = run().catch(async (error) => {
    readiness.reject(error)
    child?.kill('SIGKILL')
    await ended
    if (everReady) options.log?.(`${name} cannot be started again: ${(error as Error).message}`)
  })

  const kept: Kept = {
    get pid() {
      return child?.pid
    },
    ready: () => readiness.promise,
    async kill(signal) {
      const over = ended
      if (!child?.kill(signal)) throw new Error(`${name} is not running.`)
      await over
    },
    async restart() {
      await readiness.promise
      expected = true
      await kept.kill(stopSignal)
      await readiness.promise // a new one: run() saw the end first
    },
    async stop({ graceMs = 12_000 } = {}) {
      stopping.abort()
      readiness.reject(new Problem(`${name} was stopped.`))
      const late = setTimeout(() => child?.kill('SIGKILL'), graceMs)
      child?.kill(stopSignal)
      await running
      clearTimeout(late)
    },
  }
  if (options.signal?.aborted) void kept.stop()
  else options.signal?.addEventListener('abort', () => void kept.stop(), { once: true })
  return kept
}

function howItEnded({ signalCode, exitCode }: ChildProcess) {
  return signalCode ?? (exitCode === null ? 'it could not be started' : `exit code ${exitCode}`)
}
