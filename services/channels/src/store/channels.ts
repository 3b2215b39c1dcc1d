import type { Channel, channelTypes, MyChannel } from '@parley/contracts/channels/channel'
import type { Trace } from '@parley/kit/trace'
import { type RawBuilder, sql } from 'kysely'
import type * as z from 'zod'
import type { Db } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'

/** Someone of a workspace. */
export interface Person {
  workspaceId: string
  userId: string
}

type ChannelType = (typeof channelTypes)[number]
type ChannelRow = z.input<typeof Channel>
type MyChannelRow = z.input<typeof MyChannel>

/** A channel's own columns as answers show them to a person, the parent only where they can see it; the counts come beside. */
const shownTo = ({ workspaceId, userId }: Person) => sql`c.id, c.workspace_id, c.name, c.display_name, c.description,
  c.channel_type, c.topic, c.is_private, c.is_archived,
  case when c.parent_channel_id is not null then (
    select parent.channel_id from access parent
    where parent.workspace_id = ${workspaceId} and parent.channel_id = c.parent_channel_id
      and parent.user_id = ${userId}) end as parent_channel_id,
  c.member_count, c.created_by, c.created_at, c.updated_at`

/** One channel as a person sees it; undefined when they may not. */
export async function findChannel(
  db: Db,
  { workspaceId, userId }: Person,
  id: string,
): Promise<MyChannelRow | undefined> {
  const { rows } = await sql<MyChannelRow>`
    select ${shownTo({ workspaceId, userId })}, a.is_member, m.notification_level,
      coalesce(k.message_count, 0) as message_count
    from access a
    join channels c on c.id = a.channel_id
    left join members m on m.channel_id = c.id and m.user_id = a.user_id
    left join messaging.channel_counts k on k.channel_id = c.id
    where a.workspace_id = ${workspaceId} and a.channel_id = ${id} and a.user_id = ${userId}`.execute(db)
  return rows[0]
}

/**
 * A page of the channels that a person can see, by name, and how many there are in all; undefined when they are not of
 * the workspace. Public channels come from an index in order of name, hidden ones by way of the person's memberships,
 * so that a page costs the same however many channels there are that they cannot see.
 */
export async function findChannelPage(
  db: Db,
  { workspaceId, userId }: Person,
  page: { type?: ChannelType | undefined; isArchived?: boolean | undefined; limit: number; offset: number },
): Promise<{ channels: MyChannelRow[]; total: number } | undefined> {
  const wanted = sql`${page.type === undefined ? sql`true` : sql`c.channel_type = ${page.type}`}
    and ${page.isArchived === undefined ? sql`true` : sql`c.is_archived = ${page.isArchived}`}`
  const open = (columns: RawBuilder<unknown>) => sql`
    select ${columns} from channels c
    where c.workspace_id = ${workspaceId} and not c.is_private and (select role from me) <> 'guest' and ${wanted}`
  const { rows } = await sql<MyChannelRow & { known: boolean; total: number }>`
    with me as (
      select p.role from gateway.people p where p.workspace_id = ${workspaceId} and p.user_id = ${userId}
    ), hidden as materialized (
      select c.id, c.name from members m join channels c on c.id = m.channel_id
      where m.workspace_id = ${workspaceId} and m.user_id = ${userId}
        and (c.is_private or (select role from me) = 'guest') and ${wanted}
    ), page as (
      (${open(sql`c.id, c.name`)} order by c.name, c.id limit ${page.limit + page.offset})
      union all
      select id, name from hidden
      order by name, id limit ${page.limit} offset ${page.offset}
    )
    select exists (select from me) as known, (${open(sql`count(*)`)}) + (select count(*) from hidden) as total, listed.*
    from (select) always
    left join (
      select ${shownTo({ workspaceId, userId })}, m.user_id is not null as is_member, m.notification_level,
        coalesce(k.message_count, 0) as message_count
      from page
      join channels c on c.id = page.id
      left join members m on m.channel_id = c.id and m.user_id = ${userId}
      left join messaging.channel_counts k on k.channel_id = c.id
    ) listed on true
    order by listed.name, listed.id`.execute(db)
  const [first] = rows
  if (!first?.known) return undefined
  return { channels: rows.filter(({ id }) => id !== null), total: first.total }
}

export interface NewChannel {
  workspaceId: string
  createdBy: string
  /** Undefined for a dm, which is named after its id. */
  name: string | undefined
  displayName: string | undefined
  description: string | undefined
  topic: string | undefined
  channelType: ChannelType
  isPrivate: boolean
  parentChannelId: string | undefined
  /** Whom a dm is for, ascending; undefined for any other type. */
  participants: string[] | undefined
}

