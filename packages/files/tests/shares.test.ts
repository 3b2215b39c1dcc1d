import { createLog } from '@parley/kit/log'
import { describe, expect, it } from 'vitest'
import { FileStorageConfig } from '../src/config.ts'
import { openStorage } from '../src/storage.ts'

const { writing } = openStorage(FileStorageConfig.parse({}), { log: createLog('test', { LOG_LEVEL: 'silent' }) })

describe('what is written to the storage at once', () => {
  it.each([
    ['person', 4],
    ['workspace', 6],
  ])('leaves room beside one %s', async (kind, share) => {
    const begun = Array.from({ length: 10 }, () => writing.enter({ [kind]: 'one' }))
    expect([writing.running, writing.waiting]).toEqual([share, 10 - share])
    const other = await writing.enter({ [kind]: 'another' })
    other()
    for (const each of begun) (await each)()
    expect([writing.running, writing.waiting]).toEqual([0, 0])
  })
})
