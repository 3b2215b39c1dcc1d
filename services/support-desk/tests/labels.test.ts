import { randomUUID } from 'node:crypto'
import {
  createLabel,
  deleteLabel,
  listAgentLabels,
  listTenantLabels,
  maxLabels,
  updateLabel,
} from '@parley/contracts/desk/labels'
import { createTeam, deleteTeam, listAgentTeams, listTenantTeams, updateTeam } from '@parley/contracts/desk/teams'
import { encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { newMember, seedWorkspace } from '@parley/testing/fixtures'
import { endMembership, makeAgent } from '@parley/testing/rows/gateway'
import { bootService } from '@parley/testing/service'
import { describe, expect, it } from 'vitest'

const desk = await bootService('support-desk')
const { database } = desk
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/** The owner of a workspace of its own. */
async function newOwner() {
  const { ada } = await seedWorkspace(database, { ada: 'owner' })
  return { ...ada, ...desk.callAs(ada) }
}

async function newAgent(workspaceId: string) {
  const agent = await newMember(database, workspaceId, `agent-${randomUUID()}`)
  await makeAgent(database, agent)
  return agent
}

const refusal = (statusCode: number, statusMessage: string) => ({
  status: statusCode,
  body: { statusCode, statusMessage, data: null },
})

describe('labels', () => {
  it('are created, listed by name for owners and agents, changed and deleted', async () => {
    const { call } = await newOwner()
    const vip = await call(createLabel, { name: ' VIP ', color: '#2F5D50' })
    expect(vip).toEqual({
      id: expect.stringMatching(/^lbl_/),
      name: 'VIP',
      color: '#2f5d50',
      createdAt: time,
      updatedAt: time,
    })
    const billing = await call(createLabel, { name: 'Billing' })
    expect(billing.color).toBe('#64748b')
    for (const list of [listTenantLabels, listAgentLabels]) expect(await call(list)).toEqual({ labels: [billing, vip] })
    const renamed = await call(updateLabel, { id: vip.id, name: 'vip' })
    expect(renamed).toEqual({ ...vip, name: 'vip', updatedAt: time })
    expect(Date.parse(renamed.updatedAt)).toBeGreaterThan(Date.parse(vip.updatedAt))
    expect(await call(updateLabel, { id: vip.id, color: '#000000' })).toMatchObject({ name: 'vip', color: '#000000' })
    expect(await call(deleteLabel, { id: vip.id })).toEqual({ success: true })
    expect(await call(listTenantLabels)).toEqual({ labels: [billing] })
  })

  it('have each a name of their own, in either case, whoever asks at the same time', async () => {
    const { call, answer } = await newOwner()
    const made = await Promise.all(['VIP', 'vip', 'Vip'].map((name) => answer(createLabel, { name })))
    expect(tally(made)).toEqual({ 200: 1, 409: 2 })
    const { id } = await call(createLabel, { name: 'Other' })
    const taken = refusal(409, 'Another label has this name.')
    expect(await answer(updateLabel, { id, name: 'vIP' })).toMatchObject(taken)
    expect((await (await newOwner()).answer(createLabel, { name: 'VIP' })).status).toBe(200)
  })

  it(`are at most ${maxLabels}`, async () => {
    const { workspaceId, answer } = await newOwner()
    await database.query(
      `insert into support_desk.labels (workspace_id, name, color)
       select $1, n::text, '#000000' from generate_series(1, $2::int) n`,
      [workspaceId, maxLabels - 1],
    )
    const made = await Promise.all(['a', 'b', 'c'].map((name) => answer(createLabel, { name })))
    expect(tally(made)).toEqual({ 200: 1, 409: 2 })
  })

  it('of another workspace answer as those that are not there', async () => {
    const [mine, theirs] = [await newOwner(), await newOwner()]
    const { id } = await theirs.call(createLabel, { name: 'Theirs' })
    const missing = refusal(404, 'No such label.')
    for (const each of [id, encodeId('lbl', randomUUID())]) {
      expect(await mine.answer(updateLabel, { id: each, name: 'Mine' })).toMatchObject(missing)
      expect(await mine.answer(deleteLabel, { id: each })).toMatchObject(missing)
    }
    expect((await theirs.call(listTenantLabels)).labels).toMatchObject([{ id, name: 'Theirs' }])
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ color: 'red' }, 'color'],
    [{ color: '#fff' }, 'color'],
    [{ color: '#2f5d50;' }, 'color'],
  ])('refuse %j', async (input, path) => {
    const { answer } = await newOwner()
    const { status, body } = await answer(createLabel, { name: 'Label', ...input })
    expect({ status, body }).toMatchObject({ status: 400, body: { data: [{ path }] } })
  })
})

