import { type CopyKind, type CopyState, copyKindNames, type Erasure } from '@parley/contracts/desk/erasures'
import { sql } from 'kysely'
import type { Db } from '../context.ts'

export interface ErasureRef {
  workspaceId: string
  id: string
}

/** What is erased. */
export interface Subject {
  kind: 'conversation' | 'visitor'
  id: string
}

/** How many copies of each kind. */
export type CopyCounts = Partial<Record<CopyKind, number>>

/** An erasure that has not ended. */
export interface RunningErasure extends ErasureRef {
  subject: Subject
  /** The kinds of copies that nothing is decided about. */
  pending: ReadonlySet<CopyKind>
  /** For how long it has been running. */
  ageMs: number
}

/** Begins the erasure of a subject that is locked; one that was begun goes on under the id it has. */
export async function insertErasure(
  tx: Db,
  { workspaceId, subject, requestedBy }: { workspaceId: string; subject: Subject; requestedBy: string },
  kinds: readonly CopyKind[],
): Promise<ErasureRef> {
  const { id } = await tx
    .insertInto('erasures')
    .values({
      workspace_id: workspaceId,
      subject_kind: subject.kind,
      subject_id: subject.id,
      requested_by: requestedBy,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'subject_kind', 'subject_id']).doUpdateSet({ state: 'running' }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('erased_copies')
    .values(kinds.map((kind) => ({ workspace_id: workspaceId, erasure_id: id, kind })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return { workspaceId, id }
}

/** Whether the erasure of a subject that is locked was begun. */
export async function isBeingErased(tx: Db, workspaceId: string, { kind, id }: Subject): Promise<boolean> {
  const found = await tx
    .selectFrom('erasures')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .executeTakeFirst()
  return found !== undefined
}

/** Adds to what was removed. */
export async function addCounts(tx: Db, { workspaceId, id }: ErasureRef, counts: CopyCounts): Promise<void> {
  const values = (Object.entries(counts) as [CopyKind, number][])
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => ({ workspace_id: workspaceId, erasure_id: id, kind, count }))
  if (values.length === 0) return
  await tx
    .insertInto('erased_copies')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['workspace_id', 'erasure_id', 'kind'])
        .doUpdateSet(({ eb, ref }) => ({ count: eb('erased_copies.count', '+', ref('excluded.count')) })),
    )
    .execute()
}

/** Writes down what has become of kinds of copies that nothing was decided about. */
export async function decide(
  tx: Db,
  { workspaceId, id }: ErasureRef,
  kinds: readonly CopyKind[],
  { state, reason = null }: { state: CopyState; reason?: string | null },
): Promise<void> {
  await tx
    .updateTable('erased_copies')
    .set({ state, reason })
    .where('workspace_id', '=', workspaceId)
    .where('erasure_id', '=', id)
    .where('kind', 'in', kinds)
    .where('state', '=', 'pending')
    .execute()
}

/** Undefined for one that has ended, or is not there. */
export async function findRunningErasure(db: Db, { workspaceId, id }: ErasureRef): Promise<RunningErasure | undefined> {
  const rows = await db
    .selectFrom('erasures as e')
    .innerJoin('erased_copies as c', (join) =>
      join.onRef('c.workspace_id', '=', 'e.workspace_id').onRef('c.erasure_id', '=', 'e.id'),
    )
    .select([
      'e.subject_kind',
      'e.subject_id',
      'c.kind',
      'c.state',
      sql<number>`(extract(epoch from now() - e.started_at) * 1000)::float8`.as('ageMs'),
    ])
    .where('e.workspace_id', '=', workspaceId)
    .where('e.id', '=', id)
    .where('e.state', '=', 'running')
    .execute()
  const [first] = rows
  if (!first) return undefined
  return {
    workspaceId,
    id,
    subject: { kind: first.subject_kind, id: first.subject_id },
    pending: new Set(rows.filter(({ state }) => state === 'pending').map(({ kind }) => kind)),
    ageMs: first.ageMs,
  }
}

