import { deleteSite } from '@parley/contracts/desk/sites'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchSite } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import * as store from '../store/sites.ts'

export const deleteSiteRoute = ({ db }: Context) =>
  route(deleteSite, async ({ params, caller }) => {
    await transaction(db, async (tx) => {
      await lockDesk(tx, caller.workspaceId)
      if (!(await store.deleteSite(tx, caller.workspaceId, params.id))) throw noSuchSite()
    })
    return ok({ success: true as const })
  })
