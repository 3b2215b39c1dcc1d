import type { DocumentReason } from '@parley/documents/error'
import { type Expression, expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { DB } from '../schema.ts'

/** A file that this process alone reads, until its claim expires. */
export interface ClaimedFile {
  workspaceId: string
  id: string
  name: string
  type: string
  /** 1 for the first; it identifies the claim. */
  attempt: number
  /** How many of the attempts before it ended with their process, or took too long. */
  crashes: number
  slowReads: number
}

/** A part of a file that is found and quoted by itself. */
export interface Passage {
  text: string
  headings: readonly string[]
  /** Page, slide, sheet or row, in words; empty where it has none. */
  place: string
}

/** Much longer than reading and storing a file takes: then its process has died. */
const claimedMinutes = 2

/** The condition that no file of a workspace is being read. */
function nothingIsRead(workspaceId: Expression<string>): Expression<SqlBool> {
  const { not, exists, selectFrom } = expressionBuilder<DB>()
  return not(
    exists(
      selectFrom('file_texts as busy')
        .select('busy.file_id')
        .where('busy.workspace_id', '=', workspaceId)
        .where('busy.claimed_until', 'is not', null)
        .where('busy.claimed_until', '>', sql<string>`now()`),
    ),
  )
}

/** The workspaces of which a file can be read now, by a few index look-ups each. */
export async function findReadableWorkspaces(db: Db): Promise<string[]> {
  const next = db
    .selectFrom('file_texts as t')
    .select('t.workspace_id')
    .where('t.status', '=', sql.lit('queued'))
    .orderBy('t.workspace_id')
    .limit(sql.lit(1))
  const found = await db
    .withRecursive('queued(id)', (qc) =>
      qc
        .selectFrom(next.as('first'))
        .select('first.workspace_id as id')
        .unionAll(
          qc
            .selectFrom('queued')
            .innerJoinLateral(next.where('t.workspace_id', '>', sql.ref<string>('queued.id')).as('next'), (join) =>
              join.onTrue(),
            )
            .select('next.workspace_id as id'),
        ),
    )
    .selectFrom('queued')
    .select('queued.id')
    .where(({ and, exists, ref, selectFrom }) =>
      and([
        exists(
          selectFrom('file_texts as due')
            .select('due.file_id')
            .whereRef('due.workspace_id', '=', 'queued.id')
            .where('due.status', '=', sql.lit('queued'))
            .where('due.due_at', '<=', sql<string>`now()`),
        ),
        nothingIsRead(ref('queued.id')),
      ]),
    )
    .execute()
  return found.map(({ id }) => id)
}

/**
 * Claims a workspace's next file: what was said live first, then what was imported, each in the order in which it came.
 * Undefined where none is due, or one is being read, by whichever process.
 */
export async function claimFile(db: Db, workspaceId: string): Promise<ClaimedFile | undefined> {
  return db.transaction().execute(async (tx) => {
    // Locked in a statement of its own: the next one sees what whoever claimed before has committed.
    const { rows } = await sql<{ is_free: boolean }>`
      select pg_try_advisory_xact_lock(hashtextextended('file_texts:' || ${workspaceId}, 0)) as is_free`.execute(tx)
    if (!rows[0]!.is_free) return undefined
    const claimed = await tx
      .updateTable('file_texts as t')
      .from('files as f')
      .set(({ eb }) => ({
        attempts: eb('t.attempts', '+', 1),
        crashes: sql<number>`t.crashes + (t.claimed_until is not null)::int`,
        claimed_until: sql<string>`now() + make_interval(mins => ${claimedMinutes})`,
      }))
      .where('t.workspace_id', '=', workspaceId)
      .where('f.workspace_id', '=', workspaceId)
      .whereRef('f.id', '=', 't.file_id')
      .where('t.file_id', '=', ({ selectFrom }) =>
        selectFrom('file_texts as next')
          .select('next.file_id')
          .where('next.workspace_id', '=', workspaceId)
          .where('next.status', '=', sql.lit('queued'))
          .where('next.due_at', '<=', sql<string>`now()`)
          .where(nothingIsRead(sql.val(workspaceId)))
          .orderBy('next.is_imported')
          .orderBy('next.due_at')
          .limit(1),
      )
      .returning(['f.id', 'f.name', 'f.type', 't.attempts as attempt', 't.crashes', 't.slow_reads as slowReads'])
      .executeTakeFirst()
    return claimed && { workspaceId, ...claimed }
  })
}

/** The row of a claim, as long as nobody else has claimed the file since. */
const claimOf = (db: Db, { workspaceId, id, attempt }: ClaimedFile) =>
  db
    .updateTable('file_texts')
    .where('workspace_id', '=', workspaceId)
    .where('file_id', '=', id)
    .where('status', '=', sql.lit('queued'))
    .where('attempts', '=', attempt)

/**
 * Stores a file's passages: by one statement, so that a file that is deleted meanwhile has either none, or takes them with
 * it.
 */
export async function storePassages(db: Db, file: ClaimedFile, passages: readonly Passage[]): Promise<void> {
  const headings = passages.map((passage) => passage.headings.join(' '))
  await db
    .with('done', () =>
      claimOf(db, file).set({ status: 'ready', claimed_until: null }).returning(['workspace_id', 'file_id']),
    )
    .insertInto('file_passages')
    .columns([
      'workspace_id',
      'file_id',
      'ordinal',
      'message_id',
      'channel_id',
      'created_at',
      'text',
      'place',
      'lexemes',
    ])
    .expression(({ selectFrom }) =>
      selectFrom('done')
        .innerJoin('files as f', (join) =>
          join.onRef('f.workspace_id', '=', 'done.workspace_id').onRef('f.id', '=', 'done.file_id'),
        )
        .innerJoin('messages as m', (join) =>
          join.onRef('m.workspace_id', '=', 'f.workspace_id').onRef('m.id', '=', 'f.holder_id'),
        )
        .innerJoin(
          sql<{ text: string; headings: string; place: string; ordinal: number }>`unnest(
            ${passages.map(({ text }) => text)}::text[], ${headings}::text[], ${passages.map(({ place }) => place)}::text[])
            with ordinality`.as<'p'>(sql`p (text, headings, place, ordinal)`),
          (join) => join.onTrue(),
        )
        .select(({ ref }) => [
          'done.workspace_id',
          'done.file_id',
          'p.ordinal',
          'm.id',
          'm.channel_id',
          // A time in the future, from a faulty import, would come first for ever.
          sql<string>`least(${ref('m.created_at')}, clock_timestamp())`.as('created_at'),
          'p.text',
          'p.place',
          sql<string>`(search_document(concat_ws(' ', ${ref('p.text')}, ${ref('p.headings')}, ${ref('f.name')}),
            null, null, ${ref('m.created_at')})).lexemes`.as('lexemes'),
        ]),
    )
    .execute()
}

/** Records why a file has no text. It is not read again. */
export async function failFile(db: Db, file: ClaimedFile, failure: DocumentReason | 'unavailable'): Promise<void> {
  await claimOf(db, file).set({ status: 'failed', failure, claimed_until: null }).execute()
}

/** Has a file read again later, behind what else its workspace has queued by then. */
export async function postponeFile(
  db: Db,
  file: ClaimedFile,
  { seconds, wasSlow }: { seconds: number; wasSlow: boolean },
): Promise<void> {
  await claimOf(db, file)
    .set(({ eb }) => ({
      due_at: sql<string>`now() + make_interval(secs => ${seconds})`,
      claimed_until: null,
      slow_reads: eb('slow_reads', '+', wasSlow ? 1 : 0),
    }))
    .execute()
}

/** Gives a claim back as if it had not been made. */
export async function releaseFile(db: Db, file: ClaimedFile): Promise<void> {
  await claimOf(db, file)
    .set(({ eb }) => ({ attempts: eb('attempts', '-', 1), claimed_until: null }))
    .execute()
}
