import { verify } from '@node-rs/argon2'
import { createClient } from '@parley/client/client'
import { title } from '@parley/contracts/endpoint'
import { login, switchWorkspace } from '@parley/contracts/identity/auth'
import { removeWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { encodeId } from '@parley/contracts/type-id'
import { colleague, newcomer, password, people } from '@parley/testing/people'
import { cheapPasswords, newKeys } from '@parley/testing/settings'
import jwt from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'
import { createPasswords } from '../../src/identity/domain/passwords.ts'
import { openGateway } from '../ingress/gateway.ts'
import { setScene, statusOf } from './scene.ts'

const scene = await setScene()
const anyone = scene.client()
const { ada, bob, gus } = await people(scene)

describe(title(login), () => {
  it('answers a token for seven days and who it is for', async () => {
    const { status, body } = await anyone.answer(login, { email: 'ADA@parley.test', password })
    expect(status).toBe(200)
    expect(body).toEqual({
      token: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 604_800,
      user: {
        id: encodeId('usr', ada.userId),
        uuid: ada.userId,
        email: 'ada@parley.test',
        emailVerified: false,
        name: 'ada',
        avatarUrl: null,
        roles: ['CUSTOMER', 'AGENT'],
        workspaceId: encodeId('wsp', ada.workspaceId),
      },
      workspace: {
        id: encodeId('wsp', ada.workspaceId),
        uuid: ada.workspaceId,
        name: 'ada’s',
        role: 'owner',
      },
    })
    const { header, payload } = jwt.decode((body as { token: string }).token, { complete: true })!
    expect(header).toEqual({ alg: 'HS256', typ: 'JWT' })
    const { iat, exp } = payload as { iat: number; exp: number }
    expect(payload).toEqual({
      sub: ada.userId,
      wsp: ada.workspaceId,
      sid: expect.any(String),
      iss: 'parley',
      aud: 'parley',
      iat,
      exp,
    })
    expect(Math.abs(exp - iat - 604_800)).toBeLessThanOrEqual(1)
  })

  it('answers an unknown address exactly as a wrong password', async () => {
    const wrong = await anyone.answer(login, { email: ada.email, password: 'not hers at all' })
    const unknown = await anyone.answer(login, { email: 'nobody@parley.test', password })
    expect(wrong.status).toBe(401)
    expect(wrong.body).toEqual({ statusCode: 401, statusMessage: 'Wrong email or password.', data: null })
    expect(unknown).toMatchObject({ status: wrong.status, body: wrong.body })
  })

  it('does the same work for an unknown address as for a wrong password: it checks one hash, of the same cost', async () => {
    const checked: string[] = []
    const passwords = createPasswords({
      cost: cheapPasswords,
      check: (hash, given) => {
        checked.push(hash)
        return verify(hash, given)
      },
    })
    const { url } = await openGateway({ ...scene, keys: newKeys() }, {}, { passwords })
    const client = createClient({ baseUrl: url })
    const costOf = (hash: string) => hash.split('$').slice(0, 4).join('$')
    for (const email of [ada.email, 'nobody@parley.test']) {
      expect((await client.answer(login, { email, password: 'not the password' })).status).toBe(401)
      expect(checked.splice(0).map(costOf)).toEqual(['$argon2id$v=19$m=64,t=1,p=1'])
    }
  })

  it('takes the documented minimum of six characters, and no less', async () => {
    const six = await anyone.answer(login, { email: ada.email, password: 'sixsix' })
    const five = await anyone.answer(login, { email: ada.email, password: 'fives' })
    expect([six.status, five.status]).toEqual([401, 400])
    expect(five.body).toMatchObject({ data: [{ path: 'password' }] })
  })

  it('is for the workspace last used, of those the person is still in', async () => {
    const dan = await colleague(scene, ada, 'dan')
    const home = await newcomer(scene, 'dana')
    expect((await anyone.call(login, { email: dan.email, password })).workspace?.uuid).toBe(ada.workspaceId)

    await scene.database.query(
      `update gateway.sessions set last_used_at = now() - interval '1 hour' where user_id = $1`,
      [dan.userId],
    )
    const [own] = await scene.database.query<{ workspace_id: string }>(
      `select workspace_id from gateway.members where user_id = $1 and role = 'owner'`,
      [dan.userId],
    )
    await dan.call(switchWorkspace, { workspaceId: own!.workspace_id })
    expect((await anyone.call(login, { email: dan.email, password })).workspace?.uuid).toBe(own!.workspace_id)

    await dan.call(switchWorkspace, { workspaceId: ada.workspaceId })
    await ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId: dan.userId })
    expect((await anyone.call(login, { email: dan.email, password })).workspace?.uuid).toBe(own!.workspace_id)
    expect(home.workspaceId).not.toBe(own!.workspace_id)
  })

  it('maps desk roles: owners and admins are customers, agents agents', async () => {
    const admin = await colleague(scene, ada, 'amy', { role: 'admin' })
    const agent = await colleague(scene, ada, 'kim', { role: 'guest', agent: true })
    const rolesOf = async (email: string) => (await anyone.call(login, { email, password })).user.roles
    expect(await rolesOf(admin.email)).toEqual(['CUSTOMER'])
    expect(await rolesOf(agent.email)).toEqual(['AGENT'])
    expect(await rolesOf(bob.email)).toEqual([])
    expect(await rolesOf(gus.email)).toEqual([])
  })

  it('keeps a hundred sessions open and ends the one unused for longest', async () => {
    const max = await newcomer(scene, 'max')
    await scene.database.query(
      `insert into gateway.sessions (workspace_id, user_id, expires_at, last_used_at)
       select $1, $2, now() + interval '1 day', now() + make_interval(secs => n) from generate_series(1, 99) n`,
      [max.workspaceId, max.userId],
    )
    expect(await statusOf(scene, max.token)).toBe(200)
    const signedIn = await anyone.call(login, { email: max.email, password })
    expect(await statusOf(scene, signedIn.token)).toBe(200)
    expect(await statusOf(scene, max.token)).toBe(401)
    const rows = await scene.database.query('select from gateway.sessions where user_id = $1', [max.userId])
    expect(rows).toHaveLength(100)
  })
})
