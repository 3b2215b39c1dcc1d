import type { Channel, channelOrders, channelTypes, MyChannel } from '@parley/contracts/channels/channel'
import type { Trace } from '@parley/kit/trace'
import { type ExpressionBuilder, sql } from 'kysely'
import type * as z from 'zod'
import type { Db } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import type { DB } from '../schema.ts'

/** Someone of a workspace. */
export interface Person {
  workspaceId: string
  userId: string
}

type ChannelType = (typeof channelTypes)[number]
type ChannelRow = z.input<typeof Channel>
type MyChannelRow = z.input<typeof MyChannel>

/**
 * Channels with their counts as a person sees them: `c` is the channel, `counts` its messages'. The parent is named only
 * where they can see it.
 */
const channelsShownTo = (db: Db, { workspaceId, userId }: Person) =>
  db
    .selectFrom('channels as c')
    .leftJoin('messaging.channel_counts as counts', (join) =>
      join.onRef('counts.workspace_id', '=', 'c.workspace_id').onRef('counts.channel_id', '=', 'c.id'),
    )
    .where('c.workspace_id', '=', workspaceId)
    .select((eb) => [
      'c.id',
      'c.workspace_id',
      'c.name',
      'c.display_name',
      'c.description',
      'c.channel_type',
      'c.topic',
      'c.is_private',
      'c.is_archived',
      eb
        .case()
        .when('c.parent_channel_id', 'is not', null)
        .then(
          eb
            .selectFrom('access as parent')
            .select('parent.channel_id')
            .where('parent.workspace_id', '=', workspaceId)
            .whereRef('parent.channel_id', '=', 'c.parent_channel_id')
            .where('parent.user_id', '=', userId),
        )
        .end()
        .as('parent_channel_id'),
      'c.member_count',
      eb.fn.coalesce('counts.message_count', sql.lit(0)).as('message_count'),
      'counts.last_message_at',
      sql<ChannelRow['participants']>`dm_participants(c.workspace_id, c.participants)`.as('participants'),
      'c.created_by',
      'c.created_at',
      'c.updated_at',
    ])

/** The same with what they are in it: `m` is their membership. */
const channelsWithMembership = (db: Db, person: Person) =>
  channelsShownTo(db, person)
    .leftJoin('members as m', (join) =>
      join
        .onRef('m.workspace_id', '=', 'c.workspace_id')
        .onRef('m.channel_id', '=', 'c.id')
        .on('m.user_id', '=', person.userId),
    )
    .select((eb) => [
      eb('m.user_id', 'is not', null).$castTo<boolean>().as('is_member'),
      'm.role',
      'm.notification_level',
      isHidden.as('is_hidden'),
    ])

/** Whether whose membership `m` is has closed the channel since its newest message. */
const isHidden = sql<boolean>`coalesce(m.hidden_after >= coalesce(counts.last_message_at, '-infinity'), false)`
/** What channels are ordered by with `last_message`. */
const lastMessageAt = sql<string>`coalesce(counts.last_message_at, c.created_at)`

/** One channel as a person sees it; undefined when they may not. */
export const findChannel = (db: Db, person: Person, id: string): Promise<MyChannelRow | undefined> =>
  channelsWithMembership(db, person)
    .innerJoin('access as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.channel_id', '=', 'c.id'),
    )
    .where('a.channel_id', '=', id)
    .where('a.user_id', '=', person.userId)
    .executeTakeFirst()

export interface ChannelFilter {
  type?: ChannelType | undefined
  isArchived?: boolean | undefined
  isMember?: boolean | undefined
  isHidden?: boolean | undefined
  /** What is said in its name, topic or description. */
  query?: string | undefined
  names?: readonly string[] | undefined
}

export interface ChannelPage extends ChannelFilter {
  /** By their last message only those that the person is a member of. */
  sort: (typeof channelOrders)[number]
  limit: number
  offset: number
}

const meeting =
  ({ type, isArchived, query, names }: ChannelFilter) =>
  ({ eb, and }: ExpressionBuilder<DB & { c: DB['channels'] }, 'c'>) =>
    and([
      ...(type === undefined ? [] : [eb('c.channel_type', '=', type)]),
      ...(isArchived === undefined ? [] : [eb('c.is_archived', '=', isArchived)]),
      ...(query === undefined ? [] : [eb('c.words', 'like', sql<string>`'%' || lower(${escaped(query)}) || '%'`)]),
      // As the index of names has them.
      ...(names === undefined
        ? []
        : [
            eb(eb.fn<string>('lower', ['c.name']), '=', sql<string>`any(${[...names]}::text[])`),
            eb('c.channel_type', '<>', sql.lit('dm')),
          ]),
    ])

