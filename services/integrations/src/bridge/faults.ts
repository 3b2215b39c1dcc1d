import type { ErrorCode } from '@parley/contracts/error-codes'
import { ServiceError } from '@parley/kit/errors'
import type { PlatformClient } from '../platforms/platform.ts'
import { PlatformError, type PlatformFailure } from '../platforms/platform-error.ts'

/** How often in a row something could not be sent from a channel. */
export interface Tries {
  /** For whatever reason: it is tried again later each time. */
  failures: number
  /** Of these, those for which the message is to blame. */
  faults: number
}

/** After so many faults a message goes without its files, and after so many not at all. */
export const faultsWithFiles = 3
export const maxFaults = 8
/** A platform that has failed so often, in about ten minutes, and works otherwise, fails with this alone. */
const patience = 9
const testMs = 15_000

/** Problems of a connection or a channel, which people see and end; a message waits for as long as they last. */
const lasting = new Set<PlatformFailure>(['rate_limited', 'unauthorized', 'missing_scope', 'channel_gone', 'archived'])

/** Services of ours that are away or busy come back, too. */
const passing = new Set<ErrorCode>(['rate_limited', 'bad_gateway', 'unavailable', 'timeout'])

/**
 * Whether something itself is why it fails, so that what is behind it should not wait for it much longer.
 *
 * @param failures how often in a row it has failed before
 */
export async function isOwnFault(
  error: unknown,
  failures: number,
  { client, signal }: { client: PlatformClient; signal: AbortSignal },
): Promise<boolean> {
  if (signal.aborted) return false
  if (error instanceof ServiceError) return !passing.has(error.code)
  if (!(error instanceof PlatformError)) return true
  if (error.failure !== 'unavailable') return !lasting.has(error.failure)
  return failures >= patience && (await works(client, signal))
}

async function works(client: PlatformClient, signal: AbortSignal): Promise<boolean> {
  try {
    await client.test(AbortSignal.any([signal, AbortSignal.timeout(testMs)]))
    return true
  } catch {
    // Whatever it fails with: the platform is not there for other messages either.
    return false
  }
}
