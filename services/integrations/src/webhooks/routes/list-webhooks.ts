import { listWebhooks } from '@parley/contracts/webhooks/webhooks'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { listWebhooks as list } from '../store.ts'
import { webhookResource } from '../webhook.ts'

export const listWebhooksRoute = ({ db }: Context) =>
  route(listWebhooks, async ({ caller: { workspaceId } }) => {
    const rows = await list(db, workspaceId)
    return ok({ success: true as const, data: rows.map((row) => webhookResource(row)), meta: {} })
  })
