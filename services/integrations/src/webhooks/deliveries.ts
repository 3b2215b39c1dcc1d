import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Shares } from '../places.ts'
import { after } from '../store/after.ts'
import type { Answer } from './post-event.ts'
import type { WebhookKey } from './store.ts'
import type { WebhookRow } from './webhook.ts'

/** A webhook with something to send, taken by one process. */
export interface TakenWebhook extends WebhookKey {
  turn: number
}

/** As it is while it is delivered to. */
export interface Receiver extends TakenWebhook, Pick<WebhookRow, 'secret' | 'previousSecret' | 'previousSecretUntil'> {
  url: string
  failures: number
  failingSince: string | null
  received: number
}

/** As many webhooks are looked at: those of one workspace must not hide the others'. */
const lookedAt = 500

/** Takes some webhooks that have something to send, for so long, as far as their workspaces may have more. */
export async function takeWebhooks(db: Db, limit: number, shares: Shares, forMs: number): Promise<TakenWebhook[]> {
  const { perOwner, ids, left } = shares
  const { rows } = await sql<TakenWebhook>`
    with held as (
      select * from unnest(${ids}::uuid[], ${left}::int[]) as held (workspace_id, places)
    ), due as (
      select workspace_id, id, wake_at from webhooks
      where is_active and wake_at <= now() and taken_until <= now()
        and workspace_id not in (select workspace_id from held where places = 0)
      order by wake_at limit ${lookedAt} for no key update skip locked
    ), chosen as (
      select workspace_id, id from (
        select due.*, row_number() over (partition by workspace_id order by wake_at) as number from due) numbered
      left join held using (workspace_id)
      where number <= coalesce(places, ${perOwner}) order by wake_at limit ${limit}
    )
    update webhooks w set taken_until = ${after(forMs)}, turn = w.turn + 1
    from chosen where w.workspace_id = chosen.workspace_id and w.id = chosen.id
    returning w.workspace_id as "workspaceId", w.id, w.turn`.execute(db)
  return rows
}

const ofTurn = ({ workspaceId, id, turn }: TakenWebhook) =>
  sql<boolean>`(workspace_id, id, turn) = (${workspaceId}, ${id}, ${turn}) and is_active`

/** Undefined where it is gone, inactive, or somebody else's by now. */
export const readReceiver = (db: Db, webhook: TakenWebhook): Promise<Receiver | undefined> =>
  db
    .selectFrom('webhooks')
    .select([
      'workspace_id as workspaceId',
      'id',
      'turn',
      'url',
      'secret',
      'previous_secret as previousSecret',
      'previous_secret_until as previousSecretUntil',
      'failures',
      'failing_since as failingSince',
      'received',
    ])
    .where(ofTurn(webhook))
    .executeTakeFirst()

/** Gives a webhook back that has nothing to send now: it is due with its first lane, or at once where something came meanwhile. */
export async function releaseWebhook(db: Db, webhook: Receiver): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({
      taken_until: sql`now()`,
      wake_at: sql`case when received = ${webhook.received} then (select min(l.wake_at) from webhook_lanes l
        where l.workspace_id = ${webhook.workspaceId} and l.webhook_id = ${webhook.id}) else now() end`,
    })
    .where(ofTurn(webhook))
    .execute()
}

/** Gives a webhook back whose receiver is to be left alone for a while. */
export async function postponeWebhook(db: Db, webhook: TakenWebhook, ms: number): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({ taken_until: sql`now()`, wake_at: after(ms) })
    .where(ofTurn(webhook))
    .execute()
}

/** The receiver has taken something: it works. */
export async function noteSuccess(db: Db, webhook: TakenWebhook): Promise<void> {
  await db
    .updateTable('webhooks')
    .set({ failures: 0, failing_since: null, last_delivered_at: sql`now()` })
    .where(ofTurn(webhook))
    .execute()
}

/** The receiver has taken nothing. @returns since when, and whether that is long enough to give it up */
export async function noteFailure(
  db: Db,
  webhook: TakenWebhook,
  { isAway, failingDays }: { isAway: boolean; failingDays: number },
): Promise<{ failures: number; isHopeless: boolean } | undefined> {
  return db
    .updateTable('webhooks')
    .set(({ eb }) => ({
      failures: eb('failures', '+', isAway ? 1 : 0),
      failing_since: sql<string>`coalesce(failing_since, now())`,
    }))
    .where(ofTurn(webhook))
    .returning(['failures', sql<boolean>`failing_since < now() - ${failingDays} * interval '1 day'`.as('isHopeless')])
    .executeTakeFirst()
}

