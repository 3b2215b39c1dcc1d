import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A process that we started and that reports where it listens. */
export interface Running {
  url: string
  pid: number
  /** CPU time it has used so far, in seconds; NaN where the system does not report it. */
  cpuSeconds(): number
  /** The memory of a process started with `probe: true`, after a garbage collection. */
  memory(): Promise<NodeJS.MemoryUsage>
  stop(): Promise<void>
}

const probe = join(import.meta.dirname, 'floors/memory-probe.ts')

/**
 * Starts one of the baselines in `floors/`, or a service, as a process of its own. A baseline sends `{url}` once it
 * listens; the URL of a service is known beforehand.
 */
export async function startProcess(
  file: string,
  env: NodeJS.ProcessEnv,
  options: { url?: string; probe?: boolean } = {},
): Promise<Running> {
  const flags = options.probe ? ['--import', probe] : []
  const child = spawn(process.execPath, [...flags, file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit').then(([code]) => {
    throw new Error(`${file} ended (${code}).`)
  })
  gone.catch(() => {})
  const url = options.url ?? (await Promise.race([messageOf<{ url: string }>(child, 'url'), gone])).url
  if (options.url) await Promise.race([untilReady(options.url), gone])
  return {
    url,
    pid: child.pid!,
    cpuSeconds: () => cpuSecondsOf(child.pid!),
    async memory() {
      const answer = messageOf<{ memory: NodeJS.MemoryUsage }>(child, 'memory')
      child.kill('SIGUSR2')
      return (await answer).memory
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended
      clearTimeout(late)
    },
  }
}

async function messageOf<T>(child: ChildProcess, key: string): Promise<T> {
  for (;;) {
    const [message] = await once(child, 'message')
    if (typeof message === 'object' && message !== null && key in message) return message as T
  }
}

export async function untilReady(url: string, { pollMs = 20, patienceMs = 60_000 } = {}): Promise<void> {
  for (const until = Date.now() + patienceMs; Date.now() < until; ) {
    const ready = await fetch(`${url}/readyz`).then(
      async (answer) => {
        await answer.arrayBuffer()
        return answer.ok
      },
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  throw new Error(`${url} is not ready after ${patienceMs / 1000} s.`)
}

const ticksPerSecond = 100

/** Known on Linux alone; elsewhere the figure is left out. */
export function cpuSecondsOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
  } catch {
    return Number.NaN
  }
}
