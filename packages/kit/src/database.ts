import { type ServiceName, schemaOf } from '@parley/contracts/services'
import { Kysely, PostgresDialect, QueryCreator, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { calling } from './errors.ts'
import type { Log } from './log.ts'
import type { DB as KitTables } from './schema.ts'

export type { Transaction }

const timestampTypes = new Set<number>([pg.types.builtins.TIMESTAMPTZ, pg.types.builtins.TIMESTAMP])

/** bigint as a number (seq, rev and counts stay below 2^53); times as the API writes them; a day as `2026-11-29`. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return Number
    if (oid === pg.types.builtins.DATE) return String
    if (timestampTypes.has(oid)) return (text: string) => new Date(text).toISOString()
    return pg.types.getTypeParser(oid, format as 'text')
  }) as typeof pg.types.getTypeParser,
}

/**
 * A pool signed in as the service's role, its schema first in the search path. A statement may take 10 s and a
 * transaction may idle for 10 s; then it is ended and answered as a 504 or 503.
 *
 * @param connectTimeoutMs how long a statement waits for a connection, free or new; 5 s if not given
 * @param settings PostgreSQL's, for each connection: `{ synchronous_commit: 'off' }`
 */
export function createDatabase<DB>(
  service: ServiceName,
  options: {
    url: string
    poolSize: number
    connectTimeoutMs?: number
    settings?: Readonly<Record<string, string>>
    log: Log
  },
): Kysely<DB> {
  const settings = {
    search_path: `${schemaOf(service)},parley`,
    statement_timeout: '10s',
    idle_in_transaction_session_timeout: '10s',
    ...options.settings,
  }
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    application_name: `parley-${service}`,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types,
  })
  const prepare = prepareStatements()
  pool.on('connect', (client) => {
    // Without a listener, one that dies between two statements of a transaction would end the process.
    client.on('error', (error) => options.log.debug({ err: error }, 'a database connection was lost'))
    prepare(client)
  })
  pool.on('error', (error) => options.log.warn({ err: error }, 'an idle database connection was lost'))
  const connections = {
    connect: () => calling('database', pool.connect()),
    end: () => pool.end(),
    options: pool.options,
  }
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: connections }) })
}

/** Beyond as many different statements as this, further ones are planned each time. */
const maxPreparedStatements = 200

/**
 * Has each connection plan a parameterised statement once and keep it: planning one over published views takes about
 * a millisecond, often more than running it. A pooler in front of PostgreSQL must therefore pool sessions, and pass on
 * the startup `options`, which PgBouncer does not.
 */
function prepareStatements(): (client: pg.PoolClient) => void {
  const names = new Map<string, string>()
  const nameOf = (text: string): string | undefined => {
    if (!names.has(text) && names.size < maxPreparedStatements) names.set(text, `s${names.size}`)
    return names.get(text)
  }
  return (client) => {
    const send = client.query.bind(client) as (config: pg.QueryConfig) => Promise<pg.QueryResult>
    const query = (config: pg.QueryConfig) => calling('database', send(config))
    const prepared = (text: string | pg.QueryConfig, values?: unknown[]) => {
      if (typeof text !== 'string') return query(text)
      const name = values?.length ? nameOf(text) : undefined
      return query({ text, ...(values && { values }), ...(name !== undefined && { name }) })
    }
    client.query = prepared as typeof client.query
  }
}

/** The tables that every service's schema has, whatever else is known of it. */
export const kitTables = <DB>(db: Kysely<DB>): QueryCreator<KitTables> =>
  new QueryCreator({ executor: db.getExecutor() })

/** @throws Error in one sentence when the cluster's text handling is not the one Parley is built on. */
export async function checkEncoding<DB>(db: Kysely<DB>): Promise<void> {
  const { rows } = await sql<{ encoding: string; provider: string; locale: string | null }>`
    select pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale
    from pg_database where datname = current_database()`.execute(db)
  const [row] = rows
  if (row?.encoding !== 'UTF8' || row.provider !== 'b' || row.locale !== 'C.UTF-8')
    throw new Error(
      `The database is ${row?.encoding}, provider ${row?.provider}, locale ${row?.locale}; Parley needs UTF8 with locale provider builtin and locale C.UTF-8.`,
    )
}
