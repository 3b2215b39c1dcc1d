import { importHistoryPart } from '@parley/contracts/imports/jobs'
import { type JobRun, Postpone } from '@parley/kit/jobs'
import { transaction } from '@parley/kit/outbox'
import type { ServiceRuntime } from '@parley/kit/runtime'
import { makeChannel } from '../bridge/bridged-channels.ts'
import type { ConnectionRow } from '../connections/connection.ts'
import { type AccountKey, findRemoteChannel } from '../connections/remote-channels.ts'
import { noteSync } from '../connections/store.ts'
import type { Context } from '../context.ts'
import { NoPlace } from '../imports/channels-of-part.ts'
import { finishPart } from '../imports/finish-part.ts'
import type { HistoryPosition } from '../imports/part-position.ts'
import { type PartRun, Superseded, storePage } from '../imports/store-page.ts'
import type { PlatformClient } from '../platforms/platform.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import type { DB } from '../schema.ts'
import { listChannelsOfPart } from '../store/import-channels.ts'
import { listGapsOf } from '../store/import-days.ts'
import { findPart, noteFailure } from '../store/import-parts.ts'
import { findImport, type ImportRef, type ImportRow, touchImport } from '../store/imports.ts'
import { accountOfImport, findConnectionTo } from './account.ts'
import { endHistory } from './end-history.ts'
import { type HistoryReading, readHistory } from './read-history.ts'
import { storeLinked } from './store-linked.ts'
import { takeBatch } from './take-batch.ts'

/** After so long a channel makes room for others; it goes on behind them. */
const turnMs = 60_000
/** Channels that a process imports at once: mostly they wait for the platform. */
const concurrency = 4
const firstRetryMs = 1_000
const longestRetryMs = 300_000
/** After so many failures in a row, which take three hours, a channel is given up. */
const maxFailures = 45

/** A channel whose history is imported. */
interface Part {
  row: ImportRow
  ref: ImportRef
  number: number
  account: AccountKey
  connection: ConnectionRow
  client: PlatformClient
}

/** Imports the history of a channel, from where it stopped. */
export const workImportHistoryPart = (ctx: Context & Pick<ServiceRuntime<DB>, 'work'>): void =>
  ctx.work(
    importHistoryPart,
    async ({ workspace_id: workspaceId, import_id: id, part: number }, run) => {
      const ref = { workspaceId, id }
      const row = await findImport(ctx.db, ref)
      const account = row && accountOfImport(row)
      const connection = account && (await findConnectionTo(ctx.db, account))
      if (row?.status !== 'in_progress' || !connection) return
      const client = ctx.clients.of(connection)
      const part = { row, ref, number, account, connection, client }
      try {
        await importFrom(ctx, part, run)
      } catch (error) {
        await afterFailure(ctx, part, error, run)
      }
    },
    { concurrency },
  )

async function importFrom(ctx: Context, part: Part, run: JobRun): Promise<void> {
  const { row, ref, number, account, connection, client } = part
  const began = Date.now()
  const stored = await findPart(ctx.db, ref, number)
  const [listed] = await listChannelsOfPart(ctx.db, ref, number)
  if (stored?.status !== 'pending' || !listed) return
  const channel = await placeChannel(ctx, part, listed.source_key, run)
  const placed = { ...listed, channel_id: channel }
  // Parts of histories alone are read here.
  const position = stored.position as HistoryPosition
  if (position.cursor === undefined) await join(client, listed.source_key, run.signal)
  const gaps = stored.is_repair ? await listGapsOf(ctx.db, ref, [listed]) : undefined
  const reading = readingOf(part, listed.source_key, gaps?.get(listed.source_key), run.signal)
  const partRun: PartRun = { ref, number, channels: new Map([[listed.source_key, placed]]), gaps, isLive: true }
  let from = { position, bytes: stored.is_repair ? 0 : stored.done_bytes }
  for await (const batch of readHistory(reading, position)) {
    const bytes = Math.max(from.bytes, Math.min(stored.bytes, secondsBetween(batch.oldest, row.until)))
    const taken = await takeBatch({ ctx, ...reading, connection, channelId: channel, trace: run.trace }, placed, batch)
    run.signal.throwIfAborted()
    const page = {
      ...taken.page,
      position: batch.position,
      bytes: batch.position.cursor === null ? stored.bytes : bytes,
    }
    const store: PartRun['store'] = async (tx, to, messages) => {
      const result = await storeLinked(tx, account, to, messages, taken.facts, run.trace)
      await noteSync(tx, connection)
      return result
    }
    const { isFailed } = await storePage(ctx, { ...partRun, store }, from, page, run.trace)
    if (isFailed) throw new NoPlace('Its channel here was archived or deleted.')
    from = page
    if (Date.now() - began > turnMs) throw new Postpone(0)
  }
  await finishPart(ctx, ref, number, [placed], null, run.trace)
}

