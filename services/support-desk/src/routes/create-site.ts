import { createSite, maxSites } from '@parley/contracts/desk/sites'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { domainTaken } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import { countSites, insertSite } from '../store/sites.ts'

export const createSiteRoute = ({ db }: Context) =>
  route(createSite, async (request) =>
    transact(db, request, async (tx) => {
      const { body, caller } = request
      const { workspaceId } = caller
      await lockDesk(tx, workspaceId)
      const { count, holder } = await countSites(tx, workspaceId, body.domain)
      if (holder !== null) throw domainTaken()
      if (count >= maxSites) throw new ServiceError('conflict', `A workspace has at most ${maxSites} sites.`)
      return ok(await insertSite(tx, workspaceId, body))
    }),
  )
