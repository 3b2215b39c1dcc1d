import type {
  ChannelMember,
  ChannelMembership,
  channelRoles,
  channelTypes,
  notificationLevels,
} from '@parley/contracts/channels/channel'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import type { Trace } from '@parley/kit/trace'
import { sql } from 'kysely'
import type * as z from 'zod'
import type { Db } from '../context.ts'
import type { Person } from './channels.ts'

type Membership = z.input<typeof ChannelMembership>
type ChannelRole = (typeof channelRoles)[number]

/** How a caller, and the person whom a change is about (often the same), stand in a channel. */
export interface Standing {
  channelId: string
  channelType: (typeof channelTypes)[number]
  createdBy: string
  isPrivate: boolean
  isArchived: boolean
  isGeneral: boolean
  memberCount: number
  callerId: string
  callerRole: WorkspaceRole
  /** Null when the caller is not a member. */
  callerChannelRole: ChannelRole | null
  /** Null when the other is not of the workspace. */
  targetRole: WorkspaceRole | null
  /** The other's membership, if any. */
  targetMembership: Membership | undefined
  /** Whether the channel has an admin beside the other person. */
  hasOtherAdmin: boolean
}

interface StandingRow {
  channel_id: string
  channel_type: Standing['channelType']
  created_by: string
  is_private: boolean
  is_archived: boolean
  is_general: boolean
  member_count: number
  caller_role: WorkspaceRole
  caller_channel_role: ChannelRole | null
  target_role: WorkspaceRole | null
  target_channel_role: ChannelRole | null
  target_joined_at: string
  has_other_admin: boolean
}

/**
 * Locks a channel for a change of its members; what is answered holds until the transaction ends. Undefined when the
 * caller cannot see it.
 */
export async function lockChannel(
  tx: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  targetId: string = userId,
): Promise<Standing | undefined> {
  const { rows } = await sql<StandingRow>`
    select * from lock_channel(${workspaceId}, ${channelId}, ${userId}, ${targetId})`.execute(tx)
  const row = rows[0]
  return (
    row && {
      channelId: row.channel_id,
      channelType: row.channel_type,
      createdBy: row.created_by,
      isPrivate: row.is_private,
      isArchived: row.is_archived,
      isGeneral: row.is_general,
      memberCount: row.member_count,
      callerId: userId,
      callerRole: row.caller_role,
      callerChannelRole: row.caller_channel_role,
      targetRole: row.target_role,
      targetMembership: row.target_channel_role
        ? {
            user_id: targetId,
            channel_id: row.channel_id,
            role: row.target_channel_role,
            joined_at: row.target_joined_at,
          }
        : undefined,
      hasOtherAdmin: row.has_other_admin,
    }
  )
}

/** The roles of those given who are in the workspace, by id; they stay in it until the transaction ends. */
export async function lockPeople(tx: Db, workspaceId: string, userIds: string[]): Promise<Map<string, WorkspaceRole>> {
  const { rows } = await sql<{ user_id: string; role: WorkspaceRole }>`
    select user_id, role from lock_people(${workspaceId}, ${userIds}::uuid[])`.execute(tx)
  return new Map(rows.map(({ user_id, role }) => [user_id, role]))
}

/** Gives a new channel its first members, its creator as admin, and tells of it. */
export async function openChannel(tx: Db, channelId: string, userIds: string[], trace: Trace): Promise<void> {
  await sql`select open_channel(${channelId}, ${userIds}::uuid[], ${JSON.stringify(trace)}::jsonb)`.execute(tx)
}

/** Adds people to a locked channel, counts and tells. Answers those who are new; others stay as they are. */
export async function enrol(
  tx: Db,
  channelId: string,
  userIds: string[],
  { by, trace }: { by: string; trace: Trace },
): Promise<Membership[]> {
  const { rows } = await sql<Membership>`
    select user_id, channel_id, role, joined_at
    from enrol(${channelId}, ${userIds}::uuid[], ${by}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
  return rows
}

/** The memberships of those given who are in the channel, in the order given. */
export async function findMemberships(tx: Db, channelId: string, userIds: string[]): Promise<Membership[]> {
  const { rows } = await sql<Membership>`
    select m.user_id, m.channel_id, m.role, m.joined_at
    from unnest(${userIds}::uuid[]) with ordinality given (user_id, place)
    join members m on m.channel_id = ${channelId} and m.user_id = given.user_id
    order by given.place`.execute(tx)
  return rows
}

/** Gives a member of a locked channel another role, and tells. */
export async function setRole(
  tx: Db,
  { channelId, userId, role }: { channelId: string; userId: string; role: ChannelRole },
  trace: Trace,
): Promise<void> {
  await sql`
    with changed as (
      update members set role = ${role} where channel_id = ${channelId} and user_id = ${userId} returning *
    )
    select tell('member.updated', c.workspace_id, c.channel_id,
      array[channel_room(c.channel_id), user_room(c.workspace_id, c.user_id)], membership_json(c::members),
      ${JSON.stringify(trace)}::jsonb)
    from changed c`.execute(tx)
}

/** Sets what a member wants to be told of; false when they are not in the channel. */
export async function setNotificationLevel(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  level: (typeof notificationLevels)[number],
): Promise<boolean> {
  const { rows } = await sql`
    update members m set notification_level = ${level}
    where m.workspace_id = ${workspaceId} and m.channel_id = ${channelId} and m.user_id = ${userId}
      and exists (select from gateway.people p where p.workspace_id = m.workspace_id and p.user_id = m.user_id)
    returning m.user_id`.execute(db)
  return rows.length > 0
}

/** Takes someone out of a locked channel, counts and tells. */
export async function withdraw(
  tx: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  trace: Trace,
): Promise<void> {
  await sql`
    select from withdraw(${workspaceId}, ${userId}, array[${channelId}::uuid], ${JSON.stringify(trace)}::jsonb)`.execute(
    tx,
  )
}

/**
 * A page of a channel's members, oldest first, and how many there are in all; undefined when the person cannot see the
 * channel, `afterIsMember` false when the page is to follow someone who is not a member.
 */
export async function findMemberPage(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ members: z.input<typeof ChannelMember>[]; count: number; afterIsMember: boolean } | undefined> {
  const rest =
    after === undefined
      ? sql`true`
      : sql`(m.joined_at, m.user_id) > (
          select last.joined_at, last.user_id from members last where last.channel_id = ${channelId} and last.user_id = ${after})`
  const known =
    after === undefined
      ? sql`true`
      : sql`exists (select from members last where last.channel_id = ${channelId} and last.user_id = ${after})`
  const { rows } = await sql<z.input<typeof ChannelMember> & { count: number; after_is_member: boolean }>`
    select a.member_count as count, ${known} as after_is_member, listed.*
    from access a
    left join lateral (
      select m.user_id, p.display_name, p.email, p.avatar_url, m.role, m.joined_at
      from members m
      left join gateway.people p on p.workspace_id = m.workspace_id and p.user_id = m.user_id
      where m.channel_id = a.channel_id and ${rest}
      order by m.joined_at, m.user_id
      limit ${limit}
    ) listed on true
    where a.workspace_id = ${workspaceId} and a.channel_id = ${channelId} and a.user_id = ${userId}
    order by listed.joined_at, listed.user_id`.execute(db)
  const [first] = rows
  if (!first) return undefined
  return {
    members: rows.filter(({ user_id }) => user_id !== null),
    count: first.count,
    afterIsMember: first.after_is_member,
  }
}
