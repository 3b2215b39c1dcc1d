import type { StoredMessage } from '@parley/contracts/messages/message'
import type { Author, ServicePost } from '@parley/contracts/messages/writing'
import { ServiceError } from '@parley/kit/errors'
import type { Trace } from '@parley/kit/trace'
import { findCandidates } from '@parley/text/mentions'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

/** What is posted to a channel. */
export interface NewPost {
  workspaceId: string
  channelId: string
  author: Author
  post: Omit<ServicePost, 'mention_candidates'>
  /** The same for ever. */
  key: string
  trace: Trace
}

/** The message, where it is there. */
export interface Posted {
  outcome: string
  message?: StoredMessage
}

/**
 * Posts to a channel: by itself where the thread that it replies to is not there. It locks the channel, so it comes last in a
 * transaction; after the commit the outbox of messaging is notified.
 *
 * @returns the message where it was posted, now or before; otherwise why not
 * @throws ServiceError where it is to be tried again
 */
export async function postMessage(tx: Db, given: NewPost): Promise<Posted> {
  const posted = await postAsGiven(tx, given)
  if (posted.outcome !== 'no_parent') return posted
  const { parent_message_id: _, ...alone } = given.post
  return postAsGiven(tx, { ...given, post: alone })
}

/** The same, where a thread that is not there is the outcome `no_parent`. */
export async function postAsGiven(
  tx: Db,
  { workspaceId, channelId, author, post, key, trace }: NewPost,
): Promise<Posted> {
  const whole = { ...post, mention_candidates: findCandidates(post.content) }
  // Raw: a function of messaging's.
  const { rows } = await sql<{ outcome: string; field: string | null; message: StoredMessage | null }>`
    select outcome, field, message
    from messaging.post(${workspaceId}, ${channelId}, ${JSON.stringify(author)}::jsonb, ${JSON.stringify(whole)}::jsonb,
      ${key}, ${JSON.stringify(trace)}::jsonb)`.execute(tx)
  const { outcome, field, message } = rows[0]!
  if (outcome === 'posted' || outcome === 'repeated') return { outcome, message: message! }
  if (outcome === 'retry') throw new ServiceError('unavailable', 'Try again in a moment.')
  if (outcome === 'invalid') throw new Error(`messaging.post: ${field} is not valid`)
  return { outcome }
}

/** Posts as the person whose account it is, where they may write; otherwise as the bridged author. */
export async function postAs(
  tx: Db,
  given: Omit<NewPost, 'author'>,
  userId: string | undefined,
  bridged: Author,
): Promise<Posted & { postedAs?: string | undefined }> {
  if (userId !== undefined) {
    const posted = await postMessage(tx, { ...given, author: { type: 'user', user_id: userId } })
    if (posted.outcome !== 'not_found') return { ...posted, postedAs: userId }
  }
  return postMessage(tx, { ...given, author: bridged })
}
