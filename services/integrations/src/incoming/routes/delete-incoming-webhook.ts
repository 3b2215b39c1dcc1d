import { deleteIncomingWebhook } from '@parley/contracts/webhooks/incoming'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { lockVisible } from '../access.ts'
import { deleteIncoming } from '../store.ts'

export const deleteIncomingWebhookRoute = ({ db }: Context) =>
  route(deleteIncomingWebhook, async (request) => {
    const {
      params: { id },
      caller: { workspaceId, userId },
    } = request
    await audited(db, request, async (tx, entry) => {
      const webhook = await lockVisible(tx, { workspaceId, userId }, id)
      entry.targetName = webhook.name
      await deleteIncoming(tx, webhook)
    })
    return ok({ success: true as const, data: { id }, meta: {} })
  })
