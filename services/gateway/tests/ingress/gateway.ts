import { randomUUID } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { endpoints as catalog } from '@parley/contracts/catalog'
import type { Endpoint } from '@parley/contracts/endpoint'
import type { Upstream } from '@parley/contracts/limits'
import { loadConfig } from '@parley/kit/config'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { createTestDatabase, type TestDatabase } from '@parley/testing/database'
import { newRedisPrefix } from '@parley/testing/platform'
import { cheapPasswords, type Env, environmentOf, type Keys, newKeys } from '@parley/testing/settings'
import { inject } from 'vitest'
import { Config } from '../../src/config.ts'
import { createService, type GatewayOptions as ServiceOptions } from '../../src/service.ts'

/** A server in a service's place. */
export interface Double {
  url: string
  server: Server
  close(): Promise<void>
}

/** Starts a server in a service's place; closed by itself. */
export async function startDouble(answer: RequestListener, port = 0): Promise<Double> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const double: Double = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  closeAfterwards(double)
  return double
}

/** What gateways must share to be replicas of one. */
export interface Deployment {
  database: TestDatabase
  redisUrl: string
  redisPrefix: string
  keys: Keys
}

export async function createDeployment(redisUrl = inject('parley').redisUrl): Promise<Deployment> {
  return { database: await createTestDatabase(), redisUrl, redisPrefix: newRedisPrefix(), keys: newKeys() }
}

/** The same database, and nothing of its Redis: limits count anew. */
export const withOwnRedis = (deployment: Deployment): Deployment => ({ ...deployment, redisPrefix: newRedisPrefix() })

export interface GatewayOptions {
  /** Where the services are; one that is not named cannot be reached. */
  upstreams?: Partial<Record<Upstream, string>>
  /** Routed beside the platform's own. */
  endpoints?: readonly Endpoint[]
  env?: Env
}

/** Starts a gateway in front of doubles; closed by itself. */
export async function openGateway(
  deployment: Deployment,
  { upstreams = {}, endpoints = [], env }: GatewayOptions = {},
  options: Omit<ServiceOptions, 'endpoints'> = {},
) {
  const { database, redisUrl, redisPrefix, keys } = deployment
  const config = loadConfig(Config, {
    ...environmentOf('gateway', {
      keys,
      databaseUrl: database.urlOf('gateway'),
      redisUrl,
      redisPrefix,
      urls: new Map(Object.entries(upstreams) as [Upstream, string][]),
    }),
    ...env,
  })
  const service = createService(config, {
    endpoints: [...catalog, ...endpoints],
    passwordCost: cheapPasswords,
    ...options,
  })
  const gateway = { url: await service.start(), close: () => service.stop() }
  closeAfterwards(gateway)
  return gateway
}

/** Makes a person with a workspace of their own. */
export async function register(url: string, email = `${randomUUID()}@example.com`): Promise<SignedUp> {
  const answer = await fetch(`${url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'correct horse', name: 'Ada' }),
  })
  if (answer.status !== 201) throw new Error(`register answered ${answer.status}: ${await answer.text()}`)
  const { token, user, workspace } = (await answer.json()) as {
    token: string
    user: { uuid: string }
    workspace: { uuid: string }
  }
  return { token, email, userId: user.uuid, workspaceId: workspace.uuid, headers: { authorization: `Bearer ${token}` } }
}

export interface SignedUp {
  token: string
  email: string
  userId: string
  workspaceId: string
  headers: { authorization: string }
}

/** What comes back for bytes that fetch would not send; resolves when the connection ends or the answer is whole. */
export function sendRaw(url: string, text: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.setEncoding('latin1')
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${text.slice(0, 60)}: ${received}`)))
    const finish = () => {
      const answer = readRaw(received)
      if (!answer) return
      socket.destroy()
      resolve(answer)
    }
    socket.on('data', (chunk: string) => {
      received += chunk
      const whole = readRaw(received)
      if (whole && whole.body.length >= Number(whole.headers['content-length'] ?? Number.POSITIVE_INFINITY)) finish()
    })
    socket.on('end', finish)
    socket.on('close', () => reject(new Error(`The connection was closed. ${received}`)))
    socket.on('error', reject)
  })
}

export interface RawAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

function readRaw(text: string): RawAnswer | undefined {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const [first = '', ...lines] = text.slice(0, end).split('\r\n')
  const status = Number(first.split(' ')[1])
  if (status === 100) return readRaw(text.slice(end + 4))
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )
  return { status, headers, body: text.slice(end + 4) }
}
