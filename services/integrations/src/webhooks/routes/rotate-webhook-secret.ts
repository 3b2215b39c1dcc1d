import { rotateWebhookSecret } from '@parley/contracts/webhooks/webhooks'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { noSuchWebhook } from '../refusals.ts'
import { newSecret, sealSecret } from '../secrets.ts'
import { changeWebhook, findWebhook, lockWebhook } from '../store.ts'
import { webhookResource } from '../webhook.ts'

export const rotateWebhookSecretRoute = ({ db, secrets: box }: Context) =>
  route(rotateWebhookSecret, async (request) =>
    audited(db, request, async (tx) => {
      const {
        params: { id },
        body: { overlapHours },
        caller: { workspaceId },
      } = request
      const key = { workspaceId, id }
      const webhook = await lockWebhook(tx, key)
      if (!webhook) throw noSuchWebhook()
      const secret = newSecret()
      await changeWebhook(tx, key, {
        secret: sealSecret(box, key, secret),
        previous_secret: overlapHours > 0 ? webhook.secret : null,
        previous_secret_until: overlapHours > 0 ? new Date(Date.now() + overlapHours * 3_600_000) : null,
      })
      const row = (await findWebhook(tx, key))!
      return ok({ success: true as const, data: { ...webhookResource(row), secret }, meta: {} })
    }),
  )
