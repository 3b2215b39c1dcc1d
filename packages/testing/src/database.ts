import { randomBytes } from 'node:crypto'
import type { ServiceName } from '@parley/contracts/services'
import { roleUrls } from '@parley/kit/role-urls'
import pg from 'pg'
import { inject } from 'vitest'
import { closeAfterwards } from './close-afterwards.ts'
import type {} from './provided.ts'

/** A migrated PostgreSQL database of one's own. */
export interface TestDatabase {
  /** Signed in as the administrator. */
  url: string
  /** Signed in as a service's role. */
  urlOf(service: ServiceName): string
  /** Runs SQL as the administrator, who may read and write every schema. */
  query<R extends pg.QueryResultRow = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<R[]>
  /** Locks a table, so that whoever reads or writes it waits, until the returned function is called. */
  lockTable(table: string): Promise<() => Promise<void>>
  /** Drops it; done by itself when the test file ends. */
  close(): Promise<void>
}

/**
 * Clones the migrated template (about 50 ms). Call it once per test file; it is dropped when the file ends.
 *
 * @param migrated false for one that the migrator has not seen
 * @param records whether `pg_stat_statements` shows what is executed in it, inside functions too
 */
export async function createTestDatabase({
  migrated = true,
  records = false,
}: {
  migrated?: boolean
  records?: boolean
} = {}): Promise<TestDatabase> {
  const { postgresUrl, templateDatabase, rolePasswords } = inject('parley')
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = `${postgresUrl}/${name}`
  const maintenance = new pg.Client({ connectionString: `${postgresUrl}/postgres` })
  await maintenance.connect()
  await maintenance.query(
    migrated
      ? `create database ${name} template ${templateDatabase} strategy file_copy`
      : `create database ${name} template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8'`,
  )
  const recording = { compute_query_id: 'on', 'pg_stat_statements.track': 'all', track_functions: 'all' }
  if (records)
    for (const [setting, value] of Object.entries(recording))
      await maintenance.query(`alter database ${name} set ${setting} = '${value}'`)
  await maintenance.end()

  const urls = roleUrls(url, rolePasswords as Record<ServiceName, string>)
  const database = openDatabase({ url, urls }, async () => {
    const dropping = new pg.Client({ connectionString: `${postgresUrl}/postgres` })
    await dropping.connect()
    await dropping.query(`drop database if exists ${name} with (force)`)
    await dropping.end()
  })
  closeAfterwards(database)
  if (records) await database.query('create extension pg_stat_statements')
  return database
}

/** A database that exists, as tests use it. `after` runs once its connections are closed. */
export function openDatabase(
  { url, urls }: { url: string; urls: Readonly<Record<ServiceName, string>> },
  after: () => Promise<void> = async () => {},
): TestDatabase {
  const pool = new pg.Pool({ connectionString: url, max: 3, types: plainTypes })
  pool.on('error', () => {}) // an idle connection was lost; the next query opens another
  let closed: Promise<void> | undefined
  return {
    url,
    urlOf: (service) => urls[service],
    query: async <R extends pg.QueryResultRow>(sql: string, values?: unknown[]) =>
      (await pool.query<R>(sql, values)).rows,
    async lockTable(table) {
      const client = await pool.connect()
      await client.query(`begin; lock table ${table} in access exclusive mode`)
      return async () => {
        await client.query('commit')
        client.release()
      }
    },
    close() {
      closed ??= pool.end().then(after)
      return closed
    },
  }
}

/** bigint as a number, and times as the API writes them, as the services' own connections do. */
const plainTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return Number
    if (oid === pg.types.builtins.TIMESTAMPTZ) return (text: string) => new Date(text).toISOString()
    return pg.types.getTypeParser(oid, format as 'text')
  }) as typeof pg.types.getTypeParser,
}
