import { randomUUID } from 'node:crypto'
import type { Client } from '@parley/client/client'
import { endpoints } from '@parley/contracts/catalog'
import { type Endpoint, title } from '@parley/contracts/endpoint'
import { type Answer, blanked } from '@parley/testing/answer'
import { startMediaApi } from '@parley/testing/media-api'
import { bootPlatform } from '@parley/testing/platform'
import { countAuditEntries } from '@parley/testing/rows/gateway'
import { describe, expect, it } from 'vitest'
import { cases } from './cases.ts'
import { readExpectations } from './expectations.ts'
import type { Case, Input } from './inputs.ts'
import { createWorld, deadCredentials, otherScopes, personas, remade, unchanged, visitorsToken } from './world.ts'

const media = await startMediaApi()
const platform = await bootPlatform({ serviceEnv: { 'chat-engine': media.settings } })
const world = await createWorld(platform)
const dead = await deadCredentials(world)
const visitor = await visitorsToken(world)
const still = unchanged(world)
const rows = readExpectations()
const published = endpoints.filter(({ visibility }) => visibility === 'public')

/** Status and body, and which headers came with them. */
async function ask(who: Client, endpoint: Endpoint, input: Input): Promise<Answer & { headers: string[] }> {
  const answer = await who.answer(endpoint, input as never)
  return { ...blanked(answer), headers: [...answer.headers.keys()] }
}

const firstCaseOf = ({ name }: Endpoint): Case => Object.values(cases[name]!)[0]!

/** What is made of each endpoint once. */
function eachOnce<T>(make: (endpoint: Endpoint) => T): (endpoint: Endpoint) => T {
  const made = new Map<string, T>()
  return (endpoint) => {
    if (!made.has(endpoint.name)) made.set(endpoint.name, make(endpoint))
    return made.get(endpoint.name)!
  }
}

/** What Ada would ask for, if the credential were good. */
const refused = eachOnce(async (endpoint) => firstCaseOf(endpoint).input(still, world.ada))
/** How the endpoint answers without any credential. */
const statusWithout = eachOnce(
  async (endpoint) =>
    (await ask(platform.client(), endpoint, await firstCaseOf(endpoint).input(world, world.ada))).status,
)

describe('the table of expectations', () => {
  it('lists every endpoint and nothing else', () => {
    const listed = new Set(rows.map(({ endpoint }) => endpoint))
    expect([...listed].sort()).toEqual(published.map(({ name }) => name).sort())
  })

  it('has a request for every row, and a row for every request', () => {
    const requested = Object.entries(cases).flatMap(([endpoint, of]) =>
      Object.keys(of).map((about) => `${endpoint}: ${about}`),
    )
    expect(requested.sort()).toEqual(rows.map(({ endpoint, about }) => `${endpoint}: ${about}`).sort())
  })
})

describe('internal endpoints', () => {
  it('are not routed', async () => {
    for (const endpoint of endpoints.filter(({ visibility }) => visibility === 'internal')) {
      const path = endpoint.path.replaceAll(/:\w+/g, randomUUID())
      expect(await world.ada.client.request(endpoint.method, path), endpoint.name).toMatchObject({ status: 404 })
    }
  })
})

