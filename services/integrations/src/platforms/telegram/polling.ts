import { setTimeout as wait } from 'node:timers/promises'
import type { RawEvent } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import type { Call } from './calls.ts'
import { updateTypes } from './payloads.ts'
import { rawEventOf } from './receive.ts'

/** How long Telegram keeps a call open on which nothing has happened. */
const pollS = 50
/** Longer than that, so that a connection which is dead is noticed. */
const timeoutMs = 65_000
const firstRetryMs = 1_000
const maxFailures = 5

/**
 * Asks for updates until the signal ends it. They are confirmed with the next call, once they are kept here: what is not
 * comes again.
 *
 * @throws PlatformError where the token is not good, or Telegram fails several times in a row
 */
export async function listen(
  call: Call,
  onEvents: (events: readonly RawEvent[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  // As long as there is a webhook, nothing is answered.
  await call(signal, (api) => api.deleteWebhook())
  let offset: number | undefined
  let failures = 0
  while (!signal.aborted) {
    try {
      const asked = { allowed_updates: updateTypes, timeout: pollS, ...(offset !== undefined && { offset }) }
      const updates = await call(signal, (api) => api.getUpdates(asked), { timeoutMs })
      await onEvents(updates.flatMap((update) => rawEventOf(update) ?? []))
      const last = updates.at(-1)
      if (last) offset = last.update_id + 1
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof PlatformError) || !error.isTemporary || ++failures > maxFailures) throw error
      await wait(error.retryAfterMs ?? firstRetryMs * 2 ** failures, undefined, { signal }).catch(() => {})
    }
  }
}
