import type { ImportedDay } from '@parley/contracts/imports/import'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Days } from '../imports/digest.ts'
import type { ImportRef } from './imports.ts'

/** Adds what was read of days of a channel. */
export async function addDays(tx: Db, { workspaceId, id }: ImportRef, channel: number, days: Days): Promise<void> {
  if (days.size === 0) return
  await tx
    .insertInto('import_days')
    .values(
      [...days].map(([day, { messages, digest }]) => ({
        workspace_id: workspaceId,
        import_id: id,
        channel,
        day,
        source_messages: messages,
        source_digest: String(digest),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'import_id', 'channel', 'day']).doUpdateSet(({ eb, ref }) => ({
        source_messages: eb('import_days.source_messages', '+', ref('excluded.source_messages')),
        source_digest: sql<string>`import_days.source_digest + excluded.source_digest`,
        stored_messages: null,
        stored_digest: null,
      })),
    )
    .execute()
}

const daysOf = (db: Db, { workspaceId, id }: ImportRef) =>
  db.selectFrom('import_days').where('workspace_id', '=', workspaceId).where('import_id', '=', id)

/** The days that differ, of each of these channels by its key in the source. */
export async function listGapsOf(
  db: Db,
  ref: ImportRef,
  channels: readonly { number: number; source_key: string }[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (channels.length === 0) return new Map()
  const rows = await daysOf(db, ref)
    .select(['channel', 'day'])
    .where(
      'channel',
      'in',
      channels.map(({ number }) => number),
    )
    .where('is_equal', '=', sql.lit(false))
    .execute()
  const byChannel = Map.groupBy(rows, ({ channel }) => channel)
  return new Map(
    channels.map(({ number, source_key: key }) => [
      key,
      new Set((byChannel.get(number) ?? []).map(({ day }) => String(day))),
    ]),
  )
}

/** Has all days of an import compared again. */
export async function forgetComparison(tx: Db, { workspaceId, id }: ImportRef): Promise<void> {
  await tx
    .updateTable('import_days')
    .set({ stored_messages: null, stored_digest: null })
    .where('workspace_id', '=', workspaceId)
    .where('import_id', '=', id)
    .execute()
}

/** Has the days that differ of a part's channels compared again. */
export async function forgetGaps(tx: Db, { workspaceId, id }: ImportRef, channels: readonly number[]): Promise<void> {
  if (channels.length === 0) return
  await tx
    .updateTable('import_days')
    .set({ stored_messages: null, stored_digest: null })
    .where('workspace_id', '=', workspaceId)
    .where('import_id', '=', id)
    .where('channel', 'in', channels)
    .where('is_equal', '=', sql.lit(false))
    .execute()
}

/**
 * Compares the next days of an import that were not compared: those of one channel, as many as one statement reads in good
 * time.
 *
 * @param keys what those of its messages begin with, before the channel's own; and of which time
 * @returns false where none are left
 */
export async function compareDays(
  tx: Db,
  { workspaceId, id }: ImportRef,
  keys: { prefix: string; since: string | null; until: string | null },
  { maxDays, maxMessages }: { maxDays: number; maxMessages: number },
): Promise<boolean> {
  const { rows } = await sql<{ compared: number }>`
    with next as (
      select d.channel from import_days d
      where d.workspace_id = ${workspaceId} and d.import_id = ${id} and not d.is_equal and d.stored_messages is null
      order by d.channel limit 1
    ), listed as (
      select d.channel, d.day, sum(d.source_messages) over (order by d.day) - d.source_messages as before
      from import_days d join next on next.channel = d.channel
      where d.workspace_id = ${workspaceId} and d.import_id = ${id} and not d.is_equal and d.stored_messages is null
      order by d.day limit ${maxDays}
    ), days as (
      select l.channel, l.day from listed l where l.before < ${maxMessages}
    ), stored as materialized (
      select s.day, s.messages, s.digest
      from (select d.channel, min(d.day) as first, max(d.day) as last from days d group by d.channel) range
      join import_channels c on c.workspace_id = ${workspaceId} and c.import_id = ${id} and c.number = range.channel
      cross join lateral messaging.imported_digests(${workspaceId}, c.channel_id, ${keys.prefix} || c.source_key || ':',
        range.first, range.last + 1, ${keys.since}, ${keys.until}) s
    ), compared as (
      update import_days d set stored_messages = coalesce(s.messages, 0), stored_digest = coalesce(s.digest, 0)
      from days left join stored s on s.day = days.day
      where d.workspace_id = ${workspaceId} and d.import_id = ${id} and d.channel = days.channel and d.day = days.day
      returning d.day
    )
    select count(*)::int as compared from compared`.execute(tx)
  return rows[0]!.compared > 0
}

/** Sums up what the comparison has found. */
export async function sumDays(tx: Db, { workspaceId, id }: ImportRef): Promise<void> {
  await sql`
    update imports i set days = d.days, equal_days = d.equal, source_messages = d.source, stored_messages = d.stored
    from (
      select count(*)::int as days, (count(*) filter (where d.is_equal))::int as equal,
        coalesce(sum(d.source_messages), 0) as source, coalesce(sum(d.stored_messages), 0) as stored
      from import_days d where d.workspace_id = ${workspaceId} and d.import_id = ${id}
    ) d
    where i.workspace_id = ${workspaceId} and i.id = ${id}`.execute(tx)
}

/** A page of an import's days, by channel and then day. */
export async function listDays(
  db: Db,
  ref: ImportRef,
  { gaps, after, limit }: { gaps: boolean; after: string | undefined; limit: number },
): Promise<ImportedDay[]> {
  const [channel, day] = after?.split(':') ?? []
  const rows = await daysOf(db, ref)
    .selectAll()
    .$if(gaps, (query) => query.where('is_equal', '=', sql.lit(false)))
    .$if(after !== undefined, (query) => query.where(sql<boolean>`(channel, day) > (${channel}::int, ${day}::date)`))
    .orderBy('channel')
    .orderBy('day')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    position: `${row.channel}:${row.day}`,
    channel: row.channel,
    day: String(row.day),
    source: { messages: row.source_messages, digest: hex(row.source_digest) },
    stored:
      row.stored_messages === null ? null : { messages: row.stored_messages, digest: hex(row.stored_digest ?? '0') },
    is_equal: row.is_equal,
  }))
}

const hex = (digest: string | number): string => BigInt(digest).toString(16).padStart(16, '0')
