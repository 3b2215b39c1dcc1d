import { randomUUID } from 'node:crypto'
import {
  attributeLimits,
  createAttribute,
  deleteAttribute,
  listAgentAttributes,
  listTenantAttributes,
  updateAttribute,
} from '@parley/contracts/desk/attributes'
import { getAgentConversation, getTenantConversation } from '@parley/contracts/desk/conversation-lists'
import { sendAgentMessage } from '@parley/contracts/desk/messages'
import {
  getAgentVisitor,
  getTenantVisitor,
  listAgentVisitors,
  listTenantVisitors,
  updateAgentVisitor,
  updateTenantVisitor,
} from '@parley/contracts/desk/visitors'
import type { InputOf } from '@parley/contracts/endpoint'
import { decodeId, encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { seedWorkspace } from '@parley/testing/fixtures'
import { makeAgent } from '@parley/testing/rows/gateway'
import { insertConversation, insertVisitor } from '@parley/testing/rows/support-desk'
import { bootService } from '@parley/testing/service'
import { describe, expect, it, vi } from 'vitest'

const desk = await bootService('support-desk')
const { database } = desk
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/** The owner of a workspace of its own, who is an agent too. */
async function newOwner() {
  const { ada } = await seedWorkspace(database, { ada: 'owner' })
  await makeAgent(database, ada)
  const newVisitor = async () => encodeId('vis', (await insertVisitor(database, ada.workspaceId)).visitorId)
  return { ...ada, ...desk.callAs(ada), newVisitor }
}

type Made = InputOf<typeof createAttribute>
const plan: Made = { key: 'plan', label: 'Plan', type: 'choice', choices: ['free', 'pro'] }
const seats: Made = { key: 'seats', label: 'Seats', type: 'number' }
const others: Made[] = [
  { key: 'company', label: 'Company', type: 'text' },
  { key: 'is_trial', label: 'Trial', type: 'boolean' },
  { key: 'since', label: 'Since', type: 'date' },
]

describe('attributes', () => {
  it('are created, listed by key for owners and agents, changed and deleted', async () => {
    const { call } = await newOwner()
    const made = await call(createAttribute, seats)
    const times = { createdAt: time, updatedAt: time }
    const id = expect.stringMatching(/^attr_/)
    expect(made).toEqual({ id, ...seats, choices: [], isVisitorClaim: false, ...times })
    const choice = await call(createAttribute, { ...plan, choices: ['free', 'pro', 'free'], isVisitorClaim: true })
    expect(choice).toEqual({ id, ...plan, isVisitorClaim: true, ...times })
    for (const list of [listTenantAttributes, listAgentAttributes])
      expect(await call(list)).toEqual({ attributes: [choice, made] })
    const changed = await call(updateAttribute, { id: choice.id, label: 'Tariff', choices: ['pro', 'max'] })
    expect(changed).toEqual({ ...choice, label: 'Tariff', choices: ['pro', 'max'], updatedAt: time })
    expect(await call(updateAttribute, { id: choice.id, isVisitorClaim: false })).toMatchObject({ label: 'Tariff' })
    expect(await call(deleteAttribute, { id: choice.id })).toEqual({ success: true })
    expect(await call(listTenantAttributes)).toEqual({ attributes: [made] })
  })

  it('have a key of their own and choices where they are one, and are so many at most, whoever makes them at once', async () => {
    const { answer, call } = await newOwner()
    const refused = [
      { ...seats, key: 'Seats' },
      { ...seats, key: '1st' },
      { ...seats, key: `s${'x'.repeat(attributeLimits.key)}` },
      { ...seats, choices: ['one'] },
      { ...plan, choices: [] },
      { ...seats, type: 'object' },
    ]
    for (const input of refused) expect((await answer(createAttribute, input as Made)).status).toBe(400)
    const { id } = await call(createAttribute, seats)
    expect((await answer(createAttribute, seats)).status).toBe(409)
    expect((await answer(updateAttribute, { id, choices: ['one'] })).status).toBe(400)
    const left = attributeLimits.attributes - 1
    const keys = Array.from({ length: left + 2 }, (_, index) => `key_${index}`)
    const answers = await Promise.all(keys.map((key) => answer(createAttribute, { ...seats, key })))
    expect(tally(answers)).toEqual({ 200: left, 409: 2 })
  })

  it('of another workspace answer as those that are not there', async () => {
    const [mine, theirs] = [await newOwner(), await newOwner()]
    const { id } = await theirs.call(createAttribute, seats)
    for (const each of [id, encodeId('attr', randomUUID())]) {
      expect((await mine.answer(updateAttribute, { id: each, label: 'Mine' })).status).toBe(404)
      expect((await mine.answer(deleteAttribute, { id: each })).status).toBe(404)
    }
    const visitor = await mine.newVisitor()
    expect((await mine.answer(updateTenantVisitor, { id: visitor, attributes: { seats: 1 } })).status).toBe(400)
    expect((await theirs.call(listTenantAttributes)).attributes).toHaveLength(1)
  })
})

describe('what a visitor has of them', () => {
  it('is changed by owners and agents, and shown with the visitor and their conversations', async () => {
    const { call, workspaceId, userId } = await newOwner()
    for (const attribute of [plan, seats, ...others]) await call(createAttribute, attribute)
    const { visitorId } = await insertVisitor(database, workspaceId)
    const id = encodeId('vis', visitorId)
    const conversationId = await insertConversation(database, { workspaceId, visitorId, agentId: userId })
    expect((await call(getAgentVisitor, { id })).attributes).toEqual({})
    const given = { plan: 'pro', seats: 12.5, company: ' Acme ', is_trial: false, since: '2026-02-28' }
    const attributes = { ...given, company: 'Acme' }
    expect((await call(updateTenantVisitor, { id, attributes: given })).attributes).toEqual(attributes)
    await call(updateAgentVisitor, { id, attributes: { plan: null, seats: 3 } })
    const { plan: _, ...rest } = { ...attributes, seats: 3 }
    expect((await call(getTenantVisitor, { id })).attributes).toEqual(rest)
    expect((await call(updateAgentVisitor, { id, notes: 'Calls often' })).attributes).toEqual(rest)
    for (const get of [getAgentConversation, getTenantConversation])
      expect((await call(get, { id: conversationId })).visitor).toMatchObject({ id, attributes: rest })
    await call(sendAgentMessage, { id: conversationId, content: 'Hi' })
  })

  it('fits its type, or is refused with the field that does not', async () => {
    const { call, answer, newVisitor } = await newOwner()
    for (const attribute of [plan, seats, ...others]) await call(createAttribute, attribute)
    const id = await newVisitor()
    const wrong = {
      plan: ['max', 1],
      seats: ['12', 1e300],
      company: ['', 'two\nlines', 'x'.repeat(attributeLimits.text + 1), 5],
      is_trial: ['true', 1],
      since: ['2026-02-30', '28.2.2026', 1],
      unknown: ['x'],
      __proto: ['x'],
    }
    for (const [key, values] of Object.entries(wrong))
      for (const value of values) {
        const { status, body } = await answer(updateAgentVisitor, { id, attributes: { [key]: value } })
        expect({ status, body }).toMatchObject({ status: 400, body: { data: [{ path: `attributes.${key}` }] } })
      }
    expect((await call(getAgentVisitor, { id })).attributes).toEqual({})
  })

  it('is gone with its attribute, and does not come back with another of the same key', async () => {
    const { call, newVisitor, workspaceId } = await newOwner()
    const [gone] = [await call(createAttribute, seats), await call(createAttribute, plan)]
    // More than are forgotten at once.
    await database.query(
      `insert into support_desk.visitors (workspace_id, attributes)
       select $1, jsonb_build_object($2::text, 3) from generate_series(1, 501)`,
      [workspaceId, decodeId(gone.id, ['attr'])],
    )
    const id = await newVisitor()
    const kept = async () => {
      const rows = await database.query<{ attributes: object }>(
        'select attributes from support_desk.visitors where workspace_id = $1',
        [workspaceId],
      )
      return rows.flatMap(({ attributes }) => Object.values(attributes))
    }
    await call(updateAgentVisitor, { id, attributes: { seats: 3, plan: 'pro' } })
    await call(deleteAttribute, { id: gone.id })
    await call(createAttribute, seats)
    expect((await call(getAgentVisitor, { id })).attributes).toEqual({ plan: 'pro' })
    await vi.waitUntil(async () => !(await kept()).includes(3), { timeout: 20_000 })
    await call(updateAgentVisitor, { id, attributes: { plan: 'free' } })
    expect(await kept()).toEqual(['free'])
  })

  it('finds visitors by one very value', async () => {
    const { call, answer, newVisitor } = await newOwner()
    for (const attribute of [plan, seats, ...others]) await call(createAttribute, attribute)
    const [first, second, none] = [await newVisitor(), await newVisitor(), await newVisitor()]
    const about = { seats: 12, company: 'Acme: the firm', since: '2026-01-01' }
    await call(updateAgentVisitor, { id: first, attributes: { ...about, plan: 'pro', is_trial: true } })
    await call(updateAgentVisitor, { id: second, attributes: { ...about, plan: 'free', seats: 1.5 } })
    const found = async (query: InputOf<typeof listAgentVisitors>) => {
      const [agents, owners] = [await call(listAgentVisitors, query), await call(listTenantVisitors, query)]
      expect(agents).toEqual(owners)
      expect(agents.total).toBe(agents.visitors.length)
      return agents.visitors.map((visitor) => visitor.id).sort()
    }
    const both = [first, second].sort()
    expect(await found({ attribute: 'plan:pro' })).toEqual([first])
    expect(await found({ attribute: 'plan:' })).toEqual([])
    expect(await found({ attribute: 'seats:12' })).toEqual([first])
    expect(await found({ attribute: 'seats:1.50' })).toEqual([second])
    expect(await found({ attribute: 'is_trial:true' })).toEqual([first])
    expect(await found({ attribute: 'company:Acme: the firm' })).toEqual(both)
    expect(await found({ attribute: 'since:2026-01-01', isOnline: false })).toEqual(both)
    expect(await found({ isOnline: false })).toContain(none)
    for (const attribute of ['plan', ':x', 'unknown:x', 'seats:many', 'seats:', 'is_trial:constructor', 'since:today'])
      expect((await answer(listAgentVisitors, { attribute })).status, attribute).toBe(400)
  })
})
