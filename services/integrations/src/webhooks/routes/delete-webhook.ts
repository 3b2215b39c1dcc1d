import { deleteWebhook } from '@parley/contracts/webhooks/webhooks'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { noSuchWebhook } from '../refusals.ts'
import { deleteWebhook as remove } from '../store.ts'

export const deleteWebhookRoute = ({ db }: Context) =>
  route(deleteWebhook, async (request) => {
    const {
      params: { id },
      caller: { workspaceId },
    } = request
    await audited(db, request, async (tx) => {
      if (!(await remove(tx, { workspaceId, id }))) throw noSuchWebhook()
    })
    return ok({ success: true as const, data: { id }, meta: {} })
  })
