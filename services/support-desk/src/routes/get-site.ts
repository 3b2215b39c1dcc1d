import { getSite } from '@parley/contracts/desk/sites'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchSite } from '../domain/refusals.ts'
import { findSite } from '../store/sites.ts'

export const getSiteRoute = ({ db }: Context) =>
  route(getSite, async ({ params, caller }) => {
    const site = await findSite(db, caller.workspaceId, params.id)
    if (!site) throw noSuchSite()
    return ok(site)
  })
