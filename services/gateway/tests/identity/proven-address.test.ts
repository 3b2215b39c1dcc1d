import { title } from '@parley/contracts/endpoint'
import { createApiKey, listApiKeys } from '@parley/contracts/identity/api-keys'
import {
  acceptInvite,
  forgotPassword,
  getMe,
  login,
  resendVerification,
  resetPassword,
  updateMe,
  verifyEmail,
} from '@parley/contracts/identity/auth'
import { acceptInvitation, listOwnInvitations } from '@parley/contracts/identity/invitations'
import { inviteWorkspaceMember, listWorkspaceMembers } from '@parley/contracts/identity/workspaces'
import { tally } from '@parley/testing/answer'
import { newcomer, password, proveAddress } from '@parley/testing/people'
import { describe, expect, it, vi } from 'vitest'
import { invitedToken, keyOf, setScene, statusOf } from './scene.ts'

const scene = await setScene({ gateways: 2 })
const anyone = scene.client()
const ada = await newcomer(scene, 'ada')
const theirOwn = 'a password of their own'

const verificationTo = (email: string, count = 1) => scene.tokenMailedTo(email, count, 'verify-email')
async function resetTo(email: string): Promise<string> {
  await anyone.call(forgotPassword, { email })
  await scene.flushOutbox()
  return scene.tokenMailedTo(email, 1, 'reset-password')
}
const isVerified = async (token: string) => (await scene.client(token).call(getMe)).emailVerified

let squatters = 0
/** Somebody who has registered with an address that is not theirs, and has a session and keys. */
async function squatter() {
  const who = await newcomer(scene, `newhire${++squatters}`)
  await who.call(updateMe, { name: 'The Boss', avatarUrl: 'https://cdn.example/boss.png' })
  const key = (await keyOf(who, ['read', 'write', 'admin'])).token!
  const { token: otherSession } = await anyone.call(login, { email: who.email, password })
  const alive = async () =>
    Promise.all([who.token, otherSession, key].map(async (token) => (await statusOf(scene, token)) === 200))
  expect(await alive()).toEqual([true, true, true])
  return { ...who, alive }
}

