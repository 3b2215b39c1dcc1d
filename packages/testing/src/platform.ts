import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { type Client, createClient } from '@parley/client/client'
import { calleesOf, type ServiceName } from '@parley/contracts/services'
import type { SigningKeys } from '@parley/kit/keys'
import type { Service } from '@parley/kit/service'
import { inject } from 'vitest'
import { closeAfterwards } from './close-afterwards.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { createInProcess, dataFolderOf, type Env, environmentOf, existingServices, newKeys } from './settings.ts'

export interface PlatformOptions {
  /** Which services to start. Default: all that exist. */
  services?: readonly ServiceName[]
  /** Added to every service's environment, such as `{ RATE_LIMITS: 'on' }`. */
  env?: Env
  /** Added to one service's environment. */
  serviceEnv?: Partial<Record<ServiceName, Env>>
  /** How many gateways stand side by side. Default: 1. */
  gateways?: number
  /** Default: a new one. */
  database?: TestDatabase
}

/** A platform of one's own: its database, its share of Redis, its keys. */
export interface Platform {
  /** Where clients go: the first gateway. */
  readonly url: string
  /** Every gateway. */
  readonly gatewayUrls: readonly string[]
  /** Where a service answers; only the gateway's assertion opens it. */
  urlOf(service: ServiceName): string
  readonly database: TestDatabase
  readonly redisUrl: string
  readonly redisPrefix: string
  /** What the gateway signs its JWTs with. */
  readonly jwtSecret: string
  /** What visitors' tokens are signed with. */
  readonly visitorTokenSecret: string
  /** A client of the first gateway. */
  client(token?: string): Client
  /** Stops all of it; done by itself when the test file ends. */
  close(): Promise<void>
}

export interface InProcessPlatform extends Platform {
  /** What a mail server signs mails with that it hands over. */
  readonly inboundMailSecret: string
  /** What each service signs its assertions with. */
  readonly signingKeys: SigningKeys
  /** Stops one service gracefully; the gateway answers 503 for it. */
  stopService(service: ServiceName): Promise<void>
  /** Starts a stopped service again, where it was. */
  startService(service: ServiceName): Promise<void>
}

/** A prefix for everything in the run's one Redis that belongs to one test file. */
export const newRedisPrefix = (): string => `test-${randomBytes(6).toString('hex')}`

/**
 * Starts Parley on real PostgreSQL and Redis: the services run in the test's own process, on a database cloned from
 * the run's template. Call it at the top of a test file: `const platform = await bootPlatform()`.
 */
export async function bootPlatform(options: PlatformOptions = {}): Promise<InProcessPlatform> {
  const platform = await boot(options)
  closeAfterwards(platform)
  return platform
}

async function boot(options: PlatformOptions): Promise<InProcessPlatform> {
  const names = options.services ?? existingServices()
  const { redisUrl } = inject('parley')
  const redisPrefix = newRedisPrefix()
  const keys = newKeys()
  const urls = new Map<ServiceName, string>()
  const running = new Map<ServiceName, Service>()
  const gateways: Service[] = []
  const gatewayUrls: string[] = []
  const database = options.database ?? (await createTestDatabase())

  const create = (name: ServiceName, port: string) =>
    createInProcess(name, {
      ...environmentOf(name, { keys, databaseUrl: database.urlOf(name), redisUrl, redisPrefix, urls }),
      PORT: port,
      ...options.env,
      ...options.serviceEnv?.[name],
    })

  async function start(name: ServiceName, port = '0') {
    const service = await create(name, port)
    running.set(name, service)
    urls.set(name, await service.start())
  }

  async function close() {
    await Promise.all(gateways.map((gateway) => gateway.stop()))
    await Promise.all([...running.values()].map((service) => service.stop()))
    // The test file's module stays loaded, and with it whatever its platform refers to.
    running.clear()
    gateways.length = 0
    await rm(dataFolderOf(redisPrefix), { recursive: true, force: true })
  }

  try {
    const behind = names.filter((name) => name !== 'gateway')
    // Each after those that it calls: it is given their URLs.
    for (let left: ServiceName[] = behind; left.length > 0; ) {
      const next = left.filter((name) => !calleesOf(name).some((callee) => left.includes(callee)))
      await Promise.all(next.map((name) => start(name)))
      left = left.filter((name) => !next.includes(name))
    }
    if (names.includes('gateway'))
      for (let i = 0; i < (options.gateways ?? 1); i++) {
        const gateway = await create('gateway', '0')
        gateways.push(gateway)
        gatewayUrls.push(await gateway.start())
      }
  } catch (error) {
    await close()
    throw error
  }

  const url = gatewayUrls[0] ?? 'http://127.0.0.1:9'
  if (gatewayUrls.length > 0) urls.set('gateway', url)
  return {
    url,
    gatewayUrls,
    urlOf(service) {
      const found = urls.get(service)
      if (!found) throw new Error(`The platform was booted without ${service}.`)
      return found
    },
    database,
    redisUrl,
    redisPrefix,
    ...keys,
    client: (token) => createClient({ baseUrl: url, token }),
    async stopService(service) {
      await running.get(service)?.stop()
      running.delete(service)
    },
    startService: (service) => start(service, new URL(urls.get(service)!).port),
    close,
  }
}
