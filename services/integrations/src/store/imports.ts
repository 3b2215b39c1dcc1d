import type { PlatformName } from '@parley/contracts/connections/platform'
import type { ArchiveKind, ImportStatus, ImportSummary } from '@parley/contracts/imports/import'
import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import { type Selectable, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'

export interface ImportRef {
  workspaceId: string
  id: string
}

export type ImportRow = Selectable<DB['imports']> & { etaSeconds: number | null }

const running = ['started', 'in_progress'] as const satisfies ImportStatus[]
export const isRunning = ({ status }: Pick<ImportRow, 'status'>): boolean =>
  status === 'started' || status === 'in_progress'

/** Its pace so far, applied to what is left; null before there is one. */
const etaSeconds = sql<number | null>`
  case when i.status = 'in_progress' and i.done_bytes > 0 and i.total_bytes > i.done_bytes
    then ceil(extract(epoch from now() - i.running_since) * (i.total_bytes - i.done_bytes) / i.done_bytes)::int end`

const importsOf = (db: Db, workspaceId: string) =>
  db
    .selectFrom('imports as i')
    .selectAll('i')
    .select(etaSeconds.as('etaSeconds'))
    .where('i.workspace_id', '=', workspaceId)

/** How many imports of a workspace run, of archives or of histories; no other begins until the transaction ends. */
export async function countRunning(tx: Db, workspaceId: string, of: 'archives' | 'histories'): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`imports:${workspaceId}`}, 0))`.execute(tx)
  const { count } = await tx
    .selectFrom('imports')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('status', 'in', running)
    .where('kind', of === 'histories' ? '=' : '<>', 'history')
    .executeTakeFirstOrThrow()
  return count
}

export async function insertImport(
  tx: Db,
  { workspaceId, kind, requestedBy }: { workspaceId: string; kind: ArchiveKind; requestedBy: string },
): Promise<ImportRef> {
  const { id } = await tx
    .insertInto('imports')
    .values({ workspace_id: workspaceId, kind, requested_by: requestedBy })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { workspaceId, id }
}

export async function setArchive(tx: Db, ref: ImportRef, archive: UnsignedAttachment | null): Promise<void> {
  await updateImport(tx, ref)
    .set({ archive: archive && JSON.stringify(archive) })
    .execute()
}

export const findImport = (db: Db, { workspaceId, id }: ImportRef): Promise<ImportRow | undefined> =>
  importsOf(db, workspaceId).where('i.id', '=', id).executeTakeFirst()

/** Locks an import until the transaction ends. */
export const lockImport = (tx: Db, { workspaceId, id }: ImportRef): Promise<ImportRow | undefined> =>
  importsOf(tx, workspaceId).where('i.id', '=', id).forNoKeyUpdate().executeTakeFirst()

/** A page of a workspace's imports, or of those of a platform's history, the newest first, after the one of `before`. */
export const listImports = (
  db: Db,
  workspaceId: string,
  { platform, before, limit }: { platform?: PlatformName; before: string | undefined; limit: number },
): Promise<ImportRow[]> =>
  importsOf(db, workspaceId)
    .$if(platform !== undefined, (query) => query.where('i.platform', '=', platform!))
    .$if(before !== undefined, (query) => query.where('i.id', '<', before!))
    .orderBy('i.id', 'desc')
    .limit(limit)
    .execute()

const updateImport = (tx: Db, { workspaceId, id }: ImportRef) =>
  tx.updateTable('imports').where('workspace_id', '=', workspaceId).where('id', '=', id)

/** Says that a job gets on with an import, or will once it has waited for so long. */
export async function touchImport(db: Db, ref: ImportRef, inMs = 0): Promise<void> {
  await updateImport(db, ref)
    .set({ touched_at: sql<string>`greatest(touched_at, now() + ${inMs} * interval '1 ms')` })
    .where('status', 'in', running)
    .execute()
}

/** Begins to read the parts of an import, whose sizes are known from now on. */
export async function beginReading(tx: Db, ref: ImportRef, sizes: { bytes: number; channels: number }): Promise<void> {
  await updateImport(tx, ref)
    .set({
      status: 'in_progress',
      total_bytes: sizes.bytes,
      channels: sizes.channels,
      running_since: sql<string>`now()`,
      touched_at: sql<string>`now()`,
    })
    .execute()
}

/** What a batch adds to an import. */
export interface Added {
  bytes: number
  entries: number
  imported: number
  alreadyHere: number
  leftOut: number
}

/**
 * Adds a batch to an import that runs. Its progress stays below 100, which only its end is.
 *
 * @returns its progress before and now; undefined, and nothing is changed, where it runs no more
 */
export async function addToImport(
  tx: Db,
  { workspaceId, id }: ImportRef,
  { bytes, entries, imported, alreadyHere, leftOut }: Added,
): Promise<{ before: number; now: number } | undefined> {
  const { rows } = await sql<{ before: number; now: number }>`
    update imports i set
      done_bytes = i.done_bytes + ${bytes},
      entries = i.entries + ${entries},
      imported = i.imported + ${imported},
      already_here = i.already_here + ${alreadyHere},
      left_out = i.left_out + ${leftOut},
      progress = greatest(i.progress, least(99, 99 * (i.done_bytes + ${bytes}) / greatest(i.total_bytes, 1))::int),
      touched_at = greatest(i.touched_at, now())
    from imports old
    where i.workspace_id = ${workspaceId} and i.id = ${id} and i.status = 'in_progress'
      and old.workspace_id = ${workspaceId} and old.id = i.id
    returning old.progress as before, i.progress as now`.execute(tx)
  return rows[0]
}

/** Ends a running import; false where it has ended already. */
export async function endImport(
  tx: Db,
  ref: ImportRef,
  outcome: { status: 'completed' } | { status: 'failed'; code: string; message: string },
): Promise<boolean> {
  const { numUpdatedRows } = await updateImport(tx, ref)
    .set({
      status: outcome.status,
      completed_at: sql<string>`now()`,
      ...(outcome.status === 'completed'
        ? { progress: 100 }
        : { error_code: outcome.code, error_message: outcome.message }),
    })
    .where('status', 'in', running)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Says that the days that differ are imported again, which is done once. */
export async function markRepaired(tx: Db, ref: ImportRef): Promise<void> {
  await updateImport(tx, ref).set({ is_repaired: true }).execute()
}

/** Has an import that has ended run again. */
export async function reopenImport(
  tx: Db,
  ref: ImportRef,
  status: Extract<ImportStatus, 'started' | 'in_progress'>,
): Promise<void> {
  await updateImport(tx, ref)
    .set({
      status,
      is_repaired: false,
      completed_at: null,
      error_code: null,
      error_message: null,
      touched_at: sql<string>`now()`,
    })
    .execute()
}

/** Imports of all workspaces that no job has got on with for so long; they are as if one had, until they are found again. */
export async function takeAbandoned(db: Db, seconds: number, max: number): Promise<ImportRow[]> {
  const found = await db
    .selectFrom('imports')
    .select(['workspace_id', 'id'])
    .where('status', 'in', running)
    .where('touched_at', '<', sql<string>`now() - make_interval(secs => ${seconds}::int)`)
    .orderBy('touched_at')
    .limit(max)
    .execute()
  const taken: ImportRow[] = []
  for (const { workspace_id: workspaceId, id } of found) {
    const { numUpdatedRows } = await updateImport(db, { workspaceId, id })
      .set({ touched_at: sql<string>`now()` })
      .where('status', 'in', running)
      .where('touched_at', '<', sql<string>`now() - make_interval(secs => ${seconds}::int)`)
      .executeTakeFirstOrThrow()
    const row = numUpdatedRows > 0n && (await findImport(db, { workspaceId, id }))
    if (row) taken.push(row)
  }
  return taken
}

/** Imports of all workspaces that ended so long ago that their archives are not kept any more. */
export const findOutdated = (db: Db, days: number, max: number): Promise<{ workspaceId: string; id: string }[]> =>
  db
    .selectFrom('imports')
    .select(['workspace_id as workspaceId', 'id'])
    .where('archive', 'is not', null)
    .where('completed_at', '<', sql<string>`now() - make_interval(days => ${days}::int)`)
    .orderBy('completed_at')
    .limit(max)
    .execute()

/** An import as the API shows it. */
export const summaryOf = (row: ImportRow): ImportSummary => ({
  id: row.id,
  kind: row.kind,
  platform: row.platform,
  status: row.status,
  progress: row.progress,
  eta_seconds: row.etaSeconds,
  requested_by: row.requested_by,
  started_at: row.started_at,
  completed_at: row.completed_at,
  channels: { total: row.channels, done: row.channels_done, failed: row.channels_failed },
  messages: countsOf(row),
  proof:
    row.status === 'completed' && row.days !== null
      ? {
          is_equal: row.days === row.equal_days,
          days: row.days,
          equal_days: row.equal_days!,
          source_messages: row.source_messages!,
          stored_messages: row.stored_messages!,
        }
      : null,
  error: errorOf(row),
})

/** Why an import has failed. */
export const errorOf = ({ error_code: code, error_message: message }: ImportRow) =>
  code === null ? null : { code, message: message! }

/** Counts as the API shows them. */
export const countsOf = (row: Pick<ImportRow, 'entries' | 'imported' | 'already_here' | 'left_out'>) => ({
  entries: row.entries,
  imported: row.imported,
  already_here: row.already_here,
  left_out: row.left_out,
})
