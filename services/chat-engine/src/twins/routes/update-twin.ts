import { updateAgent } from '@parley/contracts/twins/agents'
import { updateTwin } from '@parley/contracts/twins/twins'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, type Route, route } from '@parley/kit/route'
import { assertHandleFree, change, lockOwnTwin, storedHandle } from '../changing.ts'
import type { TwinsContext } from '../context.ts'
import { assertOffered } from '../offered.ts'
import { findTwin } from '../store/twins.ts'

export const updateTwinRoutes = (context: TwinsContext): Route[] =>
  [updateTwin, updateAgent].map((endpoint) =>
    route(endpoint, async (request) => {
      const { params, body, caller, trace } = request
      const { tools: has } = (await findTwin(context.db, caller, params.id)) ?? {}
      await assertOffered(context, caller, body, has ?? [])
      const twin = await audited(context.db, request, async (tx) => {
        const before = await lockOwnTwin(tx, caller, params.id)
        const handle = body.handle && storedHandle(body.handle)
        if (handle !== undefined && handle !== before.handle) {
          if (before.is_built_in) throw new ServiceError('conflict', 'A built-in keeps its handle.')
          await assertHandleFree(tx, caller, handle, before.id)
        }
        return change(tx, before, { ...body, handle }, { caller, trace })
      })
      return ok({ success: true as const, data: twin, meta: {} })
    }),
  )
