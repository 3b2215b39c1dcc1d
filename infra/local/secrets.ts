// Prints the secrets of a deployment as lines for an environment file, or keeps them in files:
//   npm run --silent secrets -- [--dir <folder>] [--database <host:port/name>] [--redis <host:port>]
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { byService, calleesOf, envName, serviceNames } from '@parley/contracts/services'
import { newSigningKey, randomPassword, trustedCallers } from '@parley/kit/keys'
import { explain, Problem } from '@parley/kit/problem'
import { roleUrls } from '@parley/kit/role-urls'

/** Where the deployment finds its stores; what is not given stays as it is. */
type Places = { database?: string | undefined; redis?: string | undefined }

/**
 * A complete set. Keys and passwords that are known are kept; what is derived from them (a URL, a public key) follows
 * them, so that replacing one of them never leaves the other half behind.
 */
export function makeSecrets(
  known: (name: string) => string | undefined,
  { database, redis }: Places,
): Record<string, string> {
  const kept = (name: string, make: () => string) => known(name) ?? make()
  const signingKeys = byService((name) => kept(`${envName(name)}_INTERNAL_SIGNING_KEY`, newSigningKey))
  const postgresPassword = kept('POSTGRES_PASSWORD', randomPassword)
  const redisPassword = kept('REDIS_PASSWORD', randomPassword)
  const placeOf = (name: string, scheme: string, given: string | undefined, otherwise: string) =>
    given === undefined ? kept(name, () => `${scheme}://${otherwise}`) : `${scheme}://${given}`
  const adminUrl = signedIn(placeOf('DATABASE_URL', 'postgres', database, 'postgres:5432/parley'), postgresPassword)
  if (adminUrl.username === '') adminUrl.username = 'postgres'
  const passwords = byService((name) => passwordIn(known(`${envName(name)}_DATABASE_URL`)) || randomPassword())
  const urls = roleUrls(adminUrl.href, passwords)
  return {
    JWT_SECRET: kept('JWT_SECRET', randomPassword),
    FILE_URL_SECRET: kept('FILE_URL_SECRET', randomPassword),
    VISITOR_TOKEN_SECRETS: kept('VISITOR_TOKEN_SECRETS', randomPassword),
    SECRET_KEYS: kept('SECRET_KEYS', randomPassword),
    // Any 32 random bytes but a few are a private key of P-256.
    VAPID_PRIVATE_KEY: kept('VAPID_PRIVATE_KEY', randomPassword),
    ...Object.fromEntries(
      serviceNames
        .filter((name) => calleesOf(name).length > 0)
        .map((name) => [`${envName(name)}_INTERNAL_SIGNING_KEY`, signingKeys[name]]),
    ),
    ...Object.fromEntries(
      serviceNames.map((name) => [`${envName(name)}_INTERNAL_TRUSTED_CALLERS`, trustedCallers(name, signingKeys)]),
    ),
    POSTGRES_PASSWORD: postgresPassword,
    DATABASE_URL: adminUrl.href,
    ...Object.fromEntries(serviceNames.map((name) => [`${envName(name)}_DATABASE_URL`, urls[name]])),
    REDIS_PASSWORD: redisPassword,
    REDIS_URL: signedIn(placeOf('REDIS_URL', 'redis', redis, 'redis:6379'), redisPassword).href,
  }
}

function signedIn(place: string, password: string): URL {
  const url = new URL(place)
  url.password = encodeURIComponent(password)
  return url
}

const passwordIn = (url: string | undefined) => (url === undefined ? undefined : new URL(url).password)

function main() {
  const { values } = parseArgs({
    options: { dir: { type: 'string' }, database: { type: 'string' }, redis: { type: 'string' } },
  })
  const { dir } = values
  if (dir === undefined) {
    for (const [name, value] of Object.entries(makeSecrets(() => undefined, values))) console.log(`${name}=${value}`)
    return
  }
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const fileOf = (name: string) => join(dir, name)
  const known = (name: string) =>
    existsSync(fileOf(name)) ? readFileSync(fileOf(name), 'utf8').trim() || undefined : undefined
  const secrets = makeSecrets(known, values)
  const differing = Object.entries(secrets).filter(([name, value]) => known(name) !== value)
  for (const [name, value] of differing) replaceFile(fileOf(name), value)
  const made = differing.length === 0 ? 'All were there already' : `${differing.length} made`
  console.log(`${made}: ${Object.keys(secrets).length} secrets in ${dir}.`)
}

/** Whole or not at all; the file itself is read-only. */
function replaceFile(file: string, text: string): void {
  const next = `${file}.next`
  rmSync(next, { force: true })
  writeFileSync(next, text, { mode: 0o400, flag: 'wx' })
  renameSync(next, file)
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
