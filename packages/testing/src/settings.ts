import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Endpoint } from '@parley/contracts/endpoint'
import { byService, calleesOf, envName, type ServiceName, serviceNames } from '@parley/contracts/services'
import { loadConfig, type ServiceConfig } from '@parley/kit/config'
import { newSigningKey, randomPassword, type SigningKeys, trustedCallers } from '@parley/kit/keys'
import type { Service } from '@parley/kit/service'

const root = join(import.meta.dirname, '../../..')

export type Env = Record<string, string>

/** The secrets of one platform. */
export interface Keys {
  jwtSecret: string
  fileUrlSecret: string
  visitorTokenSecret: string
  vapidPrivateKey: string
  inboundMailSecret: string
  /** Each service's own. */
  signingKeys: SigningKeys
}

export const newKeys = (): Keys => ({
  jwtSecret: randomPassword(),
  fileUrlSecret: randomPassword(),
  visitorTokenSecret: randomPassword(),
  vapidPrivateKey: randomPassword(),
  inboundMailSecret: randomPassword(),
  signingKeys: byService(newSigningKey),
})

/** Every service's settings in tests: no log, no rate limits, and no request refused because the machine is busy. */
export const testEnv: Env = {
  PARLEY_ENV: 'test',
  LOG_LEVEL: 'silent',
  RATE_LIMITS: 'off',
  ADDRESS_CONVERSATIONS_PER_HOUR: '1000000',
  ADDRESS_MESSAGES_PER_MINUTE: '1000000',
  DRAIN_TIMEOUT_MS: '2000',
  REQUEST_WAIT_MS: '60000',
  // Loading Python takes seconds; who tests it says so.
  CODE_INTERPRETER: 'off',
  // Nor is every attachment read: each takes a process.
  DOCUMENTS_AT_ONCE: '0',
}

/** For tests of shares: of five connections a person has three, a workspace four and a channel two. */
export const fiveConnections: Env = {
  DATABASE_POOL_SIZE: '5',
  REQUEST_SHARE_PERSON: '60',
  REQUEST_SHARE_WORKSPACE: '80',
  REQUEST_SHARE_CHANNEL: '40',
}

/** Where the services of one platform keep their files; whoever boots it removes it. */
export const dataFolderOf = (redisPrefix: string): string => join(tmpdir(), `parley-${redisPrefix}`)

/** A service's whole environment, but for the port it gets. */
export function environmentOf(
  service: ServiceName,
  around: { keys: Keys; databaseUrl: string; redisUrl: string; redisPrefix: string; urls: Map<ServiceName, string> },
): Env {
  const { keys, databaseUrl, redisUrl, redisPrefix, urls } = around
  const callees = calleesOf(service)
  const common: Env = {
    ...testEnv,
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    // What a new connection has to learn is much of what a short test costs.
    DATABASE_POOL_SIZE: '3',
    REQUEST_SHARE_PERSON: '100',
    REQUEST_SHARE_WORKSPACE: '100',
    REQUEST_SHARE_CHANNEL: '100',
    REDIS_URL: redisUrl,
    REDIS_PREFIX: redisPrefix,
    INTERNAL_TRUSTED_CALLERS: trustedCallers(service, keys.signingKeys),
    ...(callees.length > 0 && { INTERNAL_SIGNING_KEY: keys.signingKeys[service] }),
    // A service that was not started is one that cannot be reached: port 9 discards.
    ...Object.fromEntries(callees.map((name) => [`${envName(name)}_URL`, urls.get(name) ?? 'http://127.0.0.1:9'])),
    FILE_URL_SECRET: keys.fileUrlSecret,
    PARLEY_DATA: dataFolderOf(redisPrefix),
  }
  const VISITOR_TOKEN_SECRETS = keys.visitorTokenSecret
  if (service === 'support-desk')
    return {
      ...common,
      VISITOR_TOKEN_SECRETS,
      INBOUND_MAIL_DOMAIN: 'in.parley.test',
      INBOUND_MAIL_SECRETS: keys.inboundMailSecret,
    }
  if (service !== 'gateway') return common
  return {
    ...common,
    JWT_SECRET: keys.jwtSecret,
    VISITOR_TOKEN_SECRETS,
    VAPID_PRIVATE_KEY: keys.vapidPrivateKey,
  }
}

const sourceOf = (service: ServiceName, file: string) => join(root, 'services', service, 'src', file)

/** The services whose sources are there. */
export const existingServices = (): ServiceName[] =>
  serviceNames.filter((service) => existsSync(sourceOf(service, 'service.ts')))

/** What hashing a password costs in tests, which sign in all the time: next to nothing. */
export const cheapPasswords = { memoryCost: 64, timeCost: 1, parallelism: 1 }

/** What a test has of a gateway beside its environment. */
interface GatewayOptions {
  /** The endpoints that it routes; default: the platform's. */
  endpoints?: readonly Endpoint[]
  /** The sources of the feeds that it delivers; default: the platform's. */
  feeds?: readonly object[]
}

/** Makes a service in this process out of its own sources. By path: services depend on this package, not it on them. */
export async function createInProcess(service: ServiceName, env: Env, options: GatewayOptions = {}): Promise<Service> {
  const { Config } = (await import(pathToFileURL(sourceOf(service, 'config.ts')).href)) as {
    Config: typeof ServiceConfig
  }
  const { createService } = (await import(pathToFileURL(sourceOf(service, 'service.ts')).href)) as {
    createService: (
      config: ServiceConfig,
      options?: GatewayOptions & { passwordCost: typeof cheapPasswords },
    ) => Service
  }
  const config = loadConfig(Config, env)
  return service === 'gateway'
    ? createService(config, { ...options, passwordCost: cheapPasswords })
    : createService(config)
}
