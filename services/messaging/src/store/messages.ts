import { isMessage, type StoredMessage } from '@parley/contracts/messages/message'
import { ServiceError } from '@parley/kit/errors'
import type { IdempotencyRecord, KeptAnswer } from '@parley/kit/idempotency'
import { publisherOf } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Insertion, Post, PostRefusal, Target } from '../domain/posting.ts'
import { publishMessageEvent, type WrittenEvent } from './message-events.ts'

/** Someone of a workspace. */
export interface Person {
  workspaceId: string
  userId: string
}

export interface NewMessage {
  author: Person
  target: Target
  post: Post
  /** Ids of the uploads to attach. */
  fileIds: string[]
}

/** Error codes that `post_message` raises after it has locked the channel, most of them for what changed while it waited. */
const raised: Record<string, ((detail: string) => PostRefusal) | undefined> = {
  PM404: () => ({ outcome: 'not_found' }),
  PM403: () => ({ outcome: 'forbidden' }),
  PM405: () => ({ outcome: 'no_twin' }),
  PM409: () => ({ outcome: 'archived' }),
  PM400: () => ({ outcome: 'no_parent' }),
  PM406: (detail) => ({ outcome: 'no_file', index: Number(detail) }),
}

/** Runs a statement that posts; a refusal that `post_message` raises is returned as data. */
export async function catchRefusal<T>(attempt: () => Promise<T>): Promise<T | PostRefusal> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      const refused = raised[String(error.code)]
      if (refused) return refused('detail' in error ? String(error.detail) : '')
    }
    throw error
  }
}

/** Whether `post_message` raised PM410: the author left the channel while it waited for the lock. */
export const isMembershipLost = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'PM410'

const maxAttempts = 4

/**
 * Runs what posts, and retries it, four times at most in all, when the author left the channel while it waited for the
 * lock, and must join again first. Each attempt must be a transaction of its own.
 *
 * @throws ServiceError 503 after the last attempt
 */
export async function retryWhenMembershipLost<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      if (!isMembershipLost(error)) throw error
      if (attempts === maxAttempts)
        throw new ServiceError('unavailable', 'The author keeps leaving the channel; try again.', {
          cause: error,
          headers: { 'Retry-After': '1' },
        })
    }
  }
}

/** The arguments that `post_message` and `try_post` have in common. */
export function postArguments({ author, target, post, fileIds }: NewMessage, trace: Trace): RawBuilder<unknown> {
  const channelId = 'channelId' in target ? target.channelId : null
  const whole = { ...post, parent_message_id: target.parentId, file_ids: fileIds }
  return sql`${author.workspaceId}, ${channelId}, ${author.userId}, ${JSON.stringify(whole)}, ${JSON.stringify(trace)}`
}

interface Posted extends WrittenEvent<StoredMessage> {
  outcome: 'posted'
  joined: boolean
}

const isPosted = (row: { outcome: string }): row is Posted => row.outcome === 'posted'

/**
 * Stores a message under its channel's next `seq` and `rev`, with its event in the outbox: one statement, described
 * where it is defined. The channel stays locked until commit, so numbers appear in order.
 */
export async function insertMessage(db: Db, message: NewMessage, trace: Trace): Promise<Insertion> {
  return insertWith(db, trace, sql`post_message(${postArguments(message, trace)}, ${publisherOf(db)})`)
}

/**
 * As `insertMessage`, and stores its answer under an idempotency key in the same statement, unless the key was used
 * before: then it posts nothing.
 */
export async function insertMessageOnce(
  db: Db,
  message: NewMessage,
  trace: Trace,
  record: IdempotencyRecord,
): Promise<Insertion | { outcome: 'kept'; kept: KeptAnswer }> {
  const posting = sql`post_once(${JSON.stringify(record)}, ${postArguments(message, trace)}, ${publisherOf(db)})`
  return insertWith<{ outcome: 'kept'; kept: KeptAnswer }>(db, trace, posting)
}

async function insertWith<Other extends { outcome: string } = never>(
  db: Db,
  trace: Trace,
  posting: RawBuilder<unknown>,
): Promise<Insertion | Other> {
  return catchRefusal(async () => {
    const { rows } = await sql<Posted | PostRefusal | Other>`select * from ${posting}`.execute(db)
    const row = rows[0]!
    if (!isPosted(row)) return row
    publishMessageEvent(db, row, trace)
    return { outcome: row.outcome, message: row.event.data, joined: row.joined }
  })
}

/** A message that is not deleted, in a channel that the reader may read. */
export async function findMessage(db: Db, reader: Person, id: string): Promise<StoredMessage | undefined> {
  const row = await db
    .selectFrom('message_resources as m')
    .innerJoin('channels.access as a', (join) =>
      join.onRef('a.workspace_id', '=', 'm.workspace_id').onRef('a.channel_id', '=', 'm.channel_id'),
    )
    .select('m.resource')
    .where('m.workspace_id', '=', reader.workspaceId)
    .where('m.id', '=', id)
    .where('m.deleted_at', 'is', null)
    .where('a.user_id', '=', reader.userId)
    .executeTakeFirst()
  return row && isMessage(row.resource) ? row.resource : undefined
}
