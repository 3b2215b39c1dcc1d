import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDataFolder } from '../data-folder.ts'
import { tryLock } from '../lock.mjs'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a data folder', () => {
  it('keeps its secrets from one opening to the next, for its owner alone', async () => {
    const first = await openDataFolder(folder)
    first.close()
    const second = await openDataFolder(folder)
    second.close()
    expect(second.secrets).toEqual(first.secrets)
    expect((await stat(join(folder, 'secrets.json'))).mode & 0o777).toBe(0o600)
  })

  it('of a newer version is refused in one sentence, and left as it is', async () => {
    await writeFile(join(folder, 'version.json'), '{"format":99}')
    await expect(openDataFolder(folder)).rejects.toThrow(
      `${folder} was made by a newer version of Parley (data format 99, this one reads up to 1); update Parley, or set PARLEY_DATA to another folder.`,
    )
    expect(await readFile(join(folder, 'version.json'), 'utf8')).toBe('{"format":99}')
    expect(tryLock(join(folder, 'lock')).held).toBe(true)
  })
})

describe('a lock', () => {
  const lockFile = () => join(folder, 'lock')

  it('has one holder', () => {
    const mine = tryLock(lockFile())
    expect(mine.held).toBe(true)
    expect(tryLock(lockFile())).toEqual({ held: false, pid: process.pid })
    if (mine.held) mine.release()
    expect(tryLock(lockFile()).held).toBe(true)
  })

  it('of a process that has ended is taken over', async () => {
    await writeFile(lockFile(), JSON.stringify({ pid: 2 ** 22 + 1, started: 'once' }))
    expect(tryLock(lockFile()).held).toBe(true)
  })

  it('of a process whose pid belongs to another one by now is taken over', async () => {
    await writeFile(lockFile(), JSON.stringify({ pid: process.ppid, started: 'in another life' }))
    expect(tryLock(lockFile()).held).toBe(true)
  })

  it('that is no lock at all is taken over', async () => {
    await writeFile(lockFile(), '')
    expect(tryLock(lockFile()).held).toBe(true)
  })
})
