import { randomBytes, randomUUID } from 'node:crypto'
import type { ExportStatus } from '@parley/contracts/exports/export'
import type { ImportStatus } from '@parley/contracts/imports/import'
import { decodeId } from '@parley/contracts/type-id'
import { createSecretBox } from '@parley/kit/secret-box'
import type { TestDatabase } from '../database.ts'
import type { Membership } from './gateway.ts'

/** An import's id as the database has it, in whichever form it was answered. */
const uuidOf = (id: string) => decodeId(id, ['job'])

/** What an archive looks like that is not there. */
const archive = { id: '0199f3c8-5a1e-7c3d-9b52-3f6a1d2e4c80', name: 'export.zip', size: 22, type: 'application/zip' }

/** Writes an import of an archive without channels, by this person; its id. */
export async function insertImport(
  database: TestDatabase,
  { workspaceId, userId }: Membership,
  status: ImportStatus,
): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `insert into integrations.imports (workspace_id, kind, requested_by, status, archive, completed_at)
     values ($1, 'slack', $2, $3, $4, case when $3 in ('completed', 'failed') then now() end) returning id`,
    [workspaceId, userId, status, { ...archive, width: null, height: null, has_thumbnail: false }],
  )
  return row!.id
}

/** Writes an import of a Slack workspace's history, by this person; its id. */
export async function insertHistoryImport(
  database: TestDatabase,
  { workspaceId, userId }: Membership,
  status: ImportStatus,
): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `insert into integrations.imports (workspace_id, kind, requested_by, status, platform, account_id, until, completed_at)
     values ($1, 'history', $2, $3, 'slack', 'T1', now(), case when $3 in ('completed', 'failed') then now() end) returning id`,
    [workspaceId, userId, status],
  )
  return row!.id
}

/** Ends the imports of a workspace that run, of which there may be two. */
export const endImports = (database: TestDatabase, workspaceId: string) =>
  database.query(
    `update integrations.imports set status = 'failed', completed_at = now()
     where workspace_id = $1 and completed_at is null`,
    [workspaceId],
  )

/** Has an import look as if its jobs were lost, or as if it had ended weeks ago. */
export const ageImport = (database: TestDatabase, id: string) =>
  database.query(
    `update integrations.imports set touched_at = now() - interval '1 hour', completed_at = completed_at - interval '30 days'
     where id = $1`,
    [uuidOf(id)],
  )

/** Whether the archive of an import or export is kept. */
export async function hasArchive(database: TestDatabase, id: string): Promise<boolean> {
  const rows = await database.query('select from integrations.files where holder_id = $1', [uuidOf(id)])
  return rows.length > 0
}

/** Has a webhook look as if every try of weeks had failed. */
export const ageFailures = (database: TestDatabase, id: string) =>
  database.query(`update integrations.webhooks set failing_since = now() - interval '30 days' where id = $1`, [id])

/** Writes a webhook of this person's, whose URL was never called; its id. */
export async function insertWebhook(
  database: TestDatabase,
  { workspaceId, userId }: Membership,
  { isActive = true, events = ['message.created'] }: { isActive?: boolean; events?: string[] } = {},
): Promise<string> {
  const id = randomUUID()
  const owner = { workspaceId, purpose: `webhook:${id}` }
  const secret = createSecretBox({}).seal(`whsec_${randomBytes(32).toString('base64')}`, owner)
  await database.query(
    `insert into integrations.webhooks (workspace_id, id, url, description, events, reads_as, is_active, secret, created_by)
     values ($1, $2, 'https://10.0.0.1/', '', $6, $3, $4, $5, $3)`,
    [workspaceId, id, userId, isActive, secret, events],
  )
  return id
}

/** Writes an incoming webhook of a channel; its id. */
export async function insertIncomingWebhook(
  database: TestDatabase,
  { workspaceId, userId }: Membership,
  channelId: string,
): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `insert into integrations.incoming_webhooks (workspace_id, channel_id, name, token_hash, created_by)
     values ($1, $2, 'CI', $3, $4) returning id`,
    [workspaceId, channelId, randomBytes(32), userId],
  )
  return row!.id
}

