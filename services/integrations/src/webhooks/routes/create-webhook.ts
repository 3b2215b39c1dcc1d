import { randomUUID } from 'node:crypto'
import { webhookLimits } from '@parley/contracts/webhooks/webhook'
import { createWebhook } from '@parley/contracts/webhooks/webhooks'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { created, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { requireChannels } from '../channel-choice.ts'
import { newSecret, sealSecret } from '../secrets.ts'
import { findWebhook, insertWebhook, lockWebhooks } from '../store.ts'
import { verifyUrl } from '../verification.ts'
import { webhookResource } from '../webhook.ts'

export const createWebhookRoute = (ctx: Context) =>
  slowRoute(createWebhook, async (request) => {
    const {
      body,
      caller: { workspaceId, userId },
      withinShare,
    } = request
    const { db, secrets: box } = ctx
    const key = { workspaceId, id: randomUUID() }
    const secret = newSecret()
    await withinShare(() => requireChannels(db, { workspaceId, userId }, body.channelIds))
    await verifyUrl(ctx, { workspaceId, url: body.url, secrets: [secret] })
    return withinShare(() =>
      audited(db, request, async (tx) => {
        if ((await lockWebhooks(tx, workspaceId)) >= webhookLimits.webhooks)
          throw new ServiceError('conflict', `A workspace has at most ${webhookLimits.webhooks} webhooks.`)
        await insertWebhook(tx, {
          ...key,
          ...body,
          events: [...new Set(body.events)],
          secret: sealSecret(box, key, secret),
          createdBy: userId,
        })
        const row = (await findWebhook(tx, key))!
        return created({ success: true as const, data: { ...webhookResource(row), secret }, meta: {} })
      }),
    )
  })
