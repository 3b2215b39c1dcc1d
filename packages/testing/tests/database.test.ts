import { createTestDatabase } from '@parley/testing/database'
import { seedWorkspace } from '@parley/testing/fixtures'
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

describe('seedWorkspace', () => {
  it('makes a workspace as the gateway would, with everybody but guests in general', async () => {
    const database = await createTestDatabase()
    const { ada, bob, gus, workspaceId, general } = await seedWorkspace(database, {
      ada: 'owner',
      bob: 'member',
      gus: 'guest',
    })
    const who = await database.query<{ user_id: string }>(
      'select user_id from channels.memberships where workspace_id = $1 and channel_id = $2',
      [workspaceId, general],
    )
    expect(who.map((member) => member.user_id).sort()).toEqual([ada.userId, bob.userId].sort())
    expect(gus).toMatchObject({ role: 'guest', workspaceId, kind: 'user', scopes: null })
  })
})
