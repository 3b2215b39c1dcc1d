import type { participationModes } from '@parley/contracts/channels/channel'
import type { assignTwin, listChannelTwins } from '@parley/contracts/channels/twins'
import type { AnswerOf } from '@parley/contracts/endpoint'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Person } from './channels.ts'

type Assigned = AnswerOf<typeof listChannelTwins>['twins'][number]
type Assignment = AnswerOf<typeof assignTwin>['twin']
type Mode = (typeof participationModes)[number]

/** The twins of a channel, the first assigned first; undefined when the person cannot see it. */
export async function findTwins(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
): Promise<Assigned[] | undefined> {
  const { rows } = await sql<Assigned>`
    select t.ai_twin_id as id, t.name, t.avatar_url, t.participation_mode, t.assigned_at
    from access a
    left join twins t on t.workspace_id = a.workspace_id and t.channel_id = a.channel_id
    where a.workspace_id = ${workspaceId} and a.channel_id = ${channelId} and a.user_id = ${userId}
    order by t.assigned_at, t.ai_twin_id`.execute(db)
  return rows.length > 0 ? rows.filter(({ id }) => id !== null) : undefined
}

/** Whether there is such a twin in the workspace, and how many others are in the locked channel. */
export async function lookAtTwin(
  tx: Db,
  workspaceId: string,
  channelId: string,
  twinId: string,
): Promise<{ exists: boolean; others: number }> {
  const { rows } = await sql<{ exists: boolean; others: number }>`
    select exists (select from twin_profile(${workspaceId}, ${twinId})) as exists,
      (select count(*) from twins where channel_id = ${channelId} and ai_twin_id <> ${twinId}) as others`.execute(tx)
  return rows[0]!
}

/** Puts a twin into a locked channel, or changes how it takes part. */
export async function upsertAssignment(
  tx: Db,
  given: { workspaceId: string; channelId: string; twinId: string; mode: Mode; by: string },
): Promise<{ assignment: Assignment; isNew: boolean }> {
  const { rows } = await sql<Assignment & { before: Mode | null }>`
    insert into twin_assignments as t (workspace_id, channel_id, ai_twin_id, participation_mode, assigned_by)
    values (${given.workspaceId}, ${given.channelId}, ${given.twinId}, ${given.mode}, ${given.by})
    on conflict (workspace_id, channel_id, ai_twin_id) do update set participation_mode = excluded.participation_mode
    returning t.ai_twin_id, t.channel_id, t.participation_mode, t.assigned_at, old.participation_mode as before`.execute(
    tx,
  )
  const { before, ...assignment } = rows[0]!
  return { assignment, isNew: before !== given.mode }
}

/** Takes a twin out of a locked channel; false when it is not in it. */
export async function deleteAssignment(tx: Db, channelId: string, twinId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from twin_assignments where channel_id = ${channelId} and ai_twin_id = ${twinId}
    returning ai_twin_id`.execute(tx)
  return rows.length > 0
}
