import { accountOf } from '../connections/account.ts'
import { reportProblem } from '../connections/condition.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import { noteSubscribed, takeForSubscribing } from '../connections/leases.ts'
import { listSubscribed } from '../connections/remote-channels.ts'
import { eventsUrlOf } from '../connections/resource.ts'
import type { Context } from '../context.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { isListenedTo, platforms } from '../platforms/registry.ts'

const lookEveryMs = 1_000
const atOnce = 10
const subscribeMs = 60_000
/** After a failure. */
const retryMs = 60_000

/** Has platforms post their events that have to be asked for it: whenever what comes in has changed, and before it ends. */
export function subscribeToPlatforms(ctx: Context): void {
  const names = platforms
    .filter((platform) => platform.capabilities.subscribes && !isListenedTo(platform, new URL(ctx.publicOrigin)))
    .map(({ name }) => name)
  ctx.every('subscribe-to-platforms', lookEveryMs, async (signal) => {
    const due = await takeForSubscribing(ctx.db, names, atOnce, retryMs)
    const limited = AbortSignal.any([signal, AbortSignal.timeout(subscribeMs)])
    await Promise.all(due.map((connection) => subscribe(ctx, connection, limited)))
    return due.length === atOnce ? 0 : undefined
  })
}

async function subscribe(ctx: Context, connection: ConnectionRow, signal: AbortSignal): Promise<void> {
  const account = accountOf(connection)
  if (!account) return
  try {
    const url = eventsUrlOf(ctx.publicOrigin, connection.platform, connection.id)
    const channelIds = await listSubscribed(ctx.db, account, connection.ingestMessages)
    const until = await ctx.clients.of(connection).subscribe!({ url, channelIds }, signal)
    await noteSubscribed(ctx.db, connection, until)
  } catch (error) {
    if (signal.aborted) return
    ctx.log.warn({ err: error, connection: connection.id }, 'a platform could not be asked for its events')
    if (error instanceof PlatformError && error.failure !== 'rate_limited')
      // Said in the log above; it is asked again, and reported then.
      await reportProblem(ctx, connection, error).catch(() => {})
  }
}
