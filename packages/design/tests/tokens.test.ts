import { readFileSync } from 'node:fs'
import { contrast, isInSrgb } from '@parley/design/oklch'
import { describe, expect, it } from 'vitest'
import { tokenOf, tokens } from './tokens.ts'

const grounds = ['page', 'surface', 'raised']

/** What is written in the first on each of the others. */
const texts: [string, string[]][] = [
  ['ink', [...grounds, 'hover', 'note', 'tint', 'mention']],
  ['muted', [...grounds, 'hover']],
  ['accent', grounds],
  ['on-accent', ['accent']],
  ['tint-ink', ['tint']],
  ['mention-ink', ['mention']],
  ...['twin', 'good', 'warn', 'bad', 'info'].map((name): [string, string[]] => [name, grounds]),
]
/** What limits a control or shows where the focus is. */
const borders: [string, string[]][] = [
  ['line-strong', grounds],
  ['focus', [...grounds, 'hover']],
]

describe.each(['light', 'dark'] as const)('the colours of the %s theme', (theme) => {
  const ratio = (name: string, ground: string) => contrast(tokenOf(name, theme), tokenOf(ground, theme))

  it('are all in sRGB', () => {
    expect(tokens.size).toBeGreaterThan(20)
    expect([...tokens].filter(([, color]) => !isInSrgb(color[theme])).map(([name]) => name)).toEqual([])
  })

  it.each(texts)('let %s be read where it stands', (name, on) => {
    for (const ground of on) expect(ratio(name, ground), ground).toBeGreaterThanOrEqual(4.5)
  })

  it.each(borders)('let %s be seen where it stands', (name, on) => {
    for (const ground of on) expect(ratio(name, ground), ground).toBeGreaterThanOrEqual(3)
  })
})

describe('base.css', () => {
  it('uses no token that there is not', () => {
    const [base, declared] = ['base.css', 'tokens.css'].map((name) =>
      readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'),
    ) as [string, string]
    const used = [...base.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name!)
    expect(used.length).toBeGreaterThan(5)
    expect(used.filter((name) => !declared.includes(`${name}:`))).toEqual([])
  })
})
