import { listAgentVersions, restoreAgentVersion } from '@parley/contracts/twins/agents'
import { listTwinVersions, restoreTwinVersion } from '@parley/contracts/twins/twins'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, type Route, route } from '@parley/kit/route'
import { change, lockOwnTwin } from '../changing.ts'
import type { TwinsContext } from '../context.ts'
import { isOffered } from '../offered.ts'
import { noSuchTwin } from '../permissions.ts'
import { findTwin } from '../store/twins.ts'
import { findVersion, listVersions } from '../store/versions.ts'

export const listTwinVersionsRoutes = ({ db }: TwinsContext): Route[] =>
  [listTwinVersions, listAgentVersions].map((endpoint) =>
    route(endpoint, async ({ params, query: { limit, before }, caller }) => {
      const { workspaceId } = caller
      if (!(await findTwin(db, caller, params.id))) throw noSuchTwin()
      const found = await listVersions(db, { workspaceId, twinId: params.id }, { before, limit: limit + 1 })
      return ok({ success: true as const, data: found.slice(0, limit), meta: { has_more: found.length > limit } })
    }),
  )

export const restoreTwinVersionRoutes = (context: TwinsContext): Route[] =>
  [restoreTwinVersion, restoreAgentVersion].map((endpoint) =>
    route(endpoint, async (request) => {
      const { params, caller, trace } = request
      return transact(context.db, request, async (tx) => {
        const twin = await lockOwnTwin(tx, caller, params.id)
        const found = await findVersion(tx, { workspaceId: caller.workspaceId, twinId: twin.id }, params.version)
        if (!found) throw new ServiceError('not_found', 'No such version.')
        const { name, personality, system_prompt, model, tools, avatar_url } = found
        if (!isOffered(context, model))
          throw new ServiceError('conflict', `The model ${model} is not offered any more.`)
        const content = { name, personality, system_prompt, model, tools, avatar_url }
        return ok({ success: true as const, data: await change(tx, twin, content, { caller, trace }), meta: {} })
      })
    }),
  )
