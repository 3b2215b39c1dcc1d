import { readFileSync } from 'node:fs'
import { vi } from 'vitest'

/** A process that is there and not merely waiting for its parent to ask how it ended. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z'
  } catch {
    return process.platform !== 'linux'
  }
}

/** Resolves when none of the processes runs any more. */
export async function allEnded(pids: number[]) {
  await vi.waitUntil(() => !pids.some(isRunning), { timeout: 60_000, interval: 20 })
}
