import { maxMerged, mergeAgentConversation, mergeTenantConversation } from '@parley/contracts/desk/merging'
import { invalid, ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, type Request, route } from '@parley/kit/route'
import type { Context, Db } from '../context.ts'
import { assign, holderOf } from '../domain/conversation-rules.ts'
import { beginDraft, type ConversationRow } from '../domain/draft.ts'
import { absorb, dissolve } from '../domain/merging.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { lockAgentOf, requireFree } from '../store/agents.ts'
import { findConversationDetails, lockConversations } from '../store/conversations.ts'
import { saveDrafts } from '../store/drafts.ts'
import { findNewer, listMerged, lockVisitorOf, moveRows } from '../store/merging.ts'
import { countAsOne } from '../store/ratings.ts'
import { readTime } from '../store/sla.ts'

export const mergeTenantConversationRoute = (ctx: Context) =>
  route(mergeTenantConversation, (request) => merge(ctx, request, async () => {}))

export const mergeAgentConversationRoute = (ctx: Context) =>
  route(mergeAgentConversation, (request) =>
    merge(ctx, request, async (tx, row) => requireFree(tx, row.workspace_id, row, request.caller.userId)),
  )

/** @param requireMay throws where the caller may not merge a conversation */
const merge = (
  { db, mailIfUnseen }: Context,
  request: Request<typeof mergeTenantConversation | typeof mergeAgentConversation>,
  requireMay: (tx: Db, row: ConversationRow) => Promise<void>,
) => {
  const { params, body, caller, trace } = request
  const { workspaceId } = caller
  if (body.conversationId === params.id) throw invalid('conversationId', 'Must be another conversation.')
  return transact(
    db,
    request,
    async (tx) => {
      await lockVisitorOf(tx, workspaceId, body.conversationId)
      const agentOfOther = await lockAgentOf(tx, { workspaceId, id: body.conversationId })
      const merged = await listMerged(tx, workspaceId, body.conversationId)
      const rows = await lockConversations(tx, workspaceId, [params.id, body.conversationId, ...merged])
      const [row, other] = [params.id, body.conversationId].map((id) => rows.find((each) => each.id === id))
      if (!row || !other) throw noSuchConversation()
      const [draft, dissolved] = [beginDraft(row), beginDraft(other)]
      for (const each of [row, other]) await requireMay(tx, each)
      requireMergeable(row, other)
      await countAsOne(tx, row, other)
      await moveRows(tx, row, other)
      const isOthersNewer = (await findNewer(tx, row, other)) === other.id
      absorb(draft, other, { isOthersNewer, now: await readTime(tx) })
      if (row.status === 'WAITING' && agentOfOther !== null && holderOf(other) === agentOfOther)
        assign(draft, agentOfOther)
      dissolve(dissolved, row.id)
      await saveDrafts(tx, workspaceId, [draft, dissolved], trace)
      const isUnseen = draft.row.agent_messages > draft.row.agent_messages_read
      if (isUnseen) await mailIfUnseen(tx, draft, trace, { isMerged: true })
      return ok((await findConversationDetails(tx, workspaceId, row.id))!)
    },
    { about: () => params.id },
  )
}

/** @throws ServiceError 409 */
function requireMergeable(row: ConversationRow, other: ConversationRow): void {
  if (row.visitor_id !== other.visitor_id) throw new ServiceError('conflict', 'They are of two visitors.')
  if (row.status === 'CLOSED') throw new ServiceError('conflict', 'The conversation is closed.')
  // What is hidden is little else than notes.
  if (other.seq + other.hidden_revs > maxMerged)
    throw new ServiceError(
      'conflict',
      `At most ${maxMerged} messages and notes can be merged into another conversation.`,
    )
}
