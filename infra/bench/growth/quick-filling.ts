import type { Stack } from '@parley/local/supervisor'
import pg from 'pg'

/**
 * Fills a new database with the settings of a machine that has nothing to lose yet: what fails is filled again from the
 * start. Afterwards they are the usual ones.
 */
export async function filledQuickly<T>(stack: Stack, fill: (client: pg.Client) => Promise<T>): Promise<T> {
  await administer(stack.databaseUrl, [
    'alter system set wal_level = minimal',
    'alter system set max_wal_senders = 0',
    'alter system set fsync = off',
    'alter system set autovacuum = off',
  ])
  await stack.postgres!.restart()
  const client = new pg.Client({ connectionString: stack.databaseUrl })
  await client.connect()
  let filled: T
  try {
    await client.query(
      `set maintenance_work_mem = '2GB'; set work_mem = '512MB'; set max_parallel_maintenance_workers = 2`,
    )
    filled = await fill(client)
  } finally {
    await client.end()
  }
  await administer(stack.databaseUrl, ['alter system reset all', 'checkpoint'])
  return filled
}

async function administer(url: string, statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}
