import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis as Client } from 'ioredis'
import { endOrphan, spawnGuarded } from './guarded-process.ts'
import { keepRunning } from './keep-running.ts'
import { readFrom, sizeOf } from './log-files.ts'
import { freePort } from './ports.ts'
import { Problem } from './problem.ts'
import { findOrInstall } from './system-packages.ts'

export type RedisOptions = {
  /** Where its data and password are kept. Default: a temporary folder, removed by `stop()`. */
  dir?: string
  /** For tests: nothing is written to disk. */
  ephemeral?: boolean
  /** Default: a free one. */
  port?: number
  /** Default: `redis.log` in `dir`. */
  logFile?: string
  say?: (line: string) => void
  signal?: AbortSignal
}

export type Redis = {
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

/** Starts a Redis (or Valkey) of our own on 127.0.0.1 and keeps it running; installs it where it is missing. */
export async function startRedis(options: RedisOptions = {}): Promise<Redis> {
  const { ephemeral = false, say } = options
  const program = await findOrInstall(['redis-server', 'valkey-server'], {
    what: 'Redis',
    instead: 'set REDIS_URL to a Redis of your own',
    say,
  })
  options.signal?.throwIfAborted()
  const temporary = options.dir === undefined
  const dir = resolve(options.dir ?? (await mkdtemp(join(tmpdir(), 'parley-redis-'))))
  const cleanUp = async () => {
    if (temporary) await rm(dir, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    const logFile = options.logFile ?? join(dir, 'redis.log')
    const password = await keptPassword(join(dir, 'password'))
    let port = options.port ?? (await freePort())
    let logStart = 0 // what the log says from here on is about the latest launch
    const urlOf = () => `redis://:${password}@127.0.0.1:${port}`

    const kept = keepRunning({
      name: 'Redis',
      say,
      signal: options.signal,
      launch: async () => {
        const pid = Number.parseInt(await readFile(join(dir, 'redis.pid'), 'utf8').catch(() => ''), 10)
        if (pid) await endOrphan({ pid, folder: dir, program: /redis|valkey/, signal: 'SIGTERM' })
        const config = join(dir, 'redis.conf') // in a file of our own: arguments are for everybody to read
        await writeFile(config, settings({ dir, port, password, ephemeral }), { mode: 0o600 })
        logStart = sizeOf(logFile)
        const output = openSync(logFile, 'a', 0o600)
        try {
          return spawnGuarded(program, [config], { deathSignal: 'TERM', output, cwd: dir })
        } finally {
          closeSync(output)
        }
      },
      ready: (gone) => answers(urlOf(), gone),
      hopeless: async (attempt) => {
        const log = await readFrom(logFile, logStart)
        if (/No space left on device/.test(log))
          return new Problem(`The disk that holds ${dir} is full; free some space and start again.`)
        if (!/bind: Address already in use/.test(log) || attempt === 20) {
          const reason = log
            .trim()
            .split('\n')
            .at(-1)
            ?.replace(/^\S+ \d+ \w+ \d+ [\d:.]+ [#*.-] /, '')
          return new Problem(`Redis could not start: ${reason || 'it says nothing'}.`)
        }
        if (options.port === undefined) port = await freePort()
        return undefined
      },
    })
    try {
      await kept.ready()
    } catch (error) {
      await kept.stop()
      throw error
    }
    return {
      url: urlOf(),
      port,
      get pid() {
        return kept.pid
      },
      ready: kept.ready,
      kill: kept.kill,
      restart: kept.restart,
      async stop() {
        await kept.stop()
        await cleanUp()
      },
    }
  } catch (error) {
    await cleanUp()
    throw error
  }
}

function settings(own: { dir: string; port: number; password: string; ephemeral: boolean }): string {
  const { dir, port, password, ephemeral } = own
  return [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${password}`,
    `pidfile "${join(dir, 'redis.pid')}"`,
    'maxmemory-policy noeviction', // an evicted key is a lost job
    'save ""',
    // Each write reaches the file before it is answered, so a killed Redis loses nothing; a killed machine loses a
    // second of job entries, which the relay makes again from the outbox rows.
    ephemeral ? 'appendonly no' : 'appendonly yes',
    'appendfsync everysec',
    '',
  ].join('\n')
}

async function keptPassword(file: string): Promise<string> {
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFile(file, 'utf8')
}

async function answers(url: string, gone: AbortSignal) {
  while (!gone.aborted) {
    const client = new Client(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.ping()
      return
    } catch {
      await wait(25, undefined, { signal: gone }).catch(() => {})
    } finally {
      client.disconnect()
    }
  }
}
