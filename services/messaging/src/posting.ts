import type { postMessage } from '@parley/contracts/messages/messages'
import { actingUser } from '@parley/kit/assertion'
import { invalid, ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { created, type Request } from '@parley/kit/route'
import type * as z from 'zod'
import type { Context } from './context.ts'
import { handlesIn } from './domain/mentions.ts'
import { ownMetadata } from './domain/metadata.ts'
import { archived, noSuchChannel, noSuchMessage } from './domain/refusals.ts'
import { type Insertion, insertMessage, type Target } from './store/messages.ts'

type Draft = Pick<
  z.output<(typeof postMessage)['body']>,
  'content' | 'content_type' | 'metadata' | 'attachments' | 'user_id' | 'ai_twin_id'
>

/** Posts what a request drafts, and tells of it once it is stored. */
export async function post({ db, outbox }: Context, request: Request, draft: Draft, target: Target) {
  const { caller, trace } = request
  const author = { workspaceId: caller.workspaceId, userId: actingUser(caller, draft.user_id) }
  const { content, content_type: contentType } = draft
  const message = {
    author,
    twinId: draft.ai_twin_id ?? undefined,
    target,
    content,
    contentType,
    metadata: ownMetadata(draft.metadata ?? undefined),
    handles: handlesIn(content),
    fileIds: draft.attachments?.map(({ id }) => id) ?? [],
  }
  let joined = false

  const answer = await transact(
    db,
    request,
    async (tx) => {
      const result = await insertMessage(tx, message, trace)
      if (result.outcome !== 'posted') throw refusalOf(result, target, author.userId !== caller.userId)
      joined = result.joined
      return created({ success: true as const, data: result.message, meta: { timestamp: result.message.created_at } })
    },
    { statement: true },
  )
  outbox.flush()
  if (joined) outbox.nudge('channels')
  return answer
}

function refusalOf(
  result: Exclude<Insertion, { outcome: 'posted' }>,
  target: Target,
  forAnother: boolean,
): ServiceError {
  switch (result.outcome) {
    case 'not_found':
      return missingFor(target, forAnother)
    case 'forbidden':
      return new ServiceError('forbidden', 'Only those who may assign twins to the channel may post as one.')
    case 'no_twin':
      return new ServiceError('not_found', 'No such twin in this channel.')
    case 'archived':
      return archived()
    case 'no_parent':
      return invalid('parent_message_id', 'Must be a message of this channel.')
    case 'no_file':
      return invalid(`attachments.${result.place}.id`, 'Must be a file of yours for this channel, not attached yet.')
  }
}

/** The same sentence whatever is amiss with the channel, and with the person where another is posted for. */
function missingFor(target: Target, forAnother: boolean): ServiceError {
  if (forAnother) return new ServiceError('not_found', 'No such channel for this user_id.')
  return 'channelId' in target ? noSuchChannel() : noSuchMessage()
}
