import { listChannels } from '@parley/contracts/channels/channels'
import { type AnswerOf, type InputOf, title } from '@parley/contracts/endpoint'
import { acceptInvite, getMe, login, register } from '@parley/contracts/identity/auth'
import {
  inviteWorkspaceMember,
  listWorkspaceMembers,
  removeWorkspaceMember,
  updateWorkspaceMember,
} from '@parley/contracts/identity/workspaces'
import { encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { colleague, newcomer, type Person, password, people, proveAddress } from '@parley/testing/people'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { invitedToken, keyOf, setScene, tokenIn } from './scene.ts'

const scene = await setScene()
const anyone = scene.client()
const { ada, bob, gus, eve } = await people(scene)
const amy = await colleague(scene, ada, 'amy', { role: 'admin' })

type Invitation = Omit<InputOf<typeof inviteWorkspaceMember>, 'id'>

const invite = (by: Person, input: Invitation, id: string = ada.workspaceId) =>
  by.client.answer(inviteWorkspaceMember, { id, ...input })
const membershipOf = async (email: string) => {
  const { data } = await ada.call(listWorkspaceMembers, { id: ada.workspaceId, limit: 100 })
  const found = data.find((member) => member.email === email)
  return found && { role: found.role, agent: found.agent }
}

describe(title(inviteWorkspaceMember), () => {
  it('mails a link that works for 7 days, to a known address exactly as to an unknown one, and adds nobody', async () => {
    const dan = await newcomer(scene, 'dan')
    const zoe = await newcomer(scene, 'zoe')
    await proveAddress(scene, zoe.email)
    const mailed: string[] = []
    for (const email of [dan.email, zoe.email, 'new@parley.test']) {
      const { status, body } = await invite(ada, { email: ` ${email.toUpperCase()}`, role: 'admin' })
      expect({ status, body }).toEqual({
        status: 201,
        body: { success: true, data: { email, role: 'admin', agent: false }, meta: {} },
      })
      expect(await membershipOf(email)).toBeUndefined()
      const [mail] = await scene.mailsTo(email)
      const token = tokenIn(mail!.text)
      expect(mail).toMatchObject({
        subject: 'ada invited you to ada’s on Parley',
        text: expect.stringContaining(`/accept-invite?token=${token}\n`),
        html: expect.stringContaining(`/accept-invite?token=${token}"`),
      })
      mailed.push(mail!.text.replace(token, ''))
      const rows = await scene.database.query(
        `select expires_at - created_at = interval '7 days' as week, to_jsonb(i)::text as row
         from gateway.invitations i where email = $1`,
        [email],
      )
      expect(rows).toMatchObject([{ week: true }])
      expect(JSON.stringify(rows)).not.toContain(token)
    }
    expect(new Set(mailed).size).toBe(1)
  })

  it('names the account that accepting makes, unless the person does; else it is called after its address', async () => {
    const nameOf = async (email: string, invited?: string, own?: string) => {
      await invite(ada, { email, ...(invited && { name: invited }) })
      const token = await scene.tokenMailedTo(email)
      return (await anyone.call(acceptInvite, { token, password, ...(own && { name: own }) })).user.name
    }
    expect(await nameOf('bob.smith@parley.test', 'Bob Smith')).toBe('Bob Smith')
    expect(await nameOf('bobby@parley.test', 'Bob Smith', 'Bobby')).toBe('Bobby')
    expect(await nameOf('r.roe@parley.test')).toBe('r.roe')
  })

  it('keeps the name that an earlier one gave, where it gives none', async () => {
    const email = 'ann@parley.test'
    await invite(ada, { email, name: 'Ann Again' })
    await scene.tokenMailedTo(email)
    await invite(ada, { email })
    const token = await scene.tokenMailedTo(email, 2)
    expect((await anyone.call(acceptInvite, { token, password })).user.name).toBe('Ann Again')
  })

  it('mails a new link for an address that is invited again, and the old one is dead', async () => {
    const email = 'again@parley.test'
    const first = await invitedToken(scene, ada, email, { role: 'guest' })
    await invite(ada, { email, role: 'admin' })
    const second = await scene.tokenMailedTo(email, 2)
    expect((await anyone.answer(acceptInvite, { token: first, password })).status).toBe(400)
    expect(await anyone.call(acceptInvite, { token: second, password })).toMatchObject({ workspace: { role: 'admin' } })
  })

  it('invites anew where the earlier invitation is used up or declined meanwhile', async () => {
    const email = 'declining@parley.test'
    await invitedToken(scene, ada, email)
    const { again } = await scene.inTransaction(async (tx) => {
      await sql`select from invitations where email = ${email} for update`.execute(tx)
      const again = invite(ada, { email, role: 'admin' })
      await untilSomeoneWaits(scene.database)
      await sql`delete from invitations where email = ${email}`.execute(tx)
      return { again }
    })
    expect((await again).status).toBe(201)
    const token = await scene.tokenMailedTo(email, 2)
    expect(await anyone.call(acceptInvite, { token, password })).toMatchObject({ workspace: { role: 'admin' } })
  })

  it('changes nothing for someone who is in, answers the same, and sends no mail', async () => {
    const before = await membershipOf(gus.email)
    const answers = [
      await invite(ada, { email: gus.email, role: 'admin' }),
      await invite(ada, { email: 'marker@parley.test', role: 'admin' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([201, 201])
    expect(await membershipOf(gus.email)).toEqual(before)
    await scene.mailsTo('marker@parley.test')
    expect(await scene.mailsTo(gus.email)).toHaveLength(1) // the one from when he was added
  })

  it('brings an agent in as guest unless made a member, and an owner as agent', async () => {
    const membershipAfter = async (name: string, input: Omit<Invitation, 'email'>) => {
      const email = `${name}@parley.test`
      const { body } = await invite(ada, { email, ...input })
      await anyone.call(acceptInvite, { token: await scene.tokenMailedTo(email), password })
      const { role, agent } = (body as AnswerOf<typeof inviteWorkspaceMember>).data
      expect(await membershipOf(email)).toEqual({ role, agent })
      return { role, agent }
    }
    expect(await membershipAfter('a1', {})).toEqual({ role: 'member', agent: false })
    expect(await membershipAfter('a2', { agent: true })).toEqual({ role: 'guest', agent: true })
    expect(await membershipAfter('a3', { agent: true, role: 'member' })).toEqual({ role: 'member', agent: true })
    expect(await membershipAfter('a4', { role: 'owner' })).toEqual({ role: 'owner', agent: true })
  })

  it('lets only an owner make an owner', async () => {
    const email = 'boss@parley.test'
    expect((await invite(amy, { email, role: 'owner' })).status).toBe(403)
    expect((await invite(amy, { email, role: 'admin' })).status).toBe(201)
    expect((await invite(ada, { email, role: 'owner' })).status).toBe(201)
  })

  it.each([
    ['a member', bob],
    ['a guest', gus],
  ])('refuses %s', async (_, person) => {
    expect((await invite(person, { email: 'x@parley.test' })).status).toBe(403)
  })

  it('refuses a key without the scope admin, and takes one with it', async () => {
    const writer = await keyOf(ada, ['read', 'write'])
    const admin = await keyOf(ada, ['admin'])
    const input = { id: ada.workspaceId, email: 'by-key@parley.test' }
    expect((await writer.answer(inviteWorkspaceMember, input)).status).toBe(403)
    expect((await admin.answer(inviteWorkspaceMember, input)).status).toBe(201)
  })

  it('answers a foreign workspace exactly as one that does not exist', async () => {
    const foreign = await eve.answerTo(inviteWorkspaceMember, { id: ada.workspaceId, email: 'x@parley.test' })
    expect(foreign.status).toBe(404)
    expect(foreign).toEqual(
      await eve.answerTo(inviteWorkspaceMember, { id: encodeId('wsp', bob.userId), email: 'x@parley.test' }),
    )
  })

  it('names a malformed address and an unknown role', async () => {
    const { status, body } = await ada.client.request('POST', `/api/v2/workspaces/${ada.workspaceId}/members`, {
      body: { email: 'nobody', role: 'king' },
    })
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_input', details: [{ path: 'email' }, { path: 'role' }] } },
    })
  })

  it('replays its answer under an Idempotency-Key, mails once, and refuses another body', async () => {
    const email = 'once@parley.test'
    const send = (input: Invitation) =>
      ada.client.answer(inviteWorkspaceMember, { id: ada.workspaceId, ...input }, { idempotencyKey: 'invite-once' })
    const first = await send({ email })
    const again = await send({ email })
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await send({ email: 'other@parley.test' })).status).toBe(422)
    await invitedToken(scene, ada, 'after@parley.test')
    expect(await scene.mailsTo(email)).toHaveLength(1)
  })

  it('makes one invitation of many at once', async () => {
    const email = 'five@parley.test'
    const answers = await Promise.all(Array.from({ length: 5 }, () => invite(ada, { email })))
    expect(tally(answers)).toEqual({ 201: 5 })
    const rows = await scene.database.query('select from gateway.invitations where email = $1', [email])
    expect(rows).toHaveLength(1)
  })
})

