import { updateIncomingWebhook } from '@parley/contracts/webhooks/incoming'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { lockVisible, requireChannel } from '../access.ts'
import { changeIncoming } from '../store.ts'

export const updateIncomingWebhookRoute = ({ db }: Context) =>
  route(updateIncomingWebhook, async (request) => {
    const {
      params: { id },
      body: { channelId, name, avatarUrl, isActive },
      caller: { workspaceId, userId },
    } = request
    const reader = { workspaceId, userId }
    const data = await audited(db, request, async (tx) => {
      const webhook = await lockVisible(tx, reader, id)
      if (channelId !== undefined) await requireChannel(tx, reader, channelId)
      return changeIncoming(tx, webhook, {
        ...(channelId !== undefined && { channel_id: channelId }),
        ...(name !== undefined && { name }),
        ...(avatarUrl !== undefined && { avatar_url: avatarUrl }),
        ...(isActive !== undefined && { is_active: isActive }),
      })
    })
    return ok({ success: true as const, data, meta: {} })
  })
