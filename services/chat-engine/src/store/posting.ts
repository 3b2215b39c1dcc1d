import type { Author, ServicePost } from '@parley/contracts/messages/writing'
import { ServiceError } from '@parley/kit/errors'
import { findCandidates } from '@parley/text/mentions'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Run } from '../runs/run.ts'

/** Where a message comes from that was asked or answered by the chat engine. */
export const origin = 'chat'

/**
 * Posts the question or the answer of a run to its channel, and stores with the run which message it became. It locks the
 * channel, so it comes last in a transaction; after the commit the outboxes of messaging and channels are notified.
 *
 * @returns the message's id
 * @throws ServiceError when it may not be posted there
 */
export async function postOf(
  tx: Db,
  run: Run,
  what: 'question' | 'answer',
  author: Author,
  post: Pick<ServicePost, 'content' | 'metadata' | 'hops' | 'file_ids'>,
): Promise<string> {
  const { workspaceId, id, destination, trace } = run
  if (!('channelId' in destination)) throw new Error('A private conversation has no channel to post to.')
  const { channelId, threadId } = destination
  const whole = {
    ...post,
    origin,
    mention_candidates: findCandidates(post.content),
    ...(threadId !== null && { parent_message_id: threadId }),
  }
  const column = what === 'question' ? 'question_id' : 'reply_message_id'
  // Raw: a function of messaging's.
  const { rows } = await sql<{ outcome: string; field: string | null; id: string }>`
    update runs set ${sql.ref(column)} = (posted.message->>'id')::uuid
    from messaging.post(${workspaceId}, ${channelId}, ${JSON.stringify(author)}::jsonb, ${JSON.stringify(whole)}::jsonb,
      ${`${what}:${id}`}, ${JSON.stringify(trace)}::jsonb) posted
    where runs.workspace_id = ${workspaceId} and runs.id = ${id}
    returning posted.outcome, posted.field, posted.message->>'id' as id`.execute(tx)
  const { outcome, field, id: messageId } = rows[0]!
  if (outcome !== 'posted' && outcome !== 'repeated') throw refusalOf(outcome, field)
  return messageId
}

function refusalOf(outcome: string, field: string | null): Error {
  switch (outcome) {
    case 'not_found':
      return new ServiceError('not_found', 'No such channel.')
    case 'archived':
      return new ServiceError('conflict', 'The channel is archived.')
    case 'no_parent':
      return new ServiceError('invalid_input', 'threadId: Must be the root of a thread in this channel.', {
        details: [{ path: 'threadId', message: 'Must be the root of a thread in this channel.' }],
      })
    case 'no_twin':
      return new ServiceError('not_found', 'No such twin.')
    case 'no_file':
      return new ServiceError('unavailable', 'The file of the answer is not there any more; ask again.')
    case 'too_many_hops':
      return new ServiceError('conflict', 'Machines have answered one another too often.')
    case 'retry':
      return new ServiceError('unavailable', 'Try again in a moment.')
    default:
      return new Error(`messaging.post: ${outcome} ${field ?? ''}`)
  }
}
