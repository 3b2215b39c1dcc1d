import { listSites } from '@parley/contracts/desk/sites'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import * as store from '../store/sites.ts'

export const listSitesRoute = ({ db }: Context) =>
  route(listSites, async ({ caller }) => ok({ sites: await store.listSites(db, caller.workspaceId) }))
