import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Problem } from '@parley/kit/problem'

/** Chromium, by Debian's names of packages and programs. The first has no windows, and takes half of the others' CPU. */
export const chromiums = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'] as const

const USUAL_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/opt/homebrew/bin']

/** The first of the named programs that can be run, as a full path. */
export function findProgram(...names: string[]): string | undefined {
  for (const name of names)
    for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...USUAL_FOLDERS]) {
      if (folder === '') continue
      try {
        accessSync(join(folder, name), constants.X_OK)
        return join(folder, name)
      } catch {
        // not here
      }
    }
  return undefined
}

type Manager = {
  command: string
  needsRoot: boolean
  refresh?: string[]
  install: string[]
  /** Its name of each package, where it differs from Debian's. */
  names: Record<string, string>
}

const managers: Manager[] = [
  {
    command: 'apt-get',
    needsRoot: true,
    refresh: ['update', '-qq'],
    install: ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'],
    names: {},
  },
  {
    command: 'apk',
    needsRoot: true,
    install: ['add', '--no-cache'],
    names: { 'redis-server': 'redis', 'valkey-server': 'valkey' },
  },
  {
    command: 'dnf',
    needsRoot: true,
    install: ['install', '-y', '-q'],
    names: { 'redis-server': 'redis', 'valkey-server': 'valkey' },
  },
  {
    command: 'brew',
    needsRoot: false,
    install: ['install', '--quiet'],
    names: { 'redis-server': 'redis', 'valkey-server': 'valkey' },
  },
]

/**
 * Finds a program, or installs it with the system's package manager where this user may. `candidates` are Debian's
 * package names, each of which brings a program of the same name; the first that can be had wins.
 */
export async function findOrInstall(
  candidates: readonly [string, ...string[]],
  { what, instead, log }: { what: string; instead: string; log?: (line: string) => void },
): Promise<string> {
  const found = findProgram(...candidates)
  if (found) return found
  const manager = managers.find(({ command }) => findProgram(command))
  if (!manager) throw new Problem(`${what} is missing: install ${candidates.join(' or ')}, or ${instead}.`)
  const { command, install, names } = manager
  const nameOf = (candidate: string) => names[candidate] ?? candidate
  const byHand = `${manager.needsRoot ? 'sudo ' : ''}${command} ${install[0]} ${nameOf(candidates[0])}`
  const isAllowed = manager.needsRoot === (process.getuid?.() === 0)
  if (!isAllowed) throw new Problem(`${what} is missing: install it (${byHand}), or ${instead}.`)

  log?.(`Installing ${what} with ${command}.`)
  let output = manager.refresh ? (await run(command, manager.refresh)).output : ''
  for (const candidate of candidates) {
    output += (await run(command, [...install, nameOf(candidate)])).output
    const program = findProgram(candidate)
    if (program) return program
  }
  const isOffline = /resolv|could not connect|failed to fetch|unreachable|timed? ?out/i.test(output)
  const reason = isOffline ? 'its server cannot be reached' : output.trim().split('\n').at(-1)
  throw new Problem(`${what} is missing and could not be installed (${byHand}: ${reason}); ${instead}.`)
}

function run(command: string, args: string[]): Promise<{ output: string }> {
  return new Promise((resolve) => {
    // RUNLEVEL keeps Debian's packages from starting a server of their own.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', HOMEBREW_NO_AUTO_UPDATE: '1' }
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    let output = ''
    const take = (chunk: Buffer) => {
      output = (output + chunk).slice(-4_000)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('error', (error) => resolve({ output: error.message }))
    child.once('close', () => resolve({ output }))
  })
}
