import { randomUUID } from 'node:crypto'
import {
  deactivateTenantAgent,
  getAgentProfile,
  inviteTenantAgent,
  listFellowAgents,
  listTenantAgents,
  reactivateTenantAgent,
} from '@parley/contracts/desk/agents'
import { title } from '@parley/contracts/endpoint'
import { acceptInvite } from '@parley/contracts/identity/auth'
import { inviteWorkspaceMember, updateWorkspaceMember } from '@parley/contracts/identity/workspaces'
import { encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { colleague, newcomer, password, people } from '@parley/testing/people'
import { rateAgent } from '@parley/testing/rows/support-desk'
import { describe, expect, it, vi } from 'vitest'
import { setScene, statusOf } from './scene.ts'

const scene = await setScene()
const anyone = scene.client()
const { ada, bob, eve } = await people(scene)
const amy = await colleague(scene, ada, 'amy', { role: 'admin' })
const outside = () => `${randomUUID()}@elsewhere.test`
const idOf = ({ userId }: { userId: string }) => encodeId('usr', userId)
let named = 0
const newOwner = () => newcomer(scene, `owner-${++named}`)

const roles = async (token: string) =>
  (await scene.client(token).request('get', '/api/auth/me')).body as { roles: string[] }

describe(title(listTenantAgents), () => {
  it('answers the agents by name, with every field, and no one else', async () => {
    const owner = await newOwner()
    const zoe = await colleague(scene, owner, 'zoe', { agent: true })
    await colleague(scene, owner, 'max')
    await rateAgent(scene.database, zoe, { sum: 14, count: 3 })
    const socket = await zoe.socket()
    const mine = {
      email: owner.email,
      avatarUrl: null,
      isOnline: false,
      availability: 'online',
      capacity: null,
      csat: { score: null, count: 0 },
    }
    const expected = [
      { ...mine, id: idOf(owner), name: owner.name },
      { ...mine, id: idOf(zoe), name: 'zoe', email: zoe.email, isOnline: true, csat: { score: 4.67, count: 3 } },
    ]
    expect(await owner.call(listTenantAgents)).toEqual({ agents: expected, invitations: [] })
    await socket.close()
  })

  it('answers open invitations of agents, newest first', async () => {
    const owner = await newOwner()
    await owner.call(inviteWorkspaceMember, { id: owner.workspaceId, email: outside() })
    const invitations = []
    for (const name of ['One', 'Two'])
      invitations.unshift(await owner.call(inviteTenantAgent, { name, email: outside() }))
    expect((await owner.call(listTenantAgents)).invitations).toEqual(invitations)
    await scene.database.query(
      `update gateway.invitations set expires_at = now() where workspace_id = $1 and email = $2`,
      [owner.workspaceId, invitations[0]!.email],
    )
    expect((await owner.call(listTenantAgents)).invitations).toEqual([invitations[1]])
  })

  it('refuses another status', async () => {
    const { status, body } = await ada.client.request('get', '/api/tenant/agents', { query: { status: 'all' } })
    expect({ status, body }).toMatchObject({ status: 400, body: { statusCode: 400, data: [{ path: 'status' }] } })
  })
})

describe(title(getAgentProfile), () => {
  it('answers who the agent is, and for which company', async () => {
    const owner = await newOwner()
    const yara = await colleague(scene, owner, 'yara', { agent: true })
    await rateAgent(scene.database, yara, { sum: 14, count: 3 })
    const { name } = owner
    const tenant = { id: encodeId('wsp', owner.workspaceId), name: `${name}’s`, companyName: `${name}’s` }
    const mine = { avatarUrl: null, isOnline: false, availability: 'online', capacity: null, tenant }
    expect(await yara.call(getAgentProfile)).toEqual({
      ...{ ...mine, id: idOf(yara), name: 'yara', email: yara.email, roles: ['AGENT'] },
      csat: { score: 4.67, count: 3 },
    })
    const socket = await owner.socket()
    expect(await owner.call(getAgentProfile)).toEqual({
      ...{ ...mine, id: idOf(owner), name, email: owner.email, roles: ['CUSTOMER', 'AGENT'] },
      ...{ isOnline: true, csat: { score: null, count: 0 } },
    })
    await socket.close()
  })

  it('is a 403 for an admin who is no agent, and for an agent who is one no longer', async () => {
    const owner = await newOwner()
    const yves = await colleague(scene, owner, 'yves', { agent: true })
    expect((await amy.client.answer(getAgentProfile)).status).toBe(403)
    await owner.call(deactivateTenantAgent, { id: idOf(yves) })
    for (const endpoint of [getAgentProfile, listFellowAgents])
      expect((await yves.client.answer(endpoint)).status).toBe(403)
  })
})

describe(title(listFellowAgents), () => {
  it('answers an agent who is a guest the agents by name, without their ratings and without invitations', async () => {
    const owner = await newOwner()
    const yuri = await colleague(scene, owner, 'yuri', { agent: true, role: 'guest' })
    await owner.call(inviteTenantAgent, { name: 'Later', email: outside() })
    const { agents } = await owner.call(listTenantAgents)
    expect(await yuri.call(listFellowAgents)).toEqual({ agents: agents.map(({ csat, capacity, ...agent }) => agent) })
    expect(agents.map(({ id }) => id)).toEqual([idOf(owner), idOf(yuri)])
  })
})

describe(title(inviteTenantAgent), () => {
  it('mails a link that makes an agent once, within 7 days', async () => {
    const email = outside()
    const invitation = await ada.call(inviteTenantAgent, { name: 'Bob Smith', email: ` ${email.toUpperCase()} ` })
    expect(invitation).toEqual({
      id: expect.stringMatching(/^inv_/),
      name: 'Bob Smith',
      email,
      expiresAt: expect.stringMatching(/Z$/),
    })
    expect((Date.parse(invitation.expiresAt) - Date.now()) / 86_400_000).toBeCloseTo(7, 1)
    const token = await scene.tokenMailedTo(email)
    const accepted = await anyone.call(acceptInvite, { token, password })
    expect(accepted).toMatchObject({ user: { name: 'Bob Smith', roles: ['AGENT'] }, workspace: { role: 'guest' } })
    expect((await anyone.answer(acceptInvite, { token, password })).status).toBe(400)
    const { agents, invitations } = await ada.call(listTenantAgents)
    expect(agents).toContainEqual(expect.objectContaining({ id: accepted.user.id, name: 'Bob Smith', email }))
    expect(invitations.map((each) => each.email)).not.toContain(email)
  })

  it('replaces the link of an earlier invitation to the address', async () => {
    const email = outside()
    const first = await ada.call(inviteTenantAgent, { name: 'First', email })
    const old = await scene.tokenMailedTo(email)
    const second = await ada.call(inviteTenantAgent, { name: 'Second', email })
    const token = await scene.tokenMailedTo(email, 2)
    expect(second).toMatchObject({ id: first.id, name: 'Second' })
    expect((await anyone.answer(acceptInvite, { token: old, password })).status).toBe(400)
    expect((await anyone.answer(acceptInvite, { token, password })).status).toBe(201)
  })

  it('is a 409 for somebody who is in the workspace, agent or not', async () => {
    for (const { email } of [amy, bob])
      expect(await ada.client.answer(inviteTenantAgent, { name: 'Again', email })).toMatchObject({
        status: 409,
        body: { statusCode: 409, statusMessage: 'This person is in the workspace already.', data: null },
      })
  })

  it('mails an address at most five times an hour, whoever asks', async () => {
    const email = outside()
    const invite = () => ada.client.answer(inviteTenantAgent, { name: 'Often', email })
    expect(tally(await Promise.all(Array.from({ length: 6 }, invite)))).toEqual({ 200: 5, 429: 1 })
    expect((await invite()).headers.get('retry-after')).toMatch(/^\d+$/)
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ name: undefined }, 'name'],
    [{ email: 'bob' }, 'email'],
    [{ email: undefined }, 'email'],
  ])('refuses %j', async (input, path) => {
    const { status, body } = await ada.client.answer(inviteTenantAgent, {
      name: 'Bob',
      email: outside(),
      ...input,
    } as never)
    expect({ status, body }).toMatchObject({ status: 400, body: { statusCode: 400, data: [{ path }] } })
  })
})

