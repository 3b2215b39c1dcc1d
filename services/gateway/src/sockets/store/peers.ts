import { socketLimits } from '@parley/contracts/realtime'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'

interface PersonId {
  workspaceId: string
  userId: string
}

/** The channels in which each person's presence is published, in the order given. */
export async function readPresenceChannels(db: Db, people: PersonId[]): Promise<string[][]> {
  const asked = people.map(({ workspaceId, userId }, n) => ({ n, workspace_id: workspaceId, user_id: userId }))
  const { rows } = await sql<{ channel_ids: string[] }>`
    select coalesce(jsonb_agg(a.channel_id) filter (where a.channel_id is not null), '[]') as channel_ids
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(n int, workspace_id uuid, user_id uuid)
    left join channels.access a on a.workspace_id = asked.workspace_id and a.user_id = asked.user_id
      and a.is_member and a.member_count <= ${socketLimits.presenceMembers}
    group by asked.n order by asked.n`.execute(db)
  return rows.map(({ channel_ids }) => channel_ids)
}

/** The other members of a channel that is small enough for presence to be published in it. */
export async function readChannelPeers(db: Db, person: PersonId, channelId: string): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select other.user_id
    from channels.access a
    join channels.memberships other on other.workspace_id = a.workspace_id and other.channel_id = a.channel_id
    where a.workspace_id = ${person.workspaceId} and a.user_id = ${person.userId} and a.channel_id = ${channelId}
      and a.is_member and a.member_count <= ${socketLimits.presenceMembers} and other.user_id <> a.user_id`.execute(db)
  return rows.map(({ user_id }) => user_id)
}

/** At most `max` of the people whose presence this person receives. */
export async function readPeers(db: Db, person: PersonId, max: number): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select distinct other.user_id
    from channels.access a
    join channels.memberships other on other.workspace_id = a.workspace_id and other.channel_id = a.channel_id
    where a.workspace_id = ${person.workspaceId} and a.user_id = ${person.userId}
      and a.is_member and a.member_count <= ${socketLimits.presenceMembers} and other.user_id <> a.user_id
    limit ${max}`.execute(db)
  return rows.map(({ user_id }) => user_id)
}
