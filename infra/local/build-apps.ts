// Builds the applications for browsers into apps/<name>/dist, unless nothing of them has changed.
import { globSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify, stripVTControlCharacters } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'
import { appNames, distOf, isBuilt, sourcesDigest, stampOf } from './apps.ts'
import { tryLock } from './lock.mjs'
import { root } from './root.ts'

const compressGzip = promisify(gzip)
const compressBrotli = promisify(brotliCompress)
/** What is smaller gains nothing. */
const leastCompressedBytes = 512

/** Each `vite.<part>.config.ts` of an application becomes a folder of its own in `dist`, which is there whole or not at all. */
async function buildApp(app: string, digest: string): Promise<void> {
  const next = `${distOf(app)}.next`
  await rm(next, { recursive: true, force: true })
  for (const configFile of globSync(`apps/${app}/vite.*.config.ts`, { cwd: root })) {
    const part = basename(configFile).split('.')[1]!
    await build({ configFile: join(root, configFile), logLevel: 'error', build: { outDir: join(next, part) } })
  }
  await compressAll(next)
  await writeFile(join(next, basename(stampOf(app))), digest)
  await replace(app, next)
}

async function replace(app: string, next: string): Promise<void> {
  await rm(distOf(app), { recursive: true, force: true })
  await rename(next, distOf(app))
}

/** Puts `.br` and `.gz` beside each file, for the gateway to send as they are. */
async function compressAll(folder: string): Promise<void> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const file = join(parentPath, name)
      const bytes = await readFile(file)
      if (bytes.length < leastCompressedBytes) return
      const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
      await writeFile(`${file}.br`, await compressBrotli(bytes, { params }))
      await writeFile(`${file}.gz`, await compressGzip(bytes, { level: 9 }))
    }),
  )
}

/** Two commands in one clone build one after the other, and the second then finds it done. */
async function lockBuild(): Promise<() => void> {
  const file = join(root, 'node_modules/.cache/apps.lock')
  await mkdir(dirname(file), { recursive: true })
  for (;;) {
    const lock = tryLock(file)
    if (lock.held) return lock.release
    await wait(100)
  }
}

/** What the gateway says in the place of an application that could not be built. */
async function sayWhy(app: string, reason: string): Promise<void> {
  const next = `${distOf(app)}.next`
  await rm(next, { recursive: true, force: true })
  await mkdir(next, { recursive: true })
  await writeFile(join(next, 'failure.txt'), reason)
  await replace(app, next)
}

// Whoever runs it, tests for one, may have said otherwise; Vite would build something larger.
process.env.NODE_ENV = 'production'

const release = await lockBuild()
try {
  const digest = sourcesDigest()
  for (const app of isBuilt(digest) ? [] : appNames)
    await buildApp(app, digest).catch(async (error: Error) => {
      const reason = stripVTControlCharacters(error.message)
      console.error(reason)
      process.exitCode = 1
      await sayWhy(app, reason)
    })
} finally {
  release()
}
