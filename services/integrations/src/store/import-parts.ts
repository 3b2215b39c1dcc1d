import { sql } from 'kysely'
import type { SourceChannel } from '../archives/archive.ts'
import type { Db } from '../context.ts'
import { archiveBeginning, historyBeginning, type PartPosition } from '../imports/part-position.ts'
import type { RestoredMembers } from '../imports/restored-member.ts'
import type { ImportRef } from './imports.ts'

/** Rows of one statement, which has at most 65,535 parameters. */
const atOnce = 2_000

export interface NewPart {
  number: number
  name: string
  bytes: number
  /** Where it begins; at an archive's beginning if not given. */
  position?: PartPosition
}

/** A channel of a part, with those of its members who are in the workspace. */
export type NewChannelRow = Omit<SourceChannel, 'members'> & {
  number: number
  partNumber: number
  channelId?: string
  members?: RestoredMembers
}

/** Writes what an archive has, once: a job that runs twice finds it there. */
export async function insertParts(
  tx: Db,
  { workspaceId, id }: ImportRef,
  parts: readonly NewPart[],
  channels: readonly NewChannelRow[],
): Promise<void> {
  for (let from = 0; from < parts.length; from += atOnce)
    await tx
      .insertInto('import_parts')
      .values(
        parts.slice(from, from + atOnce).map(({ position = archiveBeginning, ...part }) => ({
          ...{ workspace_id: workspaceId, import_id: id, ...part },
          position: JSON.stringify(position),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (let from = 0; from < channels.length; from += atOnce)
    await tx
      .insertInto('import_channels')
      .values(
        channels.slice(from, from + atOnce).map((channel) => ({
          workspace_id: workspaceId,
          import_id: id,
          number: channel.number,
          part: channel.partNumber,
          source_key: channel.key,
          name: channel.name,
          display_name: channel.displayName,
          description: channel.description,
          topic: channel.topic,
          is_private: channel.isPrivate,
          is_archived: channel.isArchived,
          is_general: channel.isGeneral,
          channel_id: channel.channelId ?? null,
          members: JSON.stringify(channel.members ?? []),
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

const partsOf = (db: Db, { workspaceId, id }: ImportRef) =>
  db.selectFrom('import_parts').selectAll().where('workspace_id', '=', workspaceId).where('import_id', '=', id)

export const findPart = (db: Db, ref: ImportRef, number: number) =>
  partsOf(db, ref).where('number', '=', number).executeTakeFirst()

/** A part that is still to be read, locked until the transaction ends. */
export const lockPendingPart = (tx: Db, ref: ImportRef, number: number) =>
  partsOf(tx, ref).where('number', '=', number).where('status', '=', 'pending').forUpdate().executeTakeFirst()

/** The numbers of the parts that are still to be read. */
export async function listPendingParts(db: Db, ref: ImportRef): Promise<number[]> {
  const rows = await partsOf(db, ref)
    .clearSelect()
    .select('number')
    .where('status', '=', 'pending')
    .orderBy('number')
    .execute()
  return rows.map(({ number }) => number)
}

const updatePart = (tx: Db, { workspaceId, id }: ImportRef, number: number) =>
  tx
    .updateTable('import_parts')
    .where('workspace_id', '=', workspaceId)
    .where('import_id', '=', id)
    .where('number', '=', number)

/** Where reading of a locked part goes on. */
export async function movePart(
  tx: Db,
  ref: ImportRef,
  number: number,
  { position, bytes }: { position: PartPosition; bytes: number },
): Promise<void> {
  await updatePart(tx, ref, number)
    .set({ position: JSON.stringify(position), done_bytes: bytes, failures: 0 })
    .execute()
}

/** Notes that a part's source has failed once more. @returns how often in a row */
export async function noteFailure(db: Db, ref: ImportRef, number: number): Promise<number> {
  const { failures } = await updatePart(db, ref, number)
    .set(({ eb }) => ({ failures: eb('failures', '+', 1) }))
    .returning('failures')
    .executeTakeFirstOrThrow()
  return failures
}

/** Ends a locked part, and with it the channels that it has, as far as none of them has failed by itself. */
export async function endPart(tx: Db, ref: ImportRef, number: number, error: string | null): Promise<void> {
  const { workspaceId, id } = ref
  const status = error === null ? 'done' : 'failed'
  await updatePart(tx, ref, number)
    .set({ status, error, ...(error === null && { is_repair: false }) })
    .execute()
  await tx
    .updateTable('import_channels')
    .set({ status })
    .where('workspace_id', '=', workspaceId)
    .where('import_id', '=', id)
    .where('part', '=', number)
    .where('status', '=', 'pending')
    .execute()
  await sql`
    update imports i set channels_done = c.done, channels_failed = c.failed, touched_at = greatest(i.touched_at, now())
    from (
      select count(*) filter (where c.status = 'done') as done, count(*) filter (where c.status = 'failed') as failed
      from import_channels c where c.workspace_id = ${workspaceId} and c.import_id = ${id}
    ) c
    where i.workspace_id = ${workspaceId} and i.id = ${id}`.execute(tx)
}

/** Has the parts that have failed read on, from where they did. */
export async function reopenFailed(tx: Db, { workspaceId, id }: ImportRef): Promise<void> {
  await sql`
    with reopened as (
      update import_parts p set status = 'pending', error = null, failures = 0
      where p.workspace_id = ${workspaceId} and p.import_id = ${id} and p.status = 'failed' returning p.number
    )
    update import_channels c set status = 'pending' from reopened
    where c.workspace_id = ${workspaceId} and c.import_id = ${id} and c.part = reopened.number`.execute(tx)
}

/**
 * Has the parts with days that differ read again, for these alone.
 *
 * @param isLive the source may have changed: what it has of these days is counted again
 * @returns how many there are
 */
export async function reopenGaps(
  tx: Db,
  { workspaceId, id }: ImportRef,
  { isLive }: { isLive: boolean },
): Promise<number> {
  const beginning = JSON.stringify(isLive ? historyBeginning : archiveBeginning)
  const { rows } = await sql<{ count: number }>`
    with gaps as (
      select distinct c.part from import_days d
      join import_channels c on c.workspace_id = d.workspace_id and c.import_id = d.import_id and c.number = d.channel
      where d.workspace_id = ${workspaceId} and d.import_id = ${id} and not d.is_equal
    ), reopened as (
      update import_parts p set status = 'pending', is_repair = true, position = ${beginning}::jsonb from gaps
      where p.workspace_id = ${workspaceId} and p.import_id = ${id} and p.number = gaps.part and p.status = 'done'
      returning p.number
    ), channels as (
      update import_channels c set status = 'pending' from reopened
      where c.workspace_id = ${workspaceId} and c.import_id = ${id} and c.part = reopened.number
      returning c.number
    ), emptied as (
      update import_days d set source_messages = 0, source_digest = 0, stored_messages = null, stored_digest = null
      from channels
      where ${isLive} and d.workspace_id = ${workspaceId} and d.import_id = ${id} and d.channel = channels.number
        and not d.is_equal
    )
    select count(*)::int as count from reopened`.execute(tx)
  return rows[0]!.count
}
