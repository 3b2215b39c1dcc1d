import { getWebhook } from '@parley/contracts/webhooks/webhooks'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { noSuchWebhook } from '../refusals.ts'
import { findWebhook } from '../store.ts'
import { webhookResource } from '../webhook.ts'

export const getWebhookRoute = ({ db }: Context) =>
  route(getWebhook, async ({ params: { id }, caller: { workspaceId } }) => {
    const row = await findWebhook(db, { workspaceId, id })
    if (!row) throw noSuchWebhook()
    return ok({ success: true as const, data: webhookResource(row), meta: {} })
  })
