import { isIP } from 'node:net'
import { createPushSubscription } from '@parley/contracts/identity/push'
import { invalid, ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { isPublic } from '@parley/kit/outside/addresses'
import { created, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { upsertSubscription } from '../../push/store.ts'
import { isP256PublicKey } from '../../push/vapid.ts'
import { succeeded } from '../answers.ts'
import { requireValidCredential } from '../credential-check.ts'
import { lockAccount } from '../store/users.ts'
import { subscriptionAnswer } from './list-push-subscriptions.ts'

export const createPushSubscriptionRoute = ({ db, config }: GatewayContext) =>
  route(createPushSubscription, async (request) => {
    const { endpoint, keys } = request.body
    if (!config.VAPID_PRIVATE_KEY)
      throw new ServiceError('unavailable', 'Web Push is not configured here: VAPID_PRIVATE_KEY is missing.')
    if (!mayBeCalled(endpoint)) throw invalid('endpoint', 'Must be at a public address, port 443.')
    if (!isP256PublicKey(keys.p256dh)) throw invalid('keys.p256dh', 'Must be a point of P-256.')
    const { caller, userAgent } = request
    return transact(db, request, async (tx) => {
      await lockAccount(tx, caller.userId)
      await requireValidCredential(tx, caller)
      const stored = await upsertSubscription(tx, { userId: caller.userId, endpoint, ...keys, userAgent })
      return created(succeeded(subscriptionAnswer(stored)))
    })
  })

/** What the URL alone shows; where a name leads is checked whenever it is called. */
function mayBeCalled(endpoint: string): boolean {
  const { hostname, port } = new URL(endpoint)
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return port === '' && (isIP(address) === 0 ? hostname.includes('.') : isPublic(address))
}
