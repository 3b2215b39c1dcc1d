import { createClient } from '@parley/client/client'
import { listChannels } from '@parley/contracts/channels/channels'
import { title } from '@parley/contracts/endpoint'
import { register } from '@parley/contracts/identity/auth'
import { encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { newKeys } from '@parley/testing/settings'
import { describe, expect, it } from 'vitest'
import { createPasswords } from '../../src/identity/domain/passwords.ts'
import { openGateway } from '../ingress/gateway.ts'
import { setScene, statusOf } from './scene.ts'

const scene = await setScene()
const anyone = scene.client()
const password = 'correct horse battery'

describe(title(register), () => {
  it('answers a token that works, the person in both forms of their id, and the workspace they own', async () => {
    const { status, body } = await anyone.answer(register, {
      email: '  Ada@Parley.Test ',
      password,
      name: ' Ada ',
      companyName: 'Acme',
    })
    expect(status).toBe(201)
    const { token, user, workspace } = body as { token: string; user: { uuid: string }; workspace: { uuid: string } }
    expect(body).toEqual({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      tokenType: 'Bearer',
      expiresIn: 604_800,
      user: {
        id: encodeId('usr', user.uuid),
        uuid: user.uuid,
        email: 'ada@parley.test',
        emailVerified: false,
        name: 'Ada',
        avatarUrl: null,
        roles: ['CUSTOMER', 'AGENT'],
        workspaceId: encodeId('wsp', workspace.uuid),
      },
      workspace: { id: encodeId('wsp', workspace.uuid), uuid: workspace.uuid, name: 'Acme', role: 'owner' },
    })
    expect(await statusOf(scene, token)).toBe(200)
  })

  it('has created a public channel general with its owner in it when it answers', async () => {
    const { token, workspace } = await anyone.call(register, { email: 'gene@parley.test', password, name: 'Gene' })
    const { channels } = await scene.client(token).call(listChannels, { workspace_id: workspace.uuid })
    expect(channels).toMatchObject([{ name: 'general', is_private: false, is_member: true, member_count: 1 }])
  })

  it('names the workspace after the person where there is no company', async () => {
    const { workspace } = await anyone.call(register, { email: 'nell@parley.test', password, name: 'Nell' })
    expect(workspace.name).toBe('Nell’s workspace')
  })

  it('keeps no password, only an argon2id hash of it', async () => {
    const passwords = createPasswords() // at its real cost, unlike the scene's
    const { url } = await openGateway({ ...scene, keys: newKeys() }, {}, { passwords })
    await createClient({ baseUrl: url }).call(register, { email: 'hash@parley.test', password, name: 'Hash' })
    const rows = await scene.database.query(`select password_hash from gateway.users where email = 'hash@parley.test'`)
    expect(rows).toEqual([{ password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/) }])
    const texts = await scene.database.query('select to_jsonb(u) as row from gateway.users u')
    expect(JSON.stringify(texts)).not.toContain(password)
  })

  it('refuses an address that has an account, whatever its case', async () => {
    await anyone.call(register, { email: 'dora@parley.test', password, name: 'Dora' })
    const { status, body } = await anyone.answer(register, { email: 'DORA@PARLEY.TEST', password, name: 'Dora' })
    expect({ status, body }).toEqual({
      status: 409,
      body: { statusCode: 409, statusMessage: 'This address has an account already.', data: null },
    })
  })

  it('makes one account and one workspace of many tries at once', async () => {
    const input = { email: 'race@parley.test', password, name: 'Race', companyName: 'Race Inc' }
    const answers = await Promise.all(Array.from({ length: 8 }, () => anyone.answer(register, input)))
    expect(tally(answers)).toEqual({ 201: 1, 409: 7 })
    const workspaces = await scene.database.query(`select id from gateway.workspaces where name = 'Race Inc'`)
    expect(workspaces).toHaveLength(1)
  })

  it('names every field at fault', async () => {
    const { status, body } = await anyone.request('POST', '/api/auth/register', {
      body: { email: 'nobody', password: 'seven77', name: '\u0007', companyName: '' },
    })
    expect(status).toBe(400)
    const { data } = body as { data: { path: string }[] }
    expect(data.map(({ path }) => path)).toEqual(['email', 'password', 'name', 'companyName'])
  })

  it('drops unknown fields instead of storing them', async () => {
    const { status, body } = await anyone.request('POST', '/api/auth/register', {
      body: { email: 'mass@parley.test', password, name: 'Mass', id: 'x', roles: ['ADMIN'], avatarUrl: 'http://x' },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({ user: { avatarUrl: null, roles: ['CUSTOMER', 'AGENT'] } })
  })
})
