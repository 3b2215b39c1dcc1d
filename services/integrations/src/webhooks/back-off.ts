const firstMs = 1_000
const factor = 3
const longestMs = 4 * 3_600_000
/** By which part a wait varies, so that what failed together is not tried together. */
const jitter = 0.2

/** The wait after a failure: a second, three, nine …, up to four hours. */
export function backOffMs(failuresBefore: number, random = Math.random()): number {
  const ms = Math.min(firstMs * factor ** failuresBefore, longestMs)
  return Math.round(ms * (1 + jitter * (2 * random - 1)))
}
