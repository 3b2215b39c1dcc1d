import { listErasures } from '@parley/contracts/desk/erasures'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import * as store from '../store/erasures.ts'

export const listErasuresRoute = ({ db }: Context) =>
  route(listErasures, async ({ query, caller }) =>
    ok({ erasures: await store.listErasures(db, caller.workspaceId, query) }),
  )
