import { type SelectQueryBuilder, sql, type Updateable } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { WebhookRow } from './webhook.ts'

export interface WebhookKey {
  workspaceId: string
  id: string
}

const selectWebhooks = (db: Db, workspaceId: string) =>
  db
    .selectFrom('webhooks as w')
    .select([
      'w.workspace_id as workspaceId',
      'w.id',
      'w.url',
      'w.description',
      'w.events',
      'w.channel_ids as channelIds',
      'w.reads_as as readsAs',
      'w.is_active as isActive',
      'w.disabled_reason as disabledReason',
      'w.secret',
      'w.previous_secret as previousSecret',
      'w.previous_secret_until as previousSecretUntil',
      'w.dropped',
      'w.failures',
      'w.failing_since as failingSince',
      'w.last_delivered_at as lastDeliveredAt',
      'w.created_by as createdBy',
      'w.created_at as createdAt',
      'w.updated_at as updatedAt',
    ])
    .select(({ selectFrom }) =>
      selectFrom('webhook_lanes as l')
        .select(({ fn }) => fn.coalesce(fn.sum<number>('l.waiting'), sql.lit(0)).as('waiting'))
        .whereRef('l.workspace_id', '=', 'w.workspace_id')
        .whereRef('l.webhook_id', '=', 'w.id')
        .as('waiting'),
    )
    .where('w.workspace_id', '=', workspaceId) as unknown as SelectQueryBuilder<
    DB & { w: DB['webhooks'] },
    'w',
    WebhookRow
  >

/** Of a workspace there are few: all of them, the oldest first. */
export const listWebhooks = (db: Db, workspaceId: string): Promise<WebhookRow[]> =>
  selectWebhooks(db, workspaceId).orderBy('w.id').execute()

export const findWebhook = (db: Db, { workspaceId, id }: WebhookKey): Promise<WebhookRow | undefined> =>
  selectWebhooks(db, workspaceId).where('w.id', '=', id).executeTakeFirst()

/** As `findWebhook`, locked until the transaction ends. */
export const lockWebhook = (tx: Db, { workspaceId, id }: WebhookKey): Promise<WebhookRow | undefined> =>
  selectWebhooks(tx, workspaceId).where('w.id', '=', id).forNoKeyUpdate('w').executeTakeFirst()

/** Keeps others from adding webhooks to a workspace until the transaction ends. @returns how many it has */
export async function lockWebhooks(tx: Db, workspaceId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks:${workspaceId}`}, 0))`.execute(tx)
  const { count } = await tx
    .selectFrom('webhooks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return count
}

type NewWebhook = Pick<
  WebhookRow,
  'workspaceId' | 'id' | 'url' | 'description' | 'events' | 'channelIds' | 'isActive' | 'secret' | 'createdBy'
>

export async function insertWebhook(tx: Db, given: NewWebhook): Promise<void> {
  await tx
    .insertInto('webhooks')
    .values({
      workspace_id: given.workspaceId,
      id: given.id,
      url: given.url,
      description: given.description,
      events: given.events,
      channel_ids: given.channelIds,
      reads_as: given.createdBy,
      is_active: given.isActive,
      secret: given.secret,
      created_by: given.createdBy,
    })
    .execute()
}

/** Changes what is given; a webhook that is activated begins with what happens from now on. */
export async function changeWebhook(
  tx: Db,
  { workspaceId, id }: WebhookKey,
  change: Pick<
    Updateable<DB['webhooks']>,
    | 'url'
    | 'events'
    | 'channel_ids'
    | 'description'
    | 'reads_as'
    | 'secret'
    | 'previous_secret'
    | 'previous_secret_until'
  > & { isActivated?: boolean },
): Promise<void> {
  const { isActivated = false, ...values } = change
  const activation = {
    is_active: true,
    disabled_reason: null,
    active_since: sql<string>`now()`,
    dropped: 0,
    failures: 0,
    failing_since: null,
  }
  await tx
    .updateTable('webhooks')
    .set({ ...values, ...(isActivated && activation), updated_at: sql`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

/** Stops a webhook: what waits is given up. The webhook is locked. */
export async function deactivateWebhook(
  tx: Db,
  { workspaceId, id }: WebhookKey,
  reason: WebhookRow['disabledReason'],
): Promise<void> {
  await tx
    .updateTable('webhooks')
    .set(({ eb }) => ({
      is_active: false,
      disabled_reason: reason,
      wake_at: null,
      // Whoever delivers to it stops.
      taken_until: sql`now()`,
      turn: eb('turn', '+', 1),
      updated_at: sql`now()`,
    }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
  await tx
    .updateTable('webhook_deliveries')
    .set({ status: 'failed' })
    .where('workspace_id', '=', workspaceId)
    .where('webhook_id', '=', id)
    .where('status', '=', sql.lit('waiting'))
    .execute()
  await tx.deleteFrom('webhook_lanes').where('workspace_id', '=', workspaceId).where('webhook_id', '=', id).execute()
}

/** Deletes a webhook with its log; false where there is none. */
export async function deleteWebhook(db: Db, { workspaceId, id }: WebhookKey): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('webhooks')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
