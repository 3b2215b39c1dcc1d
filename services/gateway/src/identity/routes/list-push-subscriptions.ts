import { listPushSubscriptions } from '@parley/contracts/identity/push'
import { deviceOf } from '@parley/kit/device'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { listSubscriptions, type Subscription } from '../../push/store.ts'
import { succeeded } from '../answers.ts'

export const subscriptionAnswer = ({ user_agent, ...subscription }: Subscription) => ({
  ...subscription,
  device: deviceOf(user_agent),
})

export const listPushSubscriptionsRoute = ({ db, config }: GatewayContext) =>
  route(listPushSubscriptions, async ({ caller }) => {
    const subscriptions = (await listSubscriptions(db, caller.userId)).map(subscriptionAnswer)
    return ok(succeeded({ public_key: config.VAPID_PRIVATE_KEY?.publicKey ?? null, subscriptions }))
  })
