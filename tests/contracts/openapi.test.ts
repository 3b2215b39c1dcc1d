import { endpoints } from '@parley/contracts/catalog'
import { bootPlatform } from '@parley/testing/platform'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'

const platform = await bootPlatform({ services: ['gateway'] })

interface Operation {
  operationId?: string
  summary?: string
  parameters?: { name?: string; in?: string }[]
  requestBody?: unknown
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
    const isOperational = (line: string) => !/ \/api\//.test(line)
    const published = endpoints
      .filter(({ visibility }) => visibility === 'public')
      .map(({ name, method, path }) => `${name}: ${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(documented.filter((line) => !isOperational(line)).sort()).toEqual(published.sort())
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
})