describe('a dead credential', () => {
  it('would be good if it were signed as it should be', async () => {
    const getMe = published.find(({ name }) => name === 'getMe')!
    expect(await ask(platform.client(remade(world)), getMe, {})).toMatchObject({ status: 200 })
  })

  // Each endpoint with none at all and with one of the others, by turns: they are refused before it matters what is asked
  // for. `test:long` tries all of them everywhere.
  const kinds = Object.keys(dead).length - 1
  const isTried = (kind: number, endpoint: number) =>
    kind === 0 || process.env.DEAD_CREDENTIALS === 'all' || endpoint % kinds === kind - 1
  const numbered = Object.entries(dead).map(([name, token], kind) => ({ name, token, kind }))

  describe.for(numbered)('$name', ({ token, kind }) => {
    const tried = published.filter((_, i) => isTried(kind, i))

    it.concurrent.for(tried.filter(({ callers }) => callers.includes('user')))(
      'is a 401 at $method $path',
      async (endpoint) => {
        expect(await ask(platform.client(token), endpoint, await refused(endpoint))).toMatchObject({ status: 401 })
      },
    )

    it.for(tried.filter(({ callers }) => callers.length === 0))('is no matter at $method $path', async (endpoint) => {
      const input = await firstCaseOf(endpoint).input(world, world.ada)
      expect(await ask(platform.client(token), endpoint, input)).toMatchObject({
        status: await statusWithout(endpoint),
      })
    })
  })
})

describe('a visitor’s token', () => {
  it.concurrent.for(published.filter(({ callers }) => callers.length > 0 && !callers.includes('visitor')))(
    'is a 403 at $method $path',
    async (endpoint) => {
      expect(await ask(platform.client(visitor), endpoint, await refused(endpoint))).toMatchObject({ status: 403 })
    },
  )
})

describe('an API key without the scope', () => {
  it.concurrent.for(published.filter(({ callers }) => callers.includes('user')))(
    'is a 403 at $method $path',
    async (endpoint) => {
      const { key } = await world.keyOf(world.ada, otherScopes(endpoint.scope))
      expect(await ask(platform.client(key), endpoint, await refused(endpoint))).toMatchObject({ status: 403 })
    },
  )
})

describe.for(published)('$name', (endpoint) => {
  describe.for(rows.filter((row) => row.endpoint === endpoint.name && cases[row.endpoint]?.[row.about]))(
    `${title(endpoint)}, $about`,
    (row) => {
      const { input: make, about, endsSession } = cases[endpoint.name]![row.about]!

      it.for([...personas, 'key'] as const)('%s', async (persona) => {
        const { status, visible } = row.expected.get(persona)!
        const caller = world.people[persona === 'key' ? 'member' : persona]
        const client = await clientFor(persona, endsSession)
        const input = await make(status < 400 ? world : still, caller)
        const recorded = await recordedSince(endpoint)
        const answer = await ask(client, endpoint, input)
        expect(answer).toMatchObject({ status })
        if (caller.workspaceId === world.ada.workspaceId)
          expect(await recorded(), 'entries of the audit log').toBe(isAct(endpoint, input) && status < 300 ? 1 : 0)
        if (about !== undefined && !visible && (status === 404 || status === 400)) {
          const missing = await ask(client, endpoint, { ...input, [about]: toUnknownId(input[about]) })
          expect(JSON.stringify(answer)).toBe(JSON.stringify(missing))
        }
      })

      async function clientFor(persona: (typeof personas)[number] | 'key', isItsOwn = false): Promise<Client> {
        if (endpoint.callers.length === 0) return platform.client()
        if (persona === 'key') return platform.client((await world.keyOf(world.bob, [endpoint.scope])).key)
        const person = world.people[persona]
        return isItsOwn ? platform.client(await world.freshSession(person)) : person.client
      }
    },
  )
})

/** Whether a call that succeeds is recorded; deleting one's own messages is no privilege. */
const isAct = ({ name, audit }: Endpoint, input: Input): boolean =>
  audit !== undefined && (name !== 'deleteMessage' || input.admin === true)

/** Counts the entries that the workspace's audit log has of an endpoint's action since this was called. */
async function recordedSince({ audit }: Endpoint): Promise<() => Promise<number>> {
  const count = async () => (audit ? countAuditEntries(platform.database, world.workspaceId, audit) : 0)
  const before = await count()
  return async () => (await count()) - before
}

/** The id of a thing that does not exist, or as many of them. */
const toUnknownId = (id: unknown): unknown => (Array.isArray(id) ? id.map(() => randomUUID()) : randomUUID())
