import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type ServiceName, serviceNames } from '@parley/contracts/services'
import { loadConfig } from '@parley/kit/config'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'

const root = join(import.meta.dirname, '../..')
const example = readFileSync(join(root, '.env.example'), 'utf8')

async function variablesOf(service: ServiceName): Promise<[name: string, schema: z.ZodType][]> {
  const { Config } = (await import(pathToFileURL(join(root, `services/${service}/src/config.ts`)).href)) as {
    Config: z.ZodObject<Record<string, z.ZodType>>
  }
  return Object.entries(Config.shape)
}

describe('every variable of', () => {
  it.for(serviceNames)('%s is described, and is in .env.example', async (service) => {
    const variables = await variablesOf(service)
    expect(variables.filter(([, { description }]) => !/\w{3}/.test(description ?? '')).map(([name]) => name)).toEqual(
      [],
    )
    const mentioned = new Set([...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name))
    expect(variables.map(([name]) => name).filter((name) => !mentioned.has(name))).toEqual([])
  })

  it.for(serviceNames)('%s that is a number takes decimal digits alone, and an error names it', async (service) => {
    const numbers = (await variablesOf(service)).filter(([, schema]) =>
      ['1', '100', '100000'].some((digits) => typeof schema.safeParse(digits).data === 'number'),
    )
    expect(numbers.map(([name]) => name)).toContain('PORT')
    for (const [name, schema] of numbers) {
      const config = z.object({ [name]: schema })
      for (const given of ['0x10', '1e3', ' 5 ', '5\n', '+5', '05', '5.0', '1_000', '٥', 'Infinity', 'five'])
        expect(() => loadConfig(config, { [name]: given }), `${name}=${given}`).toThrow(
          `${name}: Must be a whole number, in decimal digits.`,
        )
      expect(() => loadConfig(config, { [name]: '9999999999' }), name).toThrow(`${name}: `)
    }
  })
})
