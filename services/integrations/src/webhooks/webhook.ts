import type { Webhook } from '@parley/contracts/webhooks/webhook'

/** A webhook as its own row has it. */
export interface WebhookRow {
  workspaceId: string
  id: string
  url: string
  description: string
  events: string[]
  channelIds: string[] | null
  readsAs: string
  isActive: boolean
  disabledReason: 'gone' | 'failing' | null
  secret: string
  previousSecret: string | null
  previousSecretUntil: string | null
  dropped: number
  failures: number
  failingSince: string | null
  lastDeliveredAt: string | null
  createdBy: string
  createdAt: string
  updatedAt: string
  /** Deliveries that wait, in all of its lanes. */
  waiting: number
}

function statusOf({ isActive, disabledReason, failingSince }: WebhookRow): Webhook['status'] {
  if (!isActive) return disabledReason === null ? 'inactive' : 'disabled'
  return failingSince === null ? 'active' : 'failing'
}

/** A webhook as it is answered. */
export function webhookResource(row: WebhookRow, now = new Date()): Webhook {
  const { id, url, description, events, channelIds, isActive, disabledReason, dropped, waiting } = row
  const { failingSince, lastDeliveredAt, previousSecretUntil: until, createdBy, createdAt, updatedAt } = row
  return {
    id,
    url,
    description,
    events,
    channelIds,
    isActive,
    status: statusOf(row),
    disabledReason,
    waiting,
    dropped,
    failingSince,
    lastDeliveredAt,
    previousSecretUntil: until !== null && new Date(until) > now ? until : null,
    createdBy,
    createdAt,
    updatedAt,
  }
}