describe(title(acceptInvite), () => {
  it('makes the account, joins general and answers as login does', async () => {
    const email = 'nina@parley.test'
    const token = await invitedToken(scene, ada, email)
    const { status, body } = await anyone.answer(acceptInvite, { token, password, name: 'Nina' })
    const answer = body as AnswerOf<typeof acceptInvite>
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        token: expect.any(String),
        tokenType: 'Bearer',
        expiresIn: 604_800,
        user: {
          id: encodeId('usr', answer.user.uuid),
          uuid: answer.user.uuid,
          email,
          emailVerified: true,
          name: 'Nina',
          avatarUrl: null,
          roles: [],
          workspaceId: encodeId('wsp', ada.workspaceId),
        },
        workspace: {
          id: encodeId('wsp', ada.workspaceId),
          uuid: ada.workspaceId,
          name: 'ada’s',
          role: 'member',
        },
      },
    })
    const { channels } = await scene.client(answer.token).call(listChannels, { workspace_id: ada.workspaceId })
    expect(channels).toMatchObject([{ name: 'general', is_member: true }])
    expect((await anyone.answer(login, { email, password })).status).toBe(200)
  })

  it('names the person after their address where they do not say, and joins no channel as a guest', async () => {
    const token = await invitedToken(scene, ada, 'jo.doe@parley.test', { role: 'guest' })
    const signedIn = await anyone.call(acceptInvite, { token, password })
    expect(signedIn).toMatchObject({ user: { name: 'jo.doe' }, workspace: { role: 'guest' } })
    const { channels } = await scene.client(signedIn.token).call(listChannels, { workspace_id: ada.workspaceId })
    expect(channels).toEqual([])
  })

  it('works once, even of many tries at once', async () => {
    const token = await invitedToken(scene, ada, 'race@parley.test')
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => anyone.answer(acceptInvite, { token, password: `${password} ${i}` })),
    )
    const statuses = tally(answers)
    expect(statuses[201]).toBe(1)
    // The others find the token used, or the account that the winner has just made.
    expect(Object.keys(statuses).filter((status) => !['201', '400', '401', '409'].includes(status))).toEqual([])
    const winner = answers.findIndex(({ status }) => status === 201)
    const login1 = await anyone.answer(login, { email: 'race@parley.test', password: `${password} ${winner}` })
    expect(login1.status).toBe(200)
  })

  it('wants the own password of an account whose address is proven, and keeps the token until then', async () => {
    const email = 'since@parley.test'
    const token = await invitedToken(scene, ada, email, { role: 'admin' })
    await anyone.call(register, { email, password: 'a password of theirs', name: 'Since' })
    await proveAddress(scene, email)
    expect((await anyone.answer(acceptInvite, { token, password })).status).toBe(401)
    const { status, body } = await anyone.answer(acceptInvite, { token, password: 'a password of theirs', name: 'X' })
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { user: { name: 'Since', roles: ['CUSTOMER'] }, workspace: { uuid: ada.workspaceId, role: 'admin' } },
    })
    expect((await anyone.answer(acceptInvite, { token, password: 'a password of theirs' })).status).toBe(400)
  })

  it('does not work any more once its sender could not send it', async () => {
    const lou = await colleague(scene, ada, 'lou', { role: 'owner' })
    const [toOwner, toAdmin, toGuest] = await Promise.all(
      (['owner', 'admin', 'guest'] as const).map((role) =>
        invitedToken(scene, lou, `lous-${role}@parley.test`, { role }),
      ),
    )
    const others = await invitedToken(scene, amy, 'amys@parley.test', { role: 'admin' })
    const become = (role: 'admin' | 'member') =>
      ada.call(updateWorkspaceMember, { id: ada.workspaceId, userId: lou.userId, role })
    const statusOf = async (token: string) => (await anyone.answer(acceptInvite, { token, password })).status

    await become('admin')
    expect(await statusOf(toOwner!)).toBe(400)
    expect(await statusOf(toGuest!)).toBe(201)
    await become('member')
    expect(await statusOf(toAdmin!)).toBe(400)
    expect(await statusOf(others)).toBe(201)
  })

  it('does not work any more once its sender was removed or has left', async () => {
    const [max, mia] = [
      await colleague(scene, ada, 'max', { role: 'admin' }),
      await colleague(scene, ada, 'mia', { role: 'admin' }),
    ]
    const tokens = [
      await invitedToken(scene, max, 'max-again@parley.test', { role: 'admin' }),
      await invitedToken(scene, mia, 'mia-again@parley.test', { role: 'guest' }),
    ]
    await ada.call(removeWorkspaceMember, { id: ada.workspaceId, userId: max.userId })
    await mia.call(removeWorkspaceMember, { id: ada.workspaceId, userId: mia.userId })
    for (const token of tokens) expect((await anyone.answer(acceptInvite, { token, password })).status).toBe(400)
  })

  it('refuses an expired token as an unknown one', async () => {
    const token = await invitedToken(scene, ada, 'late@parley.test')
    await scene.database.query(`update gateway.invitations set expires_at = now() where email = 'late@parley.test'`)
    const expired = await anyone.answer(acceptInvite, { token, password })
    const unknown = await anyone.answer(acceptInvite, { token: 'x'.repeat(43), password })
    expect(expired).toMatchObject({ status: 400, body: { statusCode: 400, data: [{ path: 'token' }] } })
    expect(unknown).toMatchObject({ status: expired.status, body: expired.body })
  })

  it('names a password that is too short, and leaves the token alone', async () => {
    const token = await invitedToken(scene, ada, 'short@parley.test')
    const short = await anyone.answer(acceptInvite, { token, password: 'seven77' })
    expect(short).toMatchObject({ status: 400, body: { data: [{ path: 'password' }] } })
    const { token: bearer } = await anyone.call(acceptInvite, { token, password: 'eight888' })
    expect((await scene.client(bearer).answer(getMe)).status).toBe(200)
  })
})
