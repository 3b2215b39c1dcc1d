import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { serviceNames } from '@parley/contracts/services'
import { createMetrics } from '@parley/kit/metrics'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type * as z from 'zod'
import { readCompose } from './compose-file.ts'
import { configs, root, textOf } from './repository.ts'

const operations = textOf('docs/operations.md')

const section = operations.slice(operations.indexOf('## Variables'), operations.indexOf('### TRUSTED_PROXIES'))

/** The rows of a table whose first cell is a variable: `| \`NAME\` | default | … |`. */
const rows = new Map(
  [...section.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \| ([^|]*) \|/gm)].map(([, name, given]) => [name!, given!.trim()]),
)

/** What a schema gives when the variable is not set; undefined when it must be. */
function defaultOf(schema: z.ZodType): string | undefined {
  const empty = schema.safeParse(undefined)
  if (!empty.success) return undefined
  const { _zod } = schema as z.ZodType & { _zod: { def: { defaultValue?: unknown; in?: z.ZodType } } }
  const value = _zod.def.defaultValue ?? (_zod.def.in ? defaultOf(_zod.def.in) : empty.data)
  if (value === undefined || value === '') return ''
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
}

describe('docs/operations.md', () => {
  const variables = new Map(serviceNames.flatMap((name) => Object.entries(configs[name].shape as z.ZodRawShape)))

  it('has a row for every variable of every service, and for no other', () => {
    const places = ['PARLEY_IMAGE', 'MAILPIT_PORT', 'NODE_COMPILE_CACHE']
    expect([...rows.keys()].filter((name) => !places.includes(name)).sort()).toEqual([...variables.keys()].sort())
  })

  it('gives the default of each', () => {
    for (const [name, schema] of variables) {
      const expected = defaultOf(schema as z.ZodType)
      const shown = expected === undefined ? '**required**' : expected === '' ? '–' : `\`${expected}\``
      expect(`${name}: ${rows.get(name)}`).toBe(`${name}: ${shown}`)
    }
  })

  const sources = ['packages/kit/src', ...serviceNames.map((name) => `services/${name}/src`)].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => textOf(join(folder, file))),
  )
  const measured = new Set(sources.flatMap((source) => source.match(/(?<=')parley_[a-z_]+(?=')/g) ?? []))

  it('names no metric that no service has', () => {
    const named = operations.match(/parley_(?:http|outbox|job|socket)\w+/g) ?? []
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((metric) => !measured.has(metric))).toEqual([])
  })

  it('has rules for rows of the outbox that wait for a minute, and that were given up', async () => {
    const [, yaml] = /```yaml\n(groups:\n.*?)```/s.exec(operations)!
    const { groups } = parse(yaml!) as { groups: { rules: { alert: string; expr: string; for?: string }[] }[] }
    const rules = groups.flatMap((group) => group.rules)
    expect(rules.map(({ alert }) => alert)).toEqual(['ParleyOutboxLate', 'ParleyOutboxQuarantined'])
    const [late, quarantined] = rules
    expect(late).toMatchObject({ expr: 'max by (service) (parley_outbox_age_seconds) > 60', for: '1m' })
    expect(quarantined!.expr).toMatch(/parley_outbox_quarantined_total\[\d+m\].* > 0$/)
    for (const { expr } of rules)
      for (const metric of expr.match(/parley_\w+/g) ?? []) expect([...measured]).toContain(metric)
    // What the rules sum over is a label of all metrics of a process.
    const registry = createMetrics('messaging').registry
    expect(await registry.metrics()).toMatch(/\{[^}]*service="messaging"/)
  })

  it('asks for the same versions of Redis and PostgreSQL as .env.example', () => {
    const versionsIn = (text: string) => [
      /Redis ([\d.]+) or Valkey ([\d.]+), or newer/.exec(text)?.slice(1),
      /(?:PostgreSQL|Version) (\d+)\b/.exec(text)?.slice(1),
    ]
    const stores = operations.slice(operations.indexOf('## PostgreSQL'), operations.indexOf('## Variables'))
    expect(versionsIn(stores)).toEqual([['6.2', '7.2'], ['18']])
    expect(versionsIn(textOf('.env.example'))).toEqual(versionsIn(stores))
  })

  it('covers every part of the compose file', () => {
    for (const name of Object.keys(readCompose().services)) expect(operations).toContain(name)
  })
})
