import { readFileSync } from 'node:fs'
import { Integer } from '@parley/contracts/fields'
import type { ServiceName } from '@parley/contracts/services'
import * as z from 'zod'
import { isSigningKey } from './keys.ts'
import { validate } from './validation.ts'

/** An on/off switch. */
export const Switch = z.stringbool({ truthy: ['on', 'true', '1'], falsy: ['off', 'false', '0'] })

const Percent = (fallback: number) => Integer({ min: 1, max: 100 }).default(fallback)

/** Where another service answers. */
export const ServiceUrl = (name: ServiceName) =>
  z.url({ protocol: /^https?$/, message: 'Must be an http(s) URL.' }).describe(`Where the ${name} service answers.`)

/** What a service signs with who calls. */
export const SigningKey = z
  .string('Missing: base64 of an EC P-256 private key (PKCS#8 DER).')
  .refine(isSigningKey, 'Must be base64 of an EC P-256 private key (PKCS#8 DER).')

/** What every service is configured with. A service's own `config.ts` extends it. */
export const ServiceConfig = z.object({
  PARLEY_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production refuses defaults that are only good for a laptop.'),
  HOST: z.string().default('127.0.0.1').describe('The address to listen on.'),
  PORT: Integer({ min: 0, max: 65_535 }).default(8080).describe('The port to listen on; 0 picks a free one.'),
  DATABASE_URL: z.url().describe('PostgreSQL, signed in as the service’s own role.'),
  DATABASE_POOL_SIZE: Integer({ min: 1, max: 200 }).default(10).describe('Connections per process.'),
  REQUEST_SHARE_PERSON: Percent(60).describe(
    'Percent of a process’s database connections that requests of one person, or of one IP address without a credential, have at once.',
  ),
  REQUEST_SHARE_WORKSPACE: Percent(80).describe('The same for one workspace.'),
  REQUEST_SHARE_CHANNEL: Percent(40).describe('The same for requests that write to one channel.'),
  REQUEST_WAIT_MS: Integer({ min: 0, max: 60_000 })
    .default(5_000)
    .describe(
      'How long a request waits for its share to be free; then it is a 503, or a 429 where it is its sender’s own.',
    ),
  REDIS_URL: z.url().describe('Redis or Valkey, with maxmemory-policy noeviction.'),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w-]+$/)
    .default('parley')
    .describe('Put before every key, channel and queue.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least severe line logged.'),
  INTERNAL_TRUSTED_CALLERS: z
    .string()
    .default('{}')
    .transform((text, context) => {
      try {
        return z.record(z.string(), z.string()).parse(JSON.parse(text))
      } catch {
        context.addIssue('Must be JSON: {"<service>": "<base64 SPKI public key>"}.')
        return z.NEVER
      }
    })
    .describe(
      'JSON: which services may call this one, each with its base64 public key, or several separated by commas.',
    ),
  STREAM_KEEP_ALIVE_MS: Integer({ min: 10, max: 60_000 })
    .default(15_000)
    .describe('How often an event stream sends a comment; a client that reads nothing for twice as long is cut off.'),
  DRAIN_TIMEOUT_MS: Integer({ min: 0, max: 8_000 })
    .default(5_000)
    .describe('How long a stop waits for requests in flight; 10 s after its beginning the process is ended.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional().describe('Where traces go, if anywhere (OTLP over HTTP).'),
})
export type ServiceConfig = z.output<typeof ServiceConfig>

/** Few different characters, or words that examples use: typed by a person, not generated. */
export const isWeakSecret = (secret: string): boolean =>
  new Set(secret).size < 12 || /change.?me|example|password|secret|default|insecure/i.test(secret)

/** Secrets of which the first signs and all are accepted, so that one can replace another. Describe what they sign. */
export const RotatedSecrets = z
  .string('Missing: at least 32 random characters.')
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine((secrets) => secrets.every((secret) => secret.length >= 32), 'Each must be at least 32 random characters.')

/** For a whole configuration: production takes no secret of this variable that a person made up. */
export function refuseWeakSecrets<N extends string>(
  name: N,
  config: Pick<ServiceConfig, 'PARLEY_ENV'> & Record<N, string[]>,
  context: z.RefinementCtx,
): void {
  if (config.PARLEY_ENV !== 'production' || !config[name].some(isWeakSecret)) return
  const message = 'Too easily guessed for production: use random characters, such as 32 bytes in base64.'
  context.addIssue({ code: 'custom', path: [name], message })
}

/** A configuration that cannot be used; the message names every variable at fault. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Parses the environment once. `NAME_FILE` may point to a file that contains the value of `NAME` (Docker and
 * Kubernetes secrets). An empty variable counts as unset.
 *
 * @throws ConfigError naming every variable that is missing or wrong.
 */
export function loadConfig<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv): z.output<S> {
  const given: Record<string, string> = {}
  for (const name of Object.keys(schema.shape)) {
    const file = env[`${name}_FILE`]
    const value = env[name] || (file ? readSecret(name, file) : undefined)
    if (value) given[name] = value
  }
  const { data, details } = validate(schema, given)
  if (!details) return data
  const problems = details.map(({ path, message }) => `${path || 'configuration'}: ${message}`)
  throw new ConfigError(`Configuration cannot be used. ${problems.join('; ')}`)
}

function readSecret(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new ConfigError(`${name}_FILE: cannot read ${file}.`, { cause })
  }
}
