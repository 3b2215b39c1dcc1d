import { type Draft, draftLimits } from '@parley/contracts/messages/drafts'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './messages.ts'
import { failScheduledOf } from './scheduled.ts'

/** A draft's place: a channel, and there perhaps a thread, named by any of its messages. */
export interface DraftPlace {
  channelId: string
  parentId?: string | undefined
}

export type Keeping =
  | { outcome: 'kept'; draft: Draft }
  | { outcome: 'dropped' | 'not_found' | 'no_parent' | 'full' }
  | { outcome: 'no_file'; place: number }

/** Keeps what someone has begun to write, or drops it where nothing is left of it. One statement, so the last one wins. */
export async function putDraft(
  db: Db,
  { workspaceId, userId }: Person,
  { channelId, parentId }: DraftPlace,
  { content, fileIds }: { content: string; fileIds: string[] },
): Promise<Keeping> {
  const { rows } = await sql<Keeping>`
    select outcome, draft, place from put_draft(${workspaceId}, ${userId}, ${channelId}, ${parentId ?? null}, ${content},
      ${fileIds}, ${draftLimits.perPerson}, ${`${draftLimits.filesKeptDays} days`}::interval)`.execute(db)
  return rows[0]!
}

/** The root of a message's thread; null for none. */
const rootOf = (workspaceId: string, parentId: string | undefined) =>
  parentId === undefined
    ? sql`null::uuid`
    : sql`coalesce((select m.parent_message_id from messages m
        where m.workspace_id = ${workspaceId} and m.id = ${parentId}), ${parentId}::uuid)`

/** Someone's draft in a place; undefined when they cannot read the channel, null when they have none there. */
export async function findDraft(
  db: Db,
  { workspaceId, userId }: Person,
  { channelId, parentId }: DraftPlace,
): Promise<Draft | null | undefined> {
  const { rows } = await sql<{ draft: Draft | null }>`
    select case when d.user_id is not null then draft_json(d) end as draft
    from channels.access a
    left join drafts d
      on d.workspace_id = a.workspace_id and d.user_id = a.user_id and d.channel_id = a.channel_id
      and d.parent_message_id is not distinct from ${rootOf(workspaceId, parentId)}
    where a.workspace_id = ${workspaceId} and a.channel_id = ${channelId} and a.user_id = ${userId}`.execute(db)
  return rows[0]?.draft
}

/** A page of someone's drafts in channels that they can read, the one touched last first, and how many there are. */
export async function listDrafts(
  db: Db,
  { workspaceId, userId }: Person,
  { limit, offset }: { limit: number; offset: number },
): Promise<{ drafts: Draft[]; total: number }> {
  const { rows } = await sql<{ draft: Draft | null; total: number }>`
    with visible as materialized (
      select d from drafts d
      join channels.access a
        on a.workspace_id = d.workspace_id and a.channel_id = d.channel_id and a.user_id = d.user_id
      where d.workspace_id = ${workspaceId} and d.user_id = ${userId}
    )
    select (select count(*) from visible) as total,
      case when (page.d).user_id is not null then draft_json(page.d) end as draft
    from (select) one left join (
      select d from visible order by (d).updated_at desc, (d).channel_id, (d).parent_message_id
      limit ${limit} offset ${offset}
    ) page on true
    order by (page.d).updated_at desc, (page.d).channel_id, (page.d).parent_message_id`.execute(db)
  return { drafts: rows.flatMap(({ draft }) => draft ?? []), total: rows[0]?.total ?? 0 }
}

/** Drops someone's draft in a place. False when they cannot read the channel. Needs a transaction. */
export async function deleteDraft(
  tx: Db,
  { workspaceId, userId }: Person,
  { channelId, parentId }: DraftPlace,
): Promise<boolean> {
  const { rows } = await sql<{ file_ids: string[] | null }>`
    with place as (
      select a.workspace_id, a.channel_id, a.user_id from channels.access a
      where a.workspace_id = ${workspaceId} and a.channel_id = ${channelId} and a.user_id = ${userId}
    ), gone as (
      delete from drafts d using place p
      where d.workspace_id = p.workspace_id and d.user_id = p.user_id and d.channel_id = p.channel_id
        and d.parent_message_id is not distinct from ${rootOf(workspaceId, parentId)}
      returning d.file_ids
    )
    select (select file_ids from gone) as file_ids from place`.execute(tx)
  const [row] = rows
  if (row?.file_ids?.length) await sql`select release_files(${workspaceId}, ${userId}, ${row.file_ids})`.execute(tx)
  return row !== undefined
}

/** For a channel that is gone: drops every draft in it, and fails what was to be posted there. Safe to repeat. */
export async function purgeDrafts(db: Db, workspaceId: string, channelId: string): Promise<void> {
  await failScheduledOf(db, workspaceId, channelId, 'channel_not_found')
  await sql`delete from drafts where workspace_id = ${workspaceId} and channel_id = ${channelId}`.execute(db)
}

/** Drops drafts of people who have left the workspace. */
export async function dropDraftsOfLeavers(db: Db): Promise<void> {
  await sql`
    delete from drafts d where not exists (
      select from gateway.people p where p.workspace_id = d.workspace_id and p.user_id = d.user_id)`.execute(db)
}
