import { updateSite } from '@parley/contracts/desk/sites'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { domainTaken, noSuchSite } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import * as store from '../store/sites.ts'

export const updateSiteRoute = ({ db }: Context) =>
  route(updateSite, async (request) => {
    const {
      params: { id },
      body,
      caller,
    } = request
    const { workspaceId } = caller
    const site = await audited(db, request, async (tx) => {
      await lockDesk(tx, workspaceId)
      const before = await store.findSite(tx, workspaceId, id)
      if (!before) throw noSuchSite()
      const { name = before.name, domain = before.domain } = body
      if (name === before.name && domain === before.domain) return before
      const { holder } = await store.countSites(tx, workspaceId, domain)
      if (holder !== null && holder !== id) throw domainTaken()
      return store.updateSite(tx, workspaceId, id, { name, domain })
    })
    return ok(site)
  })
