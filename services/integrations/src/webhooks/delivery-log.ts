import { type DeliveryStatus, type WebhookDelivery, webhookLimits } from '@parley/contracts/webhooks/webhook'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { WebhookKey } from './store.ts'

interface DeliveryRow {
  id: string
  type: string
  channelId: string | null
  status: DeliveryStatus
  attempts: number
  createdAt: string
  lastAttemptAt: string | null
  deliveredAt: string | null
  nextAttemptAt: string | null
  responseStatus: number | null
  responseBody: string | null
  responseError: string | null
  responseMs: number | null
}

const selectDeliveries = (db: Db, { workspaceId, id: webhookId }: WebhookKey) =>
  db
    .selectFrom('webhook_deliveries as d')
    .innerJoin('webhook_events as e', (join) =>
      join.onRef('e.workspace_id', '=', 'd.workspace_id').onRef('e.id', '=', 'd.event_id'),
    )
    .leftJoin('webhook_lanes as l', (join) =>
      join
        .onRef('l.workspace_id', '=', 'd.workspace_id')
        .onRef('l.webhook_id', '=', 'd.webhook_id')
        .onRef('l.lane', '=', 'd.lane'),
    )
    .select([
      'd.event_id as id',
      'd.type',
      'e.channel_id as channelId',
      'd.status',
      'd.attempts',
      'd.created_at as createdAt',
      'd.last_attempt_at as lastAttemptAt',
      'd.delivered_at as deliveredAt',
      sql<string | null>`case when d.status = 'waiting' and d.attempts > 0 then l.wake_at end`.as('nextAttemptAt'),
      'd.response_status as responseStatus',
      'd.response_body as responseBody',
      'd.response_error as responseError',
      'd.response_ms as responseMs',
    ])
    .where('d.workspace_id', '=', workspaceId)
    .where('e.workspace_id', '=', workspaceId)
    .where('d.webhook_id', '=', webhookId)

/** A line of the log as it is answered. */
function resourceOf({
  type,
  responseStatus,
  responseBody,
  responseError,
  responseMs,
  ...row
}: DeliveryRow): WebhookDelivery {
  const response =
    responseMs === null
      ? null
      : { status: responseStatus, body: responseBody ?? '', error: responseError, durationMs: responseMs }
  return { ...row, event: type, response }
}

interface Asked {
  status?: DeliveryStatus | undefined
  event?: string | undefined
  before?: string | undefined
  limit: number
}

/** A page of a webhook's log, the newest first. */
export async function listDeliveries(
  db: Db,
  webhook: WebhookKey,
  { status, event, before, limit }: Asked,
): Promise<WebhookDelivery[]> {
  const rows = await selectDeliveries(db, webhook)
    .$if(status !== undefined, (query) => query.where('d.status', '=', sql.lit(status!)))
    .$if(event !== undefined, (query) => query.where('d.type', '=', event!))
    .$if(before !== undefined, (query) =>
      query.where('d.position', '<', ({ selectFrom }) =>
        selectFrom('webhook_deliveries as b')
          .select('b.position')
          .where('b.workspace_id', '=', webhook.workspaceId)
          .where('b.webhook_id', '=', webhook.id)
          .where('b.event_id', '=', before!),
      ),
    )
    .orderBy('d.position', 'desc')
    .limit(limit)
    .execute()
  return rows.map(resourceOf)
}

export async function findDelivery(db: Db, webhook: WebhookKey, id: string): Promise<WebhookDelivery | undefined> {
  const row = await selectDeliveries(db, webhook).where('d.event_id', '=', id).executeTakeFirst()
  return row && resourceOf(row)
}

/** Gives a delivery up that waits; false where it does not. The webhook is locked. */
export async function cancelDelivery(tx: Db, { workspaceId, id: webhookId }: WebhookKey, id: string): Promise<boolean> {
  const cancelled = await tx
    .updateTable('webhook_deliveries')
    .set({ status: 'failed' })
    .where('workspace_id', '=', workspaceId)
    .where('webhook_id', '=', webhookId)
    .where('event_id', '=', id)
    .where('status', '=', sql.lit('waiting'))
    .returning('lane')
    .executeTakeFirst()
  if (!cancelled) return false
  await tx
    .updateTable('webhook_lanes')
    .set(({ eb }) => ({ waiting: eb('waiting', '-', 1), wake_at: sql`now()` }))
    .where('workspace_id', '=', workspaceId)
    .where('webhook_id', '=', webhookId)
    .where('lane', '=', cancelled.lane)
    .execute()
  await wake(tx, workspaceId, webhookId)
  return true
}

/** Which deliveries are to be made again. */
export type Replayed = { id: string } | { since: string; status: 'failed' | 'all' }

/**
 * Has deliveries made again, each in the place that it had; one that waits is made at once. The webhook is locked, and
 * active.
 *
 * @returns how many there were
 */
export async function replayDeliveries(
  tx: Db,
  { workspaceId, id: webhookId }: WebhookKey,
  wanted: Replayed,
): Promise<number> {
  const condition =
    'id' in wanted
      ? sql`d.event_id = ${wanted.id}`
      : sql`d.created_at >= ${wanted.since}::timestamptz and ${
          wanted.status === 'failed' ? sql`d.status = 'failed'` : sql`d.status in ('failed', 'delivered')`
        }`
  const { rows } = await sql<{ replayed: number }>`
    with chosen as (
      select d.event_id, d.status = 'waiting' as is_waiting from webhook_deliveries d
      where d.workspace_id = ${workspaceId} and d.webhook_id = ${webhookId} and ${condition}
      order by d.position limit ${webhookLimits.replayed} for update
    ), replayed as (
      update webhook_deliveries d set status = 'waiting', delivered_at = null,
        expires_at = now() + ${webhookLimits.retryDays} * interval '1 day'
      from chosen where d.workspace_id = ${workspaceId} and d.webhook_id = ${webhookId} and d.event_id = chosen.event_id
      returning d.lane, (not chosen.is_waiting)::int as added
    ), woken as (
      insert into webhook_lanes as l (workspace_id, webhook_id, lane, waiting)
      select ${workspaceId}, ${webhookId}, lane, sum(added) from replayed group by lane order by lane
      on conflict (workspace_id, webhook_id, lane) do update
      set waiting = l.waiting + excluded.waiting, wake_at = excluded.wake_at
    )
    select count(*)::int as replayed from replayed`.execute(tx)
  const { replayed } = rows[0]!
  if (replayed > 0) await wake(tx, workspaceId, webhookId)
  return replayed
}

async function wake(tx: Db, workspaceId: string, id: string): Promise<void> {
  await tx
    .updateTable('webhooks')
    .set(({ eb }) => ({ received: eb('received', '+', 1), wake_at: sql`now()` }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}
