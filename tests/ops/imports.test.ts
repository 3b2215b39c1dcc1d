import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root, textOf } from './repository.ts'

/** From the bottom up: a folder may use what stands below it, and packages and infra what stands beside them. */
const layers = ['packages', 'apps', 'services', 'infra', 'tests']

/** Folder of each workspace package by its name. */
const folderOf = new Map(
  globSync(['{apps,packages,services,infra}/*/package.json', 'tests/package.json'], { cwd: root }).map((file) => [
    (JSON.parse(textOf(file)) as { name: string }).name,
    dirname(file),
  ]),
)

const layerOf = (path: string) => layers.indexOf(path.split('/')[0]!)
const packageOf = (path: string) => [...folderOf.values()].find((folder) => path.startsWith(`${folder}/`))

/** Why one package may not use another; undefined when it may. */
function objection(user: string, used: string): string | undefined {
  if (user === used) return undefined
  if (layerOf(used) > layerOf(user)) return `${user} reaches up to ${used}`
  if (layers[layerOf(user)] === 'services' && layerOf(used) === layerOf(user)) return `${user} uses ${used}`
  return undefined
}

function dependenciesOf(folder: string, { dev }: { dev: boolean }): string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(textOf(`${folder}/package.json`)) as Record<
    string,
    Record<string, string>
  >
  return Object.keys({ ...dependencies, ...(dev && devDependencies) }).flatMap((name) => folderOf.get(name) ?? [])
}

/** The workspace packages whose files a file imports, types included. */
function importedBy(file: string, text = textOf(file)): string[] {
  const imports = text.matchAll(/^(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm)
  return [...imports].flatMap(([, static_, dynamic]) => {
    const specifier = (static_ ?? dynamic)!
    if (specifier.startsWith('.')) return packageOf(join(dirname(file), specifier)) ?? []
    return folderOf.get(specifier.split('/').slice(0, 2).join('/')) ?? []
  })
}

const sources = globSync(['{apps,packages,services,infra}/*/**/*.{ts,tsx,mts,mjs}', 'tests/**/*.ts'], {
  cwd: root,
  exclude: (name) => /(^|\/)node_modules$/.test(name),
})

// That no file imports itself by way of others is checked by the linter: noImportCycles in biome.json.
describe('imports', () => {
  it('are read in all their forms', () => {
    const text = [
      `import { startStack } from '@parley/local/supervisor'`,
      `import type {\n  A,\n  B,\n} from '../../messaging/src/context.ts'`,
      `export * from '@parley/kit/log'`,
      `import './set-up.ts'`,
      `const late = await import('../../../tests/curl.ts')`,
    ].join('\n')
    expect(importedBy('services/gateway/src/main.ts', text)).toEqual([
      'infra/local',
      'services/messaging',
      'packages/kit',
      'services/gateway',
      'tests',
    ])
    const found = new Set(sources.flatMap((file) => importedBy(file)))
    expect([...found].sort()).toEqual([...folderOf.values()].sort())
  })

  it('run downwards only, and never from service to service', () => {
    const objections = sources.flatMap((file) =>
      importedBy(file).flatMap((used) => {
        const why = objection(packageOf(file)!, used)
        return why ? [`${file}: ${why}`] : []
      }),
    )
    expect(objections).toEqual([])
  })

  it('are declared by packages that stand in no circle and reach up to none', () => {
    const objections = [...folderOf.values()].flatMap((folder) =>
      dependenciesOf(folder, { dev: true }).flatMap((used) => objection(folder, used) ?? []),
    )
    expect(objections).toEqual([])
    const circles = [...folderOf.values()].filter((folder) => reachableFrom(folder).has(folder))
    expect(circles).toEqual([])
  })
})

/** All that a package imports when it runs; its tests may import more. */
function reachableFrom(folder: string, found = new Set<string>()): Set<string> {
  for (const used of dependenciesOf(folder, { dev: false })) if (!found.has(used)) reachableFrom(used, found.add(used))
  return found
}
