import { randomBytes } from 'node:crypto'
import { type ServiceName, schemaOf } from '@parley/contracts/services'
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
  /** Runs SQL as a service's role, in its schema. */
  queryAs<R extends pg.QueryResultRow = Record<string, unknown>>(
    service: ServiceName,
    sql: string,
    values?: unknown[],
  ): Promise<R[]>
  /** Locks a table, so that whoever reads or writes it waits, until the returned function is called. */
  lockTable(table: string): Promise<() => Promise<void>>
  /** Closes its connections; done by itself when the test file ends. The database goes with the run's PostgreSQL. */
  close(): Promise<void>
}

/**
 * Clones the migrated template (about 50 ms). Call it once per test file.
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
  const { postgresUrl, rolePasswords } = inject('parley')
  const name = await (migrated ? takeClone() : create('empty'))
  const url = `${postgresUrl}/${name}`
  const recording = { compute_query_id: 'on', 'pg_stat_statements.track': 'all', track_functions: 'all' }
  if (records)
    await maintain(Object.entries(recording).map(([setting, to]) => `alter database ${name} set ${setting} = '${to}'`))

  const urls = roleUrls(url, rolePasswords as Record<ServiceName, string>)
  const database = openDatabase({ url, urls })
  closeAfterwards(database)
  if (records) await database.query('create extension pg_stat_statements')
  return database
}

/** The next clone, made while a test file runs: it takes as long as starting the services does. */
let nextClone: Promise<string> | undefined

function takeClone(): Promise<string> {
  const clone = nextClone ?? create('clone')
  nextClone = clone.then(() => create('clone'))
  nextClone.catch(() => {}) // whoever takes it gets the error
  return clone
}

async function create(what: 'clone' | 'empty'): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const source =
    what === 'clone'
      ? `template ${inject('parley').templateDatabase} strategy file_copy`
      : `template template0 encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8'`
  await maintain([`create database ${name} ${source}`])
  return name
}

/** The administrator's one connection of this process, which runs many test files one after another. */
let administrator: pg.Pool | undefined

async function maintain(statements: string[]): Promise<void> {
  administrator ??= connectAdministrator()
  for (const statement of statements) await administrator.query(statement)
}

function connectAdministrator(): pg.Pool {
  const connectionString = `${inject('parley').postgresUrl}/postgres`
  const pool = new pg.Pool({ connectionString, max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true })
  pool.on('error', () => {}) // the run ends, and PostgreSQL with it
  return pool
}

/** A database that exists, as tests use it. */
export function openDatabase({
  url,
  urls,
}: {
  url: string
  urls: Readonly<Record<ServiceName, string>>
}): TestDatabase {
  const pool = openPool(url, 3)
  const poolsOf = new Map<ServiceName, pg.Pool>()
  function poolOf(service: ServiceName): pg.Pool {
    const pool = poolsOf.get(service) ?? openPool(urls[service], 10, `-c search_path=${schemaOf(service)},parley`)
    poolsOf.set(service, pool)
    return pool
  }
  let closed: Promise<void> | undefined
  return {
    url,
    urlOf: (service) => urls[service],
    query: async <R extends pg.QueryResultRow>(sql: string, values?: unknown[]) =>
      (await pool.query<R>(sql, values)).rows,
    queryAs: async <R extends pg.QueryResultRow>(service: ServiceName, sql: string, values?: unknown[]) =>
      (await poolOf(service).query<R>(sql, values)).rows,
    async lockTable(table) {
      const client = await pool.connect()
      await client.query(`begin; lock table ${table} in access exclusive mode`)
      return async () => {
        await client.query('commit')
        client.release()
      }
    },
    close() {
      closed ??= Promise.all([pool, ...poolsOf.values()].map((each) => each.end())).then(() => {})
      return closed
    },
  }
}

function openPool(connectionString: string, max: number, options?: string): pg.Pool {
  // Kept until the file ends: another connection costs more than an idle one.
  const idle = { idleTimeoutMillis: 0 }
  const pool = new pg.Pool({
    connectionString,
    max,
    types: plainTypes,
    ...idle,
    ...(options !== undefined && { options }),
  })
  pool.on('error', () => {}) // an idle connection was lost; the next query opens another
  return pool
}

/** bigint as a number, and times as the API writes them, as the services' own connections do. */
const plainTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return Number
    if (oid === pg.types.builtins.TIMESTAMPTZ) return (text: string) => new Date(text).toISOString()
    return pg.types.getTypeParser(oid, format as 'text')
  }) as typeof pg.types.getTypeParser,
}
