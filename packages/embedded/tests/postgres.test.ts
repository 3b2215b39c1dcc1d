import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startPostgres } from '../src/postgres.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-test-'))
  const postgres = await startPostgres({ dir: folder, ephemeral: true })
  await postgres.stop()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Writes a file of the data folder; as it was again when the test ends. */
async function overwrite(name: string, text: string): Promise<void> {
  const file = join(folder, name)
  const before = await readFile(file)
  onTestFinished(() => writeFile(file, before))
  await writeFile(file, text)
}

describe('an embedded PostgreSQL', () => {
  it('refuses data of a newer PostgreSQL in one sentence', async () => {
    await overwrite('cluster/PG_VERSION', '19\n')
    await expect(startPostgres({ dir: folder })).rejects.toThrow(/was made by PostgreSQL 19, newer than this Parley's/)
  })

  it('refuses data whose password is missing, and one that has another', async () => {
    await overwrite('password', 'another')
    await expect(startPostgres({ dir: folder })).rejects.toThrow(/is not its own/)
    await rm(join(folder, 'password'))
    await expect(startPostgres({ dir: folder })).rejects.toThrow(/password is missing/)
  })
})
