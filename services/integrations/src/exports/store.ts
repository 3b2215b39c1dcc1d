import type { ExportStatus, ExportSummary } from '@parley/contracts/exports/export'
import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { type Selectable, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'
import type { ExportCounts } from './writing.ts'

export interface ExportRef {
  workspaceId: string
  id: string
}

export type ExportRow = Selectable<DB['exports']>

const running = ['started', 'in_progress'] as const satisfies ExportStatus[]

export const isRunning = ({ status }: Pick<ExportRow, 'status'>): boolean =>
  status === 'started' || status === 'in_progress'

const exportsOf = (db: Db, workspaceId: string) =>
  db.selectFrom('exports').selectAll().where('workspace_id', '=', workspaceId)

/** Literals: a statement that is prepared infers no partial index from parameters once its plan is generic. */
const runningLiterals = running.map((status) => sql.lit(status))

/** Undefined, and nothing is begun, where one of the workspace runs already. */
export const insertExport = (
  tx: Db,
  { workspaceId, requestedBy, withFiles }: { workspaceId: string; requestedBy: string; withFiles: boolean },
): Promise<ExportRow | undefined> =>
  tx
    .insertInto('exports')
    .values({ workspace_id: workspaceId, requested_by: requestedBy, with_files: withFiles })
    .onConflict((conflict) => conflict.column('workspace_id').where('status', 'in', runningLiterals).doNothing())
    .returningAll()
    .executeTakeFirst()

export const findExport = (db: Db, { workspaceId, id }: ExportRef): Promise<ExportRow | undefined> =>
  exportsOf(db, workspaceId).where('id', '=', id).executeTakeFirst()

/** Locks an export until the transaction ends. */
export const lockExport = (tx: Db, { workspaceId, id }: ExportRef): Promise<ExportRow | undefined> =>
  exportsOf(tx, workspaceId).where('id', '=', id).forNoKeyUpdate().executeTakeFirst()

/** The newest export that somebody has asked for. */
export const findNewest = (db: Db, workspaceId: string, userId: string): Promise<ExportRow | undefined> =>
  exportsOf(db, workspaceId).where('requested_by', '=', userId).orderBy('id', 'desc').limit(1).executeTakeFirst()

/** Whoever has called this is the only one to ask for the newest export until the transaction ends. */
export async function lockExports(tx: Db, workspaceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`exports:${workspaceId}`}, 0))`.execute(tx)
}

/** A page of a workspace's exports, the newest first, after the one of `before`. */
export const listExports = (
  db: Db,
  workspaceId: string,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<ExportRow[]> =>
  exportsOf(db, workspaceId)
    .$if(before !== undefined, (query) => query.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

const updateExport = (tx: Db, { workspaceId, id }: ExportRef) =>
  tx.updateTable('exports').where('workspace_id', '=', workspaceId).where('id', '=', id)

/** Begins another attempt; undefined where the export has ended. */
export const beginAttempt = (db: Db, ref: ExportRef, totalMessages: number): Promise<ExportRow | undefined> =>
  updateExport(db, ref)
    .set(({ eb }) => ({
      status: 'in_progress',
      attempt: eb('attempt', '+', 1),
      total_messages: totalMessages,
      touched_at: sql<string>`now()`,
    }))
    .where('status', 'in', running)
    .returningAll()
    .executeTakeFirst()

/**
 * Says how far an attempt is. Its progress stays below 100, which only its end is.
 *
 * @returns the export, and its progress before; undefined where it has ended, or another attempt has begun
 */
export async function advance(
  tx: Db,
  { workspaceId, id }: ExportRef,
  attempt: number,
  counts: Readonly<ExportCounts>,
): Promise<{ row: ExportRow; before: number } | undefined> {
  const row = await exportsOf(tx, workspaceId)
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .where('status', '=', 'in_progress')
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  const percent = Math.min(99, Math.floor((99 * counts.messages) / Math.max(row.total_messages, 1)))
  const now = await updateExport(tx, { workspaceId, id })
    .set({ ...columnsOf(counts), progress: Math.max(row.progress, percent), touched_at: sql<string>`now()` })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { row: now, before: row.progress }
}

const columnsOf = (counts: Readonly<ExportCounts>) => ({
  channels: counts.channels,
  messages: counts.messages,
  files: counts.files,
  channels_left_out: counts.channelsLeftOut,
  files_left_out: counts.filesLeftOut,
})

/** Completes an attempt with its archive; undefined where it has ended, or another attempt has begun. */
export const complete = (
  tx: Db,
  ref: ExportRef,
  attempt: number,
  counts: Readonly<ExportCounts>,
  archive: UnsignedAttachment,
): Promise<ExportRow | undefined> =>
  updateExport(tx, ref)
    .set({
      ...columnsOf(counts),
      status: 'completed',
      progress: 100,
      archive: JSON.stringify(archive),
      completed_at: sql<string>`now()`,
    })
    .where('attempt', '=', attempt)
    .where('status', '=', 'in_progress')
    .returningAll()
    .executeTakeFirst()

/** Ends an export that runs; undefined where it has ended. */
export const fail = (tx: Db, ref: ExportRef, code: string, message: string): Promise<ExportRow | undefined> =>
  updateExport(tx, ref)
    .set({ status: 'failed', error_code: code, error_message: message, completed_at: sql<string>`now()` })
    .where('status', 'in', running)
    .returningAll()
    .executeTakeFirst()

/** Says that the archive is not kept any more. */
export const forgetArchive = (tx: Db, ref: ExportRef): Promise<ExportRow> =>
  updateExport(tx, ref).set({ archive: null }).returningAll().executeTakeFirstOrThrow()

/** The messages of a workspace, about. */
export async function countMessages(db: Db, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('messaging.channel_counts')
    .select(({ fn }) => fn.coalesce(fn.sum<number>('message_count'), sql<number>`0`).as('count'))
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Exports of all workspaces that no attempt has got on with for so long; they are as if one had, until found again. */
export async function takeAbandoned(db: Db, seconds: number, max: number): Promise<ExportRef[]> {
  const since = sql<string>`now() - make_interval(secs => ${seconds}::int)`
  const found = await db
    .selectFrom('exports')
    .select(['workspace_id as workspaceId', 'id'])
    .where('status', 'in', running)
    .where('touched_at', '<', since)
    .orderBy('touched_at')
    .limit(max)
    .execute()
  const taken: ExportRef[] = []
  for (const ref of found) {
    const { numUpdatedRows } = await updateExport(db, ref)
      .set({ touched_at: sql<string>`now()` })
      .where('status', 'in', running)
      .where('touched_at', '<', since)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) taken.push(ref)
  }
  return taken
}

/** Exports of all workspaces that ended so long ago that their archives are not kept any more. */
export const findOutdated = (db: Db, days: number, max: number): Promise<ExportRef[]> =>
  db
    .selectFrom('exports')
    .select(['workspace_id as workspaceId', 'id'])
    .where('archive', 'is not', null)
    .where('completed_at', '<', sql<string>`now() - make_interval(days => ${days}::int)`)
    .orderBy('completed_at')
    .limit(max)
    .execute()

/** An export as the API shows it. */
export const summaryOf = (row: ExportRow): ExportSummary => ({
  id: row.id,
  status: row.status,
  progress: row.progress,
  with_files: row.with_files,
  requested_by: row.requested_by,
  started_at: row.started_at,
  completed_at: row.completed_at,
  channels: row.channels,
  messages: row.messages,
  files: row.files,
  left_out: { channels: row.channels_left_out, files: row.files_left_out },
  error: row.error_code === null ? null : { code: row.error_code, message: row.error_message! },
})

/** An export in full: its archive is for whoever asked for it. */
export const exportFor = (row: ExportRow, userId: string) => ({
  ...summaryOf(row),
  archive: row.requested_by === userId ? row.archive : null,
})
