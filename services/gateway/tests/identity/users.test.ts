import { addChannelMember, createChannel } from '@parley/contracts/channels/channels'
import { title } from '@parley/contracts/endpoint'
import { updateMe } from '@parley/contracts/identity/auth'
import { listUsers } from '@parley/contracts/identity/users'
import { encodeId } from '@parley/contracts/type-id'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { explaining } from '@parley/testing/explaining'
import { colleague, people } from '@parley/testing/people'
import type { Kysely } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import { searchPeople } from '../../src/identity/store/people.ts'
import type { DB } from '../../src/schema.ts'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { ada, bob, gus, eve } = await people(scene)

const found = async (who: typeof ada, input: Parameters<typeof ada.client.call<typeof listUsers>>[1]) =>
  (await who.call(listUsers, input)).data.map(({ user_id }) => user_id)

describe(title(listUsers), () => {
  it('finds people by the beginning of their name or handle, folded as mentions are', async () => {
    const zoe = await colleague(scene, ada, 'zoe')
    await zoe.call(updateMe, { name: 'Ziya Öztürk' })
    for (const query of ['ziya', 'ZİYA', 'Ziya Ö', '@ziyaöz', 'zoe', '＠Zo'])
      expect(await found(bob, { query }), query).toEqual([zoe.userId])
    for (const query of ['oe', 'ziyaa', 'öztürk']) expect(await found(bob, { query }), query).toEqual([])
    const [shown] = (await bob.call(listUsers, { query: 'ziya' })).data
    expect(shown).toEqual({
      user_id: zoe.userId,
      display_name: 'Ziya Öztürk',
      handle: 'ziyaöztürk',
      avatar_url: null,
      role: 'member',
      agent: false,
      status: 'offline',
    })
  })

  it('shows who is online, and what they have set', async () => {
    const socket = await bob.socket()
    const statusOf = async () => (await ada.call(listUsers, { query: 'bob' })).data[0]!.status
    await vi.waitFor(async () => expect(await statusOf()).toBe('online'), 30_000)
    socket.socket.emit('presence', { status: 'dnd' })
    await vi.waitFor(async () => expect(await statusOf()).toBe('dnd'), 30_000)
  })

  it('finds by ids, in the order given, and leaves out whoever is not of the workspace', async () => {
    const ids = [bob.userId, unknownId, eve.userId, encodeId('usr', ada.userId), bob.userId]
    expect(await found(ada, { ids })).toEqual([bob.userId, ada.userId])
    const listed = await ada.client.request('GET', `/api/v2/users?ids=${bob.userId},${ada.userId}`)
    expect((listed.body as { data: unknown[] }).data).toHaveLength(2)
    expect(await found(eve, { ids: [bob.userId, ada.userId] })).toEqual([])
    for (const bad of ['', 'nobody', Array.from({ length: 101 }, () => bob.userId).join(',')])
      expect((await ada.client.request('GET', `/api/v2/users?ids=${bad}`)).status, bad).toBe(400)
    expect((await ada.client.answer(listUsers, { ids: [bob.userId], query: 'b' })).status).toBe(400)
  })

  it('shows a guest only those who share a channel with them, and themselves', async () => {
    expect(await found(gus, {})).toEqual([gus.userId])
    expect(await found(gus, { ids: [bob.userId, gus.userId] })).toEqual([gus.userId])
    const { channel } = await bob.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: 'shared',
      channel_type: 'text',
      is_private: true,
    })
    await bob.call(addChannelMember, { id: channel.id, user_id: gus.userId })
    expect(await found(gus, {})).toEqual([bob.userId, gus.userId])
    expect(await found(gus, { query: 'ada' })).toEqual([])
    expect(await found(gus, { ids: [ada.userId, bob.userId] })).toEqual([bob.userId])
    const after = async (person: typeof ada) =>
      (await gus.client.answer(listUsers, { query: person.name.slice(0, 2), after: person.userId })).status
    expect([await after(bob), await after(ada)]).toEqual([200, 400])
  })

  it('pages through everybody once, whatever they are called', async () => {
    await Promise.all(['pia', 'per'].map((name) => colleague(scene, ada, name)))
    const all = await found(ada, {})
    expect(new Set(all).size).toBe(all.length)
    const paged: string[] = []
    for (let after: string | undefined; ; after = paged.at(-1)) {
      const { data, meta } = await ada.call(listUsers, { limit: 2, ...(after && { after }) })
      paged.push(...data.map(({ user_id }) => user_id))
      if (!meta.has_more) break
    }
    expect(paged).toEqual(all)
    expect(await found(ada, { query: 'p' })).toHaveLength(2)
    expect((await ada.client.answer(listUsers, { after: eve.userId })).status).toBe(400)
  })

  it('reads only what it answers', async () => {
    await scene.database.query(`
      insert into gateway.users (email, name, password_hash, handles)
        select n || '@many.test', n, 'x', array['many' || n] from generate_series(1, 3000) n;
      insert into gateway.members (workspace_id, user_id, role)
        select '${ada.workspaceId}', id, 'member' from gateway.users where email like '%@many.test';
      insert into gateway.member_handles (workspace_id, user_id, handle)
        select '${ada.workspaceId}', id, handles[1] from gateway.users where email like '%@many.test';
      analyze gateway.users; analyze gateway.members; analyze gateway.member_handles`)
    const [plan] = await scene.database.query<{ 'QUERY PLAN': unknown }>(`
      explain (format json) select h.handle from gateway.member_handles h
      where h.workspace_id = '${ada.workspaceId}' and h.handle >= 'many' and h.handle < 'many\u{10ffff}'
      order by h.handle, h.user_id limit 51`)
    expect(JSON.stringify(plan)).toMatch(/member_handles_by_handle/)
    expect(JSON.stringify(plan)).not.toMatch(/Sort/)

    const db: Kysely<DB> = createDatabase('gateway', {
      url: scene.database.urlOf('gateway'),
      poolSize: 1,
      log: createLog('users', { LOG_LEVEL: 'silent' }),
    })
    closeAfterwards({ close: () => db.destroy() })
    const blocks: number[] = []
    const explained = db.withPlugin(explaining(({ Plan }) => void blocks.push(Plan['Shared Hit Blocks'])))
    const guest = { workspaceId: ada.workspaceId, userId: gus.userId, role: 'guest' }
    await searchPeople(explained, guest, { limit: 50 })
    expect(blocks).toEqual([expect.any(Number)])
    expect(blocks[0]).toBeLessThan(300)
  })
})
