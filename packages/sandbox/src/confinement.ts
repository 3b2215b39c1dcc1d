import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/**
 * How far the system keeps a process from everything else, beside Node's own permissions:
 * `namespaces`: namespaces without a network and without other processes, and the kernel's limits (Linux);
 * `limits`: the limits alone (Linux in most containers); `none`: neither (macOS).
 */
export type Confinement = 'namespaces' | 'limits' | 'none'

/** The process ends with its parent and gains no privileges. */
const dependent = ['setpriv', '--pdeathsig', 'KILL', '--no-new-privs', '--']
/** As nobody, it has no capabilities in its own namespaces either. */
const apart = 'unshare --user --map-user=65534 --map-group=65534 --net --pid --ipc --fork --kill-child --'.split(' ')

const wrappers: Record<Confinement, readonly string[]> = {
  namespaces: [...dependent, ...apart],
  limits: dependent,
  none: [],
}

/** Nothing of the parent's. Programs are looked up in the system's own folders, as there is no PATH. */
const environment = { TZ: 'UTC' }

/** The kernel ends a process after so much CPU time even if its parent has forgotten it. */
const maxCpuSeconds = 120

/** The furthest confinement that this system allows, found by trying. */
export async function findConfinement(): Promise<Confinement> {
  if (process.platform !== 'linux') return 'none'
  for (const confinement of ['namespaces', 'limits'] as const) {
    const [program, ...args] = [...wrappers[confinement], 'prlimit', '--core=0', 'true']
    const trial = execute(program!, args, { env: environment, timeout: 10_000 })
    if (await trial.then(Boolean, () => false)) return confinement
  }
  return 'none'
}

/** A Node program, its arguments, and the files and folders that it may read. */
export interface Script {
  file: string
  args: readonly string[]
  readable: readonly string[]
}

/**
 * Starts a Node process that has its input and output, may read what its script needs, and may do nothing else: no
 * other files, no environment, processes, workers, addons or code from strings. `seal` takes the files from it as well.
 *
 * @param output an open file that it writes to, in place of a pipe
 */
export function spawnConfined(
  confinement: Confinement,
  script: Script,
  output?: number,
): ChildProcessWithoutNullStreams {
  const flags = [
    '--permission',
    ...script.readable.map((path) => `--allow-fs-read=${path}`),
    '--disallow-code-generation-from-strings',
    '--disable-proto=delete',
    '--disable-sigusr1', // it opens a debugger
    '--no-addons',
    '--max-old-space-size=256',
  ]
  const command = [...wrappers[confinement], process.execPath, ...flags, script.file, ...script.args]
  return spawn(command[0]!, command.slice(1), {
    cwd: '/',
    env: environment,
    stdio: ['pipe', output ?? 'pipe', 'pipe'],
  }) as ChildProcessWithoutNullStreams
}

/**
 * Once the process has opened all that it needs: it can open no file, socket or pipe any more, start no thread or
 * process, and use `growthBytes` more memory. Does nothing where the system has no such limits.
 */
export async function seal(confinement: Confinement, spawnedPid: number, growthBytes: number): Promise<void> {
  if (confinement === 'none') return
  const pid = confinement === 'namespaces' ? await onlyChildOf(spawnedPid) : spawnedPid
  const [, kibibytes] = /^VmData:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))!
  const limits = {
    nofile: 0,
    nproc: 0,
    core: 0,
    cpu: maxCpuSeconds,
    data: Number(kibibytes) * 1024 + growthBytes,
  }
  const flags = Object.entries(limits).map(([name, limit]) => `--${name}=${limit}:${limit}`)
  await execute('prlimit', ['--pid', String(pid), ...flags], { env: environment })
}

/** Node, below the `unshare` that has started it. */
async function onlyChildOf(pid: number): Promise<number> {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim()
  if (!/^\d+$/.test(children)) throw new Error(`Process ${pid} should have one child, and has: ${children || 'none'}.`)
  return Number(children)
}
