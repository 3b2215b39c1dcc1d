import type { Trace } from '@parley/kit/trace'
import type { ConnectionRow } from '../connections/connection.ts'
import type { AccountKey } from '../connections/remote-channels.ts'
import type { Context } from '../context.ts'
import type { PlatformClient } from '../platforms/platform.ts'

/** Which stored event is being applied. */
export interface Cause {
  eventId: string
  receivedAt: string
}

/** Everything that applying an event needs. */
export interface Scene {
  ctx: Context
  connection: ConnectionRow
  account: AccountKey
  client: PlatformClient
  cause: Cause
  /** It has failed so often that what fails of it is left out now. */
  isLastTry: boolean
  trace: Trace
  signal: AbortSignal
}
