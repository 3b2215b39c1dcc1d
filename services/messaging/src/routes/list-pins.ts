import { listPins } from '@parley/contracts/messages/pins'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { findPins } from '../store/pins.ts'

export const listPinsRoute = ({ db }: Context) =>
  route(listPins, async ({ params, query, caller }) => {
    const pins = await findPins(db, caller, params.id, query)
    if (!pins) throw noSuchChannel()
    if (!pins.cursorFound) throw invalid('before', 'Must be a message that is pinned in this channel.')
    return ok({ success: true as const, pins: pins.messages, count: pins.count })
  })
