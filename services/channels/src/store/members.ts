import type {
  ChannelMember,
  ChannelMembership,
  channelRoles,
  channelTypes,
  notificationLevels,
} from '@parley/contracts/channels/channel'
import { channelHidden, memberUpdated } from '@parley/contracts/channels/events'
import type { WorkspaceRole } from '@parley/contracts/endpoint'
import { rooms } from '@parley/contracts/event'
import { insertEvents } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { type Selectable, sql } from 'kysely'
import type * as z from 'zod'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { Person } from './channels.ts'

type Membership = z.input<typeof ChannelMembership>
type ChannelRole = (typeof channelRoles)[number]

/** A locked channel with what a caller, and the person whom a change is about (often the same), are in it. */
export interface LockedChannel {
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

/** A row of the function `lock_channel`. */
interface LockedChannelRow
  extends Pick<
    Selectable<DB['channels']>,
    'channel_type' | 'created_by' | 'is_private' | 'is_archived' | 'is_general' | 'member_count'
  > {
  channel_id: string
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
): Promise<LockedChannel | undefined> {
  const { rows } = await sql<LockedChannelRow>`
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

/** Gives a new channel its first members, its creator as admin, and publishes it. */
export async function addFirstMembers(
  tx: Db,
  workspaceId: string,
  channelId: string,
  userIds: string[],
  trace: Trace,
): Promise<void> {
  await sql`
    select add_first_members(${workspaceId}, ${channelId}, ${userIds}::uuid[], ${JSON.stringify(trace)}::jsonb)`.execute(
    tx,
  )
}

/** Adds people to a locked channel, counts and publishes it. Returns those who are new; others stay as they are. */
export async function addMembers(
  tx: Db,
  by: Person,
  channelId: string,
  userIds: string[],
  trace: Trace,
): Promise<Membership[]> {
  const { rows } = await sql<{ user_id: string; joined_at: string }>`
    select user_id, joined_at from add_members(${by.workspaceId}, ${channelId}, ${userIds}::uuid[], ${by.userId},
      ${JSON.stringify(trace)}::jsonb)`.execute(tx)
  return rows.map((added) => ({ ...added, channel_id: channelId, role: 'member' }))
}

/** The memberships of those given who are in the channel, in the order given. */
export async function findMemberships(
  tx: Db,
  workspaceId: string,
  channelId: string,
  userIds: string[],
): Promise<Membership[]> {
  const found = await tx
    .selectFrom('members')
    .select(['user_id', 'channel_id', 'role', 'joined_at'])
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('user_id', '=', sql<string>`any(${userIds}::uuid[])`)
    .execute()
  const byId = new Map(found.map((membership) => [membership.user_id, membership]))
  return userIds.flatMap((id) => byId.get(id) ?? [])
}

/** Gives a member of a locked channel another role, and publishes it. */
export async function setRole(
  tx: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  role: ChannelRole,
  trace: Trace,
): Promise<void> {
  const membership = await tx
    .updateTable('members')
    .set({ role })
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('user_id', '=', userId)
    .returning(['user_id', 'channel_id', 'role', 'joined_at'])
    .executeTakeFirstOrThrow()
  const concerned = [rooms.channel(channelId), rooms.user(workspaceId, userId)]
  await insertEvents(
    tx,
    [{ event: memberUpdated, workspaceId, feedId: channelId, rooms: concerned, data: membership }],
    trace,
  )
}

/** Sets what a member wants to be notified of; false when they are not in the channel. */
export async function setNotificationLevel(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  level: (typeof notificationLevels)[number],
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('members as m')
    .set({ notification_level: level })
    .where('m.workspace_id', '=', workspaceId)
    .where('m.channel_id', '=', channelId)
    .where('m.user_id', '=', userId)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('gateway.people as p')
          .select('p.user_id')
          .whereRef('p.workspace_id', '=', 'm.workspace_id')
          .whereRef('p.user_id', '=', 'm.user_id'),
      ),
    )
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The type of a channel that someone is a member of; undefined where they are none. Neither ever changes in a dm. */
export async function findOwnChannelType(
  db: Db,
  { workspaceId, userId }: Person,
  channelId: string,
): Promise<string | undefined> {
  const channel = await db
    .selectFrom('access')
    .select('channel_type')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('user_id', '=', userId)
    .where('is_member', '=', sql.lit(true))
    .executeTakeFirst()
  return channel?.channel_type ?? undefined
}

/** Closes a dm for a member until there is a newer message than now, or opens it; publishes it where that changes anything. */
export async function setHidden(
  tx: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  hidden: boolean,
  trace: Trace,
): Promise<void> {
  const hiddenAfter = hidden
    ? sql<string>`coalesce((
        select k.last_message_at from messaging.channel_counts k
        where k.workspace_id = ${workspaceId} and k.channel_id = ${channelId}), '-infinity')`
    : sql.lit(null)
  const { numUpdatedRows } = await tx
    .updateTable('members')
    .set({ hidden_after: hiddenAfter })
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .where('user_id', '=', userId)
    .where('hidden_after', 'is distinct from', hiddenAfter)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  const data = { id: channelId, is_hidden: hidden }
  const own = [rooms.user(workspaceId, userId)]
  await insertEvents(tx, [{ event: channelHidden, workspaceId, feedId: channelId, rooms: own, data }], trace)
}

/** Removes someone from a locked channel, counts and publishes it. */
export async function removeMember(
  tx: Db,
  { workspaceId, userId }: Person,
  channelId: string,
  trace: Trace,
): Promise<void> {
  await sql`
    select remove_member(${workspaceId}, ${userId}, array[${channelId}::uuid], ${JSON.stringify(trace)}::jsonb)`.execute(
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
  const last = db
    .selectFrom('members as last')
    .where('last.workspace_id', '=', workspaceId)
    .where('last.channel_id', '=', channelId)
    .where('last.user_id', '=', after ?? null)
  const rows = await db
    .selectFrom('access as a')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('members as m')
          .leftJoin('gateway.people as p', (join) =>
            join.onRef('p.workspace_id', '=', 'm.workspace_id').onRef('p.user_id', '=', 'm.user_id'),
          )
          .select(['m.user_id', 'p.display_name', 'p.email', 'p.avatar_url', 'm.role', 'm.joined_at'])
          .whereRef('m.workspace_id', '=', 'a.workspace_id')
          .whereRef('m.channel_id', '=', 'a.channel_id')
          .$if(after !== undefined, (query) =>
            query.where(({ eb, refTuple }) =>
              eb(
                refTuple('m.joined_at', 'm.user_id'),
                '>',
                last.select(['last.joined_at', 'last.user_id']).$asTuple('joined_at', 'user_id'),
              ),
            ),
          )
          .orderBy('m.joined_at')
          .orderBy('m.user_id')
          .limit(limit)
          .as('listed'),
      (join) => join.onTrue(),
    )
    .selectAll('listed')
    .select(({ exists }) => ['a.member_count as count', exists(last.select('last.user_id')).as('after_is_member')])
    .where('a.workspace_id', '=', workspaceId)
    .where('a.channel_id', '=', channelId)
    .where('a.user_id', '=', userId)
    .orderBy('listed.joined_at')
    .orderBy('listed.user_id')
    .execute()
  const [first] = rows
  return (
    first && {
      members: rows.filter((row): row is typeof row & z.input<typeof ChannelMember> => row.user_id !== null),
      count: first.count,
      afterIsMember: after === undefined || Boolean(first.after_is_member),
    }
  )
}
