import { updateWidgetKey } from '@parley/contracts/desk/widget-keys'
import { audited } from '@parley/kit/audit'
import { applyVisitorRevocation, recordVisitorRevocation } from '@parley/kit/revocations'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchSite, noSuchWidgetKey } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import { findSite } from '../store/sites.ts'
import * as store from '../store/widget-keys.ts'

export const updateWidgetKeyRoute = (ctx: Context) =>
  route(updateWidgetKey, async (request) => {
    const {
      params: { id },
      body,
      caller,
      trace,
    } = request
    const { workspaceId } = caller
    const revoked = { workspaceId, widgetKeyId: id }
    const { key, isStopped } = await audited(ctx.db, request, async (tx) => {
      await lockDesk(tx, workspaceId)
      const status = await store.findWidgetKeyStatus(tx, workspaceId, id)
      if (!status) throw noSuchWidgetKey()
      if (body.siteId && !(await findSite(tx, workspaceId, body.siteId))) throw noSuchSite()
      const isStopped = status === 'ACTIVE' && body.status === 'INACTIVE'
      if (isStopped) await recordVisitorRevocation(tx, revoked, trace)
      return { key: await store.updateWidgetKey(tx, workspaceId, id, body), isStopped }
    })
    if (isStopped) await applyVisitorRevocation(ctx, revoked)
    return ok(key)
  })
