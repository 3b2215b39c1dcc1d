import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export const parts = ['unit', 'integration', 'acceptance', 'long'] as const
export type Part = (typeof parts)[number]

const root = join(import.meta.dirname, '../../..')

/** Every test file, as a path from the root of the repository. */
export const testFiles = (): string[] =>
  globSync(['{apps,packages,services,infra}/**/*.test.ts', 'tests/**/*.test.ts'], {
    cwd: root,
    exclude: (name) => /(^|\/)node_modules$/.test(name),
  }).sort()

/**
 * The one part that a test file belongs to. `long`: `*.long.test.ts`, which only runs where it is asked for.
 * `acceptance`: everything else in `tests/`, the platform as a whole. `integration`: what starts or is given PostgreSQL
 * and Redis, by way of whatever it imports. `unit`: all others.
 */
export function partOf(file: string): Part {
  if (file.endsWith('.long.test.ts')) return 'long'
  if (file.startsWith('tests/')) return 'acceptance'
  return reachesServers(file) ? 'integration' : 'unit'
}

/** The modules that start a server, or hand out the run's; by package or by path. */
const servers =
  /^(@parley\/|packages\/|infra\/)(embedded\/(src\/)?(postgres|redis)|testing\/(database|service|platform)|local\/supervisor)(\.ts)?$/
const imports = /^(?:import|export)\s(?!type\s)(?:[^'"`;]*?\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/gm

function reachesServers(file: string, seen = new Set<string>()): boolean {
  seen.add(file)
  const text = readFileSync(join(root, file), 'utf8')
  if (/\binject\('parley'\)/.test(text)) return true
  for (const [, direct, late] of text.matchAll(imports)) {
    const specifier = (direct ?? late)!
    const target = specifier.startsWith('.') ? join(dirname(file), specifier) : specifier
    if (servers.test(target)) return true
    if (target !== specifier && !seen.has(target) && existsSync(join(root, target)) && reachesServers(target, seen))
      return true
  }
  return false
}
