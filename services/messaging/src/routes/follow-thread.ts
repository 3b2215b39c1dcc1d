import { followThread } from '@parley/contracts/messages/following'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchMessage } from '../domain/refusals.ts'
import { setFollowing } from '../store/following.ts'

export const followThreadRoute = ({ db }: Context) =>
  route(followThread, async ({ params, body: { following }, caller, trace }) => {
    const rootId = await transaction(db, (tx) => setFollowing(tx, caller, params.id, following, trace))
    if (!rootId) throw noSuchMessage()
    return ok({ success: true as const, data: { message_id: rootId, following }, meta: {} })
  })
