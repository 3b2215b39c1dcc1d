import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { calleesOf, callersOf, serviceNames } from '@parley/contracts/services'
import { loadConfig } from '@parley/kit/config'
import { publicKeyOf } from '@parley/kit/keys'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCompose, settable } from './compose-file.ts'
import { configs, entryOf, pinned, root, textOf, unknownVariables } from './repository.ts'

const compose = readCompose()
const parts = Object.entries(compose.services)
const get = (name: string) => {
  const found = compose.services[name]
  if (!found) throw new Error(`There is no ${name}.`)
  return found
}

describe('docker-compose.yml', () => {
  it('runs the six services, each from its own main.ts', () => {
    for (const name of serviceNames) expect(entryOf(get(name).command ?? [])).toBe(`services/${name}/src/main.ts`)
  })

  it('pins every image that it does not build', () => {
    const built = new Set(parts.filter(([, { build }]) => build).map(([, { image }]) => image))
    for (const [name, { image }] of parts) if (!built.has(image)) expect(image, name).toMatch(pinned)
  })

  // Services that build the same tag side by side fail: the second export finds it there already.
  it('builds the image once, before all that run it', () => {
    const [builder, ...others] = parts.filter(([, { build }]) => build).map(([name]) => name)
    expect([builder, others]).toEqual(['secrets', []])
    const waitsFor = (name: string): boolean =>
      Object.entries(get(name).depends_on).some(
        ([other, { condition }]) =>
          (other === builder && condition === 'service_completed_successfully') || waitsFor(other),
      )
    const users = parts.filter(([name, { image }]) => name !== builder && image === get(builder!).image)
    expect(users.map(([name]) => name).sort()).toEqual([...serviceNames, 'migrate'].sort())
    for (const [name] of users) expect(waitsFor(name), name).toBe(true)
  })

  it('sets no variable that its service would not read', () => {
    for (const name of serviceNames) expect(unknownVariables(name, get(name).environment), name).toEqual([])
  })

  it('takes from .env only what a service reads, and where things are', () => {
    const places = ['MAILPIT_PORT', 'PARLEY_IMAGE']
    const read = new Set(Object.values(configs).flatMap(({ shape }) => Object.keys(shape)))
    expect(settable.filter((name) => !read.has(name) && !places.includes(name))).toEqual([])
    const said = textOf('docker-compose.yml').split('\nname:')[0]!
    expect(settable.filter((name) => !places.includes(name) && !said.includes(name))).toEqual([])
  })

  it.each(serviceNames)('points %s at services that are there, at the port they listen on', (service) => {
    for (const [name, value] of Object.entries(get(service).environment)) {
      // Those of others are the operator's to give.
      if (!name.endsWith('_URL') || name === 'PUBLIC_URL' || value === '') continue
      const { hostname, port } = new URL(value)
      const target = get(hostname)
      if (name !== 'SMTP_URL') expect(port, name).toBe(target.environment.PORT)
      expect(
        target.networks?.some((network) => get(service).networks?.includes(network)),
        name,
      ).toBe(true)
    }
  })

  it('publishes the gateway to the network and nothing else; the mails to this machine alone', () => {
    const published = parts.flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`))
    expect(published).toEqual(['gateway 8080:8080', 'mailpit 127.0.0.1:8025:8025'])
  })

  it('gives the stores no way out, and nobody else a way in', () => {
    expect(compose.networks.data?.internal).toBe(true)
    for (const store of ['postgres', 'redis', 's3']) expect(get(store).networks).toEqual(['data'])
  })

  it('contains every container: read-only, without capabilities, bounded in memory, processes and logs', () => {
    for (const [name, part] of parts) {
      expect(part.read_only, name).toBe(true)
      expect(part.cap_drop, name).toEqual(['ALL'])
      expect(part.security_opt, name).toContain('no-new-privileges:true')
      expect(part.logging.options, name).toMatchObject({
        'max-size': expect.any(String),
        'max-file': expect.any(String),
      })
    }
  })

  it('waits for what is needed: the healthy ones have a health check, the completed ones end', () => {
    for (const [name, { depends_on }] of parts) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const target = get(other)
        if (condition === 'service_healthy') expect(target.healthcheck, `${name} → ${other}`).toBeDefined()
        if (condition === 'service_completed_successfully') expect(target.restart, `${name} → ${other}`).toBe('no')
      }
    }
    for (const name of serviceNames)
      expect(get(name).depends_on).toEqual({
        migrate: { condition: 'service_completed_successfully' },
        redis: { condition: 'service_healthy' },
      })
    expect(get('migrate').depends_on.postgres?.condition).toBe('service_healthy')
  })

  it('watches the health of all that keeps running, and starts it again', () => {
    for (const [name, part] of parts) {
      if (part.restart === 'no') continue
      expect(part.restart, name).toBe('unless-stopped')
      expect(part.healthcheck, name).toBeDefined()
    }
  })

  it('lets a service drain before it is killed', () => {
    for (const name of serviceNames) {
      const hardStopSeconds = 10
      expect(Number.parseInt(get(name).stop_grace_period ?? '0', 10), name).toBeGreaterThan(hardStopSeconds)
    }
  })

  it('makes a cluster with the text handling that Parley is built on', () => {
    expect(get('postgres').environment.POSTGRES_INITDB_ARGS).toBe(
      '--locale-provider=builtin --locale=C.UTF-8 --encoding=UTF8',
    )
    expect(get('postgres').image).toMatch(/^postgres:18\./)
  })

  it('keeps Redis on disk and never evicts', () => {
    const script = get('redis').entrypoint?.at(-1)
    expect(script).toMatch(/--appendonly yes/)
    expect(script).toMatch(/--maxmemory-policy noeviction/)
  })

  it('declares every volume it uses, uses every one it declares, and lets nobody write to secrets but their maker', () => {
    const mounts = parts.flatMap(([name, { volumes }]) =>
      volumes.map((volume) => [name, ...volume.split(':')] as const),
    )
    expect(new Set(mounts.map(([, volume]) => volume))).toEqual(new Set(Object.keys(compose.volumes)))
    for (const [name, volume, , mode] of mounts) {
      if (!volume?.startsWith('secrets-') || name === 'secrets') continue
      expect([name, volume, mode]).toEqual([name, `secrets-${name}`, 'ro'])
    }
  })
})

describe('the secrets of docker-compose.yml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-ops-'))
  const generator = get('secrets')
  const makeSecrets = () => {
    const script = generator.command!.at(-1)!.replaceAll('/secrets/', `${folder}/`)
    const made = spawnSync('sh', [...generator.command!.slice(1, -1), script], { cwd: root, encoding: 'utf8' })
    expect(made.stderr).toBe('')
    expect(made.status).toBe(0)
  }
  const secretsOf = (name: string) =>
    Object.fromEntries(
      readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file), 'utf8').trim()]),
    )
  /** A service and its public key, as `trustedBy` lists them. */
  const keyPairOf = (name: string) => [name, publicKeyOf(secretsOf(name).INTERNAL_SIGNING_KEY!)]
  const trustedBy = (name: string) => Object.entries(JSON.parse(secretsOf(name).INTERNAL_TRUSTED_CALLERS!))
  const all = () => Object.fromEntries(readdirSync(folder).map((name) => [name, secretsOf(name)]))

  beforeAll(() => {
    for (const volume of generator.volumes) mkdirSync(join(folder, volume.split(':')[1]!.replace('/secrets/', '')))
    makeSecrets()
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  /** The environment with every file where this test has it. */
  const environmentOf = (name: string, more: Record<string, string> = {}) =>
    Object.fromEntries(
      Object.entries({ ...get(name).environment, ...more }).map(([variable, value]) => [
        variable,
        value.replace('/run/secrets/parley', join(folder, name)),
      ]),
    )

  it.each(serviceNames)('are all that %s needs, with nothing set by hand', (name) => {
    expect(() => loadConfig(configs[name], environmentOf(name))).not.toThrow()
  })

  it.each(serviceNames)('are good enough for %s in production', (name) => {
    const production: Record<string, string> = { PARLEY_ENV: 'production' }
    if (name === 'gateway') production.PUBLIC_URL = 'https://parley.example.com'
    expect(() => loadConfig(configs[name], environmentOf(name, production))).not.toThrow()
  })

  it('are files that their readers can read and nobody can write', () => {
    for (const [name, { environment }] of parts) {
      for (const [variable, value] of Object.entries(environment)) {
        if (!variable.endsWith('_FILE')) continue
        const file = value.replace('/run/secrets/parley', join(folder, name))
        expect((statSync(file).mode & 0o777).toString(8), file).toBe('444')
      }
    }
  })

  it('give each service its own role and no other secret', () => {
    for (const name of serviceNames) {
      const { DATABASE_URL, ...rest } = secretsOf(name)
      expect(new URL(DATABASE_URL!).username).toBe(`parley_${name.replaceAll('-', '_')}`)
      const own: Partial<Record<string, string[]>> = {
        gateway: [
          'FILE_URL_SECRET',
          'INTERNAL_SIGNING_KEY',
          'JWT_SECRET',
          'VAPID_PRIVATE_KEY',
          'VISITOR_TOKEN_SECRETS',
        ],
        channels: ['FILE_URL_SECRET'],
        messaging: ['FILE_URL_SECRET', 'S3_SECRET_ACCESS_KEY'],
        'chat-engine': ['FILE_URL_SECRET', 'INTERNAL_SIGNING_KEY', 'S3_SECRET_ACCESS_KEY', 'SECRET_KEYS'],
        integrations: ['FILE_URL_SECRET', 'INTERNAL_SIGNING_KEY', 'S3_SECRET_ACCESS_KEY', 'SECRET_KEYS'],
        'support-desk': [
          'FILE_URL_SECRET',
          'INTERNAL_SIGNING_KEY',
          'S3_SECRET_ACCESS_KEY',
          'SECRET_KEYS',
          'VISITOR_TOKEN_SECRETS',
        ],
      }
      const everyones = ['INTERNAL_TRUSTED_CALLERS', 'REDIS_URL']
      expect(Object.keys(rest).sort()).toEqual([...(own[name] ?? []), ...everyones].sort())
    }
  })

  it('let nobody call as another: each signs with a key of its own, and is trusted by those it calls alone', () => {
    const signing = serviceNames.filter((name) => calleesOf(name).length > 0)
    expect(new Set(signing.map((name) => secretsOf(name).INTERNAL_SIGNING_KEY)).size).toBe(4)
    for (const name of serviceNames) expect(trustedBy(name), name).toEqual(callersOf(name).map(keyPairOf))
  })

  it('let the migrator create the very roles that the services sign in as', () => {
    const migrator = secretsOf('migrate')
    for (const name of serviceNames)
      expect(migrator[`${name.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`]).toBe(secretsOf(name).DATABASE_URL)
    expect(new URL(migrator.DATABASE_URL!).password).toBe(secretsOf('postgres').POSTGRES_PASSWORD)
    expect(new URL(secretsOf('gateway').REDIS_URL!).password).toBe(secretsOf('redis').REDIS_PASSWORD)
  })

  it('stay as they are when made again, and a new installation gets others', () => {
    const before = all()
    makeSecrets()
    expect(all()).toEqual(before)
    rmSync(join(folder, 'all', 'JWT_SECRET'))
    makeSecrets()
    expect(secretsOf('gateway').JWT_SECRET).not.toBe(before.gateway!.JWT_SECRET)
    expect(secretsOf('gateway').DATABASE_URL).toBe(before.gateway!.DATABASE_URL)
  })

  it('reach everybody who shares them when one is replaced', () => {
    const before = all()
    for (const name of ['CHAT_ENGINE_INTERNAL_SIGNING_KEY', 'REDIS_PASSWORD', 'POSTGRES_PASSWORD'])
      rmSync(join(folder, 'all', name))
    makeSecrets()
    const { INTERNAL_SIGNING_KEY } = secretsOf('chat-engine')
    expect(INTERNAL_SIGNING_KEY).not.toBe(before['chat-engine']!.INTERNAL_SIGNING_KEY)
    expect(secretsOf('gateway').INTERNAL_SIGNING_KEY).toBe(before.gateway!.INTERNAL_SIGNING_KEY)
    for (const name of serviceNames) {
      expect(trustedBy(name), name).toEqual(callersOf(name).map(keyPairOf))
      expect(new URL(secretsOf(name).REDIS_URL!).password).toBe(secretsOf('redis').REDIS_PASSWORD)
    }
    const { POSTGRES_PASSWORD } = secretsOf('postgres')
    expect(POSTGRES_PASSWORD).not.toBe(before.postgres!.POSTGRES_PASSWORD)
    expect(new URL(secretsOf('migrate').DATABASE_URL!).password).toBe(POSTGRES_PASSWORD)
  })
})
