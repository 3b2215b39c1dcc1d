import { actOnAgentConversations, actOnTenantConversations } from '@parley/contracts/desk/conversation-actions'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, type Request, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { prepareActions } from '../conversation-actions.ts'
import { beginDraft, type Draft } from '../domain/draft.ts'
import { lockConversations } from '../store/conversations.ts'
import { saveDrafts } from '../store/drafts.ts'

export const actOnTenantConversationsRoute = (ctx: Context) =>
  route(actOnTenantConversations, (request) => act(ctx, request, true))

export const actOnAgentConversationsRoute = (ctx: Context) =>
  route(actOnAgentConversations, (request) => act(ctx, request, false))

const act = (
  { db }: Context,
  request: Request<typeof actOnTenantConversations | typeof actOnAgentConversations>,
  isTenant: boolean,
) => {
  const { body, caller, trace } = request
  const { workspaceId, userId } = caller
  return transact(db, request, async (tx) => {
    const perform = await prepareActions(tx, { workspaceId, userId, isTenant }, body.actions, { isKept: false })
    const rows = await lockConversations(tx, workspaceId, body.ids)
    const drafts = new Map<string, Draft | undefined>()
    for (const row of rows) {
      const begin = async () => {
        const draft = beginDraft(row)
        await perform(draft)
        return draft
      }
      drafts.set(row.id, await unlessRefused(begin))
    }
    const done = [...drafts.values()].filter((draft) => draft !== undefined)
    await saveDrafts(tx, workspaceId, done, trace)
    const outcomeOf = (id: string) => (drafts.get(id) ? 'done' : drafts.has(id) ? 'conflict' : 'not_found')
    return ok({ results: body.ids.map((id) => ({ id, outcome: outcomeOf(id) }) as const) })
  })
}

/** Undefined for what the state of a conversation refuses. */
async function unlessRefused(work: () => Promise<Draft>): Promise<Draft | undefined> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'conflict') return undefined
    throw error
  }
}
