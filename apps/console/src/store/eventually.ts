import { ParleyConnectionError, ParleyError } from '@parley/client/parley-error'

const firstDelayMs = 2_000
const longestDelayMs = 60_000

/** Signed out meanwhile, asked for too much, or not in time. */
const passing = new Set([401, 408, 425, 429])

/** Whether what failed may work later. */
export const mayPass = (error: unknown): boolean =>
  error instanceof ParleyConnectionError ||
  (error instanceof ParleyError && (error.status >= 500 || passing.has(error.status)))

/**
 * Asks for what the page needs but nobody has pressed a button for: again, ever later, until it is answered or not wanted
 * any more. What is refused for good is dropped: what it was about is gone, or may not be seen.
 */
export async function eventually(work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (let delayMs = firstDelayMs; !signal.aborted; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    try {
      await work()
      return
    } catch (error) {
      if (error instanceof ParleyError && !mayPass(error)) return
      if (!mayPass(error)) throw error
    }
    await pause(delayMs, signal)
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
