// Prints the secrets of a deployment as lines for an environment file, or keeps them in files:
//   npm run --silent secrets -- [--dir <folder>] [--database <host:port/name>] [--redis <host:port>]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { serviceNames } from '@parley/contracts/services'
import { newSigningKey, randomPassword, trustedCallers } from './keys.ts'
import { explain, Problem } from './problem.ts'
import { envName, roleUrls } from './services.ts'

/**
 * A complete set. What is known already is kept, and what is derived from it (a URL, a public key) follows it.
 * `database` and `redis` say where the deployment finds them.
 */
export function makeSecrets(
  known: (name: string) => string | undefined,
  { database, redis }: { database: string; redis: string },
): Record<string, string> {
  const kept = (name: string, make: () => string) => known(name) ?? make()
  const signingKey = kept('INTERNAL_SIGNING_KEY', newSigningKey)
  const postgresPassword = kept('POSTGRES_PASSWORD', randomPassword)
  const redisPassword = kept('REDIS_PASSWORD', randomPassword)
  const adminUrl = kept('DATABASE_URL', () => `postgres://postgres:${postgresPassword}@${database}`)
  const passwords = Object.fromEntries(serviceNames.map((name) => [name, randomPassword()]))
  const urls = roleUrls(adminUrl, passwords as Parameters<typeof roleUrls>[1])
  return {
    JWT_SECRET: kept('JWT_SECRET', randomPassword),
    INTERNAL_SIGNING_KEY: signingKey,
    INTERNAL_TRUSTED_CALLERS: trustedCallers(signingKey),
    POSTGRES_PASSWORD: postgresPassword,
    DATABASE_URL: adminUrl,
    ...Object.fromEntries(
      serviceNames.map((name) => {
        const variable = `${envName(name)}_DATABASE_URL`
        return [variable, kept(variable, () => urls[name])]
      }),
    ),
    REDIS_PASSWORD: redisPassword,
    REDIS_URL: kept('REDIS_URL', () => `redis://:${redisPassword}@${redis}`),
  }
}

function main() {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string' },
      database: { type: 'string', default: 'postgres:5432/parley' },
      redis: { type: 'string', default: 'redis:6379' },
    },
  })
  const { dir } = values
  if (dir === undefined) {
    for (const [name, value] of Object.entries(makeSecrets(() => undefined, values))) console.log(`${name}=${value}`)
    return
  }
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const fileOf = (name: string) => join(dir, name)
  const known = (name: string) => (existsSync(fileOf(name)) ? readFileSync(fileOf(name), 'utf8').trim() : undefined)
  const secrets = makeSecrets(known, values)
  const missing = Object.entries(secrets).filter(([name]) => !existsSync(fileOf(name)))
  for (const [name, value] of missing) writeFileSync(fileOf(name), value, { mode: 0o400, flag: 'wx' })
  const made = missing.length === 0 ? 'All were there already' : `${missing.length} made`
  console.log(`${made}: ${Object.keys(secrets).length} secrets in ${dir}.`)
}

if (import.meta.main) {
  try {
    main()
  } catch (error) {
    const isUsage = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')
    console.error(isUsage ? explain(new Problem((error as Error).message)) : explain(error))
    process.exitCode = 1
  }
}
