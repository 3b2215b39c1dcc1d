import { setTimeout as wait } from 'node:timers/promises'

/**
 * How long a statement of the migrator may wait for a lock, in milliseconds. Whoever comes later queues behind it, so
 * it is short; and shorter than PostgreSQL's `deadlock_timeout`, so that it is never a service that gets cancelled.
 */
export const lockTimeoutMs = 400

const firstDelayMs = 100
const longestDelayMs = 5_000
const lockNotAvailable = new Set(['55P03', '40P01'])

/**
 * Runs work again, later each time, for as long as it does not get its locks.
 *
 * @throws what the work threw once `patienceMs` have passed, or at once when it is anything else
 */
export async function retryOnLock<T>(
  what: string,
  work: () => Promise<T>,
  { patienceMs = 600_000, log }: { patienceMs?: number; log?: (line: string) => void } = {},
): Promise<T> {
  const deadline = Date.now() + patienceMs
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
    try {
      return await work()
    } catch (error) {
      const { code } = ((error as Error).cause ?? error) as { code?: string }
      if (!lockNotAvailable.has(code ?? '')) throw error
      if (Date.now() + delayMs > deadline) throw error
      log?.(`${what}: waits for a lock`)
      await wait(delayMs * (0.5 + Math.random() / 2))
    }
  }
}
