import { deleteTenantVisitor } from '@parley/contracts/desk/visitors'
import { audited } from '@parley/kit/audit'
import { transaction } from '@parley/kit/outbox'
import { applyVisitorRevocation, recordVisitorRevocation } from '@parley/kit/revocations'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchVisitor } from '../domain/refusals.ts'
import { beginErasure, deleteSome } from '../erasing.ts'
import { lockVisitorToDelete } from '../store/visitors.ts'

export const deleteVisitorRoute = (ctx: Context) =>
  route(deleteTenantVisitor, async (request) => {
    const {
      params: { id },
      caller: { workspaceId, userId },
      trace,
    } = request
    const { db, files } = ctx
    const revoked = { workspaceId, visitorId: id }
    const begun = await audited(db, request, async (tx) => {
      if (!(await lockVisitorToDelete(tx, workspaceId, id))) throw noSuchVisitor()
      const subject = { kind: 'visitor', id } as const
      const erasure = await beginErasure(tx, { workspaceId, subject, requestedBy: userId }, trace)
      const isGone = await deleteSome(tx, erasure, trace)
      await recordVisitorRevocation(tx, revoked, trace)
      return { erasure, isGone }
    })
    // Somebody with very many conversations: should this process die, the job goes on.
    for (let { isGone } = begun; !isGone; ) isGone = await transaction(db, (tx) => deleteSome(tx, begun.erasure, trace))
    files.sweep()
    await applyVisitorRevocation(ctx, revoked)
    return ok({ success: true as const, erasureId: begun.erasure.id })
  })