/** Writes a delivery that has failed into a webhook's log, or one that waits; its id. */
export async function insertDelivery(
  database: TestDatabase,
  workspaceId: string,
  webhookId: string,
  status: 'failed' | 'waiting',
): Promise<string> {
  const id = randomUUID()
  await database.query(
    `with event as (
       insert into integrations.webhook_events (workspace_id, id, type, payload) values ($1, $3, 'message.created', '{}')
     ), lane as (
       insert into integrations.webhook_lanes (workspace_id, webhook_id, lane, waiting, wake_at)
       select $1, $2, $3, 1, now() + interval '1 day' where $4 = 'waiting'
     )
     insert into integrations.webhook_deliveries (workspace_id, webhook_id, event_id, lane, type, status, expires_at)
     values ($1, $2, $3, $3, 'message.created', $4, now() + interval '1 day')`,
    [workspaceId, webhookId, id, status],
  )
  return id
}

/** As if no workspace had ever connected a platform. */
export const forgetConnections = (database: TestDatabase) => database.query('delete from integrations.connections')

/** Has the messages of a channel go to a platform, all of them or those behind a `seq`, or not any more. */
export const sendOut = (
  database: TestDatabase,
  { workspaceId }: Pick<Membership, 'workspaceId'>,
  channelId: string,
  afterSeq: number | null,
) =>
  database.query(
    `insert into integrations.remote_channels (workspace_id, platform, account_id, remote_id, id, name, type, is_private,
       is_selected, is_made, direction, sends_after_seq)
     values ($1, 'slack', 'T1', $2::text, $2::uuid, 'there', 'channel', false, true, true,
       case when $3::bigint is null then 'in' else 'both' end, coalesce($3, 0))
     on conflict (workspace_id, platform, account_id, remote_id) do update
       set direction = excluded.direction, sends_after_seq = excluded.sends_after_seq, sends_since = clock_timestamp()`,
    [workspaceId, channelId, afterSeq],
  )

/** Which message here is which on a platform. */
export interface StoredLink {
  platform: string
  remote_id: string
  message_id: string | null
  is_gone: boolean
}

/** The id map of a workspace. */
export const storedLinks = (database: TestDatabase, workspaceId: string): Promise<StoredLink[]> =>
  database.query('select platform, remote_id, message_id, is_gone from integrations.links where workspace_id = $1', [
    workspaceId,
  ])

/** Has the newest messages of a channel sent again, as if nobody had noted that they were. */
export const rewindSending = (database: TestDatabase, channelId: string, messages: number) =>
  database.query(
    `update integrations.remote_channels
     set sent_seq = greatest(sent_seq - $2, 0), sent_rev = greatest(sent_rev - $2, 0) where id = $1`,
    [channelId, messages],
  )

/** Has what comes in from a workspace's platforms fail for the last time, once it has failed before; whether it has. */
export async function exhaustTries(database: TestDatabase, workspaceId: string): Promise<boolean> {
  const failing = await database.query(
    `update integrations.incoming_queues set failures = 9, wake_at = now()
     where workspace_id = $1 and failures > 0 returning failures`,
    [workspaceId],
  )
  return failing.length > 0
}

/** Writes an export by this person, without an archive; its id. */
export async function insertExport(
  database: TestDatabase,
  { workspaceId, userId }: Membership,
  status: ExportStatus,
): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `insert into integrations.exports (workspace_id, requested_by, with_files, status, completed_at)
     values ($1, $2, true, $3, case when $3 in ('completed', 'failed') then now() end) returning id`,
    [workspaceId, userId, status],
  )
  return row!.id
}

/** Deletes the exports of a workspace, of which one may run. */
export const deleteExports = (database: TestDatabase, workspaceId: string) =>
  database.query('delete from integrations.exports where workspace_id = $1', [workspaceId])

/** Has an export look as if its job was lost, or as if it had ended weeks ago. */
export const ageExport = (database: TestDatabase, id: string) =>
  database.query(
    `update integrations.exports set touched_at = now() - interval '1 hour', completed_at = completed_at - interval '30 days'
     where id = $1`,
    [uuidOf(id)],
  )
