import { randomUUID } from 'node:crypto'
import { createChannel, getChannel, listChannels } from '@parley/contracts/channels/channels'
import { inviteToChannel } from '@parley/contracts/channels/managing'
import { title } from '@parley/contracts/endpoint'
import { acceptInvite, register, showInvite, switchWorkspace } from '@parley/contracts/identity/auth'
import {
  acceptInvitation,
  declineInvitation,
  deleteInvitation,
  listOwnInvitations,
  listWorkspaceInvitations,
  resendInvitation,
} from '@parley/contracts/identity/invitations'
import {
  createWorkspace,
  getWorkspace,
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
import { invitedToken, keyOf, setScene, unknownId } from './scene.ts'

const scene = await setScene()
const anyone = scene.client()
const { ada, bob, gus, eve } = await people(scene)
const amy = await colleague(scene, ada, 'amy', { role: 'admin' })
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

async function proven(name: string): Promise<Person> {
  const person = await newcomer(scene, name)
  await proveAddress(scene, person.email)
  return person
}
const invite = (email: string, role: 'owner' | 'admin' | 'member' | 'guest' = 'member', by = ada) =>
  by.call(inviteWorkspaceMember, { id: by.workspaceId, email, role })
const own = async (person: Person) => (await person.call(listOwnInvitations)).data
const open = async () => (await ada.call(listWorkspaceInvitations, { id: ada.workspaceId, limit: 100 })).data
const openTo = async (email: string) => (await open()).find((invitation) => invitation.email === email)!
const roleOf = async ({ userId }: Person) =>
  (await ada.call(listWorkspaceMembers, { id: ada.workspaceId, limit: 100 })).data.find(
    ({ user_id }) => user_id === userId,
  )?.role

describe(title(showInvite), () => {
  it('says who has invited whoever holds the link, and into what, however often it is asked', async () => {
    const email = `${randomUUID()}@parley.test`
    await invite(email)
    const token = await scene.tokenMailedTo(email)
    const { data: workspace } = await ada.call(getWorkspace, { id: ada.workspaceId })
    for (let times = 0; times < 2; times++)
      expect(await anyone.call(showInvite, { token })).toEqual({
        success: true,
        workspace: { name: workspace.name },
        invitedBy: { name: 'ada' },
      })
    expect((await anyone.answer(acceptInvite, { token, password })).status).toBe(201)
  })

  it('answers alike of every token that leads nowhere: unknown, used, replaced or revoked', async () => {
    const [used, replaced, revoked] = [1, 2, 3].map(() => `${randomUUID()}@parley.test`) as [string, string, string]
    for (const email of [used, replaced, revoked]) await invite(email)
    const tokens = await Promise.all([used, replaced, revoked].map((email) => scene.tokenMailedTo(email)))
    await anyone.call(acceptInvite, { token: tokens[0]!, password })
    await invite(replaced)
    await ada.call(deleteInvitation, { id: ada.workspaceId, invitationId: (await openTo(revoked)).id })
    const answers = await Promise.all(['unknown', ...tokens].map((token) => anyone.answer(showInvite, { token })))
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body])))).toHaveLength(1)
    expect(answers[0]).toMatchObject({ status: 400 })
  })
})

describe(title(listOwnInvitations), () => {
  it('shows what was sent to one’s own address, newest first, and nobody else’s', async () => {
    const dan = await proven('dan')
    await invite(dan.email, 'admin')
    await invite(dan.email, 'guest', eve)
    await invite('somebody-else@parley.test')
    const { data, meta } = await dan.call(listOwnInvitations)
    const shown = { id: expect.any(String), agent: false, created_at: time, expires_at: time }
    expect(data).toEqual([
      {
        ...shown,
        role: 'guest',
        workspace: { id: eve.workspaceId, name: 'eve’s' },
        invited_by: { user_id: eve.userId, display_name: 'eve' },
      },
      {
        ...shown,
        role: 'admin',
        workspace: { id: ada.workspaceId, name: 'ada’s' },
        invited_by: { user_id: ada.userId, display_name: 'ada' },
      },
    ])
    expect(meta).toEqual({ total: 2, page: 1, limit: 50, offset: 0 })
    expect((await dan.call(listOwnInvitations, { limit: 1, offset: 1 })).data).toEqual([data[1]])
  })

  it('reads its query to the end, however many parameters come before', async () => {
    const headers = { authorization: `Bearer ${ada.token}` }
    const answer = await fetch(`${scene.url}${listOwnInvitations.path}?${'a=1&'.repeat(2_000)}limit=0`, { headers })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: { details: [{ path: 'limit' }] } })
  })

  it('leaves out expired ones', async () => {
    const kim = await proven('kim')
    await invite(kim.email)
    await scene.database.query('update gateway.invitations set expires_at = now() where email = $1', [kim.email])
    expect(await own(kim)).toEqual([])
  })

  it('finds an address by whichever of its spellings it was invited', async () => {
    const ute = await anyone.call(register, {
      email: 'Ute@BÜCHER.example',
      password,
      name: 'Ute',
    })
    expect(ute.user.email).toBe('ute@bücher.example')
    await proveAddress(scene, ute.user.email)
    await invite('ute@xn--bcher-kva.example')
    const { data } = await scene.client(ute.token).call(listOwnInvitations)
    expect(data).toMatchObject([{ workspace: { id: ada.workspaceId } }])
  })

  it('refuses an API key', async () => {
    const lea = await proven('lea')
    expect((await (await keyOf(lea, ['read'])).answer(listOwnInvitations)).status).toBe(403)
  })
})

