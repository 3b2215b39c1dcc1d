import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createClient } from '@parley/client/client'
import { keepRunning } from '@parley/local/keep-running'
import { freePort } from '@parley/local/ports'
import { root } from '@parley/local/services'
import { type Stack, startStack } from '@parley/local/supervisor'
import { openDatabase } from './database.ts'
import type { Platform, ProcessOptions } from './platform.ts'
import { existingServices, testEnv } from './settings.ts'
import { until } from './until.ts'

/** The services as real processes, on a PostgreSQL and a Redis of their own: anything may be killed, and comes back. */
export interface ProcessPlatform extends Platform {
  /** Kills and restarts services, PostgreSQL and Redis; see `Stack`. */
  readonly stack: Stack
  /** Every process by name: the services, `gateway-2` and on, `postgres` and `redis`. */
  pids(): Record<string, number>
  /** Sends a signal to any of those and waits for the end of the process; it comes back by itself, see `ready`. */
  kill(name: string, signal: NodeJS.Signals): Promise<void>
  /** Resolves when it does its work, also after a crash. */
  ready(name: string): Promise<void>
}

export async function bootProcesses(options: ProcessOptions): Promise<ProcessPlatform> {
  const { PATH, HOME, TMPDIR } = process.env
  const env = { PATH, HOME, ...(TMPDIR && { TMPDIR }), ...testEnv, LOG_LEVEL: 'warn', ...options.env }
  const services = options.services ?? existingServices()
  const stack = await startStack({ ephemeral: !options.durable, services, env, serviceEnv: options.serviceEnv })
  const others = new Map<string, Awaited<ReturnType<typeof startGateway>>>()
  const close = async () => {
    await Promise.all([...others.values()].map(({ kept }) => kept.stop()))
    await stack.stop()
  }
  try {
    for (let number = 2; number <= (options.gateways ?? 1); number++)
      others.set(`gateway-${number}`, await startGateway(`gateway-${number}`, stack))
  } catch (error) {
    await close()
    throw error
  }

  const database = openDatabase({ url: stack.databaseUrl, urls: stack.databaseUrls })
  const servers = { postgres: stack.postgres!, redis: stack.redis! }
  const keptOf = (name: string) => others.get(name)?.kept ?? servers[name as keyof typeof servers]
  return {
    url: stack.url,
    gatewayUrls: [stack.url, ...[...others.values()].map(({ url }) => url)],
    urlOf: (service) => stack.urls[service],
    database,
    redisUrl: stack.redisUrl,
    redisPrefix: stack.env.gateway.REDIS_PREFIX ?? 'parley',
    jwtSecret: stack.env.gateway.JWT_SECRET!,
    signingKey: stack.env.gateway.INTERNAL_SIGNING_KEY!,
    client: (token) => createClient({ baseUrl: stack.url, token }),
    stack,
    pids: () => ({
      ...stack.pids(),
      ...Object.fromEntries([...others].flatMap(([name, { kept }]) => (kept.pid ? [[name, kept.pid]] : []))),
    }),
    kill: (name, signal) => keptOf(name)?.kill(signal) ?? stack.kill(name as never, signal),
    ready: (name) => keptOf(name)?.ready() ?? stack.ready(name as never),
    async close() {
      await database.close()
      await close()
    },
  }
}

/** One more gateway beside the stack's own. */
async function startGateway(name: string, stack: Stack) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const kept = keepRunning({
    name,
    launch: () =>
      spawn(process.execPath, [join(root, 'services/gateway/src/main.ts')], {
        cwd: root,
        env: { ...stack.env.gateway, PORT: String(port) },
        detached: true,
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      }),
    ready: async (gone) => {
      await until(
        async () =>
          gone.aborted ||
          (await fetch(`${url}/readyz`).then(
            (answer) => answer.ok,
            () => false,
          )),
        { what: `${name} to be ready`, withinMs: 30_000 },
      )
    },
  })
  await kept.ready()
  return { kept, url }
}
