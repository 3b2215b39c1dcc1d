import { listChannelTwins } from '@parley/contracts/channels/twins'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { findTwins } from '../store/twins.ts'

export const listChannelTwinsRoute = ({ db }: Context) =>
  route(listChannelTwins, async ({ params, caller }) => {
    const twins = await findTwins(db, caller, params.id)
    if (!twins) throw noSuchChannel()
    return ok({ success: true as const, twins })
  })
