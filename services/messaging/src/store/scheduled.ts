import type { Unsigned, UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { maxPageBytes, type StoredMessage } from '@parley/contracts/messages/message'
import { type ScheduledMessage, scheduledLimits } from '@parley/contracts/messages/scheduled-message'
import { reserveFiles, unattachedFiles } from '@parley/files/store/attaching'
import type { Trace } from '@parley/kit/trace'
import { expressionBuilder, type Selectable, sql } from 'kysely'
import type { Db } from '../context.ts'
import { changedPost, type Post, type PostRefusal } from '../domain/posting.ts'
import { type ChangeOutcome, decideChange } from '../domain/scheduled.ts'
import type { DB } from '../schema.ts'
import { clockToTheMillisecond, lockDrafts, releaseFiles, shownAttachments } from './draft-files.ts'
import { catchRefusal, type NewMessage, type Person, postArguments } from './messages.ts'
import { bytesBefore } from './paging.ts'

export type ScheduledRow = Selectable<DB['scheduled_messages']>

const { ref } = expressionBuilder<DB, 'scheduled_messages'>()
const shown = [
  'scheduled_messages.id',
  'scheduled_messages.workspace_id',
  'scheduled_messages.channel_id',
  'scheduled_messages.parent_message_id',
  'scheduled_messages.user_id',
  'scheduled_messages.post',
  'scheduled_messages.send_at',
  'scheduled_messages.status',
  'scheduled_messages.failure_reason',
  'scheduled_messages.message_id',
  'scheduled_messages.created_at',
  'scheduled_messages.updated_at',
  unattachedFiles(
    ref('scheduled_messages.workspace_id'),
    ref('scheduled_messages.user_id'),
    ref('scheduled_messages.file_ids'),
  ).as('attachments'),
] as const

type Shown = Pick<ScheduledRow, Extract<keyof ScheduledMessage, keyof ScheduledRow> | 'post'> & {
  attachments: UnsignedAttachment[]
}

const scheduledOf = ({ post, attachments, ...row }: Shown): Unsigned<ScheduledMessage> => ({
  id: row.id,
  workspace_id: row.workspace_id,
  channel_id: row.channel_id,
  conversation_id: row.channel_id,
  parent_message_id: row.parent_message_id,
  user_id: row.user_id,
  ai_twin_id: post.ai_twin_id ?? null,
  content: post.content,
  content_type: post.content_type,
  metadata: post.metadata,
  attachments: shownAttachments(attachments),
  send_at: row.send_at,
  status: row.status,
  failure_reason: row.failure_reason,
  message_id: row.message_id,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

/** The message to post for a scheduled message. */
export const newMessageOf = (row: ScheduledRow): NewMessage => ({
  author: { workspaceId: row.workspace_id, userId: row.user_id },
  target: { channelId: row.channel_id, parentId: row.parent_message_id ?? undefined },
  post: row.post,
  fileIds: row.file_ids,
})

/**
 * The outcome of posting a message now: it is posted and rolled back, so that all checks of posting apply. The
 * transaction must end where it is refused.
 */
const tryMessage = (tx: Db, message: NewMessage, trace: Trace): Promise<Attempt> =>
  catchRefusal(async () => {
    const { rows } = await sql<Attempt>`
      select outcome, message from try_post(${postArguments(message, trace)})`.execute(tx)
    return rows[0]!
  })

type Attempt = { outcome: 'posted'; message: StoredMessage } | PostRefusal

const uploadsOf = ({ workspaceId, userId }: Person, channelId: string, fileIds: string[]) => ({
  workspaceId,
  placeId: channelId,
  uploaderId: userId,
  fileIds,
})

/** Until when the files of a message that is to be sent then are kept, should it fail. */
const keptUntil = (sendAt: string) => new Date(Date.parse(sendAt) + scheduledLimits.failedKeptDays * 86_400_000)

const nowToTheMillisecond = sql<string>`date_trunc('milliseconds', now())`

export type Scheduling =
  | { outcome: 'scheduled'; scheduled: Unsigned<ScheduledMessage> }
  | { outcome: 'full' }
  | PostRefusal

/**
 * Keeps a message to be posted at a time, if it could be posted now. `scheduledBy` differs from the author where an
 * admin's key acts for them. Needs a transaction.
 */
export async function insertScheduled(
  tx: Db,
  message: NewMessage,
  { sendAt, scheduledBy }: { sendAt: string; scheduledBy: string },
  trace: Trace,
): Promise<Scheduling> {
  const { author, target, post, fileIds } = message
  const attempt = await tryMessage(tx, message, trace)
  if (attempt.outcome !== 'posted') return attempt
  const { channel_id: channelId } = attempt.message

  const { scheduled: waiting } = await lockDrafts(tx, author)
  if (waiting >= scheduledLimits.perPerson) return { outcome: 'full' }
  await reserveFiles(tx, uploadsOf(author, channelId, fileIds), keptUntil(sendAt))
  const scheduled = await tx
    .insertInto('scheduled_messages')
    .values({
      workspace_id: author.workspaceId,
      channel_id: channelId,
      user_id: author.userId,
      scheduled_by: scheduledBy,
      parent_message_id: target.parentId ?? null,
      post: JSON.stringify(post),
      file_ids: fileIds,
      send_at: sendAt,
      trace: JSON.stringify(trace),
      created_at: nowToTheMillisecond,
      updated_at: nowToTheMillisecond,
    })
    .returning(shown)
    .executeTakeFirstOrThrow()
  return { outcome: 'scheduled', scheduled: scheduledOf(scheduled) }
}

export interface ScheduledChange {
  post: Partial<Post>
  fileIds?: string[] | undefined
  sendAt?: string | undefined
}

export type Rescheduling =
  | { outcome: 'scheduled'; scheduled: Unsigned<ScheduledMessage> }
  | { outcome: 'missing' | Exclude<ChangeOutcome, 'changed'> }
  | PostRefusal

/**
 * Changes what is given of someone's own message that was not sent yet, if it could be posted so now, and has it wait
 * again where it had failed. Needs a transaction.
 */
export async function updateScheduled(
  tx: Db,
  person: Person,
  id: string,
  { post, fileIds, sendAt }: ScheduledChange,
): Promise<Rescheduling> {
  const before = await lockScheduled(tx, person, id)
  if (!before) return { outcome: 'missing' }
  const { status } = before
  const message = newMessageOf(before)
  const changed = { ...message, post: changedPost(message.post, post), fileIds: fileIds ?? message.fileIds }
  const timeAfter = sendAt ?? before.send_at
  const { content } = changed.post
  const outcome = decideChange({ status, content, fileIds: changed.fileIds, sendAt: timeAfter }, Date.now())
  if (outcome !== 'changed') return { outcome }
  const attempt = await tryMessage(tx, changed, before.trace)
  if (attempt.outcome !== 'posted') return attempt

  const { channel_id: channelId } = before
  await lockDrafts(tx, person)
  await reserveFiles(tx, uploadsOf(person, channelId, changed.fileIds), keptUntil(timeAfter))
  const scheduled = await tx
    .updateTable('scheduled_messages')
    .set({
      post: JSON.stringify(changed.post),
      file_ids: changed.fileIds,
      ...(sendAt !== undefined && { send_at: sendAt }),
      status: 'pending',
      retry_at: null,
      tries: 0,
      failure_reason: null,
      done_at: null,
      updated_at: clockToTheMillisecond,
    })
    .where('workspace_id', '=', person.workspaceId)
    .where('id', '=', id)
    .returning(shown)
    .executeTakeFirstOrThrow()
  if (fileIds !== undefined) await releaseFiles(tx, person, before.file_ids)
  return { outcome: 'scheduled', scheduled: scheduledOf(scheduled) }
}

/** Someone's own, locked. It waits while it is being sent. */
const lockScheduled = (tx: Db, { workspaceId, userId }: Person, id: string): Promise<ScheduledRow | undefined> =>
  tx
    .selectFrom('scheduled_messages')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()

/** Someone's own, whatever became of it. */
export async function findScheduled(
  db: Db,
  { workspaceId, userId }: Person,
  id: string,
): Promise<Unsigned<ScheduledMessage> | undefined> {
  const row = await db
    .selectFrom('scheduled_messages')
    .select(shown)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row && scheduledOf(row)
}

/** A page of what someone has waiting or failed, by its time, and how many there are. */
export async function listScheduled(
  db: Db,
  { workspaceId, userId }: Person,
  { channelId, limit, offset }: { channelId: string | undefined; limit: number; offset: number },
): Promise<{ scheduled: Unsigned<ScheduledMessage>[]; total: number }> {
  const own = db
    .selectFrom('scheduled_messages')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('status', '<>', sql.lit('sent'))
    .$if(channelId !== undefined, (query) => query.where('channel_id', '=', channelId!))
  const rows = await db
    .selectFrom(own.select(({ fn }) => fn.countAll<number>().as('total')).as('all'))
    .leftJoin(
      ({ selectFrom }) =>
        selectFrom(own.select(shown).orderBy('send_at').orderBy('id').limit(limit).offset(offset).as('listed'))
          .selectAll('listed')
          .select(({ ref }) =>
            bytesBefore(
              sql`(octet_length(${ref('listed.post')}->>'content') + pg_column_size(${ref('listed.post')}))`,
              sql.join([ref('listed.send_at'), ref('listed.id')]),
            ).as('bytes_before'),
          )
          .as('page'),
      (join) => join.on('page.bytes_before', '<', maxPageBytes),
    )
    .selectAll()
    .orderBy('page.send_at')
    .orderBy('page.id')
    .execute()
  return {
    scheduled: rows.filter((row): row is typeof row & Shown => row.id !== null).map(scheduledOf),
    total: rows[0]!.total,
  }
}

/** Removes someone's own that was not sent; undefined when there is none. Needs a transaction. */
export async function deleteScheduled(tx: Db, person: Person, id: string): Promise<'deleted' | 'sent' | undefined> {
  const row = await lockScheduled(tx, person, id)
  if (!row) return undefined
  if (row.status === 'sent') return 'sent'
  await tx
    .deleteFrom('scheduled_messages')
    .where('workspace_id', '=', person.workspaceId)
    .where('id', '=', id)
    .execute()
  await releaseFiles(tx, person, row.file_ids)
  return 'deleted'
}