describe('an address that is not proven', () => {
  it('brings its account nothing: an invitation waits for the person who reads the mail', async () => {
    const who = await squatter()
    await ada.call(inviteWorkspaceMember, { id: ada.workspaceId, email: who.email, role: 'admin' })
    const members = await ada.call(listWorkspaceMembers, { id: ada.workspaceId })
    expect(members.data.map(({ email }) => email)).not.toContain(who.email)
    expect((await who.client.answer(listOwnInvitations)).status).toBe(403)
    const [invitation] = await scene.database.query<{ id: string }>(
      'select id from gateway.invitations where email = $1',
      [who.email],
    )
    expect((await who.client.answer(acceptInvitation, { id: invitation!.id })).status).toBe(403)
  })

  it.each([
    [
      'an invitation',
      async (email: string) => {
        const token = await invitedToken(scene, ada, email, { role: 'admin' })
        await anyone.call(acceptInvite, { token, password: theirOwn })
      },
    ],
    [
      'a reset',
      async (email: string) => {
        await anyone.call(resetPassword, { token: await resetTo(email), password: theirOwn })
      },
    ],
    [
      'a verification with another password',
      async (email: string) => {
        const answer = await anyone.call(verifyEmail, { token: await verificationTo(email), password: theirOwn })
        expect(answer).toEqual({ success: true, passwordChanged: true })
      },
    ],
  ])(
    'goes to the person who uses the link of %s, with every session and key that was made before',
    async (_link, use) => {
      const who = await squatter()
      await use(who.email)
      expect(await who.alive()).toEqual([false, false, false])
      await scene.accessChangeOf(who, null)
      expect((await anyone.answer(login, { email: who.email, password })).status).toBe(401)
      const { token, user } = await anyone.call(login, { email: who.email, password: theirOwn })
      expect(user.emailVerified).toBe(true)
      const keys = await scene.database.query('select from gateway.api_keys where user_id = $1', [who.userId])
      expect(keys).toEqual([])
      expect(await isVerified(token)).toBe(true)
    },
  )

  it('is proven by accepting an invitation with the account’s own password, which ends what was made before too', async () => {
    const who = await squatter()
    const token = await invitedToken(scene, ada, who.email)
    const signedIn = await anyone.call(acceptInvite, { token, password })
    expect(await who.alive()).toEqual([false, false, false])
    expect(signedIn.user).toMatchObject({ emailVerified: true, name: 'The Boss' })
    expect(await statusOf(scene, signedIn.token)).toBe(200)
  })

  it('keeps no name and picture that somebody else has set', async () => {
    const who = await squatter()
    const token = await invitedToken(scene, ada, who.email)
    const { user } = await anyone.call(acceptInvite, { token, password: theirOwn })
    expect(user).toMatchObject({ uuid: who.userId, name: who.name, avatarUrl: null })
    const handles = await scene.database.query('select distinct handle from gateway.handles where user_id = $1', [
      who.userId,
    ])
    expect(handles).toEqual([{ handle: who.name }])
  })

  it('lets one in of many who use its link at once', async () => {
    const who = await squatter()
    const token = await invitedToken(scene, ada, who.email)
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => anyone.answer(acceptInvite, { token, password: `${theirOwn} ${i}` })),
    )
    const statuses = tally(answers)
    expect(statuses[201]).toBe(1)
    expect(Object.keys(statuses).filter((status) => !['201', '400', '401', '409'].includes(status))).toEqual([])
    expect(await who.alive()).toEqual([false, false, false])
  })

  it('gets no key that a request makes while its link is used', async () => {
    const who = await squatter()
    const token = await resetTo(who.email)
    const [reset, ...made] = await Promise.all([
      anyone.answer(resetPassword, { token, password: theirOwn }),
      ...Array.from({ length: 8 }, (_, i) => who.client.answer(createApiKey, { name: `${i}`, scopes: ['read'] })),
    ])
    expect(reset.status).toBe(200)
    expect(made.filter(({ status }) => status !== 201 && status !== 401)).toEqual([])
    const keys = await scene.database.query('select from gateway.api_keys where user_id = $1', [who.userId])
    expect(keys).toEqual([])
  })
})

describe('a reset', () => {
  it('ends keys that were made before the address was proven, and keeps later ones', async () => {
    const who = await newcomer(scene, 'careful')
    const early = (await keyOf(who, ['read'])).token!
    await anyone.call(verifyEmail, { token: await verificationTo(who.email), password })
    const late = (await keyOf(who, ['read'])).token!
    expect([await statusOf(scene, early), await statusOf(scene, late)]).toEqual([200, 200])
    await anyone.call(resetPassword, { token: await resetTo(who.email), password: theirOwn })
    expect([await statusOf(scene, early), await statusOf(scene, late), await statusOf(scene, who.token)]).toEqual([
      401, 200, 401,
    ])
  })
})

