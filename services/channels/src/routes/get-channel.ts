import { getChannel } from '@parley/contracts/channels/channels'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { findChannel } from '../store/channels.ts'

export const getChannelRoute = ({ db }: Context) =>
  route(getChannel, async ({ params, caller }) => {
    const channel = await findChannel(db, caller, params.id)
    if (!channel) throw noSuchChannel()
    return ok({ success: true as const, channel })
  })