/** A text as `like` finds it, whatever signs are in it. */
const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&')

/**
 * A page of the channels that a person can see, and how many there are in all; undefined when they are not of the
 * workspace. Public channels come from an index in order of name, the others by way of the person's memberships, so that
 * a page costs the same however many channels there are that they cannot see.
 */
export async function findChannelPage(
  db: Db,
  person: Person,
  { sort, limit, offset, isMember, isHidden: isClosed, ...filter }: ChannelPage,
): Promise<{ channels: MyChannelRow[]; total: number } | undefined> {
  const { workspaceId, userId } = person
  const role = db
    .selectFrom('gateway.people as me')
    .select('me.role')
    .where('me.workspace_id', '=', workspaceId)
    .where('me.user_id', '=', userId)
  const open = db
    .selectFrom('channels as c')
    .where('c.workspace_id', '=', workspaceId)
    .where('c.is_private', '=', sql.lit(false))
    .where(({ eb }) => eb(role, '<>', 'guest'))
    .where(meeting(filter))
    .$if(isMember === true || isClosed === true, (query) => query.where(sql<boolean>`false`))
    .$if(isMember === false, (query) =>
      query.where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('members as m')
              .select('m.user_id')
              .whereRef('m.workspace_id', '=', 'c.workspace_id')
              .whereRef('m.channel_id', '=', 'c.id')
              .where('m.user_id', '=', userId),
          ),
        ),
      ),
    )
  const mine = db
    .selectFrom('members as m')
    .innerJoin('channels as c', (join) =>
      join.onRef('c.workspace_id', '=', 'm.workspace_id').onRef('c.id', '=', 'm.channel_id'),
    )
    .leftJoin('messaging.channel_counts as counts', (join) =>
      join.onRef('counts.workspace_id', '=', 'c.workspace_id').onRef('counts.channel_id', '=', 'c.id'),
    )
    .where('m.workspace_id', '=', workspaceId)
    .where('m.user_id', '=', userId)
    .where(meeting(filter))
    .$if(isMember === false, (query) => query.where(sql<boolean>`false`))
    // Public ones are in `open`, unless the person's own alone are asked for.
    .$if(isMember !== true, (query) =>
      query.where(({ eb, or }) => or([eb('c.is_private', '=', sql.lit(true)), eb(role, '=', 'guest')])),
    )
    .$if(isClosed !== undefined, (query) => query.where(isHidden, '=', isClosed!))
  const page =
    sort === 'last_message'
      ? mine
          .select(['c.id', 'c.name'])
          .orderBy(lastMessageAt, 'desc')
          .orderBy('c.id', 'desc')
          .limit(limit)
          .offset(offset)
          .as('page')
      : db
          .selectFrom(
            open
              .select(['c.id', 'c.name'])
              .orderBy('c.name')
              .orderBy('c.id')
              .limit(limit + offset)
              .as('first'),
          )
          .select(['first.id', 'first.name'])
          .unionAll(mine.select(['c.id', 'c.name']))
          .orderBy('name')
          .orderBy('id')
          .limit(limit)
          .offset(offset)
          .as('page')
  const rows = await db
    .selectFrom(role.as('me'))
    .leftJoin(
      channelsWithMembership(db, person)
        .innerJoin(page, 'page.id', 'c.id')
        .select(lastMessageAt.as('position'))
        .as('listed'),
      (join) => join.onTrue(),
    )
    .selectAll('listed')
    .select(({ eb, fn }) =>
      eb(open.select(fn.countAll<number>().as('count')), '+', mine.select(fn.countAll<number>().as('count')))
        .$castTo<number>()
        .as('total'),
    )
    .$if(sort === 'last_message', (query) => query.orderBy('listed.position', 'desc').orderBy('listed.id', 'desc'))
    .$if(sort === 'name', (query) => query.orderBy('listed.name').orderBy('listed.id'))
    .execute()
  const [first] = rows
  return (
    first && { channels: rows.filter((row): row is typeof row & MyChannelRow => row.id !== null), total: first.total }
  )
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
  const row = await tx
    .with('made', (db) => db.selectNoFrom(sql<string>`uuidv7()`.as('id')))
    .insertInto('channels')
    .columns([
      'workspace_id',
      'id',
      'name',
      'display_name',
      'description',
      'channel_type',
      'topic',
      'is_private',
      'parent_channel_id',
      'participants',
      'created_by',
    ])
    .expression(({ selectFrom, val, cast }) =>
      selectFrom('made').select(({ ref }) => [
        cast<string>(val(channel.workspaceId), 'uuid').as('workspace_id'),
        'made.id',
        sql<string>`coalesce(${channel.name ?? null}, 'dm-' || ${ref('made.id')})`.as('name'),
        val(channel.displayName ?? null).as('display_name'),
        val(channel.description ?? null).as('description'),
        val(channel.channelType).as('channel_type'),
        val(channel.topic ?? null).as('topic'),
        val(channel.isPrivate).as('is_private'),
        cast<string | null>(val(channel.parentChannelId ?? null), 'uuid').as('parent_channel_id'),
        sql<string[] | null>`${channel.participants ?? null}::uuid[]`.as('participants'),
        cast<string>(val(channel.createdBy), 'uuid').as('created_by'),
      ]),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

/** The dm of exactly these people, given in ascending order, locked. */
export async function lockDirectMessage(tx: Db, workspaceId: string, participants: string[]): Promise<string> {
  const { id } = await tx
    .selectFrom('channels')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('participants', '=', sql<string[]>`${participants}::uuid[]`)
    .where('channel_type', '=', 'dm')
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  return id
}

/** What is to be known of a parent channel; undefined when the person cannot see it. It stays until the transaction ends. */
export const lockParent = (
  tx: Db,
  { workspaceId, userId }: Person,
  id: string,
): Promise<{ isPrivate: boolean; isArchived: boolean } | undefined> =>
  tx
    .selectFrom('channels as c')
    .select(['c.is_private as isPrivate', 'c.is_archived as isArchived'])
    .where('c.workspace_id', '=', workspaceId)
    .where('c.id', '=', id)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('access as a')
          .select('a.channel_id')
          .where('a.workspace_id', '=', workspaceId)
          .whereRef('a.channel_id', '=', 'c.id')
          .where('a.user_id', '=', userId),
      ),
    )
    .forKeyShare()
    .executeTakeFirst()

