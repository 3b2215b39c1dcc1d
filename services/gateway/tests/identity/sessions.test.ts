import { title } from '@parley/contracts/endpoint'
import { getMe, login, logout, refresh, switchWorkspace } from '@parley/contracts/identity/auth'
import { encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { colleague, newcomer, password, people } from '@parley/testing/people'
import jwt from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'
import { keyOf, setScene, statusOf, unknownId } from './scene.ts'

const scene = await setScene({ gateways: 2 })
const anyone = scene.client()
const { ada, bob, gus, eve } = await people(scene)

const signIn = async (email: string) => (await anyone.call(login, { email, password })).token
const sessionOf = (token: string) => (jwt.decode(token) as { sid: string }).sid
/** The other gateway's answer. */
const statusThere = async (token: string) =>
  (await fetch(`${scene.gatewayUrls[1]}/api/auth/me`, { headers: { Authorization: `Bearer ${token}` } })).status

describe(title(logout), () => {
  it('ends this session on every gateway when it answers, and no other', async () => {
    const token = await signIn(bob.email)
    expect([await statusOf(scene, token), await statusThere(token)]).toEqual([200, 200])
    expect(await scene.client(token).call(logout)).toEqual({ success: true })
    expect([await statusOf(scene, token), await statusThere(token)]).toEqual([401, 401])
    expect([await statusOf(scene, bob.token), await statusThere(bob.token)]).toEqual([200, 200])
    await scene.accessChangeOf(bob, sessionOf(token))
  })

  it('refuses an API key, which is no session', async () => {
    const key = await keyOf(bob, ['read', 'write'])
    expect((await key.answer(logout)).status).toBe(403)
    expect((await key.answer(getMe)).status).toBe(200)
  })

  it('answers one who is out already as anyone without a credential', async () => {
    const client = scene.client(await signIn(gus.email))
    const answers = await Promise.all(Array.from({ length: 4 }, () => client.answer(logout)))
    for (const { status } of answers) expect([200, 401]).toContain(status)
    expect((await client.answer(logout)).status).toBe(401)
  })
})

describe(title(refresh), () => {
  it('gives a new token for the same workspace; the old one is dead everywhere', async () => {
    const old = await signIn(gus.email)
    expect(await statusThere(old)).toBe(200)
    const fresh = await scene.client(old).call(refresh)
    expect(fresh).toMatchObject({
      tokenType: 'Bearer',
      expiresIn: 604_800,
      user: { uuid: gus.userId, workspaceId: encodeId('wsp', ada.workspaceId) },
      workspace: { uuid: ada.workspaceId, role: 'guest' },
    })
    expect([await statusOf(scene, old), await statusThere(old)]).toEqual([401, 401])
    expect([await statusOf(scene, fresh.token), await statusThere(fresh.token)]).toEqual([200, 200])
    await scene.accessChangeOf(gus, sessionOf(old))
  })

  it('gives one new token of many refreshes at once', async () => {
    const client = scene.client(await signIn(bob.email))
    const answers = await Promise.all(Array.from({ length: 6 }, () => client.answer(refresh)))
    expect(tally(answers)).toEqual({ 200: 1, 401: 5 })
  })

  it('refuses an API key', async () => {
    const key = await keyOf(bob, ['write'])
    expect((await key.answer(refresh)).status).toBe(403)
  })
})

describe(title(switchWorkspace), () => {
  it('gives a token for another workspace, and the old one stays', async () => {
    const own = await newcomer(scene, 'own')
    const joined = await colleague(scene, own, 'joy', { role: 'admin' })
    const home = (
      await scene.database.query<{ id: string }>(
        `select workspace_id as id from gateway.members where user_id = $1 and role = 'owner'`,
        [joined.userId],
      )
    )[0]!.id
    const there = await joined.call(switchWorkspace, { workspaceId: encodeId('wsp', home).toUpperCase() })
    expect(there).toMatchObject({
      user: { uuid: joined.userId, roles: ['CUSTOMER', 'AGENT'], workspaceId: encodeId('wsp', home) },
      workspace: { id: encodeId('wsp', home), uuid: home, role: 'owner' },
    })
    expect(await scene.client(there.token).call(getMe)).toMatchObject({ workspaceId: encodeId('wsp', home) })
    expect(await joined.call(getMe)).toMatchObject({ workspaceId: encodeId('wsp', own.workspaceId) })
  })

  it('answers a foreign workspace exactly as one that does not exist', async () => {
    const foreign = await bob.answerTo(switchWorkspace, { workspaceId: eve.workspaceId })
    expect(foreign.status).toBe(404)
    expect(foreign).toEqual(await bob.answerTo(switchWorkspace, { workspaceId: unknownId }))
  })

  it('names a malformed id, and refuses an API key', async () => {
    const bad = await bob.client.answer(switchWorkspace, { workspaceId: 'usr_00000000000000000000000000' })
    expect(bad).toMatchObject({ status: 400, body: { data: [{ path: 'workspaceId' }] } })
    const key = await keyOf(bob, ['write'])
    expect((await key.answer(switchWorkspace, { workspaceId: ada.workspaceId })).status).toBe(403)
  })
})
