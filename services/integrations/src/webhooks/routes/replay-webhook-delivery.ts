import { replayWebhookDelivery } from '@parley/contracts/webhooks/webhooks'
import { transact } from '@parley/kit/idempotency'
import { accepted, route } from '@parley/kit/route'
import type { WebhookContext } from '../context.ts'
import { findDelivery, replayDeliveries } from '../delivery-log.ts'
import { isInactive, noSuchDelivery, noSuchWebhook } from '../refusals.ts'
import { lockWebhook } from '../store.ts'

export const replayWebhookDeliveryRoute = ({ db, delivering }: WebhookContext) =>
  route(replayWebhookDelivery, async (request) => {
    const { params, caller } = request
    const key = { workspaceId: caller.workspaceId, id: params.id }
    const answer = await transact(db, request, async (tx, entry) => {
      entry.target = params.id
      const webhook = await lockWebhook(tx, key)
      if (!webhook) throw noSuchWebhook()
      if (!(await findDelivery(tx, key, params.deliveryId))) throw noSuchDelivery()
      if (!webhook.isActive) throw isInactive()
      await replayDeliveries(tx, key, { id: params.deliveryId })
      const delivery = (await findDelivery(tx, key, params.deliveryId))!
      return accepted({ success: true as const, data: delivery, meta: {} })
    })
    delivering.wake()
    return answer
  })
