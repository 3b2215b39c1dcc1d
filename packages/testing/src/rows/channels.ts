import type { ChannelRole, NotificationLevel } from '@parley/contracts/channels/channel'
import type { TestDatabase } from '../database.ts'
import type { Membership } from './gateway.ts'
import { trace } from './trace.ts'

/** Writes a channel with its first members, the first of whom creates it; its id. Its events are in channels' outbox. */
export async function insertChannel(
  database: TestDatabase,
  { name, isPrivate, members }: { name: string; isPrivate: boolean; members: readonly Membership[] },
): Promise<string> {
  const { workspaceId, userId } = members[0]!
  const [row] = await database.queryAs<{ id: string }>(
    'channels',
    `insert into channels (workspace_id, name, channel_type, is_private, created_by) values ($1, $2, 'text', $3, $4)
     returning id`,
    [workspaceId, name, isPrivate, userId],
  )
  await database.queryAs('channels', 'select add_first_members($1, $2, $3::uuid[], $4)', [
    workspaceId,
    row!.id,
    members.map((member) => member.userId),
    trace,
  ])
  return row!.id
}

/** Adds people to a channel as channels does, for a test that runs without it. */
export const addMembers = (database: TestDatabase, channelId: string, people: readonly Membership[]) =>
  database.queryAs('channels', 'select add_members($1, $2, $3::uuid[], null, $4)', [
    people[0]!.workspaceId,
    channelId,
    people.map(({ userId }) => userId),
    trace,
  ])

/** The same for removing someone. */
export const removeMember = (database: TestDatabase, channelId: string, { workspaceId, userId }: Membership) =>
  database.queryAs('channels', 'select remove_member($1, $2, array[$3::uuid], $4)', [
    workspaceId,
    userId,
    channelId,
    trace,
  ])

/** Removes someone without the event that would publish it. */
export const removeMemberSilently = (database: TestDatabase, channelId: string, { userId }: Membership) =>
  database.query(
    `with gone as (
       delete from channels.members where channel_id = $1 and user_id = $2 returning workspace_id, channel_id, user_id
     ), counted as (
       update channels.channels set member_count = member_count - 1 where id = $1
     )
     insert into channels.former_members select gone.*, clock_timestamp() from gone`,
    [channelId, userId],
  )

/** Makes people members who are neither counted nor published: as many as a test of growth needs. */
export const insertMemberships = (
  database: TestDatabase,
  { workspaceId, channelId }: { workspaceId: string; channelId: string },
  userIds: readonly string[],
) =>
  database.query('insert into channels.members (workspace_id, channel_id, user_id) select $1, $2, unnest($3::uuid[])', [
    workspaceId,
    channelId,
    userIds,
  ])

/** Chooses what a member is notified of in a channel. */
export const setNotificationLevel = (
  database: TestDatabase,
  channelId: string,
  { userId }: Membership,
  level: NotificationLevel,
) =>
  database.query('update channels.members set notification_level = $3 where channel_id = $1 and user_id = $2', [
    channelId,
    userId,
    level,
  ])

/** Gives a member another role in a channel, whatever the channel's rules say, and publishes nothing. */
export const setChannelRole = (database: TestDatabase, channelId: string, { userId }: Membership, role: ChannelRole) =>
  database.query('update channels.members set role = $3 where channel_id = $1 and user_id = $2', [
    channelId,
    userId,
    role,
  ])

/** Changes a channel, publishing nothing: to what no call could, or where channels does not run. */
export const changeChannel = (
  database: TestDatabase,
  channelId: string,
  {
    memberCount,
    isPrivate,
    isArchived,
    createdBy,
  }: { memberCount?: number; isPrivate?: boolean; isArchived?: boolean; createdBy?: string },
) =>
  database.query(
    `update channels.channels set member_count = coalesce($2, member_count), is_private = coalesce($3, is_private),
       is_archived = coalesce($4, is_archived), created_by = coalesce($5, created_by)
     where id = $1`,
    [channelId, memberCount, isPrivate, isArchived, createdBy],
  )

/** Writes this many public channels without members, until the returned function is called. */
export async function insertChannels(
  database: TestDatabase,
  { workspaceId, userId }: Membership,
  count: number,
): Promise<() => Promise<unknown>> {
  const rows = await database.query<{ id: string }>(
    `insert into channels.channels (workspace_id, name, channel_type, created_by)
     select $1, 'many-' || i, 'text', $2 from generate_series(1, $3::int) i returning id`,
    [workspaceId, userId, count],
  )
  return () => database.query('delete from channels.channels where id = any($1)', [rows.map(({ id }) => id)])
}

/** Deletes a channel, and nothing that belongs to it elsewhere, publishing nothing. */
export const deleteChannelRow = (database: TestDatabase, channelId: string) =>
  database.query('delete from channels.channels where id = $1', [channelId])

/** Assigns a twin to a channel as its workspace's admin would, publishing nothing. */
export const assignTwinTo = (
  database: TestDatabase,
  channelId: string,
  twinId: string,
  { workspaceId, userId }: Membership,
) =>
  database.query(
    'insert into channels.twin_assignments (workspace_id, channel_id, ai_twin_id, assigned_by) values ($1, $2, $3, $4)',
    [workspaceId, channelId, twinId, userId],
  )

/** Takes every twin out of a channel, publishing nothing. */
export const removeTwinsOf = (database: TestDatabase, channelId: string) =>
  database.query('delete from channels.twin_assignments where channel_id = $1', [channelId])

/** Whether channels still remembers that a channel was deleted, whose messages are being deleted. */
export const isDeletionRemembered = async (database: TestDatabase, channelId: string): Promise<boolean> =>
  (await database.query('select from channels.deletions where channel_id = $1', [channelId])).length > 0

/** Has PostgreSQL count the memberships of channels, as it does by itself after a while. */
export const analyzeMemberships = (database: TestDatabase) => database.query('vacuum analyze channels.members')
