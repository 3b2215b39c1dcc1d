import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chown, lchown, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem } from '@parley/kit/problem'
import { endOrphan } from './guarded-process.ts'
import { readFrom, sizeOf } from './log-tail.ts'
import { type Account, launch } from './postgres-account.ts'
import { startProblem } from './server.ts'

/** The PostgreSQL major version that is embedded, and whose data folders can be read. */
export const postgresMajor = 18

/** Creates the cluster in `dir` unless it exists, and makes `account` its owner. */
export async function prepareCluster(
  dir: string,
  account: Account,
  logFile: string,
): Promise<{ cluster: string; password: string }> {
  const cluster = join(dir, 'cluster')
  const password = await superuserPassword(dir)
  await refuseOtherVersions(cluster)
  await removeStaleServer(cluster)
  if (!existsSync(join(cluster, 'PG_VERSION'))) await createCluster(dir, account, password, logFile)
  await takeOwnership(cluster, account)
  return { cluster, password }
}

async function createCluster(dir: string, account: Account, password: string, logFile: string) {
  for (const name of await readdir(dir)) // left by a start that was killed
    if (name.startsWith('cluster.new-')) await rm(join(dir, name), { recursive: true, force: true })
  const unfinished = await mkdtemp(join(dir, 'cluster.new-'))
  // The temporary folder is the one place that the other user can certainly reach.
  const shared = await mkdtemp(join(tmpdir(), 'parley-'))
  try {
    const passwordFile = join(shared, 'password')
    await writeFile(passwordFile, password, { mode: 0o600 })
    for (const path of [unfinished, shared, passwordFile]) await chown(path, account.owner.uid, account.owner.gid)
    const flags = ['-U', 'postgres', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8']
    const login = ['-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--no-instructions', '--no-sync']
    const logStart = sizeOf(logFile)
    const initdb = launch(account, 'initdb', unfinished, [...flags, ...login], logFile)
    const [code] = await once(initdb, 'exit')
    if (code !== 0) {
      const log = await readFrom(logFile, logStart)
      throw startProblem('PostgreSQL could not create its files', log, dir, reasonIn(log))
    }
    await rename(unfinished, join(dir, 'cluster'))
  } finally {
    await rm(unfinished, { recursive: true, force: true })
    await rm(shared, { recursive: true, force: true })
  }
}

/** The files may belong to another account: an earlier start as another user made them. */
async function takeOwnership(cluster: string, { owner }: Account) {
  const { uid } = await stat(cluster)
  if (uid === owner.uid) return
  if (process.getuid!() !== 0)
    throw new Problem(`${cluster} belongs to another user; set PARLEY_DATA to a folder of your own.`)
  await chown(cluster, owner.uid, owner.gid)
  for (const entry of await readdir(cluster, { recursive: true }))
    await lchown(join(cluster, entry), owner.uid, owner.gid)
}

async function superuserPassword(dir: string): Promise<string> {
  const file = join(dir, 'password')
  if (!existsSync(file)) {
    if (existsSync(join(dir, 'cluster')))
      throw new Problem(`${file} is missing, and without it the data beside it cannot be opened.`)
    await writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  }
  return readFile(file, 'utf8')
}

async function refuseOtherVersions(cluster: string) {
  const version = Number.parseInt(
    await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => `${postgresMajor}`),
    10,
  )
  if (version > postgresMajor)
    throw new Problem(
      `${cluster} was made by PostgreSQL ${version}, newer than this Parley's PostgreSQL ${postgresMajor}; update Parley or set PARLEY_DATA to another folder.`,
    )
  if (version < postgresMajor)
    throw new Problem(
      `${cluster} was made by PostgreSQL ${version}; move its data to PostgreSQL ${postgresMajor} with pg_upgrade or pg_dump, or set PARLEY_DATA to another folder.`,
    )
}

/** Ends a server that outlived its supervisor, and removes the pid file of a killed one. */
export async function removeStaleServer(cluster: string) {
  const pidFile = join(cluster, 'postmaster.pid')
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10)
  if (!pid) return
  await endOrphan({ pid, folder: cluster, program: 'postgres', signal: 'SIGINT' })
  // Otherwise PostgreSQL takes any process that has this pid by now for the server.
  await rm(pidFile, { force: true })
}

/** The first error that PostgreSQL logged. */
export const reasonIn = (log: string): string | undefined => /(?:FATAL|PANIC|error): +(.*)/.exec(log)?.[1]
