import type { ConnectionRow } from '../connections/connection.ts'
import type { Context } from '../context.ts'
import type { Capabilities, PlatformClient } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import type { Tries } from './faults.ts'
import type { Link } from './links.ts'
import type { TakenChannel } from './outgoing-channels.ts'
import type { BegunSend } from './sends.ts'

/** Everything that sending from a channel needs. */
export interface Sending {
  ctx: Context
  connection: ConnectionRow
  channel: TakenChannel
  client: PlatformClient
  capabilities: Capabilities
  signal: AbortSignal
  /** Begins again at 0 once something has happened there. */
  tries: Tries
}

/** What is known of a message before its event is sent. */
export interface Before {
  /** Of all messages of the page, and of their threads' roots: those of this one are set. */
  links: Map<string, Link[]>
  begun: BegunSend | undefined
  /** Those of ours that are there. */
  reactions: ReadonlySet<string>
}

/** Something has happened there: whatever fails next fails for the first time. */
export const progressed = ({ tries }: Sending): void => void Object.assign(tries, { failures: 0, faults: 0 })

/** A message that is gone there, or a reaction that the platform does not have, is nothing to try again. */
export function ifGone(error: unknown): undefined {
  if (error instanceof PlatformError && (error.failure === 'not_found' || error.failure === 'rejected'))
    return undefined
  throw error
}