/** A lane of which something can be sent now. */
export interface DueLane {
  id: string
  waiting: number
}

export const findDueLanes = (db: Db, { workspaceId, id }: WebhookKey, limit: number): Promise<DueLane[]> =>
  db
    .selectFrom('webhook_lanes')
    .select(['lane as id', 'waiting'])
    .where('workspace_id', '=', workspaceId)
    .where('webhook_id', '=', id)
    .where('wake_at', '<=', sql<string>`now()`)
    .orderBy('wake_at')
    .limit(limit)
    .execute()

/** An event that waits. */
export interface Waiting {
  id: string
  payload: string
  attempts: number
  isExpired: boolean
}

/** The first events of a lane. */
export const readLane = (
  db: Db,
  { workspaceId, id: webhookId }: WebhookKey,
  lane: string,
  limit: number,
): Promise<Waiting[]> =>
  db
    .selectFrom('webhook_deliveries as d')
    .innerJoin('webhook_events as e', (join) =>
      join.onRef('e.workspace_id', '=', 'd.workspace_id').onRef('e.id', '=', 'd.event_id'),
    )
    .select(['d.event_id as id', 'e.payload', 'd.attempts', sql<boolean>`d.expires_at <= now()`.as('isExpired')])
    .where('d.workspace_id', '=', workspaceId)
    .where('e.workspace_id', '=', workspaceId)
    .where('d.webhook_id', '=', webhookId)
    .where('d.lane', '=', lane)
    .where('d.status', '=', sql.lit('waiting'))
    .orderBy('d.position')
    .limit(limit)
    .execute()

/** What has become of an event: undefined `answer` where it was given up without another try. */
export interface Tried {
  id: string
  status: 'delivered' | 'failed' | 'waiting'
  answer: Answer | undefined
}

/** Stores what has become of events of a lane, and when its next one may be sent. */
export async function noteTried(
  db: Db,
  { workspaceId, id: webhookId }: WebhookKey,
  lane: string,
  tried: readonly Tried[],
  waitMs: number,
): Promise<void> {
  const rows = tried.map(({ id, status, answer }) => ({
    id,
    status,
    tries: answer ? 1 : 0,
    response_status: answer?.status ?? null,
    body: answer?.body ?? null,
    error: answer?.error ?? null,
    ms: answer?.durationMs ?? null,
  }))
  // Raw: one statement, so that a lane's count is that of its waiting events.
  await sql`
    with tried as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as t(id uuid, status text, tries int, response_status int, body text, error text, ms int)
    ), noted as (
      update webhook_deliveries d set status = t.status, attempts = d.attempts + t.tries,
        last_attempt_at = case when t.tries > 0 then now() else d.last_attempt_at end,
        delivered_at = case when t.status = 'delivered' then now() end,
        response_status = case when t.tries > 0 then t.response_status else d.response_status end,
        response_body = case when t.tries > 0 then t.body else d.response_body end,
        response_error = case when t.tries > 0 then t.error else d.response_error end,
        response_ms = case when t.tries > 0 then t.ms else d.response_ms end
      from tried t
      where d.workspace_id = ${workspaceId} and d.webhook_id = ${webhookId} and d.event_id = t.id and d.status = 'waiting'
      returning d.status
    )
    update webhook_lanes l set waiting = l.waiting - (select count(*) from noted where status <> 'waiting'),
      wake_at = ${after(waitMs)}
    where l.workspace_id = ${workspaceId} and l.webhook_id = ${webhookId} and l.lane = ${lane}`.execute(db)
}

/** Removes a lane in which nothing waits, as its own count has it. */
export async function removeLane(
  db: Db,
  { workspaceId, id }: WebhookKey,
  lane: string,
  waiting: number,
): Promise<void> {
  await db
    .deleteFrom('webhook_lanes')
    .where('workspace_id', '=', workspaceId)
    .where('webhook_id', '=', id)
    .where('lane', '=', lane)
    .where('waiting', '=', waiting)
    .execute()
}