describe('an agent', () => {
  it('is none from the answer on when deactivated, and is one again when reactivated', async () => {
    const zed = await colleague(scene, ada, 'zed', { agent: true })
    const id = idOf(zed)
    const named = async (status: 'active' | 'inactive') =>
      (await ada.call(listTenantAgents, { status })).agents.filter((agent) => agent.id === id)
    const [shown] = await named('active')
    expect((await roles(zed.token)).roles).toEqual(['AGENT'])
    for (let again = 0; again < 2; again++) expect(await ada.call(deactivateTenantAgent, { id })).toEqual(shown)
    expect((await roles(zed.token)).roles).toEqual([])
    expect([await named('active'), await named('inactive')]).toEqual([[], [shown]])
    expect(await statusOf(scene, zed.token)).toBe(200)
    for (let again = 0; again < 2; again++) expect(await ada.call(reactivateTenantAgent, { id })).toEqual(shown)
    expect((await roles(zed.token)).roles).toEqual(['AGENT'])
    expect([await named('active'), await named('inactive')]).toEqual([[shown], []])
  })

  it('is deactivated for the list however the flag of the membership is taken away', async () => {
    const zac = await colleague(scene, ada, 'zac', { agent: true })
    const set = (agent: boolean) => ada.call(updateWorkspaceMember, { id: ada.workspaceId, userId: zac.userId, agent })
    const inactive = async () => (await ada.call(listTenantAgents, { status: 'inactive' })).agents.map(({ id }) => id)
    await set(false)
    expect(await inactive()).toContain(idOf(zac))
    await set(true)
    expect(await inactive()).not.toContain(idOf(zac))
  })

  it('has sockets checked when it is deactivated', async () => {
    const zia = await colleague(scene, ada, 'zia', { agent: true })
    const changed = scene.accessChangeOf(zia, null)
    await ada.call(deactivateTenantAgent, { id: idOf(zia) })
    await vi.waitFor(() => changed)
  })

  it('who is an owner is an owner’s to change', async () => {
    const id = idOf(ada)
    for (const endpoint of [deactivateTenantAgent, reactivateTenantAgent])
      expect(await amy.client.answer(endpoint, { id })).toMatchObject({
        status: 403,
        body: { statusCode: 403, data: null },
      })
    const owner = await newOwner()
    expect((await owner.call(deactivateTenantAgent, { id: idOf(owner) })).id).toBe(idOf(owner))
    expect((await roles(owner.token)).roles).toEqual(['CUSTOMER'])
  })

  it('of another workspace, or who never was one, is as one that is not there', async () => {
    const missing = { status: 404, body: { statusCode: 404, statusMessage: 'No such agent.', data: null } }
    for (const id of [idOf(eve), idOf(bob), encodeId('usr', randomUUID())])
      for (const endpoint of [deactivateTenantAgent, reactivateTenantAgent])
        expect(await ada.client.answer(endpoint, { id })).toMatchObject(missing)
  })
})
