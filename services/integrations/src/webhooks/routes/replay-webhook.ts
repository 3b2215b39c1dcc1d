import { webhookLimits } from '@parley/contracts/webhooks/webhook'
import { replayWebhook } from '@parley/contracts/webhooks/webhooks'
import { transact } from '@parley/kit/idempotency'
import { accepted, route } from '@parley/kit/route'
import type { WebhookContext } from '../context.ts'
import { replayDeliveries } from '../delivery-log.ts'
import { isInactive, noSuchWebhook } from '../refusals.ts'
import { lockWebhook } from '../store.ts'

export const replayWebhookRoute = ({ db, delivering }: WebhookContext) =>
  route(replayWebhook, async (request) => {
    const { params, body, caller } = request
    const key = { workspaceId: caller.workspaceId, id: params.id }
    const answer = await transact(db, request, async (tx, entry) => {
      entry.target = params.id
      const webhook = await lockWebhook(tx, key)
      if (!webhook) throw noSuchWebhook()
      if (!webhook.isActive) throw isInactive()
      const replayed = await replayDeliveries(tx, key, body)
      const data = { replayed, hasMore: replayed === webhookLimits.replayed }
      return accepted({ success: true as const, data, meta: {} })
    })
    delivering.wake()
    return answer
  })
