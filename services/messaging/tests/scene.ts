import {
  addChannelMember,
  createChannel,
  listChannelMembers,
  removeChannelMember,
} from '@parley/contracts/channels/channels'
import { updateChannelMember } from '@parley/contracts/channels/managing'
import type { Endpoint, InputOf } from '@parley/contracts/endpoint'
import type { EventContract, EventOf } from '@parley/contracts/event'
import { deleteMessage, editMessage } from '@parley/contracts/messages/changes'
import type { Message } from '@parley/contracts/messages/message'
import { getMessage, listMessages, postMessage, replyInThread } from '@parley/contracts/messages/messages'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { type Answer, blanked } from '@parley/testing/answer'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import type { TestDatabase } from '@parley/testing/database'
import { seedWorkspace } from '@parley/testing/fixtures'
import { listenToRooms, type PublishedEvent } from '@parley/testing/room-listener'
import { changeChannel } from '@parley/testing/rows/channels'
import { changeProfile } from '@parley/testing/rows/gateway'
import { fillChannel } from '@parley/testing/rows/messaging'
import { type BootedService, bootService } from '@parley/testing/service'
import type { Env } from '@parley/testing/settings'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { vi } from 'vitest'

export type Scene = Awaited<ReturnType<typeof setScene>>

type RawAnswer = ReturnType<ReturnType<BootedService['callAs']>['answer']>

export const unknownId = '00000000-0000-7000-8000-000000000000'
const log = createLog('scene', { LOG_LEVEL: 'silent' })
let named = 0

/** Messaging and channels on one database; Ada owns a workspace with Bob, Cyd and the guest Gus; Eve owns another. */
export async function setScene({ env = {} }: { env?: Env } = {}) {
  const messaging = await bootService('messaging', { env })
  const { database } = messaging
  const channels = await bootService('channels', { database, env: { REDIS_PREFIX: messaging.redisPrefix } })
  const published = await listenToRooms(messaging)
  const [acme, globex] = await Promise.all([
    seedWorkspace(database, { ada: 'owner', bob: 'member', cyd: 'member', gus: 'guest' }),
    seedWorkspace(database, { eve: 'owner' }),
  ])
  const { ada, bob, cyd, gus } = acme
  const people = { ada, bob, cyd, gus }
  const as = (caller: Caller) => messaging.callAs(caller)

  return {
    messaging,
    database,
    acme,
    eve: globex.eve,
    /** Everything published since the scene began, in order, each event once. */
    published,
    as,
    /** The events of one kind about one channel, once there are `count` of them. */
    events: <E extends EventContract>(contract: E, channelId: string, count = 1) =>
      vi.waitUntil(() => {
        const found = published.filter(({ type, channel_id }) => type === contract.type && channel_id === channelId)
        return found.length >= count ? (found as (PublishedEvent & EventOf<E>)[]) : undefined
      }, 30_000),
    /** Whatever is answered, comparable. */
    async answerTo<E extends Endpoint>(caller: Caller, endpoint: E, input: InputOf<E>): Promise<Answer> {
      const { answer } = as(caller) as { answer(endpoint: Endpoint, input: unknown): RawAnswer }
      return blanked(await answer(endpoint, input))
    },
    /** A channel that Ada made, with these others in it; its id. */
    async channel(input: Partial<InputOf<typeof createChannel>> = {}, others: Caller[] = []): Promise<string> {
      const { channel } = await channels.callAs(ada).call(createChannel, {
        workspace_id: ada.workspaceId,
        name: `channel-${++named}`,
        channel_type: 'text',
        ...input,
      })
      for (const { userId } of others)
        await channels.callAs(ada).call(addChannelMember, { id: channel.id, user_id: userId })
      return channel.id
    },
    async add(channelId: string, { userId }: Caller) {
      await channels.callAs(ada).call(addChannelMember, { id: channelId, user_id: userId })
    },
    async remove(channelId: string, { userId }: Caller) {
      await channels.callAs(ada).call(removeChannelMember, { id: channelId, userId })
    },
    /** Archives a channel, publishing nothing. */
    archive: (channelId: string) => changeChannel(database, channelId, { isArchived: true }),
    /** Has Ada give a member another role in a channel. */
    async setRole(channelId: string, { userId }: Caller, role: 'admin' | 'member') {
      await channels.callAs(ada).call(updateChannelMember, { id: channelId, userId, role })
    },
    /** Who is in a channel. */
    membersOf: async (channelId: string) =>
      (await channels.callAs(ada).call(listChannelMembers, { id: channelId })).members.map(({ user_id }) => user_id),
    async post(author: Caller, channelId: string, content = 'hello', rest: Partial<InputOf<typeof postMessage>> = {}) {
      return (await as(author).call(postMessage, { channel_id: channelId, content, ...rest })).data
    },
    async reply(author: Caller, parent: { id: string }, content = 'indeed') {
      return (await as(author).call(replyInThread, { id: parent.id, content })).data
    },
    async list(reader: Caller, query: InputOf<typeof listMessages>) {
      return (await as(reader).call(listMessages, query)).data
    },
    /** Adds many of Ada's messages at once; every `roots`th is a root, and the rest are replies to the one before. */
    fill: (channelId: string, { count, roots = 1 }: { count: number; roots?: number }) =>
      fillChannel(database, { workspaceId: acme.workspaceId, channelId }, { authorId: ada.userId, count, roots }),
    /** Gives someone another name and address, and so other handles. */
    rename: (person: Caller, name: string, email: string) => changeProfile(database, person, { name, email }),
    /** Has its author change a message's text. */
    async edit(message: { id: string }, content: string) {
      const { data } = await as(ada).call(getMessage, { id: message.id })
      const author = Object.values(people).find(({ userId }) => userId === data.user_id)!
      return (await as(author).call(editMessage, { id: message.id, content })).data
    },
    /** Has Ada, who may delete any, delete a message. */
    delete: async ({ id }: { id: string }) => (await as(ada).call(deleteMessage, { id, admin: true })).data,
    /** Resolves once all that is committed is indexed. */
    indexed: () =>
      vi.waitUntil(
        async () => (await database.query('select from messaging.search_queue limit 1')).length === 0,
        30_000,
      ),
    /** Locks channels' heads until the returned function is called, so that posts to them wait. */
    lockChannel: (...channelIds: string[]) =>
      runUncommitted(messaging, sql`select from channel_heads where channel_id = any(${channelIds}) for update`),
    /** Posts a message; the transaction stays open until the returned function is called. */
    postUncommitted: ({ userId, workspaceId }: Caller, channelId: string, content: string) =>
      runUncommitted(
        messaging,
        sql`select from post_message(${workspaceId}, ${channelId}, ${userId}, ${JSON.stringify({ content })}, '{}')`,
      ),
    /** The same with a reply. */
    replyUncommitted: ({ userId, workspaceId }: Caller, root: { id: string; channel_id: string }, content: string) =>
      runUncommitted(
        messaging,
        sql`select from post_message(${workspaceId}, ${root.channel_id}, ${userId},
          ${JSON.stringify({ content, parent_message_id: root.id })}, '{}')`,
      ),
    /** Inserts a draft that is rolled back when the returned function is called; until then another in its place waits. */
    putDraftUncommitted: ({ userId, workspaceId }: Caller, channelId: string) =>
      runUncommitted(
        messaging,
        sql`insert into drafts (workspace_id, user_id, channel_id, content, file_ids, updated_at)
          values (${workspaceId}, ${userId}, ${channelId}, 'rolled back', '{}', now())`,
        { commits: false },
      ),
    /** Locks the table of search documents against writes until the returned function is called. */
    lockDocuments: () => runUncommitted(messaging, sql`lock table search_documents in exclusive mode`),
    /** Keeps the indexer from emptying the pending lists of the search indexes until the returned function is called. */
    lockCleaning: () =>
      runUncommitted(messaging, sql`select pg_advisory_xact_lock(hashtextextended('messaging.search_documents', 0))`),
    /** Deletes a message but not its document; the transaction stays open until the returned function is called. */
    deleteUncommitted: ({ id }: { id: string }) =>
      runUncommitted(messaging, sql`update messages set deleted_at = now() where id = ${id}`),
    /** Blocks someone's uploads before they become files, until the returned function is called. */
    lockUploads: ({ userId }: Caller) =>
      runUncommitted(messaging, sql`select pg_advisory_xact_lock(hashtextextended('uploads:' || ${userId}, 0))`),
    /** Locks a person, so that removing them from channels waits, until the returned function is called. */
    lockPerson: ({ userId, workspaceId }: Caller) =>
      runUncommitted(
        messaging,
        sql`select pg_advisory_xact_lock(hashtextextended('person:' || ${workspaceId} || ':' || ${userId}, 0))`,
      ),
    /** Moves someone's marker to a message; the transaction stays open until the returned function is called. */
    moveMarkerUncommitted: ({ userId }: Caller, channelId: string, { id, seq }: Message) =>
      runUncommitted(
        messaging,
        sql`update reads set last_read_seq = ${seq}, last_read_message_id = ${id}
          where user_id = ${userId} and channel_id = ${channelId}`,
      ),
  }
}