describe(title(acceptInvitation), () => {
  it('joins the workspace and its general, once, and uses the mailed link up', async () => {
    const zoe = await proven('zoe')
    const link = await invitedToken(scene, ada, zoe.email, { role: 'admin' })
    const [invitation] = await own(zoe)
    const { status, body } = await zoe.client.answer(acceptInvitation, { id: encodeId('inv', invitation!.id) })
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        success: true,
        data: {
          id: ada.workspaceId,
          name: 'ada’s',
          company_name: 'ada’s',
          role: 'admin',
          created_at: time,
          updated_at: time,
          deletes_at: null,
        },
        meta: {},
      },
    })
    const there = await zoe.call(switchWorkspace, { workspaceId: ada.workspaceId })
    const { channels } = await scene.client(there.token).call(listChannels, { workspace_id: ada.workspaceId })
    expect(channels.filter(({ is_member }) => is_member)).toMatchObject([{ name: 'general' }])
    expect((await zoe.client.answer(acceptInvitation, { id: invitation!.id })).status).toBe(404)
    expect((await anyone.answer(acceptInvite, { token: link, password })).status).toBe(400)
    expect(await own(zoe)).toEqual([])
  })

  it('adds the person once of many tries at once, and replays its answer under an Idempotency-Key', async () => {
    const max = await proven('max')
    await invite(max.email)
    const { id } = (await own(max))[0]!
    const answers = await Promise.all(Array.from({ length: 6 }, () => max.client.answer(acceptInvitation, { id })))
    expect(tally(answers)).toEqual({ 200: 1, 404: 5 })
    await invite(max.email, 'guest', eve)
    const [second] = await own(max)
    const keyed = () => max.client.answer(acceptInvitation, { id: second!.id }, { idempotencyKey: 'accept-once' })
    const first = await keyed()
    expect(await keyed()).toMatchObject({ status: 200, body: first.body })
  })

  it('leaves the role of a member as it is, and enters the channels they were invited into', async () => {
    const tom = await proven('tom')
    const { channel } = await bob.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: 'secret-plans',
      channel_type: 'text',
      is_private: true,
    })
    await bob.call(inviteToChannel, { id: channel.id, email: tom.email })
    const [invitation] = await own(tom)
    await scene.database.query(`insert into gateway.members (workspace_id, user_id, role) values ($1, $2, 'member')`, [
      ada.workspaceId,
      tom.userId,
    ])
    await tom.call(acceptInvitation, { id: invitation!.id })
    expect(await roleOf(tom)).toBe('member')
    const there = await tom.call(switchWorkspace, { workspaceId: ada.workspaceId })
    expect((await scene.client(there.token).answer(getChannel, { id: channel.id })).status).toBe(200)
  })

  it('lets in whoever is being removed meanwhile', async () => {
    const ned = await proven('ned')
    await invite(ned.email)
    const [invitation] = await own(ned)
    const { accepting } = await scene.inTransaction(async (tx) => {
      const who = sql`workspace_id = ${ada.workspaceId} and user_id = ${ned.userId}`
      await scene.database.query(`insert into gateway.members (workspace_id, user_id, role) values ($1, $2, 'guest')`, [
        ada.workspaceId,
        ned.userId,
      ])
      await sql`select from members where ${who} for no key update`.execute(tx)
      await sql`select channels.leave_workspace(${ada.workspaceId}, ${ned.userId}, '{}')`.execute(tx)
      const accepting = ned.client.answer(acceptInvitation, { id: invitation!.id })
      await untilSomeoneWaits(scene.database)
      await sql`delete from members where ${who}`.execute(tx)
      return { accepting }
    })
    expect((await accepting).status).toBe(200)
    expect(await roleOf(ned)).toBe('member')
  })

  it('never waits for the removal of the sender, which waits for it', async () => {
    const [dora, tim] = [await colleague(scene, ada, 'dora'), await proven('tim')]
    const { channel } = await dora.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: 'doras',
      channel_type: 'text',
    })
    await dora.call(inviteToChannel, { id: channel.id, email: tim.email })
    const { removing } = await scene.inTransaction(async (tx) => {
      await sql`delete from invitations where email = ${tim.email}`.execute(tx)
      const removing = ada.client.answer(removeWorkspaceMember, { id: ada.workspaceId, userId: dora.userId })
      await untilSomeoneWaits(scene.database)
      await sql`select channels.enter_workspace(${ada.workspaceId}, ${tim.userId}, 'guest', ${[channel.id]}::uuid[],
        '{}')`.execute(tx)
      return { removing }
    })
    expect((await removing).status).toBe(200)
  })

  it('answers somebody else’s invitation exactly as one that does not exist', async () => {
    const una = await proven('una')
    await invite('not-una@parley.test')
    const { id } = await openTo('not-una@parley.test')
    const foreign = await una.answerTo(acceptInvitation, { id })
    expect(foreign.status).toBe(404)
    expect(foreign).toEqual(await una.answerTo(acceptInvitation, { id: unknownId }))
    expect(await una.answerTo(declineInvitation, { id })).toEqual(
      await una.answerTo(declineInvitation, { id: unknownId }),
    )
    expect(await openTo('not-una@parley.test')).toBeDefined()
  })
})

