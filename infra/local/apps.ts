import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

/** Every application for browsers, by its folder in `apps/`. */
export const appNames: readonly string[] = globSync('apps/*/package.json', { cwd: root }).map(
  (file) => file.split('/')[1]!,
)

export const distOf = (app: string): string => join(root, 'apps', app, 'dist')

/** What the applications are made from. */
const sources = [
  'apps/*/package.json',
  'apps/*/*.{ts,html}',
  'apps/*/{src,public}/**/*.*',
  'packages/{client,contracts,design}/**/*.{ts,css}',
  'infra/local/build-apps.ts',
  'pnpm-lock.yaml',
]

/** Stands for all that the applications are made from: the same as long as nothing of it changes. */
export function sourcesDigest(): string {
  const hash = createHash('sha256')
  const files = globSync(sources, { cwd: root, exclude: (name) => /(^|\/)(node_modules|tests)$/.test(name) })
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** Beside what was built, the digest that it was built from. */
export const stampOf = (app: string): string => join(distOf(app), 'stamp')

export function isBuilt(digest = sourcesDigest()): boolean {
  try {
    return appNames.every((app) => readFileSync(stampOf(app), 'utf8') === digest)
  } catch {
    return false
  }
}

/** Whether there is a console to open: it is left out where it cannot be built. */
export const isConsoleBuilt = (): boolean => existsSync(join(distOf('console'), 'app/index.html'))

/**
 * Builds the applications where something of them has changed, in a process of its own, whose memory is free afterwards.
 *
 * @returns why they could not be built; the gateway says so where they would be
 */
export async function ensureApps(signal?: AbortSignal): Promise<string | undefined> {
  if (isBuilt()) return undefined
  const child = spawn(process.execPath, [join(import.meta.dirname, 'build-apps.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  })
  let output = ''
  child.stderr.on('data', (piece: Buffer) => {
    output = (output + piece).slice(-4_000)
  })
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? undefined : output.trim() || `the build ended with ${code}`))
  })
}

/** Editors write a file in several steps. */
const settleMs = 200

/** Builds them again whenever a source changes: for `pnpm dev`. */
export function watchApps(log: (line: string) => void): void {
  let timer: NodeJS.Timeout | undefined
  const build = async () => {
    const failure = await ensureApps()
    log(failure ? `The applications could not be built: ${failure}` : 'The applications are up to date.')
  }
  for (const folder of [...appNames.map((app) => `apps/${app}/src`), 'packages/design', 'packages/client/src'])
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer)
      timer = setTimeout(() => void build(), settleMs)
    }).unref()
}