/** Runs a statement in a transaction that ends when the returned function is called. */
async function runUncommitted(
  { database }: BootedService,
  statement: RawBuilder<unknown>,
  { commits = true } = {},
): Promise<() => Promise<void>> {
  const db: Kysely<unknown> = createDatabase('messaging', { url: database.urlOf('messaging'), poolSize: 1, log })
  closeAfterwards({ close: () => db.destroy() })
  const transaction = await db.startTransaction().execute()
  await statement.execute(transaction)
  return async () => {
    await (commits ? transaction.commit() : transaction.rollback()).execute()
  }
}

/** Counters that differ from a count; none must. */
export const wrongCounts = (database: TestDatabase) =>
  database.query(`
    select h.* from messaging.channel_heads h join (
      select channel_id, count(*) filter (where deleted_at is null) as all,
        count(*) filter (where deleted_at is null and parent_message_id is null) as roots, max(seq) as seq, count(*) as rows
      from messaging.messages group by channel_id
    ) c using (channel_id) where (h.message_count, h.root_count, h.seq, h.seq) <> (c.all, c.roots, c.seq, c.rows)
    union all
    select h.* from messaging.messages m join messaging.channel_heads h using (channel_id)
    where m.reply_count <> (select count(*) from messaging.messages r where r.parent_message_id = m.id and r.deleted_at is null)
      or m.reaction_count <> (select count(*) from messaging.reactions r where r.message_id = m.id)
      or (m.reply_count > 0 or m.last_reply_at is not null) and m.last_reply_at is distinct from (
        select max(r.created_at) from messaging.messages r where r.parent_message_id = m.id and r.deleted_at is null)`)
