import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createClient } from '@parley/client/client'
import type { ServiceName } from '@parley/contracts/services'
import { keepRunning } from '@parley/embedded/keep-running'
import { freePort } from '@parley/embedded/ports'
import { root } from '@parley/local/root'
import { type Stack, startStack, untilReady } from '@parley/local/supervisor'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { openDatabase } from '@parley/testing/database'
import type { Platform, PlatformOptions } from '@parley/testing/platform'
import { type Env, existingServices, testEnv } from '@parley/testing/settings'
import { bundleServices } from './bundle.ts'

export interface ProcessOptions extends PlatformOptions {
  /** PostgreSQL and Redis write to disk as in production, and keep every acknowledged write when they are killed. */
  durable?: boolean
  /** Services start from their sources, as in production, which takes twice as long. Default: from a bundle of them. */
  fromSources?: boolean
  /** How many chat engines stand side by side. The gateway of the same number calls each. Default: 1. */
  chatEngines?: number
}

/** The services as real processes, on a PostgreSQL and a Redis of their own: anything may be killed, and comes back. */
export interface ProcessPlatform extends Platform {
  /** Kills and restarts services, PostgreSQL and Redis; see `Stack`. */
  readonly stack: Stack
  /** Every process by name: the services, `gateway-2` and on, `chat-engine-2` and on, `postgres` and `redis`. */
  pids(): Record<string, number>
  /** Sends a signal to any of those and waits for the end of the process; it comes back by itself, see `ready`. */
  kill(name: string, signal: NodeJS.Signals): Promise<void>
  /** Resolves when it does its work, also after a crash. */
  ready(name: string): Promise<void>
}

/**
 * Starts Parley with each service in a process of its own, as in production, with a PostgreSQL and a Redis that may be killed
 * too. Call it at the top of a test file: `const platform = await bootProcesses()`.
 */
export async function bootProcesses(options: ProcessOptions = {}): Promise<ProcessPlatform> {
  const platform = await boot(options)
  closeAfterwards(platform)
  return platform
}

async function boot(options: ProcessOptions): Promise<ProcessPlatform> {
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env
  const env = {
    PATH,
    HOME,
    ...(TMPDIR && { TMPDIR }),
    ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }),
    ...testEnv,
    LOG_LEVEL: 'warn',
    ...options.env,
  }
  const services = options.services ?? existingServices()
  const { durable, fromSources, serviceEnv } = options
  const entry = fromSources ? mainOf : await bundleServices()
  const stack = await startStack({ ephemeral: !durable, services, env, serviceEnv, entry })
  const others = new Map<string, Awaited<ReturnType<typeof startReplica>>>()
  const close = async () => {
    await Promise.all([...others.values()].map(({ kept }) => kept.stop()))
    await stack.stop()
  }
  try {
    for (let number = 2; number <= (options.chatEngines ?? 1); number++)
      others.set(`chat-engine-${number}`, await startReplica('chat-engine', number, stack, entry))
    for (let number = 2; number <= (options.gateways ?? 1); number++) {
      const chatEngine = others.get(`chat-engine-${number}`)
      const env = chatEngine && { CHAT_ENGINE_URL: chatEngine.url }
      others.set(`gateway-${number}`, await startReplica('gateway', number, stack, entry, env))
    }
  } catch (error) {
    await close()
    throw error
  }

  const database = openDatabase({ url: stack.databaseUrl, urls: stack.databaseUrls })
  const servers = { postgres: stack.postgres!, redis: stack.redis! }
  const gatewayUrls = [...others].flatMap(([name, { url }]) => (name.startsWith('gateway-') ? [url] : []))
  const keptOf = (name: string) => others.get(name)?.kept ?? servers[name as keyof typeof servers]
  return {
    url: stack.url,
    gatewayUrls: [stack.url, ...gatewayUrls],
    urlOf: (service) => stack.urls[service],
    database,
    redisUrl: stack.redisUrl,
    redisPrefix: stack.env.gateway.REDIS_PREFIX ?? 'parley',
    jwtSecret: stack.env.gateway.JWT_SECRET!,
    visitorTokenSecret: stack.env.gateway.VISITOR_TOKEN_SECRETS!,
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

const mainOf = (service: ServiceName) => join(root, 'services', service, 'src/main.ts')

/** One more process of a service beside the stack's own. */
async function startReplica(service: ServiceName, number: number, stack: Stack, entry: typeof mainOf, env: Env = {}) {
  const name = `${service}-${number}`
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let everReady = false
  const kept = keepRunning({
    name,
    launch: () =>
      spawn(process.execPath, [entry(service)], {
        cwd: root,
        env: { ...stack.env[service], ...env, PORT: String(port) },
        detached: true,
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      }),
    // As in the stack: only a first start is given up, since whoever waits for a restart has a limit of their own.
    ready: async (gone) => {
      await untilReady(name, url, gone, everReady ? undefined : 60_000)
      everReady = !gone.aborted
    },
  })
  await kept.ready()
  return { kept, url }
}
