import { spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { byService, calleesOf, envName, type ServiceName, serviceNames } from '@parley/contracts/services'
import { spawnGuarded } from '@parley/embedded/guarded-process'
import { type Kept, keepRunning } from '@parley/embedded/keep-running'
import { readFrom, sizeOf } from '@parley/embedded/log-tail'
import { freePort } from '@parley/embedded/ports'
import { type Postgres, startPostgres } from '@parley/embedded/postgres'
import { type Redis, startRedis } from '@parley/embedded/redis'
import { type SigningKeys, trustedCallers } from '@parley/kit/keys'
import { Problem } from '@parley/kit/problem'
import { roleUrls } from '@parley/kit/role-urls'
import { checkDatabase, checkRedis } from './check-database.ts'
import { openDataFolder } from './data-folder.ts'
import { type FollowedLog, followLog, readTrouble } from './log-files.ts'
import { root } from './root.ts'

export type StackOptions = {
  /** Where data, secrets and logs are kept. Default: a temporary folder, removed by `stop()`. */
  dataDir?: string
  /** For tests and benchmarks: PostgreSQL and Redis do not wait for the disk. */
  ephemeral?: boolean
  /** Where the gateway listens. Default: 127.0.0.1 and a free port. */
  host?: string
  port?: number
  /** Administrator's URL of a PostgreSQL of one's own, instead of the embedded one. */
  databaseUrl?: string
  /** URL of a Redis of one's own, instead of the embedded one. */
  redisUrl?: string
  /** Environment that the services are given. Default: this process's. */
  env?: NodeJS.ProcessEnv
  /** Added to one service's environment. */
  serviceEnv?: Partial<Record<ServiceName, NodeJS.ProcessEnv>>
  /** Which services to start. Default: all six. */
  services?: readonly ServiceName[]
  /** Services that are started again when their sources change. */
  watch?: readonly ServiceName[]
  /** The file that a service is started from. Default: its `main.ts`. */
  entry?: (service: ServiceName) => string
  /** False leaves the database as it is. */
  migrate?: boolean
  /** Receives progress and restarts, one line at a time. */
  log?: (line: string) => void
  /** Receives a service's warnings and errors, one line at a time. */
  logTrouble?: (service: ServiceName, line: string) => void
  /** Gives up starting, and stops what has been started. */
  signal?: AbortSignal
}

/** The running platform: PostgreSQL, Redis and the services, each a process of its own that comes back when it ends. */
export type Stack = {
  /** Where clients go: the gateway. */
  readonly url: string
  /** Each service's own base URL. */
  readonly urls: Readonly<Record<ServiceName, string>>
  /** PostgreSQL, signed in as its administrator. */
  readonly databaseUrl: string
  /** PostgreSQL, signed in as each service's role. */
  readonly databaseUrls: Readonly<Record<ServiceName, string>>
  readonly redisUrl: string
  /** The environment that a service was started with, its URLs and secrets included. */
  readonly env: Readonly<Record<ServiceName, NodeJS.ProcessEnv>>
  /** Undefined where the caller brought their own. */
  readonly postgres: Postgres | undefined
  readonly redis: Redis | undefined
  readonly logs: string
  /** Process ids by name: the services', `postgres` and `redis`; those that run now. */
  pids(): Record<string, number>
  /** Resolves when a service answers `GET /readyz` with 200, also after a crash. */
  ready(service: ServiceName): Promise<void>
  /** Stops a service gracefully and starts it again; resolves when it is ready. */
  restart(service: ServiceName): Promise<void>
  /** Sends a signal and waits for the end of the process; it comes back by itself, see `ready`. */
  kill(service: ServiceName, signal: NodeJS.Signals): Promise<void>
  /** Services first, then Redis, then PostgreSQL. A service that has not ended after `graceMs` (12 s) is killed. */
  stop(options?: { graceMs?: number }): Promise<void>
}

/** A first start that takes longer is given up. */
const READY_WITHIN_MS = 60_000

/** Starts the whole platform and keeps it running until `stop()`. What was started is stopped when it rejects. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const { ephemeral = false, host = '127.0.0.1', log = () => {} } = options
  const names = options.services ?? serviceNames
  const starting = new AbortController() // once it has started, only stop() stops it
  const giveUp = () => starting.abort(options.signal?.reason)
  options.signal?.addEventListener('abort', giveUp)
  if (options.signal?.aborted) giveUp()
  const { signal } = starting
  // What has been started, in order; stop() undoes it backwards.
  const undo: ((graceMs: number | undefined) => Promise<unknown>)[] = []
  let stopped: Promise<void> | undefined
  const kept = new Map<ServiceName, Kept>()

  async function stopAll(graceMs?: number) {
    const late = setTimeout(() => {
      const names = [...kept].filter(([, { pid }]) => pid !== undefined).map(([name]) => name)
      if (names.length > 0) log(`Waiting for ${names.join(', ')} to finish its work …`)
    }, 3_000)
    await Promise.all([...kept.values()].map((service) => service.stop({ graceMs })))
    clearTimeout(late)
    for (const step of undo.reverse()) await step(graceMs)
  }

  try {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'parley-')))
    if (options.dataDir === undefined) undo.push(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }))
    const folder = await openDataFolder(dataDir)
    undo.push(async () => folder.close())
    const logOf = (name: string) => join(folder.logs, `${name}.log`)

    const common = { ephemeral, log, signal }
    const [database, queue] = await Promise.allSettled([
      options.databaseUrl
        ? undefined
        : startPostgres({ ...common, dir: join(folder.path, 'postgres'), logFile: logOf('postgres') }),
      options.redisUrl
        ? undefined
        : startRedis({ ...common, dir: join(folder.path, 'redis'), logFile: logOf('redis') }),
    ])
    for (const server of [database, queue])
      if (server.status === 'fulfilled') undo.push(async () => server.value?.stop())
    for (const server of [database, queue]) if (server.status === 'rejected') throw server.reason
    const postgres = database.status === 'fulfilled' ? database.value : undefined
    const redis = queue.status === 'fulfilled' ? queue.value : undefined
    const databaseUrl = options.databaseUrl ?? postgres!.url
    const redisUrl = options.redisUrl ?? redis!.url
    await Promise.all([checkDatabase(databaseUrl), checkRedis(redisUrl)])

    const databaseUrls = roleUrls(databaseUrl, folder.secrets.rolePasswords)
    if (options.migrate !== false) await migrate(databaseUrl, databaseUrls, logOf('migrate'), signal)
    signal.throwIfAborted()

    const ports = new Map<ServiceName, number>()
    for (const name of serviceNames)
      ports.set(name, name === 'gateway' && options.port ? options.port : await freePort())
    const urlOf = (name: ServiceName) =>
      `http://${name === 'gateway' ? reachable(host) : '127.0.0.1'}:${ports.get(name)}`
    const urls = byService(urlOf)
    const env = byService((name) =>
      environmentOf(name, {
        given: { ...(options.env ?? process.env), ...options.serviceEnv?.[name] },
        host: name === 'gateway' ? host : '127.0.0.1',
        port: ports.get(name)!,
        dataDir: folder.path,
        databaseUrl: databaseUrls[name],
        redisUrl,
        urls,
        jwtSecret: folder.secrets.jwtSecret,
        fileUrlSecret: folder.secrets.fileUrlSecret,
        visitorTokenSecret: folder.secrets.visitorTokenSecret,
        vapidPrivateKey: folder.secrets.vapidPrivateKey,
        signingKeys: folder.secrets.signingKeys,
      }),
    )

    for (const name of names) {
      const entry = options.entry?.(name) ?? join(root, 'services', name, 'src/main.ts')
      if (!existsSync(entry)) throw new Problem(`${entry} is missing.`)
      const output = followLog(logOf(name), (line) => options.logTrouble?.(name, line))
      undo.push(async () => output.close())
      const watch = options.watch?.includes(name) ?? false
      kept.set(
        name,
        keepService({ name, entry, env: env[name], url: urls[name], output, logFile: logOf(name), watch, log, signal }),
      )
    }
    await Promise.all([...kept.values()].map((service) => service.ready()))
    signal.throwIfAborted()

    const get = (name: ServiceName) => {
      const service = kept.get(name)
      if (!service) throw new Error(`The stack was started without ${name}.`)
      return service
    }
    return {
      url: urls.gateway,
      urls,
      databaseUrl,
      databaseUrls,
      redisUrl,
      env,
      postgres,
      redis,
      logs: folder.logs,
      pids: () => {
        const pids = Object.fromEntries([...kept].map(([name, { pid }]) => [name, pid]))
        const all = { ...pids, postgres: postgres?.pid, redis: redis?.pid }
        return Object.fromEntries(
          Object.entries(all).filter((entry): entry is [string, number] => entry[1] !== undefined),
        )
      },
      ready: (name) => get(name).ready(),
      restart: (name) => get(name).restart(),
      kill: (name, signal) => get(name).kill(signal),
      async stop({ graceMs } = {}) {
        // A second call shortens the grace period of the first.
        if (stopped && graceMs !== undefined) for (const service of kept.values()) void service.stop({ graceMs })
        stopped ??= stopAll(graceMs)
        await stopped
      },
    }
  } catch (error) {
    await stopAll(0)
    throw error
  } finally {
    options.signal?.removeEventListener('abort', giveUp)
  }
}

/** How this machine reaches a server that listens on `host`. */
export function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::' || host === '') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

type StackEnvironment = {
  given: NodeJS.ProcessEnv
  host: string
  port: number
  dataDir: string
  databaseUrl: string
  redisUrl: string
  urls: Record<ServiceName, string>
  jwtSecret: string
  fileUrlSecret: string
  visitorTokenSecret: string
  vapidPrivateKey: string
  signingKeys: SigningKeys
}

/** A service's environment: its parent's, its own addresses, and of the secrets only those that it needs. */
function environmentOf(name: ServiceName, around: StackEnvironment): NodeJS.ProcessEnv {
  const { given, host, port, dataDir, databaseUrl, redisUrl, urls, signingKeys } = around
  const { JWT_SECRET, FILE_URL_SECRET, VISITOR_TOKEN_SECRETS, VAPID_PRIVATE_KEY, ...more } = given
  const { S3_SECRET_ACCESS_KEY, ANTHROPIC_API_KEY, INBOUND_MAIL_SECRETS, RECEIPT_SIGNING_KEYS, ...others } = more
  // A set that `npm run secrets` has printed names them for their services.
  const passed = Object.fromEntries(Object.entries(others).filter(([each]) => !each.endsWith('INTERNAL_SIGNING_KEY')))
  const callees = calleesOf(name)
  const common: NodeJS.ProcessEnv = {
    ...passed,
    PARLEY_ENV: given.PARLEY_ENV || 'development',
    PARLEY_SUPERVISED: '1',
    HOST: host,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    INTERNAL_TRUSTED_CALLERS: trustedCallers(name, signingKeys),
    ...(callees.length > 0 && { INTERNAL_SIGNING_KEY: signingKeys[name] }),
    ...Object.fromEntries(callees.map((other) => [`${envName(other)}_URL`, urls[other]])),
  }
  const publicUrl = given.PUBLIC_URL || urls.gateway
  const fileUrls = { PUBLIC_URL: publicUrl, FILE_URL_SECRET: FILE_URL_SECRET || around.fileUrlSecret }
  if (name === 'channels') return { ...common, ...fileUrls }
  if (name === 'chat-engine') return { ...common, ...fileUrls, ...(ANTHROPIC_API_KEY && { ANTHROPIC_API_KEY }) }
  const files = { PARLEY_DATA: dataDir, ...(S3_SECRET_ACCESS_KEY && { S3_SECRET_ACCESS_KEY }) }
  if (name === 'messaging' || name === 'integrations') return { ...common, ...fileUrls, ...files }
  const visitorTokens = { VISITOR_TOKEN_SECRETS: VISITOR_TOKEN_SECRETS || around.visitorTokenSecret }
  if (name === 'support-desk')
    return {
      ...common,
      ...fileUrls,
      ...files,
      ...visitorTokens,
      ...(INBOUND_MAIL_SECRETS && { INBOUND_MAIL_SECRETS }),
      ...(RECEIPT_SIGNING_KEYS && { RECEIPT_SIGNING_KEYS }),
    }
  if (name !== 'gateway') return common
  return {
    ...common,
    JWT_SECRET: JWT_SECRET || around.jwtSecret,
    VAPID_PRIVATE_KEY: VAPID_PRIVATE_KEY || around.vapidPrivateKey,
    ...fileUrls,
    ...visitorTokens,
    ...(RECEIPT_SIGNING_KEYS && { RECEIPT_SIGNING_KEYS }),
  }
}

type ServiceOptions = {
  name: ServiceName
  entry: string
  env: NodeJS.ProcessEnv
  url: string
  output: FollowedLog
  logFile: string
  watch: boolean
  log: (line: string) => void
  signal: AbortSignal
}

function keepService({ name, entry, env, url, output, logFile, watch, log, signal }: ServiceOptions): Kept {
  let everReady = false
  let logStart = 0
  return keepRunning({
    name,
    log,
    signal,
    launch: () => {
      logStart = sizeOf(logFile)
      if (watch) {
        // Node's watcher does not end with its parent; a service does, when the watcher's channel to it closes.
        const args = ['--watch', '--watch-preserve-output', entry]
        return spawnGuarded(process.execPath, args, { deathSignal: 'TERM', output: output.fd, cwd: root, env })
      }
      return spawn(process.execPath, [entry], {
        cwd: root,
        env,
        detached: true,
        stdio: ['ignore', output.fd, output.fd, 'ipc'],
      })
    },
    ready: async (gone) => {
      await untilReady(name, url, gone, everReady ? undefined : READY_WITHIN_MS)
      everReady = !gone.aborted
    },
    giveUp: async (attempt) => {
      output.look()
      if (attempt < 3) return undefined
      const troubles = (await readFrom(logFile, logStart)).split('\n').map(readTrouble).filter(Boolean)
      return new Problem(`${name} could not start: ${troubles.at(-1) ?? 'it logged nothing'} (see ${logFile}).`)
    },
  })
}

/**
 * Resolves when a service answers `GET /readyz` with 200, or has ended.
 *
 * @throws Problem with the last answer when that takes longer than `withinMs`
 */
export async function untilReady(name: string, url: string, gone: AbortSignal, withinMs?: number) {
  const until = withinMs && Date.now() + withinMs
  let lastAnswer = 'no answer'
  while (!gone.aborted) {
    try {
      const response = await fetch(`${url}/readyz`, { signal: AbortSignal.any([gone, AbortSignal.timeout(5_000)]) })
      const body = await response.text()
      if (response.ok) return
      lastAnswer = body.slice(0, 500)
    } catch {
      // it does not listen yet
    }
    if (until && Date.now() > until)
      throw new Problem(`${name} is not ready after ${withinMs / 1000} s; GET ${url}/readyz answers: ${lastAnswer}`)
    await wait(40, undefined, { signal: gone }).catch(() => {})
  }
}

/** Runs the migrator as a process of its own, as deployments do. */
async function migrate(adminUrl: string, roles: Record<ServiceName, string>, logFile: string, signal: AbortSignal) {
  const roleVariables = serviceNames.map((name) => [`${envName(name)}_DATABASE_URL`, roles[name]])
  const logStart = sizeOf(logFile)
  const output = openSync(logFile, 'a', 0o600)
  try {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'migrate.ts')], {
      env: { ...process.env, DATABASE_URL: adminUrl, ...Object.fromEntries(roleVariables) },
      stdio: ['ignore', output, output],
      detached: true,
      signal,
    })
    const code = await new Promise<number | null>((resolve, reject) =>
      child.once('exit', resolve).once('error', reject),
    )
    if (code === 0) return
  } finally {
    closeSync(output)
  }
  const reason = (await readFrom(logFile, logStart)).trim().split('\n').at(-1)
  throw new Problem(`The database could not be brought up to date: ${reason} (see ${logFile})`)
}
