import type pg from 'pg'

interface Part {
  name: string
  definition: string
}

/**
 * Runs `work` while tables have neither indexes nor constraints nor triggers, nor others a foreign key to them, and makes
 * those again afterwards: an index that is built over all rows at once takes a fraction of the time of one that follows
 * every row.
 */
export async function withoutIndexes(
  client: pg.Client,
  tables: readonly string[],
  work: () => Promise<void>,
  log: (line: string) => void,
): Promise<void> {
  const constraints = await all(
    client,
    `select format('alter table %s %%s constraint %I', conrelid::regclass, conname) as name,
       pg_get_constraintdef(oid) as definition
     from pg_constraint
     where (conrelid = any($1::regclass[]) and contype in ('p', 'u', 'f', 'c', 'x'))
       or (confrelid = any($1::regclass[]) and contype = 'f')
     order by contype <> 'f', contype <> 'p'`,
    tables,
  )
  const indexes = await all(
    client,
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any($1::regclass[])
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    tables,
  )
  for (const { name } of constraints) await client.query(name.replace('%s', 'drop'))
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  // Triggers would follow every row too; the caller does their work afterwards.
  await client.query('set session_replication_role = replica')
  await work()
  await client.query('set session_replication_role = origin')
  for (const { name, definition } of constraints.toReversed()) {
    log(`${name.replace('%s', 'add')}`)
    await client.query(`${name.replace('%s', 'add')} ${definition}`)
  }
  for (const { name, definition } of indexes) {
    log(`index ${name}`)
    await client.query(definition)
  }
}

const all = async (client: pg.Client, text: string, tables: readonly string[]): Promise<Part[]> =>
  (await client.query<Part>(text, [tables])).rows
