import { deleteSite } from '@parley/contracts/desk/sites'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchSite } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import * as store from '../store/sites.ts'

export const deleteSiteRoute = ({ db }: Context) =>
  route(deleteSite, async (request) => {
    const { params, caller } = request
    await audited(db, request, async (tx) => {
      await lockDesk(tx, caller.workspaceId)
      const deleted = await store.deleteSite(tx, caller.workspaceId, params.id)
      if (!deleted) throw noSuchSite()
      return deleted
    })
    return ok({ success: true as const })
  })
