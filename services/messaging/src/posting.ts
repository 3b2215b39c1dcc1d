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
import { schedule } from './scheduling.ts'
import { insertMessage, type NewMessage, type Refused, type Target } from './store/messages.ts'

type Draft = Pick<
  z.output<(typeof postMessage)['body']>,
  'content' | 'content_type' | 'metadata' | 'attachments' | 'user_id' | 'ai_twin_id' | 'send_at'
>

/** The message that a request drafts, as it is stored. */
export function messageOf({ caller }: Request, draft: Draft, target: Target): NewMessage {
  const { content, content_type: contentType } = draft
  return {
    author: { workspaceId: caller.workspaceId, userId: actingUser(caller, draft.user_id) },
    twinId: draft.ai_twin_id ?? undefined,
    target,
    content,
    contentType,
    metadata: ownMetadata(draft.metadata ?? undefined),
    handles: handlesIn(content),
    fileIds: draft.attachments?.map(({ id }) => id) ?? [],
  }
}

/** Posts what a request drafts, and tells of it once it is stored; with `send_at` keeps it to be posted then. */
export async function post(context: Context, request: Request, draft: Draft, target: Target) {
  const { db, outbox } = context
  const { caller, trace } = request
  const message = messageOf(request, draft, target)
  if (draft.send_at) return schedule(context, request, message, draft.send_at)
  let joined = false

  const answer = await transact(
    db,
    request,
    async (tx) => {
      const result = await insertMessage(tx, message, trace)
      if (result.outcome !== 'posted') throw refusalOf(result, target, message.author.userId !== caller.userId)
      joined = result.joined
      return created({ success: true as const, data: result.message, meta: { timestamp: result.message.created_at } })
    },
    { statement: true },
  )
  outbox.flush()
  if (joined) outbox.nudge('channels')
  return answer
}

/** Why a message is not posted, as the caller is told. */
export function refusalOf(result: Refused, target: Target, forAnother: boolean): ServiceError {
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
