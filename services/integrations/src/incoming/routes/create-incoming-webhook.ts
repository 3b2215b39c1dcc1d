import { createIncomingWebhook, incomingLimits } from '@parley/contracts/webhooks/incoming'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { created, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { requireChannel } from '../access.ts'
import { insertIncoming, lockCount } from '../store.ts'
import { hashOfToken, newToken, urlOfToken } from '../tokens.ts'

export const createIncomingWebhookRoute = ({ db, publicOrigin }: Context) =>
  route(createIncomingWebhook, async (request) => {
    const {
      body,
      caller: { workspaceId, userId },
    } = request
    const token = newToken()
    const webhook = await audited(db, request, async (tx) => {
      if ((await lockCount(tx, workspaceId)) >= incomingLimits.webhooks)
        throw new ServiceError('conflict', `A workspace has at most ${incomingLimits.webhooks} incoming webhooks.`)
      await requireChannel(tx, { workspaceId, userId }, body.channelId)
      return insertIncoming(tx, { workspaceId, ...body, tokenHash: hashOfToken(token), createdBy: userId })
    })
    const data = { ...webhook, url: urlOfToken(publicOrigin, token) }
    return created({ success: true as const, data, meta: {} })
  })
