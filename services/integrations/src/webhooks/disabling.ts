import { rooms } from '@parley/contracts/event'
import { sendMail } from '@parley/contracts/identity/jobs'
import { webhookDisabled } from '@parley/contracts/webhooks/events'
import { webhookLimits } from '@parley/contracts/webhooks/webhook'
import { insertEvents, insertJob, transaction } from '@parley/kit/outbox'
import { traceFrom } from '@parley/kit/trace'
import type { Context, Db } from '../context.ts'
import { listAdmins, listOwnerAddresses } from '../store/people.ts'
import { deactivateWebhook, lockWebhook, type WebhookKey } from './store.ts'
import { type WebhookRow, webhookResource } from './webhook.ts'

type Reason = NonNullable<WebhookRow['disabledReason']>

/** Stops a webhook whose receiver has given it up, and notifies the workspace’s owners and admins. */
export async function disableWebhook(
  { db, log }: Pick<Context, 'db' | 'log'>,
  key: WebhookKey,
  reason: Reason,
): Promise<void> {
  await transaction(db, async (tx) => {
    const webhook = await lockWebhook(tx, key)
    if (!webhook?.isActive) return
    await deactivateWebhook(tx, key, reason)
    const disabled = { ...webhook, isActive: false, disabledReason: reason, waiting: 0 }
    await notify(tx, disabled, reason)
  })
  log.info({ webhook: key.id, workspace: key.workspaceId, reason }, 'a webhook is disabled')
}

async function notify(tx: Db, webhook: WebhookRow, reason: Reason): Promise<void> {
  const { workspaceId } = webhook
  const trace = traceFrom(undefined, undefined)
  const admins = await listAdmins(tx, workspaceId)
  const owners = await listOwnerAddresses(tx, workspaceId)
  await insertEvents(
    tx,
    [
      {
        event: webhookDisabled,
        workspaceId,
        rooms: admins.map((userId) => rooms.user(workspaceId, userId)),
        data: webhookResource(webhook),
      },
    ],
    trace,
  )
  for (const to of owners) await insertJob(tx, sendMail, { to, ...mailOf(webhook, reason) }, trace)
}

const reasons: Record<Reason, string> = {
  gone: 'The receiver has answered 410: it wants no more.',
  failing: `The receiver has failed at every try of ${webhookLimits.failingDays} days.`,
}

function mailOf({ url, description }: WebhookRow, reason: Reason) {
  const { host } = new URL(url)
  return {
    subject: `Parley posts no more events to ${host}`,
    text: `The webhook ${description === '' ? url : `“${description}” (${url})`} is disabled. ${reasons[reason]}

Once it works again, activate it (PATCH /api/v2/webhooks/:id with isActive true), and send again what has failed (POST /api/v2/webhooks/:id/replay).`,
  }
}
