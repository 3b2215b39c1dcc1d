import { deletePushSubscription } from '@parley/contracts/identity/push'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { deleteSubscription } from '../../push/store.ts'
import { succeeded } from '../answers.ts'

export const deletePushSubscriptionRoute = ({ db }: GatewayContext) =>
  route(deletePushSubscription, async ({ query, caller }) => {
    const id = await deleteSubscription(db, caller.userId, query.endpoint)
    if (id === undefined) throw new ServiceError('not_found', 'No such subscription.')
    return ok(succeeded({ id }))
  })
