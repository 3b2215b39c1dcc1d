import { endpoints } from '@parley/contracts/catalog'
import { GoodbyeCode } from '@parley/contracts/events'
import { ConnectRefusal, socketLimits } from '@parley/contracts/realtime'
import { bootPlatform } from '@parley/testing/platform'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'

const platform = await bootPlatform({ services: ['gateway'] })

interface Operation {
  operationId?: string
  summary?: string
  parameters?: { name?: string; in?: string; description?: string }[]
  requestBody?: unknown
  responses?: Record<string, unknown>
}
const { status, body: document } = await platform.client().request('get', '/openapi.json')
interface Schema {
  $ref?: string
  properties?: Record<string, unknown>
}
interface Ending {
  code: string
  when: string
  remedy: string
}
const sockets = document as {
  'x-socket-events': { events: { type: string; description?: string; data: Schema }[] }
  'x-socket-messages': {
    connecting: { description: string; refusals: Ending[] }
    messages: {
      name: string
      description: string
      payload?: Schema
      acknowledgement: Required<Schema>
      errors: string[]
    }[]
    limits: { name: string; value: number }[]
    goodbyes: Ending[]
  }
}
const { paths } = document as { paths: Record<string, Record<string, Operation>> }

describe('GET /openapi.json', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(status).toBe(200)
    const validator = new Validator()
    const { valid, errors } = await validator.validate(structuredClone(document) as Record<string, unknown>)
    expect(errors ?? []).toEqual([])
    expect(valid).toBe(true)
    expect(validator.version).toBe('3.1')
  })

  it('refers to nothing that is not there', () => {
    for (const [, reference] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
      const found = reference!
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>(
          (at, key) => (at as Record<string, unknown>)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
          document,
        )
      expect(found, reference).toBeDefined()
    }
  })

  it('documents every public endpoint and no other', () => {
    const documented = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { operationId }]) => `${operationId}: ${method} ${path}`),
    )
    const isOperational = (line: string) => !/ \/api\//.test(line)
    const published = endpoints
      .filter(({ visibility }) => visibility === 'public')
      .map(({ name, method, path }) => `${name}: ${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(documented.filter((line) => !isOperational(line)).sort()).toEqual(published.sort())
  })

  it('says what numbers and flags of a query mean, and that files need not be sent again', () => {
    const plain = ['limit', 'offset', 'after_seq', 'after_rev', 'admin', 'expires', 'user', 'variant', 'signature']
    const given = Object.values(paths).flatMap((operations) =>
      Object.values(operations).flatMap(({ operationId, parameters = [] }) =>
        parameters
          .filter(({ in: place, name }) => place === 'query' && plain.includes(name!))
          .map(({ name, description }) => ({ name: `${operationId} ${name}`, description })),
      ),
    )
    expect(given.length).toBeGreaterThan(plain.length)
    expect(given.filter(({ description }) => !description)).toEqual([])
    expect(Object.keys(paths['/api/v2/files/{id}/{name}']!.get!.responses!)).toContain('304')
  })

  it('tells of every endpoint what it takes, what it answers and how it fails', () => {
    for (const endpoint of endpoints.filter(({ visibility }) => visibility === 'public')) {
      const { name, method, path, params, query, body, responses, auth } = endpoint
      const operation = paths[path.replaceAll(/:(\w+)/g, '{$1}')]![method]!
      const parameters = (operation.parameters ?? []).filter((each) => each.in === 'path' || each.in === 'query')
      expect(parameters.map((each) => each.name).sort(), name).toEqual(
        [params, query].flatMap((part) => Object.keys(part?.shape ?? {})).sort(),
      )
      expect(operation.requestBody !== undefined, name).toBe(body !== undefined)
      expect(operation.summary, name).toBeTruthy()
      const statuses = Object.keys(operation.responses ?? {})
      expect(statuses, name).toEqual(expect.arrayContaining(Object.keys(responses)))
      if (auth === 'user') expect(statuses, name).toEqual(expect.arrayContaining(['401', '403', '429']))
    }
  })

  it('tells of the socket everything that a client may send, and every way in which it may be refused', () => {
    const { connecting, messages, limits, goodbyes } = sockets['x-socket-messages']
    expect(messages.map(({ name }) => name)).toEqual(['typing', 'presence', 'sync', 'positions'])
    for (const { name, description, payload, acknowledgement, errors } of messages) {
      expect(description, name).toBeTruthy()
      expect(Object.keys(acknowledgement.properties), name).not.toEqual([])
      expect(payload === undefined, name).toBe(name === 'positions')
      expect(errors, name).toContain('rate_limited')
    }
    expect(Object.fromEntries(limits.map(({ name, value }) => [name, value]))).toEqual(socketLimits)
    expect(connecting.refusals.map(({ code }) => code)).toEqual(ConnectRefusal.shape.code.options)
    expect(goodbyes.map(({ code }) => code)).toEqual(GoodbyeCode.options)
    for (const { code, when, remedy } of [...connecting.refusals, ...goodbyes])
      expect(when && remedy, code).toBeTruthy()
  })

  it('tells of every event where its data differs from what answers show', () => {
    const { events: told } = sockets['x-socket-events']
    const dataOf = (type: string) => told.find((event) => event.type === type)!
    expect(dataOf('channel.created').data.$ref).toBe('#/components/schemas/Channel')
    expect(dataOf('channel.created').description).toContain('`is_member`')
    expect(Object.keys(dataOf('member.added').data.properties!)).toContain('channel_id')
    expect(dataOf('member.added').description).toContain('`channel_id`')
  })
})
