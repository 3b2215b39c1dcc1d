import { asVisitorSees, type VisitorConversation } from '@parley/contracts/desk/conversation'
import type { VisitorCaller } from '@parley/kit/assertion'
import type { Trace } from '@parley/kit/trace'
import type { Db } from './context.ts'
import type { Draft } from './domain/draft.ts'
import { noSuchConversation } from './domain/refusals.ts'
import { changeConversation, findVisitorConversation } from './store/conversations.ts'

/**
 * Changes the conversation of a visitor's that a request names, or their newest.
 *
 * @throws ServiceError 404 where they have none, or it is not theirs
 */
export async function changeVisitorsConversation(
  tx: Db,
  { caller, body, trace }: { caller: VisitorCaller; body: { conversationId?: string | undefined }; trace: Trace },
  decide: (draft: Draft) => Promise<void> | void,
): Promise<VisitorConversation> {
  const { workspaceId, visitorId } = caller
  const found = await findVisitorConversation(tx, workspaceId, visitorId, body.conversationId)
  if (!found) throw noSuchConversation()
  return asVisitorSees(await changeConversation(tx, { workspaceId, id: found.id, trace }, decide))
}
