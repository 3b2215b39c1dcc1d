import { updateWebhook } from '@parley/contracts/webhooks/webhooks'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { requireChannels } from '../channel-choice.ts'
import { readsAll } from '../channels.ts'
import { noSuchWebhook } from '../refusals.ts'
import { openSecrets } from '../secrets.ts'
import { changeWebhook, deactivateWebhook, findWebhook, lockWebhook } from '../store.ts'
import { verifyUrl } from '../verification.ts'
import { webhookResource } from '../webhook.ts'

export const updateWebhookRoute = (ctx: Context) =>
  slowRoute(updateWebhook, async (request) => {
    const {
      params: { id },
      body,
      caller: { workspaceId, userId },
      withinShare,
    } = request
    const { db, secrets: box } = ctx
    const key = { workspaceId, id }
    const reader = { workspaceId, userId }
    const { url, events, channelIds, description, isActive } = body
    const isRedirected = url !== undefined || events !== undefined || channelIds !== undefined
    const known = await withinShare(async () => {
      const webhook = await findWebhook(db, key)
      if (!webhook) throw noSuchWebhook()
      if (isRedirected && !(await readsAll(db, reader, webhook.channelIds ?? [])))
        throw new ServiceError('forbidden', 'It has private channels that you are not a member of.')
      await requireChannels(db, reader, channelIds ?? null)
      return webhook
    })
    if (url !== undefined && url !== known.url)
      await verifyUrl(ctx, { workspaceId, url, secrets: openSecrets(box, known) })
    return withinShare(() =>
      audited(db, request, async (tx) => {
        const webhook = await lockWebhook(tx, key)
        if (!webhook) throw noSuchWebhook()
        // What was checked above is what is changed: its channels are others by now.
        if (isRedirected && String(webhook.channelIds) !== String(known.channelIds))
          throw new ServiceError('unavailable', 'Somebody else has just changed it. Try again.')
        await changeWebhook(tx, key, {
          ...(url !== undefined && { url }),
          ...(events !== undefined && { events: [...new Set(events)] }),
          ...(channelIds !== undefined && { channel_ids: channelIds }),
          ...(description !== undefined && { description }),
          ...(isRedirected && { reads_as: userId }),
          isActivated: isActive === true && !webhook.isActive,
        })
        if (isActive === false) await deactivateWebhook(tx, key, null)
        const row = (await findWebhook(tx, key))!
        return ok({ success: true as const, data: webhookResource(row), meta: {} })
      }),
    )
  })
