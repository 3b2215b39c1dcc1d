import { forgetExpiredMessages } from '@parley/contracts/twins/jobs'
import { deleteFilesOfHolders } from '@parley/files/store/deletions'
import { insertJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { type ExpressionBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import { type Channel, removeMessages } from './purge.ts'
import { removeDocuments } from './search-queue.ts'

/** Messages that one transaction deletes, during which nobody posts to their channel. */
const maxDeleted = 200
const maxParticipants = 20

/** Workspaces that delete messages by their age, after one of them; at most so many. */
export async function findWorkspacesWithRetention(db: Db, after: string, limit: number): Promise<string[]> {
  const found = await db
    .selectFrom('retention')
    .select('workspace_id')
    .distinct()
    .where('workspace_id', '>', after)
    .orderBy('workspace_id')
    .limit(limit)
    .execute()
  return found.map(({ workspace_id }) => workspace_id)
}

/** The next channel of a workspace, from one on, with something to delete: up to three indexes are asked of each. */
export async function findExpiredChannel(db: Db, workspaceId: string, from: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('channel_retention as r')
    .select('r.channel_id')
    .where('r.workspace_id', '=', workspaceId)
    .where('r.channel_id', '>=', from)
    .where(({ eb, and, or, exists, selectFrom }) => {
      const expired = (which: Kind) =>
        exists(
          selectFrom('messages as m')
            .select('m.id')
            .whereRef('m.workspace_id', '=', 'r.workspace_id')
            .whereRef('m.channel_id', '=', 'r.channel_id')
            .where('m.created_at', '<', sql<string>`now() - r.days * interval '1 day'`)
            .where(kinds[which]),
        )
      return or([
        exists(
          selectFrom('retention_sweeps as s')
            .select('s.messages')
            .whereRef('s.workspace_id', '=', 'r.workspace_id')
            .whereRef('s.channel_id', '=', 'r.channel_id'),
        ),
        and([
          eb('r.days', 'is not', null),
          eb('r.applies_at', '<=', sql<string>`now()`),
          or([expired('root'), expired('reply'), expired('tombstone')]),
        ]),
      ])
    })
    .orderBy('r.channel_id')
    .limit(1)
    .executeTakeFirst()
  return found?.channel_id
}

type Kind = 'root' | 'reply' | 'tombstone'
type OfMessage = ExpressionBuilder<DB & { m: DB['messages'] }, 'm'>

/** Each has an index by time. Tombstones are those that no reply needs any more. */
const kinds = {
  root: ({ eb, and }: OfMessage) => and([eb('m.parent_message_id', 'is', null), eb('m.deleted_at', 'is', null)]),
  reply: ({ eb, and }: OfMessage) => and([eb('m.parent_message_id', 'is not', null), eb('m.deleted_at', 'is', null)]),
  tombstone: ({ eb, and }: OfMessage) =>
    and([eb('m.deleted_at', 'is not', null), eb('m.reply_count', '=', sql.lit(0))]),
} as const

/**
 * Deletes the next expired messages of a channel, by its setting of this moment. The last of them publishes, once, that the
 * history has changed, and records how many there were: a run that was stopped is simply repeated.
 *
 * @returns whether it has published
 */
export async function deleteExpired(tx: Db, channel: Channel, trace: Trace): Promise<boolean> {
  const { workspaceId, channelId } = channel
  await sql`select from channel_heads where workspace_id = ${workspaceId} and channel_id = ${channelId}
    for no key update`.execute(tx)
  const setting = await findSetting(tx, channel)
  if (!setting) return false // the channel has just been deleted, with all that is in it
  const { days, set_by } = setting
  const found = days === null ? [] : await findMessages(tx, channel, days)
  const messages = found.slice(0, maxDeleted)
  const tombstones = days === null ? [] : await findKind(tx, channel, 'tombstone', days, maxDeleted)

  const emptied = messages.filter(({ reply_count }) => reply_count > 0).map(({ id }) => id)
  const removed = [...messages.filter(({ reply_count }) => reply_count === 0), ...tombstones].map(({ id }) => id)
  await emptyRoots(tx, workspaceId, emptied)
  await removeMessages(tx, workspaceId, removed)
  await uncountReplies(tx, workspaceId, messages)
  await deleteFilesOfHolders(tx, { workspaceId, holderIds: messages.map(({ id }) => id) })

  if (messages.length > 0) {
    const expired = { workspace_id: workspaceId, message_ids: messages.map(({ id }) => id) }
    await insertJob(tx, forgetExpiredMessages, expired, trace)
  }

  const isLast = found.length <= maxDeleted
  const total = isLast ? messages.length + (await endSweep(tx, channel)) : 0
  await tx
    .updateTable('channel_heads')
    .set((eb) => ({
      message_count: eb('message_count', '-', messages.length),
      root_count: eb('root_count', '-', messages.filter((message) => message.parent_message_id === null).length),
      // As after an import, whoever was away reads the history again.
      ...(total > 0 && { rev: eb('rev', '+', 1), imported_rev: eb('rev', '+', 1) }),
    }))
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .execute()
  if (!isLast) await continueSweep(tx, channel, messages.length)
  if (total > 0) {
    await recordSweep(tx, channel, { total, days, setBy: set_by })
    await sql`select channels.publish_history_changed(${workspaceId}, ${channelId}, ${JSON.stringify(trace)}::jsonb)`.execute(
      tx,
    )
  }
  return total > 0
}

/** `days` are null where nothing is to be deleted now. */
const findSetting = (tx: Db, { workspaceId, channelId }: Channel) =>
  tx
    .selectFrom('channel_retention')
    .select(({ eb }) => [
      eb.case().when('applies_at', '<=', sql<string>`now()`).then(eb.ref('days')).end().as('days'),
      'set_by',
    ])
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .executeTakeFirst()

/** One more than a transaction deletes, where there are more. */
async function findMessages(tx: Db, channel: Channel, days: number) {
  const roots = await findKind(tx, channel, 'root', days, maxDeleted + 1)
  const left = maxDeleted + 1 - roots.length
  return left > 0 ? [...roots, ...(await findKind(tx, channel, 'reply', days, left))] : roots
}

const findKind = (tx: Db, { workspaceId, channelId }: Channel, kind: Kind, days: number, limit: number) =>
  tx
    .selectFrom('messages as m')
    .select(['m.id', 'm.parent_message_id', 'm.user_id', 'm.reply_count'])
    .where('m.workspace_id', '=', workspaceId)
    .where('m.channel_id', '=', channelId)
    .where('m.created_at', '<', sql<string>`now() - ${days} * interval '1 day'`)
    .where(kinds[kind])
    .orderBy('m.created_at')
    .orderBy('m.seq')
    .limit(limit)
    .execute()

/** Roots with replies stay until those are gone, and keep nothing that was said. */
async function emptyRoots(tx: Db, workspaceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('messages')
    .set({
      content: '',
      metadata: '{}',
      attachments: null,
      reactions: '[]',
      reaction_count: 0,
      deleted_at: sql<string>`now()`,
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', ({ fn, val }) => fn.any(val(ids)))
    .execute()
  for (const table of ['reactions', 'mentions'] as const)
    await tx
      .deleteFrom(table)
      .where('workspace_id', '=', workspaceId)
      .where('message_id', '=', ({ fn, val }) => fn.any(val(ids)))
      .execute()
  await removeDocuments(tx, workspaceId, ids)
}

type Found = Awaited<ReturnType<typeof findKind>>[number]

/** Takes replies that are gone out of the counts of their threads. */
async function uncountReplies(tx: Db, workspaceId: string, messages: readonly Found[]): Promise<void> {
  const replies = messages.filter((message) => message.parent_message_id !== null)
  if (replies.length === 0) return
  const roots = replies.map((reply) => reply.parent_message_id)
  const authors = replies.map(({ user_id }) => user_id)
  await sql`
    update thread_people t set replies = t.replies - gone.count,
      first_seq = case when t.replies > gone.count then t.first_seq end
    from (select root, author, count(*)::int as count from unnest(${roots}::uuid[], ${authors}::uuid[]) g (root, author)
      group by root, author) gone
    where t.workspace_id = ${workspaceId} and t.root_id = gone.root and t.user_id = gone.author`.execute(tx)
  await sql`
    update thread_people t set last_reply_seq = newest.seq, last_reply_at = newest.created_at
    from (select distinct root from unnest(${roots}::uuid[]) root) gone left join lateral (
      select m.seq, m.created_at from messages m
      where m.workspace_id = ${workspaceId} and m.parent_message_id = gone.root and m.deleted_at is null
        and not m.is_imported
      order by m.seq desc limit 1) newest on true
    where t.workspace_id = ${workspaceId} and t.root_id = gone.root and t.last_reply_seq is distinct from newest.seq`.execute(
    tx,
  )
  await sql`
    update messages m set reply_count = m.reply_count - gone.count,
      last_reply_at = (select max(r.created_at) from messages r
        where r.workspace_id = ${workspaceId} and r.parent_message_id = gone.root and r.deleted_at is null),
      participants = array(select t.user_id from thread_people t
        where t.workspace_id = ${workspaceId} and t.root_id = gone.root and t.replies > 0
        order by t.first_seq limit ${maxParticipants})
    from (select root, count(*)::int as count from unnest(${roots}::uuid[]) root group by root) gone
    where m.workspace_id = ${workspaceId} and m.id = gone.root`.execute(tx)
}

const continueSweep = (tx: Db, { workspaceId, channelId }: Channel, messages: number) =>
  tx
    .insertInto('retention_sweeps')
    .values({ workspace_id: workspaceId, channel_id: channelId, messages })
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'channel_id'])
        .doUpdateSet(({ eb, ref }) => ({ messages: eb('retention_sweeps.messages', '+', ref('excluded.messages')) })),
    )
    .execute()

/** How many messages the transactions before this one have deleted. */
async function endSweep(tx: Db, { workspaceId, channelId }: Channel): Promise<number> {
  const sweep = await tx
    .deleteFrom('retention_sweeps')
    .where('workspace_id', '=', workspaceId)
    .where('channel_id', '=', channelId)
    .returning('messages')
    .executeTakeFirst()
  return sweep?.messages ?? 0
}

/** An entry in the audit log, of whoever has set it. */
async function recordSweep(
  tx: Db,
  { workspaceId, channelId }: Channel,
  { total, days, setBy }: { total: number; days: number | null; setBy: string | null },
): Promise<void> {
  const entry = {
    action: 'channel.messages_expired',
    actor_id: setBy,
    credential: 'setting',
    target_type: 'channel',
    target_id: channelId,
    changes: [
      { field: 'messages', after: total },
      { field: 'days', after: days },
    ],
  }
  await sql`select gateway.record_act(${workspaceId}, ${JSON.stringify(entry)}::jsonb)`.execute(tx)
}
