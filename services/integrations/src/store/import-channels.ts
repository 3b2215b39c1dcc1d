import type { ImportedChannel, ImportKind } from '@parley/contracts/imports/import'
import type { Trace } from '@parley/kit/trace'
import { type Selectable, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { RestoredMembers } from '../imports/restored-member.ts'
import type { DB } from '../schema.ts'
import { problemsOfChannels } from './import-problems.ts'
import { type Added, countsOf, type ImportRef } from './imports.ts'

export type ChannelRow = Selectable<DB['import_channels']>

const channelsOf = (db: Db, { workspaceId, id }: ImportRef) =>
  db.selectFrom('import_channels').selectAll().where('workspace_id', '=', workspaceId).where('import_id', '=', id)

export const listChannelsOfPart = (db: Db, ref: ImportRef, part: number): Promise<ChannelRow[]> =>
  channelsOf(db, ref).where('part', '=', part).orderBy('number').execute()

const updateChannel = (tx: Db, { workspaceId, id }: ImportRef, number: number) =>
  tx
    .updateTable('import_channels')
    .where('workspace_id', '=', workspaceId)
    .where('import_id', '=', id)
    .where('number', '=', number)

export async function setChannelId(tx: Db, ref: ImportRef, number: number, channelId: string): Promise<void> {
  await updateChannel(tx, ref, number).set({ channel_id: channelId }).execute()
}

export async function failChannel(tx: Db, ref: ImportRef, number: number): Promise<void> {
  await updateChannel(tx, ref, number).set({ status: 'failed' }).execute()
}

export async function addToChannel(tx: Db, ref: ImportRef, number: number, added: Omit<Added, 'bytes'>): Promise<void> {
  await updateChannel(tx, ref, number)
    .set(({ eb }) => ({
      entries: eb('entries', '+', added.entries),
      imported: eb('imported', '+', added.imported),
      already_here: eb('already_here', '+', added.alreadyHere),
      left_out: eb('left_out', '+', added.leftOut),
    }))
    .execute()
}

/**
 * The channel here that a source's channel has become before, if it is still there; no other import makes one for it until
 * the transaction ends.
 */
export async function lockSourceChannel(
  tx: Db,
  workspaceId: string,
  platform: string,
  sourceKey: string,
): Promise<{ channelId: string; isArchived: boolean } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`source-channels:${workspaceId}`}, 0))`.execute(tx)
  return tx
    .selectFrom('source_channels as s')
    .innerJoin('channels.states as c', (join) =>
      join.onRef('c.workspace_id', '=', 's.workspace_id').onRef('c.channel_id', '=', 's.channel_id'),
    )
    .select(['c.channel_id as channelId', 'c.is_archived as isArchived'])
    .where('s.workspace_id', '=', workspaceId)
    .where('s.platform', '=', platform)
    .where('s.source_key', '=', sourceKey)
    .executeTakeFirst()
}

export async function saveSourceChannel(
  tx: Db,
  workspaceId: string,
  platform: string,
  sourceKey: string,
  channelId: string,
): Promise<void> {
  await tx
    .insertInto('source_channels')
    .values({ workspace_id: workspaceId, platform, source_key: sourceKey, channel_id: channelId })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'platform', 'source_key']).doUpdateSet({ channel_id: channelId }),
    )
    .execute()
}

/** The workspace's `general`. */
export async function findGeneral(db: Db, workspaceId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('channels.states')
    .select('channel_id')
    .where('workspace_id', '=', workspaceId)
    .where('is_general', '=', true)
    .executeTakeFirst()
  return row?.channel_id
}

export interface NewChannel {
  name: string
  /** What is put behind a name that is taken. */
  suffix: string
  display_name: string | null
  description: string | null
  topic: string | null
  is_private: boolean
  members: RestoredMembers
}

/** Creates a channel, with its creator and `members`; undefined where they may not, or every name is taken. */
export async function createChannel(
  tx: Db,
  { workspaceId, by }: { workspaceId: string; by: string },
  channel: NewChannel,
  trace: Trace,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string; outcome: string }>`
    select made.id, c.outcome from (select uuidv7() as id) made
    cross join lateral channels.create_connected(${workspaceId}, made.id, ${JSON.stringify(channel)}::jsonb, ${by},
      ${JSON.stringify(trace)}::jsonb) c`.execute(tx)
  const { id, outcome } = rows[0]!
  return outcome === 'created' ? id : undefined
}

export async function setArchived(
  tx: Db,
  { workspaceId, channelId }: { workspaceId: string; channelId: string },
  isArchived: boolean,
  trace: Trace,
): Promise<void> {
  await sql`select channels.set_archived(${workspaceId}, ${channelId}, ${isArchived}, ${JSON.stringify(trace)}::jsonb)`.execute(
    tx,
  )
}

/** The platform that channels and authors of a kind of archive are known by. */
export const platformOf = (kind: ImportKind): string => kind

/** A page of an import's channels, in the archive's order. */
export async function listImportedChannels(
  db: Db,
  ref: ImportRef,
  { after = -1, limit }: { after: number | undefined; limit: number },
): Promise<ImportedChannel[]> {
  const rows = await db
    .selectFrom('import_channels as c')
    .innerJoin('import_parts as p', (join) =>
      join
        .onRef('p.workspace_id', '=', 'c.workspace_id')
        .onRef('p.import_id', '=', 'c.import_id')
        .onRef('p.number', '=', 'c.part'),
    )
    .selectAll('c')
    .select('p.error')
    .where('c.workspace_id', '=', ref.workspaceId)
    .where('p.workspace_id', '=', ref.workspaceId)
    .where('c.import_id', '=', ref.id)
    .where('c.number', '>', after)
    .orderBy('c.number')
    .limit(limit)
    .execute()
  const problems = await problemsOfChannels(
    db,
    ref,
    rows.map(({ number }) => number),
  )
  return rows.map((row) => ({
    number: row.number,
    name: row.name,
    channel_id: row.channel_id,
    status: row.status,
    error: row.error,
    messages: countsOf(row),
    problems: problems.get(row.number) ?? [],
  }))
}
