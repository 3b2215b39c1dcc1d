import { Problem } from '@parley/kit/problem'
import pg from 'pg'
import { findAccount, launch } from './postgres-account.ts'
import { prepareCluster, reasonIn, removeStaleServer } from './postgres-cluster.ts'
import { runServer, type Server, type ServerOptions } from './server.ts'

export { postgresMajor } from './postgres-cluster.ts'

/** Its `url` is the superuser's, of the database `parley`. */
export type Postgres = Server

export interface PostgresOptions extends ServerOptions {
  /** Settings of the server beside its usual ones, such as `shared_preload_libraries`. */
  settings?: Record<string, string | number>
}

/**
 * Starts an embedded PostgreSQL on 127.0.0.1 and keeps it running: UTF-8, locale C.UTF-8 of the builtin provider,
 * password login only, no Unix socket. An acknowledged write survives `kill -9` (and, unless ephemeral, a power cut).
 */
export function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const { ephemeral = false } = options
  return runServer({ name: 'PostgreSQL', program: 'postgres' }, options, async (dir, logFile) => {
    const account = await findAccount()
    const { cluster, password } = await prepareCluster(dir, account, logFile)
    const urlOf = (port: number, database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`
    return {
      url: (port) => urlOf(port, 'parley'),
      async start(port) {
        await removeStaleServer(cluster)
        const flags = Object.entries({ ...settings(port, ephemeral), ...options.settings }).flatMap(([name, value]) => [
          '-c',
          `${name}=${value}`,
        ])
        return launch(account, 'postgres', cluster, flags, logFile)
      },
      query: (port) => ensureDatabase(urlOf(port, 'postgres')),
      reasonIn,
      retryable: /could not bind|Address already in use|pre-existing shared memory/,
      stopSignal: 'SIGINT', // "fast" shutdown: ends the sessions and leaves nothing to recover
      stopGraceMs: 30_000,
    }
  })
}

function settings(port: number, ephemeral: boolean): Record<string, string | number> {
  return {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    shared_buffers: '128MB',
    effective_cache_size: '1GB',
    max_wal_size: '1GB',
    jit: 'off', // it costs short queries more than it gives
    random_page_cost: 1.1,
    log_checkpoints: 'off',
    log_timezone: 'UTC',
    timezone: 'UTC',
    synchronous_commit: 'on',
    // Without fsync a killed process loses nothing, only a killed machine does. And nothing lives long enough to be
    // vacuumed, but autovacuum would start a process for each database of a run's hundreds in turn.
    ...(ephemeral && { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' }),
  }
}

async function ensureDatabase(url: string) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'parley'")
    if (rowCount === 0) await client.query('create database parley')
  } catch (error) {
    if ((error as pg.DatabaseError).code === '28P01')
      throw new Problem('The password kept beside the embedded PostgreSQL is not its own.')
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}
