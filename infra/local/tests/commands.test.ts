import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { freePort } from '@parley/embedded/ports'
import { publicKeyOf } from '@parley/kit/keys'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

type SecretName =
  | 'DATABASE_URL'
  | 'CHAT_ENGINE_DATABASE_URL'
  | 'POSTGRES_PASSWORD'
  | 'REDIS_PASSWORD'
  | 'REDIS_URL'
  | 'GATEWAY_INTERNAL_SIGNING_KEY'
  | 'CHAT_ENGINE_INTERNAL_SIGNING_KEY'
  | 'CHANNELS_INTERNAL_TRUSTED_CALLERS'
  | 'MESSAGING_INTERNAL_TRUSTED_CALLERS'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-test-'))
})
/** What a test that fails may leave running. */
const children = new Set<ChildProcess>()
afterEach(async () => {
  for (const child of children) {
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }
  await rm(folder, { recursive: true, force: true })
})

function run(file: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', file), ...args], {
    env: { ...process.env, PARLEY_DATA: join(folder, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  const finished = async () => {
    const [[code], out, errors] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)])
    return { code, out, errors }
  }
  return { child, finished }
}

describe('start', () => {
  it('names the port that is in use, and the variable that changes it', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const { code, out, errors } = await run('start.ts', [], { PORT: String(port), HOST: '' }).finished()
    server.close()
    expect(errors).toBe(
      `Port ${port} on 127.0.0.1 is in use; set PORT to another one, for example PORT=${port + 1} npm start.\n`,
    )
    expect({ code, out }).toEqual({ code: 1, out: '' })
  })

  it('refuses a PORT that is none', async () => {
    const { code, errors } = await run('start.ts', [], { PORT: 'http' }).finished()
    expect(errors).toBe('PORT is http; it must be a number from 0 to 65535.\n')
    expect(code).toBe(1)
  })

  it('names a database that does not answer', async () => {
    const port = await freePort()
    const url = `postgres://someone@127.0.0.1:${port}/parley`
    const { code, errors } = await run('start.ts', [], { DATABASE_URL: url, PORT: '0' }).finished()
    expect(errors).toMatch(`PostgreSQL at 127.0.0.1:${port} cannot be used`)
    expect(errors.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(1)
  })

  it('cleans up when it is stopped while it starts', { timeout: 240_000 }, async () => {
    const { child, finished } = run('start.ts', [], { PORT: '0' })
    const result = finished()
    const pidFile = join(folder, 'data/redis/redis.pid')
    await vi.waitUntil(() => existsSync(pidFile), { timeout: 180_000, interval: 10 })
    child.kill('SIGTERM')
    expect(await result).toMatchObject({ code: 0, errors: '' })
    expect(existsSync(pidFile)).toBe(false)
    expect(existsSync(join(folder, 'data/postgres/cluster/postmaster.pid'))).toBe(false)
    expect(existsSync(join(folder, 'data/lock'))).toBe(false)
  })
})

