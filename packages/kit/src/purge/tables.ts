import { type Kysely, sql } from 'kysely'

/** A table of a workspace's rows. */
export interface PurgedTable {
  name: string
  /** A column that refers to other rows of the same table by `id`, if there is one: those go first that none refers to. */
  parent: string | null
}

/**
 * The tables of this schema that have a workspace's rows, each before those that it refers to, so that nothing is left to
 * cascades. Read from the catalog: a table that is added is purged without another word.
 */
export async function listPurgedTables<DB>(db: Kysely<DB>, except: readonly string[]): Promise<PurgedTable[]> {
  const { rows } = await sql<PurgedTable & { refers_to: string[] }>`
    select c.relname as name,
      (select a.attname from pg_catalog.pg_constraint k
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[2]
        where k.conrelid = c.oid and k.confrelid = c.oid and k.contype = 'f') as parent,
      array(select f.relname::text from pg_catalog.pg_constraint k
        join pg_catalog.pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers_to
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute w on w.attrelid = c.oid and w.attname = 'workspace_id' and not w.attisdropped
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    order by c.relname`.execute(db)
  const left = new Map(rows.filter(({ name }) => !except.includes(name)).map((row) => [row.name, row]))
  const ordered: PurgedTable[] = []
  while (left.size > 0) {
    const referred = new Set([...left.values()].flatMap(({ refers_to }) => refers_to))
    const next = [...left.values()].filter(({ name }) => !referred.has(name))
    if (next.length === 0) throw new Error(`These tables refer to one another: ${[...left.keys()].join(', ')}.`)
    for (const { name, parent } of next) {
      ordered.push({ name, parent })
      left.delete(name)
    }
  }
  return ordered
}

/** Rows that one transaction deletes. */
const batchSize = 1_000

/** Deletes up to 1,000 rows of a workspace; returns how many. */
export async function deleteSomeRows<DB>(
  tx: Kysely<DB>,
  { name, parent }: PurgedTable,
  workspaceId: string,
): Promise<number> {
  const table = sql.table(name)
  const isLeaf =
    parent === null
      ? sql``
      : sql`and not exists (select from ${table} child
          where child.workspace_id = ${workspaceId} and ${sql.ref(`child.${parent}`)} = r.id)`
  const { numAffectedRows } = await sql`
    delete from ${table} where workspace_id = ${workspaceId} and ctid = any(array(
      select r.ctid from ${table} r where r.workspace_id = ${workspaceId} ${isLeaf} limit ${batchSize}))`.execute(tx)
  return Number(numAffectedRows)
}

/** Deletes answers that were kept for a workspace's callers, up to 1,000; returns how many. */
export async function deleteSomeAnswers<DB>(tx: Kysely<DB>, workspaceId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from idempotency_keys where ctid = any(array(
      select ctid from idempotency_keys
      where caller like ${`${workspaceId}:%`} or caller like 'service:%' and caller like ${`%:${workspaceId}:%`}
      limit ${batchSize}))`.execute(tx)
  return Number(numAffectedRows)
}

/** Deletes events and jobs of a workspace that could not be published, up to 1,000; all others are on their way. */
export async function deleteSomeQuarantined<DB>(tx: Kysely<DB>, workspaceId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from outbox where ctid = any(array(
      select ctid from outbox
      where quarantined_at is not null and payload->>'workspace_id' = ${workspaceId} limit ${batchSize}))`.execute(tx)
  return Number(numAffectedRows)
}