/** Makes a channel without members; undefined when its name is taken, or when the dm exists. */
export async function insertChannel(tx: Db, channel: NewChannel): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into channels (id, workspace_id, name, display_name, description, channel_type, topic, is_private,
      parent_channel_id, participants, created_by)
    select made.id, ${channel.workspaceId}, coalesce(${channel.name ?? null}, 'dm-' || made.id),
      ${channel.displayName ?? null}, ${channel.description ?? null}, ${channel.channelType}, ${channel.topic ?? null},
      ${channel.isPrivate}, ${channel.parentChannelId ?? null}::uuid, ${channel.participants ?? null}::uuid[],
      ${channel.createdBy}
    from (select uuidv7() as id) made
    on conflict do nothing
    returning id`.execute(tx)
  return rows[0]?.id
}

/** The dm of exactly these people, given in ascending order, locked. */
export async function lockDirectMessage(tx: Db, workspaceId: string, participants: string[]): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from channels
    where workspace_id = ${workspaceId} and participants = ${participants}::uuid[] and channel_type = 'dm'
    for no key update`.execute(tx)
  return rows[0]!.id
}

/** What is to be known of a parent channel; undefined when the person cannot see it. It stays until the transaction ends. */
export async function lockParent(
  tx: Db,
  { workspaceId, userId }: Person,
  id: string,
): Promise<{ isPrivate: boolean; isArchived: boolean } | undefined> {
  const { rows } = await sql<{ isPrivate: boolean; isArchived: boolean }>`
    select c.is_private as "isPrivate", c.is_archived as "isArchived" from channels c
    where c.id = ${id} and exists (
      select from access a where a.workspace_id = ${workspaceId} and a.channel_id = c.id and a.user_id = ${userId})
    for key share`.execute(tx)
  return rows[0]
}

/** A channel that the transaction has just made, found or changed, with its counts, as a person sees it. */
export async function getChannel(tx: Db, person: Person, id: string): Promise<ChannelRow> {
  const { rows } = await sql<ChannelRow>`
    select ${shownTo(person)}, coalesce(k.message_count, 0) as message_count
    from channels c left join messaging.channel_counts k on k.channel_id = c.id
    where c.id = ${id}`.execute(tx)
  return rows[0]!
}

/** What may change of a channel; null clears. */
export interface ChannelChange {
  display_name?: string | null | undefined
  description?: string | null | undefined
  topic?: string | null | undefined
  is_archived?: boolean | undefined
}

/** Changes a locked channel and tells of it; nothing happens where it is so already. */
export async function updateChannel(tx: Db, id: string, change: ChannelChange, trace: Trace): Promise<void> {
  const next = (field: 'display_name' | 'description' | 'topic') =>
    change[field] === undefined ? sql.ref(field) : sql`${change[field]}::text`
  const isArchived = sql`coalesce(${change.is_archived ?? null}::boolean, is_archived)`
  await sql`
    with changed as (
      update channels set display_name = ${next('display_name')}, description = ${next('description')},
        topic = ${next('topic')}, is_archived = ${isArchived}, updated_at = now()
      where id = ${id} and (display_name, description, topic, is_archived)
        is distinct from (${next('display_name')}, ${next('description')}, ${next('topic')}, ${isArchived})
      returning *
    )
    select tell_updated(c::channels, ${JSON.stringify(trace)}::jsonb) from changed c`.execute(tx)
}

/** Lets no message into a locked channel until the transaction ends, so that none comes after its archiving. */
export async function holdMessages(tx: Db, id: string): Promise<void> {
  await sql`select messaging.lock_channel(c.workspace_id, c.id) from channels c where c.id = ${id}`.execute(tx)
}

/** Deletes a locked channel with all that channels has of it, and tells of it; what others have goes after the commit. */
export async function deleteChannel(tx: Db, id: string, by: string, trace: Trace): Promise<void> {
  await sql`select delete_channel(${id}, ${by}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
}

/** Looks, before an earlier answer about a channel is given again, whether its caller can still see the channel. */
export const stillSees =
  ({ workspaceId, userId }: Person, channelId: string) =>
  async (db: Db): Promise<void> => {
    const { rows } = await sql`
      select from access
      where workspace_id = ${workspaceId} and channel_id = ${channelId} and user_id = ${userId}`.execute(db)
    if (rows.length === 0) throw noSuchChannel()
  }