describe('secrets', () => {
  it('prints a set in which everything fits together', async () => {
    const { out } = await run('secrets.ts', ['--database', 'db.internal:5432/parley']).finished()
    const secrets = Object.fromEntries(
      out
        .trim()
        .split('\n')
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ) as Record<SecretName, string>
    const gateway = publicKeyOf(secrets.GATEWAY_INTERNAL_SIGNING_KEY)
    expect(JSON.parse(secrets.CHANNELS_INTERNAL_TRUSTED_CALLERS)).toEqual({ gateway })
    expect(JSON.parse(secrets.MESSAGING_INTERNAL_TRUSTED_CALLERS)).toMatchObject({
      gateway,
      'chat-engine': publicKeyOf(secrets.CHAT_ENGINE_INTERNAL_SIGNING_KEY),
    })
    expect(new URL(secrets.DATABASE_URL).password).toBe(secrets.POSTGRES_PASSWORD)
    expect(secrets.CHAT_ENGINE_DATABASE_URL).toMatch(
      /^postgres:\/\/parley_chat_engine:[\w-]+@db\.internal:5432\/parley$/,
    )
  })

  it('keeps the files that are there and adds what is missing', async () => {
    const dir = join(folder, 'secrets')
    await run('secrets.ts', ['--dir', dir]).finished()
    const before = Object.fromEntries(
      await Promise.all((await readdir(dir)).map(async (name) => [name, await readFile(join(dir, name), 'utf8')])),
    )
    expect((await stat(join(dir, 'JWT_SECRET'))).mode & 0o777).toBe(0o400)
    await rm(join(dir, 'JWT_SECRET'))
    await rm(join(dir, 'MESSAGING_INTERNAL_TRUSTED_CALLERS'))
    const { out } = await run('secrets.ts', ['--dir', dir]).finished()
    expect(out).toMatch(/^2 made: /)
    const { JWT_SECRET, ...others } = before
    for (const [name, value] of Object.entries(others)) expect(await readFile(join(dir, name), 'utf8')).toBe(value)
    expect(await readFile(join(dir, 'JWT_SECRET'), 'utf8')).not.toBe(JWT_SECRET)
  })

  describe('replaced by deleting one and running again', () => {
    const dir = () => join(folder, 'secrets')
    const secretsNow = async () =>
      Object.fromEntries(
        await Promise.all(
          (await readdir(dir())).map(async (name) => [name, await readFile(join(dir(), name), 'utf8')] as const),
        ),
      ) as Record<SecretName, string>
    const make = async (...args: string[]) => {
      const { code, errors } = await run('secrets.ts', ['--dir', dir(), ...args]).finished()
      expect([code, errors]).toEqual([0, ''])
      return await secretsNow()
    }
    const replace = async (name: SecretName, ...args: string[]) => {
      const before = await make('--database', 'db.internal:5432/parley', '--redis', 'cache.internal:6379')
      await rm(join(dir(), name))
      const after = await make(...args)
      expect(after[name]).not.toBe(before[name])
      const changed = Object.keys(after).filter((each) => after[each as SecretName] !== before[each as SecretName])
      return { after, changed: changed.sort() }
    }

    it('a signing key takes its public key with it', async () => {
      const { after, changed } = await replace('CHAT_ENGINE_INTERNAL_SIGNING_KEY')
      expect(JSON.parse(after.MESSAGING_INTERNAL_TRUSTED_CALLERS)).toMatchObject({
        'chat-engine': publicKeyOf(after.CHAT_ENGINE_INTERNAL_SIGNING_KEY),
      })
      expect(changed).toEqual(['CHAT_ENGINE_INTERNAL_SIGNING_KEY', 'MESSAGING_INTERNAL_TRUSTED_CALLERS'])
    })

    it('a store’s password takes its URL with it, which stays where it was', async () => {
      const redis = await replace('REDIS_PASSWORD')
      expect(redis.after.REDIS_URL).toBe(`redis://:${redis.after.REDIS_PASSWORD}@cache.internal:6379`)
      expect(redis.changed).toEqual(['REDIS_PASSWORD', 'REDIS_URL'])
      const postgres = await replace('POSTGRES_PASSWORD')
      const { DATABASE_URL, POSTGRES_PASSWORD } = postgres.after
      expect(DATABASE_URL).toBe(`postgres://postgres:${POSTGRES_PASSWORD}@db.internal:5432/parley`)
      expect(postgres.changed).toEqual(['DATABASE_URL', 'POSTGRES_PASSWORD'])
    })

    it('a role’s password changes alone', async () => {
      const { changed } = await replace('CHAT_ENGINE_DATABASE_URL')
      expect(changed).toEqual(['CHAT_ENGINE_DATABASE_URL'])
    })

    it('a store that moves takes every URL with it, and no password changes', async () => {
      const before = await make()
      const after = await make('--database', 'elsewhere:5433/parley', '--redis', 'elsewhere:6380')
      for (const name of ['DATABASE_URL', 'CHAT_ENGINE_DATABASE_URL', 'REDIS_URL'] as const) {
        expect(new URL(after[name]).hostname).toBe('elsewhere')
        expect(new URL(after[name]).password).toBe(new URL(before[name]).password)
      }
    })
  })
})

describe('bootstrap', () => {
  it('lists its commands', async () => {
    const { code, errors } = await run('bootstrap.mjs', ['dance']).finished()
    expect(errors).toBe('Expected one of: start, dev, test, secrets, bench, pictures, client.\n')
    expect(code).toBe(1)
  })
})

describe('dev', () => {
  it('knows the services', async () => {
    const { errors } = await run('dev.ts', ['--filter', 'mesaging']).finished()
    expect(errors).toMatch(/^There is no service mesaging; the services are gateway, channels, /)
  })
})

it('a damaged file of secrets is named', async () => {
  const { startStack } = await import('../supervisor.ts')
  await writeFile(join(folder, 'secrets.json'), '{"jwtSecret":')
  await expect(startStack({ dataDir: folder, services: [] })).rejects.toThrow(
    `${join(folder, 'secrets.json')} is damaged: it is not JSON.`,
  )
})
