import { accountOf } from '../connections/account.ts'
import { noteComparison, reportProblem } from '../connections/condition.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import { takeForComparison } from '../connections/leases.ts'
import { countMissing, listCompared, noteCompared } from '../connections/remote-channels.ts'
import type { Context } from '../context.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { platformOf, platforms } from '../platforms/registry.ts'
import { compareChannel } from './compare-channel.ts'

const lookEveryMs = 5_000
const atOnce = 5
const comparisonMs = 120_000
/** Channels of a connection that one comparison looks at; the others' turn comes with the next. */
const channelsAtOnce = 100
/** What was written just now may still be on its way. */
const longestOnItsWayMs = 60_000

/** Compares what both sides have of their newest messages, counts what is missing on either, and has it repaired. */
export function compareSides(ctx: Context, wake: () => void): void {
  const everyMs = ctx.config.COMPARE_EVERY_MS
  const comparable = platforms.filter(({ capabilities }) => capabilities.comparison).map(({ name }) => name)
  ctx.every('compare-sides', Math.min(lookEveryMs, everyMs), async (signal) => {
    const due = await takeForComparison(ctx.db, comparable, atOnce, everyMs)
    const limited = AbortSignal.any([signal, AbortSignal.timeout(comparisonMs)])
    await Promise.all(due.map((connection) => compareQuietly(ctx, connection, wake, limited)))
    return due.length === atOnce ? 0 : undefined
  })
}

async function compareQuietly(
  ctx: Context,
  connection: ConnectionRow,
  wake: () => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    await compare(ctx, connection, signal)
    wake()
  } catch (error) {
    if (signal.aborted) return
    if (!(error instanceof PlatformError)) {
      ctx.log.warn({ err: error, connection: connection.id }, 'the sides of a connection could not be compared')
      return
    }
    await reportProblem(ctx, connection, error)
  }
}

/** A platform that wants to be asked later is no problem. */
function unlessLimited(error: unknown): undefined {
  if (error instanceof PlatformError && error.failure === 'rate_limited') return undefined
  throw error
}

/** @throws PlatformError */
async function compare(ctx: Context, connection: ConnectionRow, signal: AbortSignal): Promise<void> {
  const account = accountOf(connection)
  if (!account || !platformOf(connection.platform).capabilities.comparison) return
  const client = ctx.clients.of(connection)
  const arrived = new Date(Date.now() - Math.min(longestOnItsWayMs, ctx.config.COMPARE_EVERY_MS / 3))
  const comparing = { ctx, connection, account, client, arrived, signal }
  for (const channel of await listCompared(ctx.db, account, channelsAtOnce)) {
    const missing = await compareChannel(comparing, channel).catch(unlessLimited)
    await noteCompared(ctx.db, account, channel.remoteId, missing)
    // The others' turn comes first the next time.
    if (missing === undefined) break
  }
  await noteComparison(ctx, connection, await countMissing(ctx.db, account))
}
