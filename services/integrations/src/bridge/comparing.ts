import type { ConnectionRow } from '../connections/connection.ts'
import { accountOf } from '../connections/discovery.ts'
import { listExpected, noteMissing } from '../connections/remote-channels.ts'
import { noteComparison, noteProblem, takeForComparison } from '../connections/store.ts'
import { problemOf, statusAfter } from '../connections/testing.ts'
import type { Context } from '../context.ts'
import type { PlatformClient, RemoteMessage } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { platformOf, platforms } from '../platforms/registry.ts'
import { backFillOf } from './back-fill.ts'
import { storeEvents } from './incoming-events.ts'
import { findKnown } from './links.ts'

const lookEveryMs = 5_000
const atOnce = 5
const comparisonMs = 120_000
/** The newest messages of a channel that are looked at. */
const newest = 50
/** What was written just now may still be on its way. */
const longestOnItsWayMs = 60_000

/** Compares what both sides have of their newest messages, and asks for what is missing here. */
export function compareSides(ctx: Context, wake: () => void): void {
  const comparable = platforms.filter(({ capabilities }) => capabilities.comparison).map(({ name }) => name)
  ctx.every('compare-sides', Math.min(lookEveryMs, ctx.config.COMPARE_EVERY_MS), async (signal) => {
    const due = await takeForComparison(ctx.db, comparable, atOnce, ctx.config.COMPARE_EVERY_MS)
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
    if (error.failure !== 'rate_limited')
      await noteProblem(ctx.db, connection, statusAfter(error.failure), problemOf(error))
  }
}

/** @throws PlatformError */
async function compare(ctx: Context, connection: ConnectionRow, signal: AbortSignal): Promise<void> {
  const account = accountOf(connection)
  if (!account || !platformOf(connection.platform).capabilities.comparison) return
  const client = ctx.clients.of(connection)
  let missing = 0
  for (const { remoteId, expectedSince } of connection.ingestMessages ? await listExpected(ctx.db, account) : []) {
    const expected = await readExpected(client, remoteId, new Date(expectedSince), ctx.config.COMPARE_EVERY_MS, signal)
    const known = await findKnown(
      ctx.db,
      account,
      remoteId,
      expected.map(({ id }) => id),
    )
    const lost = expected.filter(({ id }) => !known.has(id))
    missing += lost.length
    await noteMissing(ctx.db, account, remoteId, lost.length)
    if (lost.length === 0) continue
    const oldest = Math.min(...lost.map(({ at }) => at.getTime()))
    await storeEvents(ctx.db, connection, [backFillOf(remoteId, new Date(oldest - 1))])
  }
  await noteComparison(ctx.db, connection, missing)
}

/** The newest messages of others that should be here by now. */
async function readExpected(
  client: PlatformClient,
  channelId: string,
  since: Date,
  everyMs: number,
  signal: AbortSignal,
): Promise<readonly RemoteMessage[]> {
  const page = await client.fetchHistory?.({ channelId, cursor: null, since, until: null, limit: newest }, signal)
  const arrived = Date.now() - Math.min(longestOnItsWayMs, everyMs / 3)
  return (page?.messages ?? []).filter(
    ({ author, key, text, files, at }) =>
      !author.isSelf && key === null && (text.trim() !== '' || files.length > 0) && at.getTime() < arrived,
  )
}