describe('teams', () => {
  it('are created, listed by name for owners and agents, changed and deleted', async () => {
    const { call, workspaceId, userId } = await newOwner()
    const [ada, bob] = [userId, (await newAgent(workspaceId)).userId].map((id) => encodeId('usr', id))
    const sales = await call(createTeam, { name: ' Sales ', memberIds: [bob!, ada!, bob!] })
    expect(sales).toEqual({
      id: expect.stringMatching(/^team_/),
      name: 'Sales',
      memberIds: [ada, bob].sort(),
      createdAt: time,
      updatedAt: time,
    })
    const care = await call(createTeam, { name: 'Care' })
    expect(care.memberIds).toEqual([])
    for (const list of [listTenantTeams, listAgentTeams]) expect(await call(list)).toEqual({ teams: [care, sales] })
    const renamed = await call(updateTeam, { id: sales.id, name: 'sales' })
    expect(renamed).toEqual({ ...sales, name: 'sales', updatedAt: time })
    expect(await call(updateTeam, { id: sales.id, memberIds: [bob!] })).toMatchObject({
      name: 'sales',
      memberIds: [bob],
    })
    expect(await call(deleteTeam, { id: sales.id })).toEqual({ success: true })
    expect(await call(listTenantTeams)).toEqual({ teams: [care] })
  })

  it('have each a name of their own, in either case, whoever asks at the same time', async () => {
    const { call, answer } = await newOwner()
    const made = await Promise.all(['Sales', 'sales', 'SALES'].map((name) => answer(createTeam, { name })))
    expect(tally(made)).toEqual({ 200: 1, 409: 2 })
    const { id } = await call(createTeam, { name: 'Other' })
    const taken = refusal(409, 'Another team has this name.')
    expect(await answer(updateTeam, { id, name: 'sALES' })).toMatchObject(taken)
  })

  it('take agents of the workspace alone, and change nothing otherwise', async () => {
    const [mine, theirs] = [await newOwner(), await newOwner()]
    const { userId: plain } = await newMember(database, mine.workspaceId, 'plain')
    const team = await mine.call(createTeam, { name: 'Sales', memberIds: [mine.userId] })
    for (const userId of [plain, theirs.userId, randomUUID()]) {
      const memberIds = [mine.userId, userId]
      const missing = refusal(404, 'No such agent.')
      expect(await mine.answer(createTeam, { name: 'Care', memberIds })).toMatchObject(missing)
      expect(await mine.answer(updateTeam, { id: team.id, name: 'Care', memberIds })).toMatchObject(missing)
    }
    expect((await mine.call(listTenantTeams)).teams).toEqual([team])
  })

  it('do not show members who are agents no longer', async () => {
    const { call, workspaceId, userId } = await newOwner()
    const bob = await newAgent(workspaceId)
    await call(createTeam, { name: 'Sales', memberIds: [userId, bob.userId] })
    await endMembership(database, bob)
    expect((await call(listTenantTeams)).teams).toMatchObject([{ memberIds: [encodeId('usr', userId)] }])
  })

  it('of another workspace answer as those that are not there', async () => {
    const [mine, theirs] = [await newOwner(), await newOwner()]
    const { id } = await theirs.call(createTeam, { name: 'Theirs' })
    const missing = refusal(404, 'No such team.')
    for (const each of [id, encodeId('team', randomUUID())]) {
      expect(await mine.answer(updateTeam, { id: each, name: 'Mine' })).toMatchObject(missing)
      expect(await mine.answer(deleteTeam, { id: each })).toMatchObject(missing)
    }
    expect((await theirs.call(listTenantTeams)).teams).toMatchObject([{ id, name: 'Theirs' }])
  })
})
