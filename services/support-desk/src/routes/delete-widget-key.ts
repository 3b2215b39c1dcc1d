import { deleteWidgetKey } from '@parley/contracts/desk/widget-keys'
import { audited } from '@parley/kit/audit'
import { applyVisitorRevocation, recordVisitorRevocation } from '@parley/kit/revocations'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchWidgetKey } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import * as store from '../store/widget-keys.ts'

export const deleteWidgetKeyRoute = (ctx: Context) =>
  route(deleteWidgetKey, async (request) => {
    const {
      params: { id },
      caller,
      trace,
    } = request
    const { workspaceId } = caller
    const revoked = { workspaceId, widgetKeyId: id }
    await audited(ctx.db, request, async (tx) => {
      await lockDesk(tx, workspaceId)
      const deleted = await store.deleteWidgetKey(tx, workspaceId, id)
      if (!deleted) throw noSuchWidgetKey()
      await recordVisitorRevocation(tx, revoked, trace)
      return deleted
    })
    await applyVisitorRevocation(ctx, revoked)
    return ok({ success: true as const })
  })