/** A channel that the transaction has just made, found or changed, with its counts, as a person sees it. */
export const getChannel = (tx: Db, person: Person, id: string): Promise<ChannelRow> =>
  channelsShownTo(tx, person).where('c.id', '=', id).executeTakeFirstOrThrow()

/** What may change of a channel; null clears. */
export interface ChannelChange {
  display_name?: string | null | undefined
  description?: string | null | undefined
  topic?: string | null | undefined
  is_archived?: boolean | undefined
}

/** Changes a locked channel and publishes it; nothing happens where it is so already. */
export async function updateChannel(
  tx: Db,
  { workspaceId }: Person,
  id: string,
  change: ChannelChange,
  trace: Trace,
): Promise<void> {
  const { display_name, description, topic, is_archived } = change
  const { numUpdatedRows } = await tx
    .updateTable('channels')
    .set({ display_name, description, topic, is_archived, updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where(({ eb, or }) =>
      or([
        ...(display_name === undefined ? [] : [eb('display_name', 'is distinct from', display_name)]),
        ...(description === undefined ? [] : [eb('description', 'is distinct from', description)]),
        ...(topic === undefined ? [] : [eb('topic', 'is distinct from', topic)]),
        ...(is_archived === undefined ? [] : [eb('is_archived', 'is distinct from', is_archived)]),
      ]),
    )
    .executeTakeFirst()
  if (numUpdatedRows > 0n) await publishChannelUpdated(tx, workspaceId, id, trace)
}

/** Publishes a channel as it is now. */
export const publishChannelUpdated = (tx: Db, workspaceId: string, id: string, trace: Trace) =>
  sql`select publish_channel_updated(${workspaceId}, ${id}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)

/** Locks the head of a locked channel until the transaction ends: no message is posted after its archiving. */
export async function lockChannelHead(tx: Db, { workspaceId }: Person, id: string): Promise<void> {
  await sql`select messaging.lock_channel_head(${workspaceId}, ${id})`.execute(tx)
}

/** Looks, before an earlier answer about a channel is replayed, whether its caller can still see the channel. */
export const assertStillReadable =
  ({ workspaceId, userId }: Person, channelId: string) =>
  async (db: Db): Promise<void> => {
    await db
      .selectFrom('access')
      .select('channel_id')
      .where('workspace_id', '=', workspaceId)
      .where('channel_id', '=', channelId)
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow(noSuchChannel)
  }