/** @throws NoPlace where there can be no channel here */
async function placeChannel(
  { db, outbox }: Context,
  { account, connection }: Part,
  remoteId: string,
  { trace }: JobRun,
): Promise<string> {
  const channel = await findRemoteChannel(db, account, remoteId)
  if (channel?.paused === 'private') throw new NoPlace('It is private there now, and public here: select it anew.')
  const isThere =
    channel && (await transaction(db, (tx) => makeChannel(tx, account, channel, connection.connectedBy, trace)))
  outbox.notify('channels')
  if (!isThere) throw new NoPlace('No channel can be created for it: whoever connected the platform has left.')
  return channel.id
}

/** Where only members can read. One that cannot be joined says so when it is read. */
async function join(client: PlatformClient, remoteId: string, signal: AbortSignal): Promise<void> {
  await client.join?.(remoteId, signal).catch((error) => {
    if (!(error instanceof PlatformError) || error.isTemporary || error.failure === 'unauthorized') throw error
  })
}

/** Of days that differ, whatever is older is read too: it may have threads with replies of those days. */
function readingOf(
  { row, account, client }: Part,
  remoteId: string,
  days: ReadonlySet<string> | undefined,
  signal: AbortSignal,
): HistoryReading {
  const until = Date.parse(row.until!)
  const last = days && Math.max(...[...days].map((day) => Date.parse(day) + dayMs))
  return {
    ...{ account, client, remoteId, days, signal },
    range: { since: row.since === null ? null : new Date(row.since), until: new Date(Math.min(until, last ?? until)) },
  }
}

const dayMs = 86_400_000

const secondsBetween = (oldest: Date | undefined, until: string | null): number =>
  oldest ? Math.max(0, Math.floor((Date.parse(until!) - oldest.getTime()) / 1_000)) : 0

/** Waits where that helps; ends the channel, or the import where the platform refuses all of it. */
async function afterFailure(ctx: Context, part: Part, error: unknown, run: JobRun): Promise<void> {
  const { ref, number, connection } = part
  if (error instanceof Superseded) return
  if (error instanceof Postpone || run.signal.aborted) throw error
  if (error instanceof PlatformError) {
    if (error.failure === 'unauthorized') return endHistory(ctx, ref, connection, error, run.trace)
    if (error.isTemporary) {
      const waitMs = await waitAfter(ctx, part, error)
      if (waitMs !== undefined) {
        await touchImport(ctx.db, ref, waitMs)
        throw new Postpone(waitMs)
      }
    }
  }
  const isFinal = error instanceof PlatformError || error instanceof NoPlace
  if (!isFinal && run.attempt < importHistoryPart.attempts) throw error
  run.log.warn({ err: error, importId: ref.id, part: number }, 'the history of a channel cannot be imported')
  const words = error instanceof PlatformError ? error.detail : isFinal ? error.message : 'It could not be stored now.'
  // A failed child would fail the whole import, of which the rest goes on.
  await finishPart(ctx, ref, number, [], words, run.trace)
}

/** How long the platform is left alone; undefined where it has failed too often. */
async function waitAfter(ctx: Context, { ref, number }: Part, error: PlatformError): Promise<number | undefined> {
  if (error.failure === 'rate_limited' && error.retryAfterMs !== undefined) return error.retryAfterMs
  const failures = await noteFailure(ctx.db, ref, number)
  return failures > maxFailures ? undefined : Math.min(firstRetryMs * 2 ** Math.min(failures, 20), longestRetryMs)
}
