import { listIncomingWebhooks } from '@parley/contracts/webhooks/incoming'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { findHidden } from '../../webhooks/channels.ts'
import { listIncoming } from '../store.ts'

export const listIncomingWebhooksRoute = ({ db }: Context) =>
  route(listIncomingWebhooks, async ({ caller: { workspaceId, userId } }) => {
    const webhooks = await listIncoming(db, workspaceId)
    const hidden = await findHidden(
      db,
      { workspaceId, userId },
      webhooks.map(({ channelId }) => channelId),
    )
    const data = webhooks.filter(({ channelId }) => !hidden.has(channelId))
    return ok({ success: true as const, data, meta: {} })
  })