describe(title(declineInvitation), () => {
  it('is the end of it for both sides, and of its link', async () => {
    const dee = await proven('dee')
    const link = await invitedToken(scene, ada, dee.email)
    const [invitation] = await own(dee)
    const { status, body } = await dee.client.answer(declineInvitation, { id: invitation!.id })
    expect({ status, body }).toEqual({ status: 200, body: { success: true, data: { id: invitation!.id }, meta: {} } })
    expect(await own(dee)).toEqual([])
    expect(await openTo(dee.email)).toBeUndefined()
    expect((await anyone.answer(acceptInvite, { token: link, password })).status).toBe(400)
    expect(await roleOf(dee)).toBeUndefined()
  })
})

describe(title(listWorkspaceInvitations), () => {
  it('shows admins what is open, newest first, by offset and by cursor', async () => {
    await invite('first@parley.test', 'guest')
    await invite('second@parley.test', 'admin', amy)
    const { data, meta } = await amy.call(listWorkspaceInvitations, { id: ada.workspaceId })
    expect(data.slice(0, 2)).toEqual([
      {
        id: expect.any(String),
        email: 'second@parley.test',
        name: null,
        role: 'admin',
        agent: false,
        invited_by: amy.userId,
        created_at: time,
        expires_at: time,
      },
      expect.objectContaining({ email: 'first@parley.test', role: 'guest', invited_by: ada.userId }),
    ])
    expect(meta).toEqual({ total: data.length, page: 1, limit: 50, offset: 0 })
    const after = encodeId('inv', data[0]!.id)
    const byCursor = await amy.call(listWorkspaceInvitations, { id: ada.workspaceId, limit: 1, after })
    const byOffset = await amy.call(listWorkspaceInvitations, { id: ada.workspaceId, limit: 1, offset: 1 })
    expect(byCursor.data).toEqual([data[1]])
    expect(byOffset.data).toEqual([data[1]])
  })

  it('refuses members and guests, and answers a foreign workspace as one that does not exist', async () => {
    for (const person of [bob, gus])
      expect((await person.client.answer(listWorkspaceInvitations, { id: ada.workspaceId })).status).toBe(403)
    const foreign = await eve.answerTo(listWorkspaceInvitations, { id: ada.workspaceId })
    expect(foreign.status).toBe(404)
    expect(foreign).toEqual(await eve.answerTo(listWorkspaceInvitations, { id: unknownId }))
  })
})

describe(title(resendInvitation), () => {
  it('mails a new link for 7 days more; the old one is dead, and who resends is its sender', async () => {
    const email = 'resent@parley.test'
    const old = await invitedToken(scene, ada, email, { role: 'admin' })
    await scene.database.query(
      `update gateway.invitations set expires_at = now() + interval '1 minute' where email = $1`,
      [email],
    )
    const { id } = await openTo(email)
    const input = { id: ada.workspaceId, invitationId: id }
    const { status, body } = await amy.client.answer(resendInvitation, input)
    expect({ status, body }).toMatchObject({ status: 200, body: { data: { id, email, invited_by: amy.userId } } })
    const { expires_at } = (body as { data: { expires_at: string } }).data
    expect(Date.parse(expires_at) - Date.now()).toBeGreaterThan(6.9 * 86_400_000)
    const fresh = await scene.tokenMailedTo(email, 2)
    expect((await anyone.answer(acceptInvite, { token: old, password })).status).toBe(400)
    expect(await anyone.call(acceptInvite, { token: fresh, password })).toMatchObject({ workspace: { role: 'admin' } })
  })

  it('does not make what a demoted sender could not have sent outlive them', async () => {
    const lou = await colleague(scene, ada, 'lou', { role: 'admin' })
    const email = 'lous@parley.test'
    await invite(email, 'admin')
    const { id } = await openTo(email)
    await lou.call(resendInvitation, { id: ada.workspaceId, invitationId: id })
    await ada.call(updateWorkspaceMember, { id: ada.workspaceId, userId: lou.userId, role: 'member' })
    expect(await openTo(email)).toBeUndefined()
  })
})

