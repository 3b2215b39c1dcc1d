import { findChannelPage } from '@parley/channels/store/channels'
import { findMemberPage } from '@parley/channels/store/members'
import { findFollowedThreads } from '@parley/messaging/store/following'
import { findHistory } from '@parley/messaging/store/history'
import { findMentions } from '@parley/messaging/store/mentions'
import { findMessage } from '@parley/messaging/store/messages'
import { findPins } from '@parley/messaging/store/pins'
import { findUnread } from '@parley/messaging/store/reads'
import { sql } from 'kysely'
import type { Population } from './population.ts'
import type { QueriesOf } from './query.ts'

const limit = 50
const deepOffset = 50_000
/** How many places of a channel are asked for in turn. */
const places = 20

const reader = ({ reader }: Population) => reader
const insider = ({ insider }: Population) => insider

/** What people and sockets ask of channels and messages all day. */
export const hotQueries: QueriesOf = async (population, admin) => {
  const { workspaceId, largestChannelId: channel } = population
  const person = { workspaceId, userId: population.insider.userId }
  const few = { workspaceId, userId: population.reader.userId }
  const page = { kind: 'page', offset: 0 } as const
  const history = (more: string) => `/api/v2/messages/history?channel_id=${channel}&limit=${limit}${more}`
  const { newest, deep, threads } = await landmarks(population, admin)
  const cursor = (i: number) => deep[i % deep.length]!
  const thread = (i: number) => threads[i % threads.length]!
  return [
    {
      name: 'history, page 1',
      asker: insider,
      path: () => history(''),
      run: (db) => findHistory(db, person, channel, page, limit),
    },
    {
      name: 'history, offset 50,000',
      asker: insider,
      mayNotGrow: false,
      path: (i) => history(`&offset=${deepOffset + (i % places) * limit}`),
      run: (db, i) => findHistory(db, person, channel, { ...page, offset: deepOffset + (i % places) * limit }, limit),
    },
    {
      name: 'history, by cursor, as deep',
      asker: insider,
      path: (i) => history(`&before=${cursor(i)}`),
      run: (db, i) => findHistory(db, person, channel, { ...page, before: cursor(i) }, limit),
    },
    {
      name: 'history, a thread',
      asker: insider,
      path: (i) => history(`&thread_id=${thread(i)}`),
      run: (db, i) => findHistory(db, person, channel, { ...page, threadId: thread(i) }, limit),
    },
    {
      name: 'unread counts, 200 channels, half of them behind',
      asker: reader,
      path: () => `/api/v2/channels/unread?workspace_id=${workspaceId}`,
      run: (db) => findUnread(db, few),
    },
    {
      name: 'mention inbox',
      asker: reader,
      measured: false, // there is more to list and to count for the reader in a larger database
      path: () => `/api/v2/messages/mentions?limit=${limit}`,
      run: (db) => findMentions(db, few, { limit }),
    },
    {
      name: 'history, after_seq',
      asker: insider,
      measured: false,
      path: () => history(`&after_seq=${newest.seq - limit}`),
      run: (db) => findHistory(db, person, channel, { kind: 'since', by: 'seq', position: newest.seq - limit }, limit),
    },
    {
      name: 'history, after_rev',
      asker: insider,
      measured: false,
      path: () => history(`&after_rev=${newest.rev - limit}`),
      run: (db) => findHistory(db, person, channel, { kind: 'since', by: 'rev', position: newest.rev - limit }, limit),
    },
    {
      name: 'one message',
      asker: insider,
      measured: false,
      path: (i) => `/api/v2/messages/${cursor(i)}`,
      run: (db, i) => findMessage(db, person, cursor(i)),
    },
    {
      name: 'pins',
      asker: insider,
      measured: false,
      path: () => `/api/v2/channels/${channel}/pins`,
      run: (db) => findPins(db, person, channel, { limit }),
    },
    {
      name: 'followed threads',
      asker: insider,
      measured: false,
      path: () => `/api/v2/messages/threads?limit=${limit}`,
      run: (db) => findFollowedThreads(db, person, { limit }),
    },
    {
      name: 'changes, for a socket that was away',
      asker: insider,
      measured: false,
      path: () => history(`&after_seq=${newest.seq - limit}`),
      run: (db) =>
        sql`select events::text as events, seq, rev, has_more
          from messaging.changes(${workspaceId}, ${channel}, ${newest.seq - limit}, ${newest.rev - limit}, ${500})`.execute(
          db,
        ),
    },
    {
      name: 'channels of a person',
      asker: reader,
      service: 'channels',
      measured: false,
      path: () => `/api/v2/channels?workspace_id=${workspaceId}&limit=${limit}`,
      run: (db) => findChannelPage(db, few, { sort: 'name', limit, offset: 0 }),
    },
    {
      name: 'members of a channel',
      asker: insider,
      service: 'channels',
      measured: false,
      path: () => `/api/v2/channels/${channel}/members?limit=100`,
      run: (db) => findMemberPage(db, person, channel, { limit: 100 }),
    },
  ]
}

/** The largest channel's end, messages some 50,000 roots before it, and threads in its middle. */
async function landmarks({ largestChannelId: channel }: Population, admin: Parameters<QueriesOf>[1]) {
  const head = await sql<{ seq: string; rev: string }>`
    select seq, rev from messaging.channel_heads where channel_id = ${channel}`.execute(admin)
  const newest = { seq: Number(head.rows[0]!.seq), rev: Number(head.rows[0]!.rev) }
  const deep = await sql<{ id: string }>`
    select id from messaging.messages where channel_id = ${channel} and parent_message_id is null and deleted_at is null
    order by seq desc limit ${places * limit} offset ${deepOffset}`.execute(admin)
  const threads = await sql<{ id: string }>`
    select id from messaging.messages
    where channel_id = ${channel} and reply_count > 0 and seq > ${Math.floor(newest.seq / 2)}
    order by seq limit ${places}`.execute(admin)
  return {
    newest,
    deep: deep.rows.filter((_, i) => i % limit === 0).map(({ id }) => id),
    threads: threads.rows.map(({ id }) => id),
  }
}
