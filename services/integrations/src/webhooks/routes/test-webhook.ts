import { testWebhook } from '@parley/contracts/webhooks/webhooks'
import { ok, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { isSuccess, postEvent } from '../post-event.ts'
import { noSuchWebhook } from '../refusals.ts'
import { openSecrets } from '../secrets.ts'
import { findWebhook } from '../store.ts'
import { ownEvent, patience } from '../verification.ts'

export const testWebhookRoute = ({ db, fetch, secrets: box }: Context) =>
  slowRoute(testWebhook, async ({ params: { id }, caller: { workspaceId }, withinShare }) => {
    const webhook = await withinShare(() => findWebhook(db, { workspaceId, id }))
    if (!webhook) throw noSuchWebhook()
    const receiver = { url: webhook.url, secrets: openSecrets(box, webhook) }
    const answer = await postEvent(
      fetch,
      receiver,
      ownEvent(workspaceId, 'webhook.test', { webhookId: id }),
      patience(),
    )
    const { status, body, error, durationMs } = answer
    const data = { success: isSuccess(answer), response: { status, body, error, durationMs } }
    return ok({ success: true as const, data, meta: {} })
  })
