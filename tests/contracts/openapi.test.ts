import { endpoints } from '@parley/contracts/catalog'
import { bootPlatform } from '@parley/testing/platform'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'

const platform = await bootPlatform({ services: ['gateway'] })

interface Operation {
  operationId?: string
  summary?: string
  parameters?: { name?: string; in?: string; description?: string }[]
  requestBody?: { content: Record<string, { example?: unknown }> }
  responses?: Record<string, unknown>
}
const { status, body: document } = await platform.client().request('get', '/openapi.json')
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
    const isOperational = (line: string) => !/ \/(?:api|hooks)\//.test(line)
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

  it('describes of every endpoint its input, its answers and its errors', () => {
    for (const endpoint of endpoints.filter(({ visibility }) => visibility === 'public')) {
      const { name, method, path, params, query, body, raw, responses, callers } = endpoint
      const operation = paths[path.replaceAll(/:(\w+)/g, '{$1}')]![method]!
      const parameters = (operation.parameters ?? []).filter((each) => each.in === 'path' || each.in === 'query')
      expect(parameters.map((each) => each.name).sort(), name).toEqual(
        [params, query].flatMap((part) => Object.keys(part?.shape ?? {})).sort(),
      )
      expect(operation.requestBody !== undefined, name).toBe(raw || body !== undefined)
      expect(operation.summary, name).toBeTruthy()
      const statuses = Object.keys(operation.responses ?? {})
      expect(statuses, name).toEqual(expect.arrayContaining(Object.keys(responses)))
      if (callers.length > 0) expect(statuses, name).toEqual(expect.arrayContaining(['401', '403', '429']))
    }
  })

  it('has no schema that refers to itself, which generators make types of that do not compile', () => {
    const { schemas } = (document as { components: { schemas: Record<string, unknown> } }).components
    const namedBy = (schema: unknown) =>
      [...JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!)
    const reaches = (from: string, seen = new Set<string>()): Set<string> => {
      for (const name of namedBy(schemas[from])) if (!seen.has(name)) reaches(name, seen.add(name))
      return seen
    }
    expect(Object.keys(schemas).filter((name) => reaches(name).has(name))).toEqual([])
  })

  it('has examples of bodies that the contracts accept', () => {
    const given = endpoints.flatMap(({ method, path, body, name }) => {
      const operation = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method]
      const { example } = operation?.requestBody?.content['application/json'] ?? {}
      return body && example !== undefined ? [{ name, result: body.safeParse(example) }] : []
    })
    expect(given.length).toBeGreaterThan(10)
    for (const { name, result } of given) expect(result.error?.issues ?? [], name).toEqual([])
  })
})
