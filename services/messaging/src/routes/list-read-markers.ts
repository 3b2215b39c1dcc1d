import { listReadMarkers } from '@parley/contracts/messages/messages'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { findMarkers } from '../store/reads.ts'

export const listReadMarkersRoute = ({ db }: Context) =>
  route(listReadMarkers, async ({ params, caller }) => {
    const markers = await findMarkers(db, caller, params.id)
    if (!markers) throw noSuchChannel()
    return ok({ success: true as const, markers })
  })