describe(title(verifyEmail), () => {
  it('proves the address, and leaves sessions and keys alone', async () => {
    const who = await newcomer(scene, 'honest')
    const key = (await keyOf(who, ['read'])).token!
    expect(await isVerified(who.token)).toBe(false)
    const token = await verificationTo(who.email)
    expect(await anyone.call(verifyEmail, { token, password })).toEqual({ success: true, passwordChanged: false })
    expect([await isVerified(who.token), await isVerified(key)]).toEqual([true, true])
    expect((await anyone.answer(verifyEmail, { token, password })).status).toBe(400)
  })

  it('is refused without a password: whoever made the account could stay signed in beside its owner', async () => {
    const { email, token: session } = await newcomer(scene, 'no-password')
    const token = await verificationTo(email)
    expect(await anyone.answer(verifyEmail, { token } as never)).toMatchObject({
      status: 400,
      body: { data: [{ path: 'password' }] },
    })
    expect(await isVerified(session)).toBe(false)
  })

  it('works once, even of many tries at once', async () => {
    const { email } = await newcomer(scene, 'once')
    const token = await verificationTo(email)
    const answers = await Promise.all(Array.from({ length: 6 }, () => anyone.answer(verifyEmail, { token, password })))
    expect(tally(answers)).toEqual({ 200: 1, 400: 5 })
  })

  it('refuses an expired token as an unknown one, and a password that is too short', async () => {
    const { email, userId, token: session } = await newcomer(scene, 'late')
    const token = await verificationTo(email)
    expect(await anyone.answer(verifyEmail, { token, password: 'seven77' })).toMatchObject({
      status: 400,
      body: { data: [{ path: 'password' }] },
    })
    await scene.database.query('update gateway.email_verifications set expires_at = now() where user_id = $1', [userId])
    const expired = await anyone.answer(verifyEmail, { token, password })
    const unknown = await anyone.answer(verifyEmail, { token: 'x'.repeat(43), password })
    expect(expired).toMatchObject({ status: 400, body: { statusCode: 400, data: [{ path: 'token' }] } })
    expect(unknown).toMatchObject({ status: expired.status, body: expired.body })
    expect(await isVerified(session)).toBe(false)
  })

  it('is not what a link proves by being opened', async () => {
    const who = await newcomer(scene, 'scanned')
    const token = await verificationTo(who.email)
    for (const method of ['GET', 'HEAD']) await fetch(`${scene.url}/verify-email?token=${token}`, { method })
    expect(await isVerified(who.token)).toBe(false)
    expect((await anyone.answer(verifyEmail, { token, password })).status).toBe(200)
  })

  it('keeps the token as a hash alone', async () => {
    const { email } = await newcomer(scene, 'hashed')
    const token = await verificationTo(email)
    const rows = await scene.database.query('select to_jsonb(v)::text as row from gateway.email_verifications v')
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})

describe(title(resendVerification), () => {
  it('mails a new link in place of the old one', async () => {
    const who = await newcomer(scene, 'again')
    const first = await verificationTo(who.email)
    const { status, body } = await who.client.answer(resendVerification)
    expect({ status, body }).toEqual({ status: 202, body: { success: true } })
    const second = await verificationTo(who.email, 2)
    expect((await anyone.answer(verifyEmail, { token: first, password })).status).toBe(400)
    expect((await anyone.answer(verifyEmail, { token: second, password })).status).toBe(200)
  })

  it('mails an address five times an hour at most; the newest link still works', async () => {
    const who = await newcomer(scene, 'flooded')
    const newest = await verificationTo(who.email)
    await scene.database.query(
      `insert into gateway.account_mails (user_id, kind, mailed_at)
       select $1, 'verification', now() - make_interval(mins => n) from generate_series(1, 4) n`,
      [who.userId],
    )
    expect((await who.client.answer(resendVerification)).status).toBe(202)
    expect((await anyone.answer(verifyEmail, { token: newest, password })).status).toBe(200)
  })

  it('mails nothing once the address is proven, and refuses an API key', async () => {
    const who = await newcomer(scene, 'proven')
    await verificationTo(who.email)
    await proveAddress(scene, who.email)
    expect((await who.client.answer(resendVerification)).status).toBe(202)
    const key = await keyOf(who, ['read', 'write'])
    expect((await key.answer(resendVerification)).status).toBe(403)
    // What is published leaves the outbox a moment later, and would be counted twice until then.
    const left = () => scene.database.query("select from gateway.outbox where name = 'send-mail'")
    await vi.waitFor(async () => expect(await left()).toEqual([]), 30_000)
    expect(await scene.database.query('select from gateway.mails where recipient = $1', [who.email])).toHaveLength(1)
    expect((await who.call(listApiKeys)).data).toHaveLength(1)
  })
})
