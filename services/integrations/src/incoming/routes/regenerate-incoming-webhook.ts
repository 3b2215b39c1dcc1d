import { regenerateIncomingWebhook } from '@parley/contracts/webhooks/incoming'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { lockVisible } from '../access.ts'
import { changeIncoming } from '../store.ts'
import { hashOfToken, newToken, urlOfToken } from '../tokens.ts'

export const regenerateIncomingWebhookRoute = ({ db, publicOrigin }: Context) =>
  route(regenerateIncomingWebhook, async (request) => {
    const {
      params: { id },
      caller: { workspaceId, userId },
    } = request
    const token = newToken()
    const webhook = await audited(db, request, async (tx) =>
      changeIncoming(tx, await lockVisible(tx, { workspaceId, userId }, id), { token_hash: hashOfToken(token) }),
    )
    const data = { ...webhook, url: urlOfToken(publicOrigin, token) }
    return ok({ success: true as const, data, meta: {} })
  })
