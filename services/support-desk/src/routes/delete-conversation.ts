import { deleteTenantConversation } from '@parley/contracts/desk/conversations'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchConversation, wasMerged } from '../domain/refusals.ts'
import { beginErasure, deleteSome } from '../erasing.ts'
import { lockConversation } from '../store/conversations.ts'

export const deleteConversationRoute = ({ db, files }: Context) =>
  route(deleteTenantConversation, async (request) => {
    const {
      params: { id },
      caller: { workspaceId, userId },
      trace,
    } = request
    const erasure = await audited(db, request, async (tx) => {
      const row = await lockConversation(tx, workspaceId, id)
      if (!row) throw noSuchConversation()
      // Nothing of it is there: a receipt would say that what lives on in the other is gone.
      if (row.merged_into !== null) throw wasMerged(row.merged_into)
      const subject = { kind: 'conversation', id } as const
      const begun = await beginErasure(tx, { workspaceId, subject, requestedBy: userId }, trace)
      await deleteSome(tx, begun, trace)
      return begun
    })
    files.sweep()
    return ok({ success: true as const, erasureId: erasure.id })
  })
