import { title } from '@parley/contracts/endpoint'
import { getMe, login, updateMe } from '@parley/contracts/identity/auth'
import { listWorkspaceMembers } from '@parley/contracts/identity/workspaces'
import { encodeId } from '@parley/contracts/type-id'
import { colleague, newcomer, password, people } from '@parley/testing/people'
import { describe, expect, it } from 'vitest'
import { keyOf, setScene, statusOf } from './scene.ts'

const scene = await setScene()
const anyone = scene.client()
const { ada, bob, gus } = await people(scene)

describe(title(getMe), () => {
  it('answers the person of the token', async () => {
    expect(await bob.call(getMe)).toEqual({
      id: encodeId('usr', bob.userId),
      uuid: bob.userId,
      email: 'bob@parley.test',
      emailVerified: true,
      name: 'bob',
      avatarUrl: null,
      roles: [],
      workspaceId: encodeId('wsp', ada.workspaceId),
    })
  })

  it('answers a guest, and an API key that may read', async () => {
    expect(await gus.call(getMe)).toMatchObject({ uuid: gus.userId })
    const key = await keyOf(bob, ['read'])
    expect(await key.call(getMe)).toEqual(await bob.call(getMe))
  })

  it('refuses a key that may not read', async () => {
    const key = await keyOf(bob, ['write'])
    expect((await key.answer(getMe)).status).toBe(403)
  })

  it.each(['garbage', 'a.b.c', `prl_sk_live_${'0'.repeat(32)}`])('refuses %s', async (token) => {
    expect(await scene.client(token).answer(getMe)).toMatchObject({
      status: 401,
      body: { statusCode: 401, data: null },
    })
  })
})

describe(title(updateMe), () => {
  it('changes name and avatar, which everyone sees at once', async () => {
    const avatarUrl = 'https://example.com/bob.png'
    expect(await bob.call(updateMe, { name: 'Bob the Second', avatarUrl })).toMatchObject({
      name: 'Bob the Second',
      avatarUrl,
    })
    expect(await bob.call(getMe)).toMatchObject({ name: 'Bob the Second', avatarUrl })
    const [row] = await scene.database.query('select display_name, avatar_url from gateway.people where user_id = $1', [
      bob.userId,
    ])
    expect(row).toEqual({ display_name: 'Bob the Second', avatar_url: avatarUrl })
    const { data } = await ada.call(listWorkspaceMembers, { id: ada.workspaceId })
    expect(data).toContainEqual(expect.objectContaining({ user_id: bob.userId, name: 'Bob the Second' }))
  })

  it('leaves alone what is not given, and removes the avatar on null', async () => {
    const ina = await newcomer(scene, 'ina')
    await ina.call(updateMe, { avatarUrl: 'https://example.com/ina.png' })
    expect(await ina.call(updateMe, {})).toMatchObject({ name: 'ina', avatarUrl: 'https://example.com/ina.png' })
    expect(await ina.call(updateMe, { avatarUrl: null })).toMatchObject({ name: 'ina', avatarUrl: null })
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ avatarUrl: 'javascript:alert(1)' }, 'avatarUrl'],
    [{ password: 'seven77', currentPassword: password }, 'password'],
    [{ password: 'long enough now' }, 'currentPassword'],
  ])('names the field at fault in %o', async (body, path) => {
    const { status, body: answer } = await gus.client.request('PATCH', '/api/auth/me', { body })
    expect({ status, answer }).toMatchObject({ status: 400, answer: { data: [{ path }] } })
  })

  it('sets a new password, which ends every other session in every workspace and notifies sockets', async () => {
    const pam = await newcomer(scene, 'pam')
    const there = await colleague(scene, ada, 'pat')
    const elsewhere = await anyone.call(login, { email: pam.email, password })
    const patElsewhere = await anyone.call(login, { email: there.email, password })
    expect(await statusOf(scene, elsewhere.token)).toBe(200)

    await pam.call(updateMe, { password: 'a better password', currentPassword: password })
    expect(await statusOf(scene, elsewhere.token)).toBe(401)
    expect(await statusOf(scene, pam.token)).toBe(200)
    expect(await statusOf(scene, patElsewhere.token)).toBe(200)
    await scene.accessChangeOf(pam, null)
    expect((await anyone.answer(login, { email: pam.email, password })).status).toBe(401)
    expect((await anyone.answer(login, { email: pam.email, password: 'a better password' })).status).toBe(200)
  })

  it('ends sessions in the person’s other workspaces too', async () => {
    const sue = await colleague(scene, ada, 'sue')
    const home = await anyone.call(login, { email: sue.email, password })
    const rows = await scene.database.query<{ workspace_id: string }>(
      'select distinct workspace_id from gateway.sessions where user_id = $1 and revoked_at is null',
      [sue.userId],
    )
    expect(rows).toHaveLength(2)
    await scene.client(home.token).call(updateMe, { password: 'a better password', currentPassword: password })
    expect(await statusOf(scene, home.token)).toBe(200)
    expect(await statusOf(scene, sue.token)).toBe(401)
    await Promise.all(rows.map(({ workspace_id }) => scene.accessChangeOf({ ...sue, workspaceId: workspace_id }, null)))
  })

  it('refuses a new password where the current one is wrong, and changes nothing else either', async () => {
    const { status, body } = await gus.client.answer(updateMe, {
      name: 'Mallory',
      password: 'a better password',
      currentPassword: 'not the password',
    })
    expect({ status, body }).toMatchObject({ status: 403, body: { data: [{ path: 'currentPassword' }] } })
    expect(await gus.call(getMe)).toMatchObject({ name: 'gus' })
  })

  it('lets one of two changes from the same password win', async () => {
    const two = await newcomer(scene, 'two')
    const second = scene.client((await anyone.call(login, { email: two.email, password })).token)
    const answers = await Promise.all(
      [two.client, second].map((client, i) =>
        client.answer(updateMe, { password: `a better password ${i}`, currentPassword: password }),
      ),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    const winner = statuses.indexOf(200)
    expect((await anyone.answer(login, { email: two.email, password: `a better password ${winner}` })).status).toBe(200)
  })

  it('lets an API key change name and avatar, but not the password', async () => {
    const kay = await newcomer(scene, 'kay')
    const key = await keyOf(kay, ['write'])
    expect(await key.call(updateMe, { name: 'Kay K.' })).toMatchObject({ name: 'Kay K.' })
    const change = { password: 'a better password', currentPassword: password }
    expect((await key.answer(updateMe, change)).status).toBe(403)
    const reader = await keyOf(kay, ['read'])
    expect((await reader.answer(updateMe, { name: 'x' })).status).toBe(403)
  })
})
