import { mkdir, readFile, rename, statfs, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { byService, type ServiceName } from '@parley/contracts/services'
import { newSigningKey, randomPassword } from '@parley/kit/keys'
import { Problem } from '@parley/kit/problem'
import { tryLock } from './lock.mjs'

/** Raised when a data folder written from then on cannot be read by earlier versions. */
const FORMAT = 1

const LEAST_FREE_BYTES = 200 * 1024 * 1024

/** Generated once for this installation and kept beside its data. */
export type LocalSecrets = {
  jwtSecret: string
  fileUrlSecret: string
  visitorTokenSecret: string
  vapidPrivateKey: string
  signingKeys: Record<ServiceName, string>
  rolePasswords: Record<ServiceName, string>
}

export type DataFolder = {
  path: string
  logs: string
  secrets: LocalSecrets
  /** Lets the next start have it. */
  close(): void
}

/**
 * Opens the folder that holds everything a local installation keeps, for one supervisor at a time.
 * @throws Problem when another holds it, when a newer version made it, and when its disk is full.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder)
  const logs = join(path, 'logs')
  await mkdir(logs, { recursive: true, mode: 0o700 })
  const { bavail, bsize } = await statfs(path)
  if (bavail * bsize < LEAST_FREE_BYTES)
    throw new Problem(
      `The disk that holds ${path} is full (${megabytes(bavail * bsize)} free, Parley needs ${megabytes(LEAST_FREE_BYTES)}); free some space or set PARLEY_DATA to a folder elsewhere.`,
    )
  const lock = tryLock(join(path, 'lock'))
  if (!lock.held)
    throw new Problem(
      `Parley is already running on ${path} (process ${lock.pid}); stop it first, or set PARLEY_DATA to another folder.`,
    )
  try {
    await checkFormat(path)
    return { path, logs, secrets: await localSecrets(join(path, 'secrets.json')), close: lock.release }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function checkFormat(path: string) {
  const file = join(path, 'version.json')
  const kept = await readJson<{ format: number }>(file)
  if (kept === undefined) return writeJson(file, { format: FORMAT })
  if (kept.format > FORMAT)
    throw new Problem(
      `${path} was made by a newer version of Parley (data format ${kept.format}, this one reads up to ${FORMAT}); update Parley, or set PARLEY_DATA to another folder.`,
    )
}

async function localSecrets(file: string): Promise<LocalSecrets> {
  const kept = await readJson<LocalSecrets>(file)
  const secrets: LocalSecrets = {
    jwtSecret: kept?.jwtSecret ?? randomPassword(),
    fileUrlSecret: kept?.fileUrlSecret ?? randomPassword(),
    visitorTokenSecret: kept?.visitorTokenSecret ?? randomPassword(),
    vapidPrivateKey: kept?.vapidPrivateKey ?? randomPassword(),
    signingKeys: byService((name) => kept?.signingKeys?.[name] ?? newSigningKey()),
    rolePasswords: byService((name) => kept?.rolePasswords?.[name] ?? randomPassword()),
  }
  await writeJson(file, secrets)
  return secrets
}

/** The contents of a JSON file, undefined when there is none. */
export async function readJson<T>(file: string): Promise<T | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text) as T
  } catch {
    throw new Problem(`${file} is damaged: it is not JSON.`)
  }
}

/** Replaces a JSON file that only its owner may read, all or nothing. */
export async function writeJson(file: string, value: unknown) {
  const unique = `${file}.${process.pid}`
  await writeFile(unique, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  await rename(unique, file)
}

const megabytes = (bytes: number) => `${Math.floor(bytes / 1024 / 1024)} MB`
