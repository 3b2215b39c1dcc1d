import { setChannelHidden } from '@parley/contracts/channels/managing'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchChannel } from '../domain/refusals.ts'
import { findOwnChannelType, setHidden } from '../store/members.ts'

export const setChannelHiddenRoute = ({ db }: Context) =>
  route(setChannelHidden, async ({ params, body: { hidden }, caller, trace }) => {
    const type = await findOwnChannelType(db, caller, params.id)
    if (!type) throw noSuchChannel()
    if (type !== 'dm') throw new ServiceError('conflict', 'Only direct messages can be closed.')
    await transaction(db, (tx) => setHidden(tx, caller, params.id, hidden, trace))
    return ok({ success: true as const, hidden })
  })
