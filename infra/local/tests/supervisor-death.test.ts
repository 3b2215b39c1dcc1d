import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startStack } from '../supervisor.ts'
import { allEnded, isRunning } from './processes.ts'

describe('when the supervisor is killed', () => {
  let dataDir: string
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-test-'))
  })
  afterAll(() => rm(dataDir, { recursive: true, force: true }))

  it('ends all its children, and the next one takes over the folder with its data', async () => {
    const holder = spawn(process.execPath, [join(import.meta.dirname, 'fixtures/hold-stack.ts'), dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(holder.stdout, 'data')
    const pids = Object.values(JSON.parse(line) as Record<string, number>)
    expect(pids).toHaveLength(8)
    expect(pids.every(isRunning)).toBe(true)
    const secrets = await readFile(join(dataDir, 'secrets.json'), 'utf8')

    holder.kill('SIGKILL')
    await once(holder, 'exit')
    // At once, while PostgreSQL and Redis may still be ending.
    const next = await startStack({ dataDir, ephemeral: true, migrate: false, services: [] })
    await allEnded(pids)
    expect(await readFile(join(dataDir, 'secrets.json'), 'utf8')).toBe(secrets)
    const client = new pg.Client({ connectionString: next.databaseUrl })
    await client.connect()
    await client.end()
    await next.stop()
  })
})
