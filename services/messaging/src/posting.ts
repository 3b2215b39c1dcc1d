import type { postMessage } from '@parley/contracts/messages/messages'
import { actingUser } from '@parley/kit/assertion'
import { invalid, ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { created, type Request } from '@parley/kit/route'
import type * as z from 'zod'
import type { Context, Db } from './context.ts'
import { handlesIn } from './domain/mentions.ts'
import { ownMetadata } from './domain/metadata.ts'
import { noSuchChannel, noSuchMessage } from './domain/refusals.ts'
import { insertMessage, mayAssignTwins, type Person, type Target } from './store/messages.ts'

type Draft = Pick<
  z.output<(typeof postMessage)['body']>,
  'content' | 'content_type' | 'metadata' | 'user_id' | 'ai_twin_id'
>

/** Posts what a request drafts, and tells of it once it is stored. */
export async function post({ db, outbox }: Context, request: Request, draft: Draft, target: Target) {
  const { caller, trace } = request
  const author = { workspaceId: caller.workspaceId, userId: actingUser(caller, draft.user_id) }
  const missing = () => missingFor(target, author.userId !== caller.userId)
  let joined = false

  const answer = await transact(
    db,
    request,
    async (tx) => {
      if (draft.ai_twin_id) throw await refusedTwin(tx, author, target, missing)
      const { content, content_type: contentType } = draft
      const written = { author, target, content, contentType, handles: handlesIn(content) }
      const result = await insertMessage(tx, { ...written, metadata: ownMetadata(draft.metadata ?? undefined) }, trace)
      if (result.outcome === 'not_found') throw missing()
      if (result.outcome === 'archived') throw new ServiceError('conflict', 'The channel is archived.')
      if (result.outcome === 'no_parent') throw invalid('parent_message_id', 'Must be a message of this channel.')
      joined = result.joined
      return created({ success: true as const, data: result.message, meta: { timestamp: result.message.created_at } })
    },
    { statement: true },
  )
  outbox.flush()
  if (joined) outbox.nudge('channels')
  return answer
}

/** The same sentence whatever is amiss with the channel, and with the person where another is posted for. */
function missingFor(target: Target, forAnother: boolean): ServiceError {
  if (forAnother) return new ServiceError('not_found', 'No such channel for this user_id.')
  return 'channelId' in target ? noSuchChannel() : noSuchMessage()
}

/** No twin can be assigned to a channel yet, so any is unknown to those who may let one speak. */
async function refusedTwin(tx: Db, person: Person, target: Target, missing: () => ServiceError): Promise<ServiceError> {
  const may = await mayAssignTwins(tx, person, target)
  if (may === undefined) return missing()
  return may
    ? new ServiceError('not_found', 'No such twin in this channel.')
    : new ServiceError('forbidden', 'Only those who may assign twins to the channel may post as one.')
}
