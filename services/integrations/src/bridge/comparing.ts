import type { ServiceRuntime } from '@parley/kit/runtime'
import { accountOf } from '../connections/account.ts'
import { countMissing, listCompared, noteCompared } from '../connections/compared-channels.ts'
import { noteComparison, reportProblem } from '../connections/condition.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import { takeForComparison } from '../connections/leases.ts'
import type { Context } from '../context.ts'
import { createPlaces } from '../places.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { platformOf, platforms } from '../platforms/registry.ts'
import type { DB } from '../schema.ts'
import { compareChannel } from './compare-channel.ts'

const lookEveryMs = 5_000
const atOnce = 5
const comparisonMs = 120_000
/** Channels of a connection that one comparison looks at; the others' turn comes with the next. */
const channelsAtOnce = 100
/** What was written just now may still be on its way. */
const longestOnItsWayMs = 60_000

/** Compares what both sides have of their newest messages, counts what is missing on either, and has it repaired. */
export function compareSides(ctx: Context, wake: () => void, { onClose }: Pick<ServiceRuntime<DB>, 'onClose'>): void {
  const everyMs = ctx.config.COMPARE_EVERY_MS
  const comparable = platforms.filter(({ capabilities }) => capabilities.comparison).map(({ name }) => name)
  const places = createPlaces(atOnce, 1)
  ctx.every('compare-sides', Math.min(lookEveryMs, everyMs), async (signal) => {
    const free = await places.free()
    const due = await takeForComparison(ctx.db, comparable, free, everyMs)
    for (const connection of due) places.run(connection.id, compareQuietly(ctx, connection, wake, signal))
    return due.length === free ? 0 : undefined
  })
  onClose('comparisons', places.ended)
}

async function compareQuietly(
  ctx: Context,
  connection: ConnectionRow,
  wake: () => void,
  stopping: AbortSignal,
): Promise<void> {
  try {
    await compare(ctx, connection, stopping)
    wake()
  } catch (error) {
    if (stopping.aborted) return
    const report = error instanceof PlatformError ? reportProblem(ctx, connection, error) : Promise.reject(error)
    await report.catch((failure) =>
      ctx.log.warn({ err: failure, connection: connection.id }, 'the sides of a connection could not be compared'),
    )
  }
}

/** Whether the platform cannot be looked at further now, which is no problem: it wants to be asked later, or takes too long. */
const isCutOff = (error: unknown, limited: AbortSignal): boolean =>
  limited.aborted || (error instanceof PlatformError && error.failure === 'rate_limited')

/** @throws PlatformError */
async function compare(ctx: Context, connection: ConnectionRow, stopping: AbortSignal): Promise<void> {
  const account = accountOf(connection)
  if (!account || !platformOf(connection.platform).capabilities.comparison) return
  const client = ctx.clients.of(connection)
  const arrived = new Date(Date.now() - Math.min(longestOnItsWayMs, ctx.config.COMPARE_EVERY_MS / 3))
  const limited = AbortSignal.timeout(comparisonMs)
  const comparing = { ctx, connection, account, client, arrived, signal: AbortSignal.any([stopping, limited]) }
  for (const channel of await listCompared(ctx.db, account, channelsAtOnce)) {
    try {
      await noteCompared(ctx.db, account, channel.remoteId, await compareChannel(comparing, channel))
    } catch (error) {
      if (stopping.aborted) throw error
      // The others' turn comes first the next time.
      await noteCompared(ctx.db, account, channel.remoteId, undefined)
      if (isCutOff(error, limited)) break
      throw error
    }
  }
  await noteComparison(ctx, connection, await countMissing(ctx.db, account))
}
