import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'

const firstPauseMs = 1_000
const longestPauseMs = 30_000

/** What is to wait longer is for people to try again. */
const longestWaitMs = 60_000

/** How long the server wants it to wait. */
const waitMsOf = (error: unknown) => (error instanceof ParleyError ? (error.retryAfterSeconds ?? 0) * 1_000 : 0)

/** Whether it may pass by itself: no network, a server that restarts, too much at once. */
const isPassing = (error: unknown) =>
  error instanceof ParleyConnectionError ||
  (error instanceof ParleyError && (error.status >= 500 || error.status === 429) && waitMsOf(error) <= longestWaitMs)

/** Repeats what fails for a reason that passes, after growing pauses. */
export function createRetrier() {
  /** End the pauses that there are. */
  const pauses = new Set<() => void>()

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer)
        pauses.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      pauses.add(end)
    })

  return {
    /**
     * @param onPause called before each pause
     * @throws what is not going to pass
     */
    async run<T>(work: () => Promise<T>, onPause = () => {}): Promise<T> {
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
        try {
          return await work()
        } catch (error) {
          if (!isPassing(error)) throw error
          onPause()
          await pause(Math.max(pauseMs, waitMsOf(error)))
        }
      }
    },

    /** Ends every pause: the network is back. */
    hurry(): void {
      for (const end of pauses) end()
    },
  }
}

export type Retrier = ReturnType<typeof createRetrier>
