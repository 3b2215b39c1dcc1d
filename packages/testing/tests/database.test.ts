import { createTestDatabase } from '@parley/testing/database'
import { bootService } from '@parley/testing/service'
import { describe, expect, it } from 'vitest'

describe('a test database', () => {
  it('is migrated, and a service starts on it', async () => {
    const channels = await bootService('channels')
    const applied = await channels.database.query<{ name: string }>(
      `select name from parley.migrations where service = 'channels'`,
    )
    expect(applied).toContainEqual({ name: 'kit/0001_outbox' })
    expect((await channels.client().request('get', '/readyz')).body).toMatchObject({ status: 'ready' })
  })

  it('is nobody else’s', async () => {
    const [mine, yours] = await Promise.all([createTestDatabase(), createTestDatabase()])
    await mine.query('create table parley.mine ()')
    const seen = `select to_regclass('parley.mine') is not null as seen`
    expect(await mine.query(seen)).toEqual([{ seen: true }])
    expect(await yours.query(seen)).toEqual([{ seen: false }])
  })
})
