import { type JobRun, Postpone } from '@parley/kit/jobs'
import { transaction } from '@parley/kit/outbox'
import { discover } from '../connections/discovery.ts'
import { listRemoteChannels, type RemoteChannelRow } from '../connections/remote-channels.ts'
import { resolveChannels } from '../connections/selecting.ts'
import type { Context } from '../context.ts'
import { historyBeginning } from '../imports/part-position.ts'
import { publishProgress } from '../imports/publish-progress.ts'
import { startParts } from '../jobs/start-parts.ts'
import { PlatformError } from '../platforms/platform-error.ts'
import { insertParts } from '../store/import-parts.ts'
import { beginReading, type ImportRow, lockImport } from '../store/imports.ts'
import { accountOfImport, findConnectionTo } from './account.ts'
import { endHistory } from './end-history.ts'

const firstRetryMs = 5_000

/** Lists the channels of an account, and starts a job for each that is to be imported, and one for the end. */
export async function prepareHistory(ctx: Context, row: ImportRow, { trace, signal }: JobRun): Promise<void> {
  const { db } = ctx
  const ref = { workspaceId: row.workspace_id, id: row.id }
  const account = accountOfImport(row)
  const connection = account && (await findConnectionTo(db, account))
  // Disconnecting has cancelled it.
  if (!connection) return
  try {
    await discover(ctx, connection, signal)
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error
    if (error.failure === 'rate_limited') throw new Postpone(error.retryAfterMs ?? firstRetryMs)
    if (error.isTemporary) throw error
    return endHistory(ctx, ref, connection, error, trace)
  }
  const known = await listRemoteChannels(db, account)
  const ids = row.wanted_channels && new Set(resolveChannels(known, row.wanted_channels).found)
  const channels = known.filter(({ id, state }) => (ids ? ids.has(id) : state !== 'gone'))
  const parts = channels.map((channel, number) => ({
    ...{ number, name: channel.name, bytes: secondsOf(channel, row), position: historyBeginning },
  }))
  await transaction(db, async (tx) => {
    if ((await lockImport(tx, ref))?.status !== 'started') return
    await insertParts(
      tx,
      ref,
      parts,
      channels.map(({ id, remoteId, name, topic, isPrivate }, number) => ({
        ...{ number, partNumber: number, part: name, key: remoteId, channelId: id },
        ...{ name, displayName: null, description: null, topic, isPrivate, isArchived: false, isGeneral: false },
      })),
    )
    const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
    await beginReading(tx, ref, { bytes, channels: channels.length })
    await startParts(tx, row, trace)
    await publishProgress(tx, ref, trace)
  })
}

/** The seconds that are asked for of a channel, by which progress is measured; one where it is not known since when it is there. */
function secondsOf({ remoteCreatedAt }: RemoteChannelRow, { since, until }: ImportRow): number {
  const begin = Math.max(Date.parse(since ?? ''), Date.parse(remoteCreatedAt ?? ''))
  const from = Number.isNaN(begin) ? Date.parse(since ?? remoteCreatedAt ?? until!) : begin
  return Math.max(1, Math.floor((Date.parse(until!) - from) / 1_000))
}
