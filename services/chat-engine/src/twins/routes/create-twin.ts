import { rooms } from '@parley/contracts/event'
import { createAgent } from '@parley/contracts/twins/agents'
import { twinCreated } from '@parley/contracts/twins/events'
import { slugOf } from '@parley/contracts/twins/handle'
import { twinLimits } from '@parley/contracts/twins/twin'
import { createTwin } from '@parley/contracts/twins/twins'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { insertEvents } from '@parley/kit/outbox'
import { created, type Route, route } from '@parley/kit/route'
import { assertHandleFree, storedHandle } from '../changing.ts'
import type { TwinsContext } from '../context.ts'
import { assertOffered } from '../offered.ts'
import { insertTwin } from '../store/twins.ts'

export const createTwinRoutes = (context: TwinsContext): Route[] =>
  [createTwin, createAgent].map((endpoint) =>
    route(endpoint, async (request) => {
      const { body, caller, trace } = request
      const { handle: given = slugOf(body.name), ...content } = body
      const handle = storedHandle(given)
      await assertOffered(context, caller, content)
      return transact(context.db, request, async (tx) => {
        await assertHandleFree(tx, caller, handle)
        const twin = await insertTwin(tx, caller, { ...content, handle }, twinLimits.twins)
        if (!twin) throw new ServiceError('conflict', `A workspace has at most ${twinLimits.twins} twins.`)
        const { workspaceId } = caller
        await insertEvents(
          tx,
          [{ event: twinCreated, workspaceId, rooms: [rooms.workspace(workspaceId)], data: twin }],
          trace,
        )
        return created({ success: true as const, data: twin, meta: {} })
      })
    }),
  )
