import { getAgent, listAgents } from '@parley/contracts/twins/agents'
import { defaultTwinHandle } from '@parley/contracts/twins/handle'
import { getTwin, listPersonalities, listTwins } from '@parley/contracts/twins/twins'
import { ok, type Route, route } from '@parley/kit/route'
import { findUsedUp } from '../../store/budgets.ts'
import type { TwinsContext } from '../context.ts'
import { noSuchTwin } from '../permissions.ts'
import { listPersonalities as findPersonalities } from '../store/personalities.ts'
import { findTwin, listTwins as findTwins } from '../store/twins.ts'

export const listTwinsRoutes = ({ db }: TwinsContext): Route[] =>
  [listTwins, listAgents].map((endpoint) =>
    route(endpoint, async ({ query, caller }) => {
      const { twins, total } = await findTwins(db, caller, query)
      return ok({ success: true as const, data: twins, meta: pageOf(query, total) })
    }),
  )

export const getTwinRoutes = ({ db }: TwinsContext): Route[] =>
  [getTwin, getAgent].map((endpoint) =>
    route(endpoint, async ({ params, caller }) => {
      const twin = await findTwin(db, caller, params.id)
      if (!twin) throw noSuchTwin()
      return ok({ success: true as const, data: twin, meta: {} })
    }),
  )

export const listPersonalitiesRoute = ({ db }: TwinsContext): Route =>
  route(listPersonalities, async ({ query, caller }) => {
    const { personalities, total } = await findPersonalities(db, caller, query)
    const usedUp = await findUsedUp(db, caller.workspaceId, [caller.workspaceId, ...personalities.map(({ id }) => id)])
    const data = personalities.map((each) => {
      const whose = usedUp.has(caller.workspaceId) ? 'The workspace’s' : usedUp.has(each.id) ? 'Their' : undefined
      const reason = whose === undefined ? null : `${whose} budget for this month is used up.`
      return { ...each, is_default: each.handle === defaultTwinHandle, is_available: reason === null, reason }
    })
    return ok({ success: true as const, data, meta: pageOf(query, total) })
  })

const pageOf = ({ limit, offset }: { limit: number; offset: number }, total: number) => ({
  total,
  page: Math.floor(offset / limit) + 1,
  limit,
  offset,
})
