import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Redis as Client } from 'ioredis'
import { endOrphan, spawnGuarded } from './guarded-process.ts'
import { runServer, type Server, type ServerOptions } from './server.ts'
import { findOrInstall } from './system-packages.ts'

export type Redis = Server

/** Starts an embedded Redis (or Valkey) on 127.0.0.1 and keeps it running; installs it where it is missing. */
export async function startRedis(options: ServerOptions = {}): Promise<Redis> {
  const { ephemeral = false, log } = options
  const executable = await findOrInstall(['redis-server', 'valkey-server'], {
    what: 'Redis',
    instead: 'set REDIS_URL to a Redis of your own',
    log,
  })
  return runServer({ name: 'Redis', program: 'redis' }, options, async (dir, logFile) => {
    const password = await readOrCreatePassword(join(dir, 'password'))
    const url = (port: number) => `redis://:${password}@127.0.0.1:${port}`
    return {
      url,
      async start(port) {
        const pid = Number.parseInt(await readFile(join(dir, 'redis.pid'), 'utf8').catch(() => ''), 10)
        if (pid) await endOrphan({ pid, folder: dir, program: /redis|valkey/, signal: 'SIGTERM' })
        const config = join(dir, 'redis.conf') // in a private file: every user can read a process's arguments
        await writeFile(config, settings({ dir, port, password, ephemeral }), { mode: 0o600 })
        const output = openSync(logFile, 'a', 0o600)
        try {
          return spawnGuarded(executable, [config], { deathSignal: 'TERM', output, cwd: dir })
        } finally {
          closeSync(output)
        }
      },
      query: (port) => ping(url(port)),
      reasonIn: (log) => log.trim().split('\n').at(-1)?.replace(LINE_PREFIX, ''),
      retryable: /bind: Address already in use/,
      stopSignal: 'SIGTERM',
      stopGraceMs: 12_000,
    }
  })
}

/** `12345:M 28 Nov 2026 10:00:00.000 # ` */
const LINE_PREFIX = /^\S+ \d+ \w+ \d+ [\d:.]+ [#*.-] /

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

async function readOrCreatePassword(file: string): Promise<string> {
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFile(file, 'utf8')
}

async function ping(url: string) {
  const client = new Client(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.ping()
  } finally {
    client.disconnect()
  }
}
