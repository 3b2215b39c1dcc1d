import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readlinkSync, realpathSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

// Runs "$@" under the shell's own pid, beside a watcher that is orphaned at once (the program must not inherit a
// child it does not know) and reads a pipe from the parent: the kernel closes it when the parent dies, however it
// dies. macOS has no parent-death signal, and Linux clears it when a process changes its user.
const guard = (signal: string) => `
exec 9<&0 </dev/null
( ( read -r _ <&9; kill -${signal} $$ ) >/dev/null 2>&1 3>&- & )
exec 9<&-
exec "$@"`

export type GuardedOptions = {
  /** Sent to the program when this process ends; without the leading `SIG`. */
  deathSignal: 'INT' | 'TERM' | 'KILL'
  /** File descriptor that takes stdout and stderr. */
  output: number
  cwd?: string
  env?: NodeJS.ProcessEnv
  user?: { uid: number; gid: number }
}

/** Starts a program in a process group of its own that ends when this process does, even by `kill -9`. */
export function spawnGuarded(command: string, args: readonly string[], options: GuardedOptions): ChildProcess {
  const child = spawn('/bin/sh', ['-c', guard(options.deathSignal), 'guard', command, ...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['pipe', options.output, options.output],
    detached: true,
    ...options.user,
  })
  child.stdin!.on('error', () => {})
  return child
}

export type Orphan = { pid: number; folder: string; program: string | RegExp; signal: NodeJS.Signals }

/**
 * Ends a server that is still working in `folder` though its supervisor is dead, and waits for its end. Only for the
 * holder of that folder's lock; a process that merely has the remembered pid by now is left alone.
 */
export async function endOrphan(orphan: Orphan) {
  for (const [signal, patienceMs] of [
    [orphan.signal, 20_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!worksIn(orphan)) return
    process.kill(orphan.pid, signal)
    for (const until = Date.now() + patienceMs; worksIn(orphan) && Date.now() < until; ) await wait(20)
  }
}

function worksIn({ pid, folder, program }: Orphan): boolean {
  if (process.platform === 'linux') {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
    } catch {
      return false
    }
  }
  return new RegExp(program).test(
    spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '',
  )
}