/** Ends an erasure of whose copies everything is decided; what they were looked for by stays while some are left. */
export async function endErasure(tx: Db, { workspaceId, id }: ErasureRef): Promise<void> {
  const { state } = await tx
    .updateTable('erasures as e')
    .set(({ exists, selectFrom, case: choose }) => ({
      state: choose()
        .when(
          exists(
            selectFrom('erased_copies as c')
              .select('c.kind')
              .where('c.workspace_id', '=', workspaceId)
              .where('c.erasure_id', '=', id)
              .where('c.state', '=', 'refused'),
          ),
        )
        .then('partial' as const)
        .else('done' as const)
        .end(),
      completed_at: sql<string>`now()`,
    }))
    .where('e.workspace_id', '=', workspaceId)
    .where('e.id', '=', id)
    .returning('e.state')
    .executeTakeFirstOrThrow()
  if (state === 'partial') return
  for (const table of ['erased_conversations', 'erased_objects'] as const)
    await tx.deleteFrom(table).where('workspace_id', '=', workspaceId).where('erasure_id', '=', id).execute()
}

/** Has copies of these kinds that were refused looked for again; false where there are none. */
export async function reopenErasure(
  tx: Db,
  { workspaceId, id }: ErasureRef,
  kinds: readonly CopyKind[],
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('erased_copies')
    .set({ state: 'pending', reason: null })
    .where('workspace_id', '=', workspaceId)
    .where('erasure_id', '=', id)
    .where('kind', 'in', kinds)
    .where('state', '=', 'refused')
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return false
  await tx
    .updateTable('erasures')
    .set({ state: 'running', started_at: sql<string>`now()`, completed_at: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute()
  return true
}

/** The erasures of a workspace, the newest first, after the one that `before` names if it is given. */
export async function listErasures(
  db: Db,
  workspaceId: string,
  { before, limit }: { before?: string | undefined; limit: number },
): Promise<Erasure[]> {
  const rows = await erasuresOf(db, workspaceId)
    .$if(before !== undefined, (query) => query.where('id', '<', before!))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return withCopies(db, workspaceId, rows)
}

export async function findErasure(db: Db, { workspaceId, id }: ErasureRef): Promise<Erasure | undefined> {
  const rows = await erasuresOf(db, workspaceId).where('id', '=', id).execute()
  const [found] = await withCopies(db, workspaceId, rows)
  return found
}

/** Locks an erasure until the transaction ends; false where there is none. */
export async function lockErasure(tx: Db, { workspaceId, id }: ErasureRef): Promise<boolean> {
  const found = await erasuresOf(tx, workspaceId).where('id', '=', id).forUpdate().executeTakeFirst()
  return found !== undefined
}

const erasuresOf = (db: Db, workspaceId: string) =>
  db.selectFrom('erasures').selectAll().where('workspace_id', '=', workspaceId)

type ErasureRow = Awaited<ReturnType<ReturnType<typeof erasuresOf>['executeTakeFirstOrThrow']>>

const prefixes = { conversation: 'cnv', visitor: 'vis' } as const

async function withCopies(db: Db, workspaceId: string, rows: readonly ErasureRow[]): Promise<Erasure[]> {
  if (rows.length === 0) return []
  const copies = await db
    .selectFrom('erased_copies')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(
      'erasure_id',
      'in',
      rows.map(({ id }) => id),
    )
    .execute()
  const byErasure = Map.groupBy(copies, ({ erasure_id }) => erasure_id)
  return rows.map((row) => {
    const ofKind = new Map(byErasure.get(row.id)?.map((each) => [each.kind, each]))
    return {
      id: row.id,
      subject: { kind: row.subject_kind, id: `${prefixes[row.subject_kind]}_${row.subject_id}` },
      requestedBy: row.requested_by,
      requestedAt: row.requested_at,
      completedAt: row.completed_at,
      state: row.state,
      copies: copyKindNames.flatMap((kind) => {
        const { count, state, reason } = ofKind.get(kind) ?? {}
        return count === undefined ? [] : [{ kind, count, state: state!, reason: reason! }]
      }),
    }
  })
}
