import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { calleesOf, callersOf, envName, type ServiceName, serviceNames } from '@parley/contracts/services'
import { publicKeyOf } from '@parley/kit/keys'
import { Redis } from 'ioredis'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Stack, startStack } from '../supervisor.ts'
import { isRunning } from './processes.ts'

const entry = () => join(import.meta.dirname, 'fixtures/service.ts')
const standIns = { ephemeral: true, migrate: false, entry } as const

describe('a running stack', () => {
  let stack: Stack
  const logged: string[] = []
  const troubles: string[] = []

  beforeAll(async () => {
    stack = await startStack({
      ...standIns,
      log: (line) => logged.push(line),
      logTrouble: (service, line) => troubles.push(`${service}: ${line}`),
    })
  })
  afterAll(() => stack?.stop())

  const envOf = async (service: ServiceName) =>
    (await (await fetch(`${stack.urls[service]}/env`)).json()) as Record<string, string>

  it('gives each service its own role, and only the secrets that are its to know', async () => {
    const gateway = await envOf('gateway')
    const messaging = await envOf('messaging')
    expect(gateway.DATABASE_URL).toMatch(/^postgres:\/\/parley_gateway:/)
    expect(messaging.DATABASE_URL).toMatch(/^postgres:\/\/parley_messaging:/)
    expect(gateway.MESSAGING_URL).toBe(stack.urls.messaging)
    expect(gateway.JWT_SECRET).toHaveLength(43)
    expect(messaging).not.toHaveProperty('JWT_SECRET')
    expect(gateway.VAPID_PRIVATE_KEY).toHaveLength(43)
    expect(messaging).not.toHaveProperty('VAPID_PRIVATE_KEY')
    expect(gateway.FILE_URL_SECRET).toHaveLength(43)
    expect(messaging.FILE_URL_SECRET).toBe(gateway.FILE_URL_SECRET)
    expect(gateway.VISITOR_TOKEN_SECRETS).toHaveLength(43)
    expect(messaging).not.toHaveProperty('VISITOR_TOKEN_SECRETS')
  })

  it('gives each service that calls another a key of its own, which those that it calls trust', async () => {
    for (const name of serviceNames) {
      const { INTERNAL_SIGNING_KEY, INTERNAL_TRUSTED_CALLERS, ...env } = await envOf(name)
      expect(INTERNAL_SIGNING_KEY !== undefined, name).toBe(calleesOf(name).length > 0)
      for (const callee of calleesOf(name)) expect(env[`${envName(callee)}_URL`]).toBe(stack.urls[callee])
      const callers = callersOf(name).map(async (each) => [
        each,
        publicKeyOf((await envOf(each)).INTERNAL_SIGNING_KEY!),
      ])
      expect(Object.entries(JSON.parse(INTERNAL_TRUSTED_CALLERS!)), name).toEqual(await Promise.all(callers))
    }
    const keys = Object.values(stack.env).flatMap(({ INTERNAL_SIGNING_KEY }) => INTERNAL_SIGNING_KEY ?? [])
    expect(new Set(keys).size).toBe(4)
  })

  it('starts a killed service again, where it was', async () => {
    const before = stack.pids().messaging
    await stack.kill('messaging', 'SIGKILL')
    await stack.ready('messaging')
    expect(stack.pids().messaging).not.toBe(before)
    expect((await envOf('messaging')).PORT).toBe(new URL(stack.urls.messaging).port)
    expect(logged).toContain('messaging ended (SIGKILL); starting it again.')
  })

  it('logs nothing about a restart that was asked for', async () => {
    logged.length = 0
    const before = stack.pids().gateway
    await stack.restart('gateway')
    expect(stack.pids().gateway).not.toBe(before)
    expect(logged).toEqual([])
  })

  it('brings PostgreSQL back after kill -9 with every acknowledged write', async () => {
    const client = new pg.Client({ connectionString: stack.databaseUrl })
    client.on('error', () => {})
    await client.connect()
    await client.query('create table kept (n int)')
    for (let n = 0; n < 100; n++) await client.query('insert into kept values ($1)', [n])
    await stack.postgres!.kill('SIGKILL')
    await stack.postgres!.ready()
    const again = new pg.Client({ connectionString: stack.databaseUrl })
    await again.connect()
    const { rows } = await again.query('select count(*)::int as count from kept')
    await again.end()
    expect(rows).toEqual([{ count: 100 }])
  })

  it('brings Redis back after kill -9, keeping every key until it is deleted', async () => {
    await stack.redis!.kill('SIGKILL')
    await stack.redis!.ready()
    const client = new Redis(stack.redisUrl)
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction'])
    client.disconnect()
  })

  it('reports warnings and errors at the terminal, and keeps everything in the log', async () => {
    await fetch(`${stack.urls.channels}/complain`, { method: 'POST' })
    await vi.waitUntil(() => troubles.length > 0, { interval: 10 })
    expect(troubles).toEqual(['channels: error: the disk is slow: no cache'])
    expect(readFileSync(join(stack.logs, 'channels.log'), 'utf8')).toContain('all is well')
  })

  it('runs beside another one', async () => {
    const other = await startStack({ ...standIns, services: [] })
    expect(other.databaseUrl).not.toBe(stack.databaseUrl)
    expect(other.redisUrl).not.toBe(stack.redisUrl)
    await other.stop()
    expect((await fetch(`${stack.url}/readyz`)).status).toBe(200)
  })

  it('shares its data folder with no other', async () => {
    const dataDir = join(stack.logs, '..')
    await expect(startStack({ ...standIns, dataDir })).rejects.toThrow(
      `Parley is already running on ${dataDir} (process ${process.pid}); stop it first, or set PARLEY_DATA to another folder.`,
    )
  })

  it('gives up on a service that cannot start, with the error that it logged', async () => {
    const starting = startStack({
      ...standIns,
      databaseUrl: stack.databaseUrl,
      redisUrl: stack.redisUrl,
      services: ['gateway', 'channels'],
      serviceEnv: { channels: { REFUSE: 'SMTP_URL is not a URL.' } },
    })
    await expect(starting).rejects.toThrow(/^channels could not start: fatal: SMTP_URL is not a URL\. \(see .*\)\.$/)
  })

  it('ends every process and removes its temporary folder', async () => {
    const pids = Object.values(stack.pids())
    expect(pids).toHaveLength(8)
    expect(pids.every(isRunning)).toBe(true)
    await fetch(`${stack.urls.integrations}/hang`, { method: 'POST' })
    await stack.stop({ graceMs: 500 })
    expect(pids.some(isRunning)).toBe(false)
    expect(existsSync(join(stack.logs, '..'))).toBe(false)
  })
})
