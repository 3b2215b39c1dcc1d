import { type ExpressionBuilder, sql } from 'kysely'
import type { Db } from '../context.ts'
import type { RunRef } from '../runs/run.ts'
import type { DB } from '../schema.ts'

/**
 * Begins or renews a process's lease by the database's clock. One that others have ended is not begun again, nor one that was
 * abandoned, which a renewal that was under way meanwhile would take back.
 */
export async function renewLease(db: Db, id: string, leaseMs: number, isNew: boolean): Promise<boolean> {
  const until = sql<string>`clock_timestamp() + ${leaseMs} * interval '1 ms'`
  if (isNew) {
    // It may have begun in an attempt whose answer was lost.
    await db
      .insertInto('leases')
      .values({ id, until })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    return true
  }
  const { numUpdatedRows } = await db
    .updateTable('leases')
    .set({ until })
    .where('id', '=', id)
    .where('until', '!=', '-infinity')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends a process's lease: its runs are free to be taken over. */
export async function endLease(db: Db, id: string): Promise<void> {
  await db.deleteFrom('leases').where('id', '=', id).execute()
}

/** Ends a process's lease, and leaves its runs to be taken over. */
export async function abandonLease(db: Db, id: string): Promise<void> {
  await db.updateTable('leases').set({ until: '-infinity' }).where('id', '=', id).execute()
}

/**
 * Locks a process's lease until the transaction ends, so that nobody takes over its runs meanwhile.
 *
 * @returns false when it is over
 */
export async function lockLease(tx: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select from leases where id = ${id} for key share`.execute(tx)
  return rows.length > 0
}

/** Ends leases of other processes that are over, and gives their runs to this process, whose lease must not be over. */
export async function takeOver(db: Db, id: string): Promise<void> {
  const isOver = (eb: ExpressionBuilder<DB, 'leases'>) =>
    eb.and([eb('until', '<', sql<string>`clock_timestamp()`), eb('id', '<>', id)])
  if (!(await db.selectFrom('leases').select('id').where(isOver).limit(1).executeTakeFirst())) return
  await db.transaction().execute(async (tx) => {
    // Nobody ends this one meanwhile: its runs would belong to no process.
    if (!(await lockLease(tx, id))) return
    // Waits for whoever has locked one of them; another replica that does the same is passed over.
    const over = await tx
      .deleteFrom('leases')
      .where('id', 'in', (eb) => eb.selectFrom('leases').select('id').where(isOver).forUpdate().skipLocked())
      .returning('id')
      .execute()
    if (over.length === 0) return
    await tx
      .updateTable('runs')
      .set({ lease_id: id })
      .where(
        'lease_id',
        'in',
        over.map((lease) => lease.id),
      )
      .execute()
  })
}

/** The runs of a process. */
export async function findRunsOfLease(db: Db, id: string): Promise<RunRef[]> {
  return db.selectFrom('runs').select(['workspace_id as workspaceId', 'id']).where('lease_id', '=', id).execute()
}
