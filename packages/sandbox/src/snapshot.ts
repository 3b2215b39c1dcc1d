import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Confinement, spawnConfined } from './confinement.ts'

export const guest = join(import.meta.dirname, 'guest')
export const pyodideUrl = import.meta.resolve('pyodide')
export const pyodideFolder = dirname(fileURLToPath(pyodideUrl))

/** As trusted as the modules that it lies beside: whoever can write here can change those. */
const cache = join(import.meta.dirname, '../node_modules/.cache')
const makingTimeoutMs = 60_000

/**
 * A file with the memory of a Python that has just been loaded, from which a process starts in a third of the CPU time.
 * Made by whoever asks first, for all later ones of this installation; undefined where it cannot be made or kept, such as
 * on a read-only disk: then a process loads Python itself.
 */
export async function findSnapshot(confinement: Confinement, signal: AbortSignal): Promise<string | undefined> {
  const file = join(cache, `python-${versionOf()}.snapshot`)
  if (existsSync(file)) return file
  const unfinished = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(cache, { recursive: true })
    await makeSnapshot(confinement, unfinished, signal)
    await rename(unfinished, file)
    return file
  } catch {
    await rm(unfinished, { force: true }).catch(() => {})
    return undefined
  }
}

/** Of what a snapshot is made by: another would be of no use to it. */
function versionOf(): string {
  const hash = createHash('sha256')
  for (const file of [join(pyodideFolder, 'package.json'), join(guest, 'load.mjs'), join(guest, 'make-snapshot.mjs')])
    hash.update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

async function makeSnapshot(confinement: Confinement, file: string, signal: AbortSignal): Promise<void> {
  const output = await open(file, 'wx', 0o600)
  try {
    const script = { file: join(guest, 'make-snapshot.mjs'), args: [pyodideUrl], readable: [guest, pyodideFolder] }
    const child = spawnConfined(confinement, script, output.fd)
    const stopping = AbortSignal.any([signal, AbortSignal.timeout(makingTimeoutMs)])
    child.stderr.resume()
    const kill = () => void child.kill('SIGKILL')
    stopping.addEventListener('abort', kill)
    const [code] = await once(child, 'exit').finally(() => stopping.removeEventListener('abort', kill))
    if (code !== 0) throw new Error('Python did not load.')
  } finally {
    await output.close()
  }
}
