import { listChannels } from '@parley/contracts/channels/channels'
import { type InputOf, title } from '@parley/contracts/endpoint'
import { createApiKey } from '@parley/contracts/identity/api-keys'
import { acceptInvite, getMe, login } from '@parley/contracts/identity/auth'
import {
  getWorkspace,
  listWorkspaceMembers,
  removeWorkspaceMember,
  updateWorkspaceMember,
} from '@parley/contracts/identity/workspaces'
import { encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { colleague, newcomer, type Person, password, people } from '@parley/testing/people'
import { describe, expect, it } from 'vitest'
import { invitedToken, keyOf, setScene, statusOf, unknownId } from './scene.ts'

const scene = await setScene({ gateways: 2 })
const anyone = scene.client()
const { ada, bob, gus, eve } = await people(scene)
const amy = await colleague(scene, ada, 'amy', { role: 'admin' })
const { workspaceId } = ada

type Change = Omit<InputOf<typeof updateWorkspaceMember>, 'id' | 'userId'>

const change = (by: Person, whom: { userId: string }, input: Change) =>
  by.client.answer(updateWorkspaceMember, { id: by.workspaceId, userId: whom.userId, ...input })
const remove = (by: Person, whom: { userId: string }) =>
  by.client.answer(removeWorkspaceMember, { id: by.workspaceId, userId: whom.userId })
const rolesIn = async (id: string) => {
  const rows = await scene.database.query<{ user_id: string; role: string }>(
    'select user_id, role from gateway.members where workspace_id = $1',
    [id],
  )
  return Object.fromEntries(rows.map(({ user_id, role }) => [user_id, role]))
}
const channelsOf = async (person: Person) =>
  (await person.call(listChannels, { workspace_id: person.workspaceId })).channels.map(({ name }) => name)
const statusThere = async (token: string) =>
  (await fetch(`${scene.gatewayUrls[1]}/api/auth/me`, { headers: { Authorization: `Bearer ${token}` } })).status

describe(title(listWorkspaceMembers), () => {
  it('answers the people, oldest first, with every field', async () => {
    const { data, meta } = await bob.call(listWorkspaceMembers, { id: workspaceId })
    expect(data.map(({ name }) => name).sort()).toEqual(['ada', 'amy', 'bob', 'gus'])
    const joined = data.map(({ joined_at }) => joined_at)
    expect(joined).toEqual([...joined].sort())
    expect(data[0]).toEqual({
      user_id: ada.userId,
      email: 'ada@parley.test',
      name: 'ada',
      avatar_url: null,
      role: 'owner',
      agent: true,
      joined_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      last_seen_at: null,
    })
    expect(meta).toEqual({ total: 4, page: 1, limit: 50, offset: 0 })
  })

  it('says to admins alone when each was last seen', async () => {
    await scene.database.query(
      `update gateway.sessions set last_used_at = '2026-03-01T09:00Z' where user_id = $1 and workspace_id = $2`,
      [bob.userId, workspaceId],
    )
    const seen = async (by: Person, whom: Person) => {
      const { data } = await by.call(listWorkspaceMembers, { id: by.workspaceId })
      return data.find(({ user_id }) => user_id === whom.userId)?.last_seen_at
    }
    expect(await seen(amy, bob)).toBe('2026-03-01T09:00:00.000Z')
    expect(await seen(amy, ada)).not.toBeNull()
    expect(await seen(bob, ada)).toBeNull()
  })

  it('pages by offset and by cursor', async () => {
    const { data: all } = await bob.call(listWorkspaceMembers, { id: workspaceId })
    const second = await bob.call(listWorkspaceMembers, { id: workspaceId, limit: 2, offset: 2 })
    expect(second.data).toEqual(all.slice(2, 4))
    expect(second.meta).toEqual({ total: 4, page: 2, limit: 2, offset: 2 })
    const after = encodeId('usr', all[1]!.user_id)
    const byCursor = await bob.call(listWorkspaceMembers, { id: workspaceId, limit: 2, after })
    expect(byCursor.data).toEqual(all.slice(2, 4))
    const beyond = await bob.call(listWorkspaceMembers, { id: workspaceId, after: all.at(-1)!.user_id })
    expect(beyond.data).toEqual([])
    expect(beyond.meta.total).toBe(4)
  })

  it('finds people by how a name or handle begins, or by their whole address, in pages', async () => {
    const found = async (query: string, more: object = {}) => {
      const { data, meta } = await bob.call(listWorkspaceMembers, { id: workspaceId, query, ...more })
      return { names: data.map(({ name }) => name).sort(), total: meta.total }
    }
    expect(await found('A')).toEqual({ names: ['ada', 'amy'], total: 2 })
    expect(await found('@am')).toEqual({ names: ['amy'], total: 1 })
    expect(await found('BOB@parley.test ')).toEqual({ names: ['bob'], total: 1 })
    expect(await found('eve')).toEqual({ names: [], total: 0 })
    expect(await found('eve@parley.test')).toEqual({ names: [], total: 0 })
    const [first, second] = [await found('a', { limit: 1 }), await found('a', { limit: 1, offset: 1 })]
    expect([...first.names, ...second.names].sort()).toEqual(['ada', 'amy'])
    expect(first.total).toBe(2)
  })

  it.each([
    [{ query: ' ' }, 'query'],
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ offset: '-1' }, 'offset'],
    [{ after: 'x' }, 'after'],
    [{ after: unknownId }, 'after'],
    [{ after: eve.userId }, 'after'],
  ])('names the field at fault in %o', async (query, path) => {
    const { status, body } = await bob.client.request('GET', `/api/v2/workspaces/${workspaceId}/members`, { query })
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { details: [{ path }] } } })
  })

  it('refuses a guest, and a key that may not read', async () => {
    expect((await gus.client.answer(listWorkspaceMembers, { id: workspaceId })).status).toBe(403)
    const key = await keyOf(bob, ['write'])
    expect((await key.answer(listWorkspaceMembers, { id: workspaceId })).status).toBe(403)
  })

  it('answers a foreign workspace exactly as one that does not exist', async () => {
    const foreign = await eve.answerTo(listWorkspaceMembers, { id: workspaceId })
    expect(foreign.status).toBe(404)
    expect(foreign).toEqual(await eve.answerTo(listWorkspaceMembers, { id: unknownId }))
  })
})

