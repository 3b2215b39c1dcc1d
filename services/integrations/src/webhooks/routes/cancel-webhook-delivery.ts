import { cancelWebhookDelivery } from '@parley/contracts/webhooks/webhooks'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { WebhookContext } from '../context.ts'
import { cancelDelivery, findDelivery } from '../delivery-log.ts'
import { noSuchDelivery, noSuchWebhook } from '../refusals.ts'
import { lockWebhook } from '../store.ts'

export const cancelWebhookDeliveryRoute = ({ db, delivering }: WebhookContext) =>
  route(cancelWebhookDelivery, async (request) => {
    const {
      params: { id, deliveryId },
      caller: { workspaceId },
    } = request
    const key = { workspaceId, id }
    const data = await audited(db, request, async (tx, entry) => {
      entry.target = id
      if (!(await lockWebhook(tx, key))) throw noSuchWebhook()
      if (!(await findDelivery(tx, key, deliveryId))) throw noSuchDelivery()
      if (!(await cancelDelivery(tx, key, deliveryId))) throw new ServiceError('conflict', 'It does not wait.')
      return (await findDelivery(tx, key, deliveryId))!
    })
    delivering.wake()
    return ok({ success: true as const, data, meta: {} })
  })