describe('mails with invitations', () => {
  const invitationOf = (email: string, id = ada.workspaceId) => amy.client.answer(inviteWorkspaceMember, { id, email })

  it('are five an hour to an address, however its invitation is sent, resent or revoked and sent again', async () => {
    const email = 'flooded@parley.test'
    for (let i = 0; i < 2; i++) expect((await invitationOf(email)).status).toBe(201)
    const { id: invitationId } = await openTo(email)
    const input = { id: ada.workspaceId, invitationId }
    expect((await ada.client.answer(resendInvitation, input)).status).toBe(200)
    await ada.call(deleteInvitation, input)
    const more = await Promise.all(Array.from({ length: 5 }, () => invitationOf(email)))
    expect(more.map(({ status }) => status).sort()).toEqual([201, 201, 429, 429, 429])
    const { id } = await openTo(email)
    const refused = await ada.client.answer(resendInvitation, { id: ada.workspaceId, invitationId: id })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_500)
    expect(await scene.mailsTo(email, 5)).toHaveLength(5)
    await scene.database.query(
      `update gateway.invitation_mails set mailed_at = mailed_at - interval '1 hour' where email = $1`,
      [email],
    )
    expect((await invitationOf(email)).status).toBe(201)
    expect(await scene.mailsTo(email, 6)).toHaveLength(6)
  })

  it('are five an hour to an address from a person, in however many workspaces', async () => {
    const email = 'flooded-too@parley.test'
    const other = await amy.call(createWorkspace, { name: 'another of amy’s' })
    const there = scene.client((await amy.call(switchWorkspace, { workspaceId: other.data.id })).token)
    for (let i = 0; i < 3; i++) expect((await invitationOf(email)).status).toBe(201)
    const statuses = []
    for (let i = 0; i < 3; i++)
      statuses.push((await there.answer(inviteWorkspaceMember, { id: other.data.id, email })).status)
    expect(statuses).toEqual([201, 201, 429])
    expect((await ada.client.answer(inviteWorkspaceMember, { id: ada.workspaceId, email })).status).toBe(201)
  })
})

describe(title(deleteInvitation), () => {
  it('ends the invitation and its link at once', async () => {
    const email = 'revoked@parley.test'
    const link = await invitedToken(scene, ada, email)
    const { id } = await openTo(email)
    const input = { id: ada.workspaceId, invitationId: encodeId('inv', id) }
    const { status, body } = await amy.client.answer(deleteInvitation, input)
    expect({ status, body }).toEqual({ status: 200, body: { success: true, data: { id }, meta: {} } })
    expect(await openTo(email)).toBeUndefined()
    expect((await anyone.answer(acceptInvite, { token: link, password })).status).toBe(400)
    expect((await amy.client.answer(deleteInvitation, input)).status).toBe(404)
  })
})

describe.each([
  ['resend', resendInvitation],
  ['revoke', deleteInvitation],
] as const)('whoever would %s an invitation', (_what, endpoint) => {
  it('is an admin, and an owner for an owner’s', async () => {
    const email = `owner-${endpoint.name.toLowerCase()}@parley.test`
    await invite(email, 'owner')
    const { id } = await openTo(email)
    const input = { id: ada.workspaceId, invitationId: id }
    for (const person of [bob, gus, amy]) expect((await person.client.answer(endpoint, input)).status).toBe(403)
    expect((await ada.client.answer(endpoint, input)).status).toBe(200)
  })

  it('is answered another workspace’s exactly as one that does not exist', async () => {
    const email = `foreign-${endpoint.name.toLowerCase()}@parley.test`
    await invite(email)
    const { id } = await openTo(email)
    const elsewhere = await eve.answerTo(endpoint, { id: eve.workspaceId, invitationId: id })
    expect(elsewhere.status).toBe(404)
    expect(elsewhere).toEqual(await eve.answerTo(endpoint, { id: eve.workspaceId, invitationId: unknownId }))
    expect(await eve.answerTo(endpoint, { id: ada.workspaceId, invitationId: id })).toEqual(
      await eve.answerTo(endpoint, { id: unknownId, invitationId: id }),
    )
    expect(await openTo(email)).toBeDefined()
  })
})
