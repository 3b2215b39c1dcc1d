import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'

/** What Vite says of a chunk. */
interface Chunk {
  file: string
  isEntry?: true
  imports?: string[]
  css?: string[]
}

const folder = join(import.meta.dirname, '../dist/app')
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, Chunk>
const chunks = Object.values(manifest).filter(({ file }) => file.endsWith('.js'))

const gzippedKb = (file: string) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1_024

/** Everything that comes with a chunk, as far as it does not come later. */
function withImports({ file, imports = [], css = [] }: Chunk, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  for (const each of [file, ...css]) seen.add(each)
  for (const name of imports) withImports(manifest[name]!, seen)
  return seen
}

describe('the console weighs, in KB as it travels,', () => {
  const entry = withImports(chunks.find(({ isEntry }) => isEntry)!)
  const sum = (files: string[]) => files.reduce((total, file) => total + gzippedKb(file), 0)

  it('at most 200 before the first channel is shown', () => {
    expect(sum([...entry].filter((file) => file.endsWith('.js')))).toBeLessThanOrEqual(200)
  })

  it('at most 110 in whatever comes later, by itself', () => {
    const later = chunks.filter(({ file }) => !entry.has(file))
    expect(later.filter(({ file }) => gzippedKb(file) > 110).map(({ file }) => file)).toEqual([])
  })

  it('at most 25 of styles, and 31 of fonts', () => {
    const assets = readdirSync(join(folder, 'assets')).map((name) => join('assets', name))
    expect(sum(assets.filter((file) => file.endsWith('.css')))).toBeLessThanOrEqual(25)
    const fonts = assets.filter((file) => file.endsWith('.woff2'))
    expect(fonts.reduce((total, file) => total + statSync(join(folder, file)).size / 1_024, 0)).toBeLessThanOrEqual(31)
  })
})
