import { isIP } from 'node:net'
import { createAgentPushSubscription } from '@parley/contracts/desk/push'
import { createPushSubscription, type NewPushSubscription } from '@parley/contracts/identity/push'
import type { Caller } from '@parley/kit/assertion'
import { invalid, ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { isPublic } from '@parley/kit/outside/addresses'
import { created, ok, route } from '@parley/kit/route'
import type * as z from 'zod'
import type { GatewayContext } from '../../context.ts'
import type { Db } from '../../db.ts'
import { type Subscription, upsertSubscription } from '../../push/store.ts'
import { isP256PublicKey } from '../../push/vapid.ts'
import { succeeded } from '../answers.ts'
import { requireValidCredential } from '../credential-check.ts'
import { lockAccount } from '../store/users.ts'
import { subscriptionAnswer } from './list-push-subscriptions.ts'

export const createPushSubscriptionRoute = ({ db, config }: GatewayContext) =>
  route(createPushSubscription, async (request) => {
    checkSubscription(config, request.body)
    return transact(db, request, async (tx) => created(succeeded(subscriptionAnswer(await subscribe(tx, request)))))
  })

export const createAgentPushSubscriptionRoute = ({ db, config }: GatewayContext) =>
  route(createAgentPushSubscription, async (request) => {
    checkSubscription(config, request.body)
    return transact(db, request, async (tx) => {
      const { created_at: createdAt, ...subscription } = subscriptionAnswer(await subscribe(tx, request))
      return ok({ ...subscription, createdAt })
    })
  })

type NewSubscription = z.output<typeof NewPushSubscription>

async function subscribe(
  tx: Db,
  { body, caller, userAgent }: { body: NewSubscription; caller: Caller; userAgent: string | undefined },
): Promise<Subscription> {
  await lockAccount(tx, caller.userId)
  await requireValidCredential(tx, caller)
  return upsertSubscription(tx, { userId: caller.userId, endpoint: body.endpoint, ...body.keys, userAgent })
}

function checkSubscription({ VAPID_PRIVATE_KEY }: GatewayContext['config'], { endpoint, keys }: NewSubscription): void {
  if (!VAPID_PRIVATE_KEY)
    throw new ServiceError('unavailable', 'Web Push is not configured here: VAPID_PRIVATE_KEY is missing.')
  if (!mayBeCalled(endpoint)) throw invalid('endpoint', 'Must be at a public address, port 443.')
  if (!isP256PublicKey(keys.p256dh)) throw invalid('keys.p256dh', 'Must be a point of P-256.')
}

/** What the URL alone shows; where a name leads is checked whenever it is called. */
function mayBeCalled(endpoint: string): boolean {
  const { hostname, port } = new URL(endpoint)
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return port === '' && (isIP(address) === 0 ? hostname.includes('.') : isPublic(address))
}
