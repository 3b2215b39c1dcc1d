import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serviceNames } from '@parley/contracts/services'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'

const root = join(import.meta.dirname, '../..')
const example = readFileSync(join(root, '.env.example'), 'utf8')

describe('every variable of', () => {
  it.for(serviceNames)('%s is described, and is in .env.example', async (service) => {
    const { Config } = (await import(pathToFileURL(join(root, `services/${service}/src/config.ts`)).href)) as {
      Config: z.ZodObject<Record<string, z.ZodType>>
    }
    const variables = Object.entries(Config.shape)
    expect(variables.filter(([, { description }]) => !/\w{3}/.test(description ?? '')).map(([name]) => name)).toEqual(
      [],
    )
    const mentioned = new Set([...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name))
    expect(variables.map(([name]) => name).filter((name) => !mentioned.has(name))).toEqual([])
  })
})
