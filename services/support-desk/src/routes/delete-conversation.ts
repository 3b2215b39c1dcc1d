import { deleteTenantConversation } from '@parley/contracts/desk/conversations'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchConversation } from '../domain/refusals.ts'
import { lockConversation } from '../store/conversations.ts'
import { deleteConversations } from '../store/deletions.ts'

export const deleteConversationRoute = ({ db, files }: Context) =>
  route(deleteTenantConversation, async ({ params: { id }, caller: { workspaceId }, trace }) => {
    await transaction(db, async (tx) => {
      const row = await lockConversation(tx, workspaceId, id)
      if (!row) throw noSuchConversation()
      await deleteConversations(tx, workspaceId, [row], trace)
    })
    files.sweep()
    return ok({ success: true as const })
  })
