import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startStack } from '../supervisor.ts'
import { allEnded, isRunning } from './processes.ts'

let dataDir: string
const started: number[] = []
// One folder for all tests: making a cluster takes longer than starting on one.
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'))
})
afterEach(() => {
  for (const pid of started.splice(0).filter(isRunning)) process.kill(pid, 'SIGKILL') // only when a test has failed
})
afterAll(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }))

/** A stack in a process of its own: how to kill that process, and what it runs. */
async function holdStack() {
  const holder = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/hold-stack.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(holder.stdout, 'data')
  const pids = JSON.parse(line) as Record<'gateway' | 'postgres' | 'redis', number>
  started.push(...Object.values(pids))
  const kill = async () => {
    holder.kill('SIGKILL')
    await once(holder, 'exit')
  }
  return { pids, kill }
}

/** The other processes of a program's group: what watches for the end of its supervisor. */
function watchersOf(pid: number): number[] {
  const groupOf = (stat: string) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
  return readdirSync('/proc')
    .map(Number)
    .filter((other) => other && other !== pid)
    .filter((other) => {
      try {
        const stat = readFileSync(`/proc/${other}/stat`, 'utf8')
        return groupOf(stat) === pid && stat.includes('(sh)')
      } catch {
        return false
      }
    })
}

// A stack of stand-ins, twice: eight processes each, on however busy a machine.
describe('when the supervisor is killed', { timeout: 180_000 }, () => {
  it('all its children end, and the next one has its secrets', async () => {
    const { pids, kill } = await holdStack()
    expect(Object.values(pids)).toHaveLength(8)
    expect(Object.values(pids).every(isRunning)).toBe(true)
    const secrets = await readFile(join(dataDir, 'secrets.json'), 'utf8')
    await kill()
    await allEnded(Object.values(pids))
    const next = await startStack({ dataDir, ephemeral: true, migrate: false, services: [] })
    await next.stop()
    expect(await readFile(join(dataDir, 'secrets.json'), 'utf8')).toBe(secrets)
  })

  it.runIf(process.platform === 'linux')(
    'servers that outlive it are ended by the next one before it starts its own',
    async () => {
      const { pids, kill } = await holdStack()
      for (const server of [pids.postgres, pids.redis])
        for (const watcher of watchersOf(server)) process.kill(watcher, 'SIGKILL')
      await kill()
      await allEnded([pids.gateway])
      expect([pids.postgres, pids.redis].every(isRunning)).toBe(true)
      const next = await startStack({ dataDir, ephemeral: true, migrate: false, services: [] })
      expect([pids.postgres, pids.redis].some(isRunning)).toBe(false)
      await next.stop()
    },
  )
})
