import type { suggestAgentReply, summarizeAgentConversation } from '@parley/contracts/desk/agent-assistance'
import { claimed, transact } from '@parley/kit/idempotency'
import { ok, type SlowRequest } from '@parley/kit/route'
import type { Db } from '../context.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { lockConversation } from '../store/conversations.ts'
import { type ReadConversation, readForAi } from './reading.ts'

/**
 * Answers an agent with what AI makes of a conversation, once for a key, since each costs. What is kept of it goes with the
 * conversation, also where that is deleted meanwhile.
 *
 * @throws ServiceError 404 where there is no such conversation
 */
export function assist<A extends object>(
  db: Db,
  request: SlowRequest<typeof suggestAgentReply | typeof summarizeAgentConversation>,
  make: (given: ReadConversation) => Promise<A>,
) {
  const { params, caller, withinShare } = request
  const conversation = { workspaceId: caller.workspaceId, id: params.id }
  return claimed(db, request, async () => {
    const answer = await make(await withinShare(() => readForAi(db, conversation)))
    return transact(
      db,
      request,
      async (tx) => {
        if (!(await lockConversation(tx, conversation.workspaceId, conversation.id))) throw noSuchConversation()
        return ok(answer)
      },
      { about: () => params.id },
    )
  })
}
