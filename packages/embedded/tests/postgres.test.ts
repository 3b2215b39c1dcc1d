import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startPostgres } from '../src/postgres.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('an embedded PostgreSQL', () => {
  it('refuses data of a newer PostgreSQL in one sentence', async () => {
    const postgres = await startPostgres({ dir: folder, ephemeral: true })
    await postgres.stop()
    await writeFile(join(folder, 'cluster/PG_VERSION'), '19\n')
    await expect(startPostgres({ dir: folder })).rejects.toThrow(/was made by PostgreSQL 19, newer than this Parley's/)
  })

  it('refuses data whose password is missing, and one that has another', async () => {
    const postgres = await startPostgres({ dir: folder, ephemeral: true })
    await postgres.stop()
    await writeFile(join(folder, 'password'), 'another')
    await expect(startPostgres({ dir: folder })).rejects.toThrow(/is not its own/)
    await rm(join(folder, 'password'))
    await expect(startPostgres({ dir: folder })).rejects.toThrow(/password is missing/)
  })
})
