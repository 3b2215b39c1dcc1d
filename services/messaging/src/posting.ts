import type { PostBody } from '@parley/contracts/messages/message'
import { actingUser } from '@parley/kit/assertion'
import { recordStatement } from '@parley/kit/idempotency'
import { created, type Request } from '@parley/kit/route'
import { findCandidates } from '@parley/text/mentions'
import type { Context } from './context.ts'
import { ownMetadata } from './domain/metadata.ts'
import type { Target } from './domain/posting.ts'
import { namedBy, refusalOf } from './domain/refusals.ts'
import { schedule } from './scheduling.ts'
import { insertMessage, insertMessageOnce, type NewMessage, retryWhenMembershipLost } from './store/messages.ts'
import { assertStillReadable } from './store/replays.ts'

/** The message to store for a request to post. */
export function messageOf({ caller }: Request, body: PostBody, target: Target): NewMessage {
  const { user_id: userId, attachments, metadata, ...set } = body
  return {
    author: { workspaceId: caller.workspaceId, userId: actingUser(caller, userId) },
    target,
    post: { ...set, metadata: ownMetadata(metadata ?? undefined), mention_candidates: findCandidates(body.content) },
    fileIds: attachments?.map(({ id }) => id) ?? [],
  }
}

/** Posts a request's message; with `sendAt` schedules it. */
export async function post(
  context: Context,
  request: Request,
  { body, target, sendAt }: { body: PostBody; target: Target; sendAt: string | null | undefined },
) {
  const { db, outbox, indexer } = context
  const { caller, trace } = request
  const message = messageOf(request, body, target)
  if (sendAt) return schedule(context, request, message, sendAt)
  let joined = false

  const forAnother = message.author.userId !== caller.userId
  const answer = await retryWhenMembershipLost(() =>
    recordStatement(
      db,
      request,
      async (record) => {
        const result = await (record
          ? insertMessageOnce(db, message, trace, record)
          : insertMessage(db, message, trace))
        if (result.outcome === 'kept') return result.kept
        if (result.outcome !== 'posted') throw refusalOf(result, namedBy(target), forAnother)
        joined = result.joined
        return created({ success: true as const, data: result.message, meta: { timestamp: result.message.created_at } })
      },
      assertStillReadable(message.author),
    ),
  )
  indexer.flush()
  if (joined) outbox.notify('channels')
  return answer
}