describe(title(updateWorkspaceMember), () => {
  it('changes a role at once on every gateway, and notifies sockets', async () => {
    const cal = await colleague(scene, ada, 'cal')
    const invitePath = `${scene.gatewayUrls[1]}/api/v2/workspaces/${workspaceId}/members`
    const inviteThere = () =>
      fetch(invitePath, {
        method: 'POST',
        headers: { Authorization: `Bearer ${cal.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: bob.email }),
      })
    expect((await inviteThere()).status).toBe(403)
    const { status, body } = await change(ada, cal, { role: 'admin' })
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        success: true,
        data: {
          user_id: cal.userId,
          email: cal.email,
          name: 'cal',
          avatar_url: null,
          role: 'admin',
          agent: false,
          joined_at: expect.stringMatching(/Z$/),
        },
        meta: {},
      },
    })
    await scene.accessChangeOf(cal, null)
    expect((await inviteThere()).status).toBe(201)
    await change(ada, cal, { role: 'member' })
    expect((await inviteThere()).status).toBe(403)
    expect((await cal.call(getWorkspace, { id: workspaceId })).data.role).toBe('member')
  })

  it('removes a new guest from general, and adds a former guest to it', async () => {
    const val = await colleague(scene, ada, 'val')
    expect(await channelsOf(val)).toEqual(['general'])
    await change(ada, val, { role: 'guest' })
    expect(await channelsOf(val)).toEqual([])
    await change(ada, val, { role: 'admin' })
    expect(await channelsOf(val)).toEqual(['general'])
  })

  it('makes and unmakes agents', async () => {
    const kim = await colleague(scene, ada, 'kim')
    await change(ada, kim, { agent: true })
    expect((await kim.call(getMe)).roles).toEqual(['AGENT'])
    await change(ada, kim, { agent: false })
    expect((await kim.call(getMe)).roles).toEqual([])
  })

  it('makes a new owner an agent, unless stated otherwise', async () => {
    const own = await newcomer(scene, 'own')
    const one = await colleague(scene, own, 'one')
    const two = await colleague(scene, own, 'two')
    expect((await change(own, one, { role: 'owner' })).body).toMatchObject({ data: { role: 'owner', agent: true } })
    const answer = await change(own, two, { role: 'owner', agent: false })
    expect(answer.body).toMatchObject({ data: { role: 'owner', agent: false } })
  })

  it('lets only owners make or change owners', async () => {
    const own = await newcomer(scene, 'own2')
    const admin = await colleague(scene, own, 'adm2', { role: 'admin' })
    const member = await colleague(scene, own, 'mem2')
    expect((await change(admin, member, { role: 'owner' })).status).toBe(403)
    expect((await change(admin, own, { role: 'member' })).status).toBe(403)
    expect((await change(admin, own, { agent: false })).status).toBe(403)
    expect((await change(admin, admin, { role: 'owner' })).status).toBe(403)
    expect((await change(admin, member, { role: 'admin' })).status).toBe(200)
    expect((await change(own, own, { agent: false })).status).toBe(200)
  })

  it.each([
    ['a member', bob],
    ['a guest', gus],
  ])('refuses %s', async (_, person) => {
    expect((await change(person, person, { role: 'admin' })).status).toBe(403)
  })

  it('leaves the last owner one', async () => {
    const own = await newcomer(scene, 'own3')
    const { status, body } = await change(own, own, { role: 'admin' })
    expect({ status, body }).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
  })

  it('leaves one owner of two who demote each other, or themselves, at once', async () => {
    for (const whom of ['each other', 'themselves']) {
      const one = await newcomer(scene, `one-${whom.replace(' ', '-')}`)
      const two = await colleague(scene, one, `two-${whom.replace(' ', '-')}`, { role: 'owner' })
      const pairs =
        whom === 'each other'
          ? ([
              [one, two],
              [two, one],
            ] as const)
          : ([
              [one, one],
              [two, two],
            ] as const)
      const answers = await Promise.all(pairs.map(([by, target]) => change(by, target, { role: 'member' })))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(Object.values(await rolesIn(one.workspaceId)).sort()).toEqual(['member', 'owner'])
    }
  })

  it('answers the person unchanged where nothing is asked for', async () => {
    const answer = await change(ada, bob, {})
    expect(answer).toMatchObject({ status: 200, body: { data: { user_id: bob.userId, role: 'member', agent: false } } })
  })

  it('answers someone from elsewhere exactly as someone who does not exist', async () => {
    const answer = (userId: string) => ada.answerTo(updateWorkspaceMember, { id: workspaceId, userId, role: 'admin' })
    expect((await answer(unknownId)).status).toBe(404)
    expect(await answer(eve.userId)).toEqual(await answer(unknownId))
    const foreign = { userId: bob.userId, role: 'guest' } as const
    expect(await eve.answerTo(updateWorkspaceMember, { id: workspaceId, ...foreign })).toEqual(
      await eve.answerTo(updateWorkspaceMember, { id: unknownId, ...foreign }),
    )
  })

  it('refuses a key without the scope admin, and an unknown role', async () => {
    const key = await keyOf(ada, ['read', 'write'])
    const input = { id: workspaceId, userId: bob.userId, role: 'guest' } as const
    expect((await key.answer(updateWorkspaceMember, input)).status).toBe(403)
    const { status, body } = await ada.client.request(
      'PATCH',
      `/api/v2/workspaces/${workspaceId}/members/${bob.userId}`,
      {
        body: { role: 'king' },
      },
    )
    expect({ status, body }).toMatchObject({ status: 400, body: { error: { details: [{ path: 'role' }] } } })
  })
})

describe(title(removeWorkspaceMember), () => {
  it('ends sessions and keys of this workspace on every gateway, notifies sockets, and leaves others alone', async () => {
    const dan = await colleague(scene, ada, 'dan')
    const home = (await anyone.call(login, { email: dan.email, password })).token
    const { data: key } = await dan.call(createApiKey, { name: 'k', scopes: ['read'] })
    for (const token of [dan.token, key.key])
      expect([await statusOf(scene, token), await statusThere(token)]).toEqual([200, 200])
    const own = await dan.call(getMe)

    const { status, body } = await remove(amy, dan)
    expect({ status, body }).toEqual({
      status: 200,
      body: { success: true, data: { user_id: dan.userId }, meta: {} },
    })
    for (const token of [dan.token, key.key])
      expect([await statusOf(scene, token), await statusThere(token)]).toEqual([401, 401])
    await scene.accessChangeOf(dan, null)
    const elsewhere = await anyone.call(login, { email: dan.email, password })
    expect(elsewhere.workspace?.uuid).not.toBe(workspaceId)
    expect(await statusOf(scene, elsewhere.token)).toBe(200)
    expect(own.workspaceId).toBe(encodeId('wsp', workspaceId))
    expect(home).toBeDefined()
    expect(
      await scene.database.query('select from gateway.people where user_id = $1 and workspace_id = $2', [
        dan.userId,
        workspaceId,
      ]),
    ).toEqual([])
    expect(
      await scene.database.query('select from channels.memberships where user_id = $1 and workspace_id = $2', [
        dan.userId,
        workspaceId,
      ]),
    ).toEqual([])
  })

  it('does not revive old tokens when the person comes back', async () => {
    const rae = await colleague(scene, ada, 'rae')
    await remove(ada, rae)
    const token = await invitedToken(scene, ada, rae.email, {}, 2)
    const back = await anyone.call(acceptInvite, { token, password })
    expect(await statusOf(scene, rae.token)).toBe(401)
    expect(await statusOf(scene, back.token)).toBe(200)
  })

  it('lets everyone leave, guests too', async () => {
    const members = [await colleague(scene, ada, 'lea'), await colleague(scene, ada, 'gil', { role: 'guest' })]
    for (const person of members) {
      expect((await remove(person, person)).status).toBe(200)
      expect(await statusOf(scene, person.token)).toBe(401)
    }
  })

  it('lets members and guests remove nobody else, not even someone who does not exist', async () => {
    for (const person of [bob, gus])
      for (const whom of [amy, { userId: unknownId }]) expect((await remove(person, whom)).status).toBe(403)
  })

  it('lets only owners remove owners', async () => {
    const own = await newcomer(scene, 'own4')
    const admin = await colleague(scene, own, 'adm4', { role: 'admin' })
    const other = await colleague(scene, own, 'oth4', { role: 'owner' })
    expect((await remove(admin, other)).status).toBe(403)
    expect((await remove(own, other)).status).toBe(200)
    expect((await remove(admin, own)).status).toBe(403)
  })

  it('keeps the last owner, also of two who leave at once', async () => {
    const one = await newcomer(scene, 'one5')
    expect((await remove(one, one)).status).toBe(409)
    const two = await colleague(scene, one, 'two5', { role: 'owner' })
    const answers = await Promise.all([remove(one, one), remove(two, two)])
    expect(tally(answers)).toEqual({ 200: 1, 409: 1 })
    expect(Object.values(await rolesIn(one.workspaceId))).toEqual(['owner'])
  })

  it('removes once of many tries at once', async () => {
    const tim = await colleague(scene, ada, 'tim')
    const answers = await Promise.all(Array.from({ length: 5 }, () => remove(ada, tim)))
    expect(tally(answers)).toEqual({ 200: 1, 404: 4 })
  })

  it('answers someone from elsewhere exactly as someone who does not exist', async () => {
    const answer = (userId: string) => ada.answerTo(removeWorkspaceMember, { id: workspaceId, userId })
    expect((await answer(unknownId)).status).toBe(404)
    expect(await answer(eve.userId)).toEqual(await answer(unknownId))
    const foreign = await eve.answerTo(removeWorkspaceMember, { id: workspaceId, userId: bob.userId })
    expect(foreign).toEqual(await eve.answerTo(removeWorkspaceMember, { id: unknownId, userId: bob.userId }))
    expect(await statusOf(scene, bob.token)).toBe(200)
  })

  it('refuses a key without the scope admin', async () => {
    const key = await keyOf(ada, ['read', 'write'])
    expect((await key.answer(removeWorkspaceMember, { id: workspaceId, userId: bob.userId })).status).toBe(403)
  })
})
