import type { Selectable } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { ChannelList } from './layout.ts'

type Channel = Selectable<DB['channels.descriptions']>

/** Who asked for an export: what they may read is in it. */
export interface Exporter {
  workspaceId: string
  userId: string
}

/** Channels of one statement, with their members. */
const atOnce = 100

const readable = (db: Db, { workspaceId, userId }: Exporter) =>
  db
    .selectFrom('channels.descriptions as c')
    .innerJoin('channels.access as a', (join) =>
      join.onRef('a.workspace_id', '=', 'c.workspace_id').onRef('a.channel_id', '=', 'c.channel_id'),
    )
    .where('c.workspace_id', '=', workspaceId)
    .where('a.workspace_id', '=', workspaceId)
    .where('a.user_id', '=', userId)

/** Whether somebody is still an owner or admin. */
export async function isAdmin(db: Db, { workspaceId, userId }: Exporter): Promise<boolean> {
  const found = await db
    .selectFrom('gateway.people')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('role', 'in', ['owner', 'admin'])
    .executeTakeFirst()
  return found !== undefined
}

/** Whether somebody may still read a channel. */
export async function mayRead(db: Db, exporter: Exporter, channelId: string): Promise<boolean> {
  const found = await readable(db, exporter)
    .select('c.channel_id')
    .where('c.channel_id', '=', channelId)
    .executeTakeFirst()
  return found !== undefined
}

/** The channels that somebody may read, by id. */
export async function* listReadable(db: Db, exporter: Exporter): AsyncGenerator<Channel[]> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const page: Channel[] = await readable(db, exporter)
      .selectAll('c')
      .where('c.channel_id', '>', last)
      .orderBy('c.channel_id')
      .limit(atOnce)
      .execute()
    if (page.length > 0) yield page
    if (page.length < atOnce) return
    last = page.at(-1)!.channel_id
  }
}

/** How many private channels and direct messages somebody may not read. */
export async function countHidden(db: Db, { workspaceId, userId }: Exporter): Promise<number> {
  const { count } = await db
    .selectFrom('channels.states as s')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('s.workspace_id', '=', workspaceId)
    .where('s.is_private', '=', true)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('channels.access as a')
            .select('a.channel_id')
            .where('a.workspace_id', '=', workspaceId)
            .whereRef('a.channel_id', '=', 's.channel_id')
            .where('a.user_id', '=', userId),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  return count
}

/** Which list of an archive a channel is in. */
export function listOf({ channel_type: type, is_private: isPrivate, participants }: Channel): ChannelList {
  if (type === 'dm') return (participants?.length ?? 0) > 2 ? 'mpims.json' : 'dms.json'
  return isPrivate ? 'groups.json' : 'channels.json'
}

/** The members of each of these channels. */
export async function readMembers(db: Db, workspaceId: string, channels: readonly Channel[]) {
  const members = await db
    .selectFrom('channels.access')
    .select(['channel_id', 'user_id', 'channel_role'])
    .where('workspace_id', '=', workspaceId)
    .where(
      'channel_id',
      'in',
      channels.map(({ channel_id: id }) => id),
    )
    .where('is_member', '=', true)
    .orderBy('user_id')
    .execute()
  return Map.groupBy(members, ({ channel_id: id }) => id)
}

/** A channel as a list of an archive has it. */
export function channelEntry(channel: Channel, folder: string, membersOf: Awaited<ReturnType<typeof readMembers>>) {
  const { channel_id: id, channel_type: type } = channel
  const members = membersOf.get(id) ?? []
  const seconds = Math.floor(Date.parse(channel.created_at) / 1_000)
  const said = (value: string | null) => ({ value: value ?? '', creator: '', last_set: 0 })
  return {
    id,
    // Its folder; a direct message of two has the one of its id.
    ...(listOf(channel) !== 'dms.json' && { name: folder }),
    created: seconds,
    creator: channel.created_by,
    is_archived: channel.is_archived,
    is_general: channel.is_general,
    members: members.map(({ user_id: userId }) => userId),
    topic: said(channel.topic),
    purpose: said(channel.description),
    parley: {
      name: channel.name,
      display_name: channel.display_name,
      type,
      created_at: channel.created_at,
      members: members.map(({ user_id: userId, channel_role: role }) => ({ id: userId, role })),
      twins: channel.twins ?? [],
    },
  }
}
