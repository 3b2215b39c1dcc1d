import { deleteTenantVisitor } from '@parley/contracts/desk/visitors'
import { transaction } from '@parley/kit/outbox'
import { applyVisitorRevocation, recordVisitorRevocation } from '@parley/kit/revocations'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchVisitor } from '../domain/refusals.ts'
import { lockConversationsOf } from '../store/conversations.ts'
import { deleteConversations } from '../store/deletions.ts'
import { deleteVisitor, lockVisitor } from '../store/visitors.ts'

export const deleteVisitorRoute = (ctx: Context) =>
  route(deleteTenantVisitor, async ({ params: { id }, caller, trace }) => {
    const { workspaceId } = caller
    const revoked = { workspaceId, visitorId: id }
    await transaction(ctx.db, async (tx) => {
      if (!(await lockVisitor(tx, workspaceId, id))) throw noSuchVisitor()
      await deleteConversations(tx, workspaceId, await lockConversationsOf(tx, workspaceId, id), trace)
      await deleteVisitor(tx, workspaceId, id)
      await recordVisitorRevocation(tx, revoked, trace)
    })
    ctx.files.sweep()
    await applyVisitorRevocation(ctx, revoked)
    return ok({ success: true as const })
  })
