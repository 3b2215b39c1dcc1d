import { socketLimits } from '@parley/contracts/realtime'
import { sql } from 'kysely'
import type { Db } from '../../db.ts'

interface PersonId {
  workspaceId: string
  userId: string
}

/** The channels in which each person's presence is published, in the order given. */
export async function readPresenceChannels(db: Db, people: PersonId[]): Promise<string[][]> {
  const rows = people.map(({ workspaceId, userId }, n) => ({ n, workspace_id: workspaceId, user_id: userId }))
  const asked = sql<(typeof rows)[number]>`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`
  const found = await db
    .selectFrom(asked.as<'asked'>(sql`asked(n int, workspace_id uuid, user_id uuid)`))
    .leftJoin('channels.access as a', (join) =>
      join
        .onRef('a.workspace_id', '=', 'asked.workspace_id')
        .onRef('a.user_id', '=', 'asked.user_id')
        .on('a.is_member', '=', sql.lit(true))
        .on('a.member_count', '<=', socketLimits.presenceMembers),
    )
    .select(({ fn }) =>
      fn
        .agg<string[] | null>('jsonb_agg', ['a.channel_id'])
        .filterWhere('a.channel_id', 'is not', null)
        .as('channel_ids'),
    )
    .groupBy('asked.n')
    .orderBy('asked.n')
    .execute()
  return found.map(({ channel_ids }) => channel_ids ?? [])
}

/** The others in the channels, each small enough for presence to be published in it, that a person is a member of. */
const coMembersOf = (db: Db, { workspaceId, userId }: PersonId) =>
  db
    .selectFrom('channels.access as a')
    .innerJoin('channels.memberships as other', (join) =>
      join.onRef('other.workspace_id', '=', 'a.workspace_id').onRef('other.channel_id', '=', 'a.channel_id'),
    )
    .select('other.user_id')
    .where('a.workspace_id', '=', workspaceId)
    .where('a.user_id', '=', userId)
    .where('a.is_member', '=', sql.lit(true))
    .where('a.member_count', '<=', socketLimits.presenceMembers)
    .whereRef('other.user_id', '<>', 'a.user_id')

/** The other members of a channel that is small enough for presence to be published in it. */
export async function readOtherMembers(db: Db, person: PersonId, channelId: string): Promise<string[]> {
  const coMembers = await coMembersOf(db, person).where('a.channel_id', '=', channelId).execute()
  return coMembers.map(({ user_id }) => user_id)
}

/** At most `max` of the people whose presence this person receives. */
export async function readCoMembers(db: Db, person: PersonId, max: number): Promise<string[]> {
  const coMembers = await coMembersOf(db, person).distinct().limit(max).execute()
  return coMembers.map(({ user_id }) => user_id)
}
