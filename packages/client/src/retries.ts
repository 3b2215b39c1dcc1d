import type { Call } from './call.ts'
import { ParleyConnectionError, ParleyError } from './parley-error.ts'

/** A wait that the server asks for and that is longer is not waited for. */
const maxRetryAfterMs = 60_000
const firstDelayMs = 500
const maxDelayMs = 8_000

/**
 * Whether sending the same request again may help and cannot do anything twice, and then after how many milliseconds.
 *
 * @param attempt 1 after the first
 * @param isRepeatable whether the server takes a repetition for the same request
 */
export function retryDelay(error: unknown, attempt: number, isRepeatable: boolean): number | undefined {
  if (!isPassing(error, isRepeatable)) return undefined
  const asked = error instanceof ParleyError ? error.retryAfterSeconds : undefined
  if (asked !== undefined) return asked * 1_000 <= maxRetryAfterMs ? asked * 1_000 : undefined
  return Math.min(firstDelayMs * 2 ** (attempt - 1), maxDelayMs) * (0.5 + Math.random() / 2)
}

function isPassing(error: unknown, isRepeatable: boolean): boolean {
  if (error instanceof ParleyConnectionError) return isRepeatable
  if (!(error instanceof ParleyError)) return false
  // Refused before anything was done.
  if (error.status === 429) return true
  // The first attempt is still running: a 409 that says when to ask again.
  if (error.status === 409) return isRepeatable && error.retryAfterSeconds !== undefined
  return isRepeatable && error.status >= 500
}

/** Every method but POST has the same effect when repeated. */
export const isRepeatable = ({ method, isIdempotent }: Call): boolean => method !== 'post' || isIdempotent === true
