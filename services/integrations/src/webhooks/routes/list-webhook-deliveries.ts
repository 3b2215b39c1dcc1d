import { listWebhookDeliveries } from '@parley/contracts/webhooks/webhooks'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { listDeliveries } from '../delivery-log.ts'
import { noSuchWebhook } from '../refusals.ts'
import { findWebhook } from '../store.ts'

export const listWebhookDeliveriesRoute = ({ db }: Context) =>
  route(listWebhookDeliveries, async ({ params: { id }, query, caller: { workspaceId } }) => {
    const key = { workspaceId, id }
    if (!(await findWebhook(db, key))) throw noSuchWebhook()
    return ok({ success: true as const, data: await listDeliveries(db, key, query), meta: {} })
  })
