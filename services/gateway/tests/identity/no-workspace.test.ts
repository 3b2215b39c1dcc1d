import { endpoints } from '@parley/contracts/catalog'
import { listChannels } from '@parley/contracts/channels/channels'
import { title } from '@parley/contracts/endpoint'
import {
  acceptInvite,
  forgotPassword,
  getMe,
  login,
  logout,
  refresh,
  register,
  resetPassword,
  switchWorkspace,
} from '@parley/contracts/identity/auth'
import { acceptInvitation, listOwnInvitations } from '@parley/contracts/identity/invitations'
import { createWorkspace, inviteWorkspaceMember, removeWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { encodeId } from '@parley/contracts/type-id'
import { newcomer, password, proveAddress } from '@parley/testing/people'
import { openSocket } from '@parley/testing/sockets'
import jwt from 'jsonwebtoken'
import { describe, expect, it } from 'vitest'
import { invitedToken, setScene, statusOf, unknownId } from './scene.ts'

const scene = await setScene()
const anyone = scene.client()
const ada = await newcomer(scene, 'ada')

let count = 0
/** Somebody whose only workspace has removed them. */
async function outcast() {
  const email = `outcast${++count}@parley.test`
  const token = await invitedToken(scene, ada, email)
  const { user } = await anyone.call(acceptInvite, { token, password, name: 'Out' })
  await ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId: user.uuid })
  const signedIn = await anyone.call(login, { email, password })
  return { email, userId: user.uuid, signedIn, client: scene.client(signedIn.token) }
}

describe('someone in no workspace', () => {
  it('signs in with their password, and with no other', async () => {
    const { email, userId, signedIn } = await outcast()
    expect(signedIn).toEqual({
      token: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 604_800,
      user: {
        id: encodeId('usr', userId),
        uuid: userId,
        email,
        emailVerified: true,
        name: 'Out',
        avatarUrl: null,
        roles: [],
        workspaceId: null,
      },
      workspace: null,
    })
    expect(jwt.decode(signedIn.token)).toMatchObject({ sub: userId, wsp: null })
    expect((await anyone.answer(login, { email, password: 'not the password' })).status).toBe(401)
    expect((await anyone.answer(register, { email, password, name: 'Out' })).status).toBe(409)
  })

  it('reads who they are', async () => {
    const { client, signedIn } = await outcast()
    expect(await client.call(getMe)).toEqual(signedIn.user)
  })

  it('is kept from everything else', async () => {
    const { client } = await outcast()
    const optional = endpoints.filter(({ workspace }) => workspace === 'optional').map(({ name }) => name)
    expect(optional.sort()).toEqual(
      [
        ...[
          'acceptInvitation',
          'createWorkspace',
          'declineInvitation',
          'deleteSession',
          'getMe',
          'getServer',
          'getWorkspaceDeletion',
          'listOwnInvitations',
          'listSessions',
          'logout',
        ],
        ...['refresh', 'resendVerification', 'switchWorkspace'],
      ].sort(),
    )
    const kept = endpoints.filter(
      ({ visibility, callers, name }) =>
        visibility === 'public' && callers.includes('user') && !optional.includes(name),
    )
    for (const endpoint of kept) {
      const path = endpoint.path.replaceAll(/:\w+/g, unknownId)
      const answer = await client.request(endpoint.method, path, endpoint.method === 'get' ? {} : { body: {} })
      const expected = endpoint.consumes.includes('application/json') ? 403 : 415
      expect({ endpoint: title(endpoint), status: answer.status }).toEqual({
        endpoint: title(endpoint),
        status: expected,
      })
    }
    expect((await client.answer(listChannels, { workspace_id: ada.workspaceId })).status).toBe(403)
  })

  it('opens no socket', async () => {
    const { signedIn } = await outcast()
    await expect(openSocket(scene.url, signedIn.token)).rejects.toThrow(/no workspace/)
  })

  it('creates a workspace and continues in it', async () => {
    const { client } = await outcast()
    const { data } = await client.call(createWorkspace, { name: 'New start' })
    const there = await client.call(switchWorkspace, { workspaceId: data.id })
    expect(there).toMatchObject({ user: { roles: ['CUSTOMER', 'AGENT'] }, workspace: { uuid: data.id, role: 'owner' } })
    const refreshed = await client.call(refresh)
    expect(refreshed.workspace?.uuid).toBe(data.id)
  })

  it('creates one workspace under one Idempotency-Key', async () => {
    const { client } = await outcast()
    const send = () => client.answer(createWorkspace, { name: 'Once' }, { idempotencyKey: 'out-once' })
    const first = await send()
    expect(await send()).toMatchObject({ status: 201, body: first.body })
  })

  it('answers invitations', async () => {
    const { email, client } = await outcast()
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email, role: 'guest' })
    const { data } = await client.call(listOwnInvitations)
    await client.call(acceptInvitation, { id: data[0]!.id })
    expect((await client.call(switchWorkspace, { workspaceId: ada.workspaceId })).workspace.role).toBe('guest')
  })

  it('signs out, refreshes, and is signed out by a reset', async () => {
    const { email, client, signedIn } = await outcast()
    const fresh = await client.call(refresh)
    expect(fresh.workspace).toBeNull()
    expect([await statusOf(scene, signedIn.token), await statusOf(scene, fresh.token)]).toEqual([401, 200])
    await scene.client(fresh.token).call(logout)
    expect(await statusOf(scene, fresh.token)).toBe(401)

    const { token } = await anyone.call(login, { email, password })
    expect(await statusOf(scene, token)).toBe(200)
    await anyone.call(forgotPassword, { email })
    await scene.flushOutbox()
    const reset = await scene.tokenMailedTo(email, 1, 'reset-password')
    await anyone.call(resetPassword, { token: reset, password: 'a better password' })
    expect(await statusOf(scene, token)).toBe(401)
    expect((await anyone.call(login, { email, password: 'a better password' })).workspace).toBeNull()
  })

  it('proves their address like anybody else', async () => {
    const { email, client } = await outcast()
    await scene.database.query('update gateway.users set email_verified_at = null where email = $1', [email])
    expect((await client.answer(listOwnInvitations)).status).toBe(403)
    await proveAddress(scene, email)
    expect((await client.answer(listOwnInvitations)).status).toBe(200)
  })
})
