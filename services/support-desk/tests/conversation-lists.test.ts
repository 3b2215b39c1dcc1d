import { randomUUID } from 'node:crypto'
import { type ConversationStatus, conversationStatuses, type Priority } from '@parley/contracts/desk/conversation'
import {
  getAgentConversation,
  getTenantConversation,
  listAgentConversations,
  listTenantConversations,
} from '@parley/contracts/desk/conversation-lists'
import { createSavedView } from '@parley/contracts/desk/saved-views'
import { countAgentViews } from '@parley/contracts/desk/view-counts'
import { type InputOf, title } from '@parley/contracts/endpoint'
import { encodeId } from '@parley/contracts/type-id'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { traceFrom } from '@parley/kit/trace'
import { explaining, type PlanNode } from '@parley/testing/explaining'
import { newMember, seedWorkspace } from '@parley/testing/fixtures'
import { makeAgent } from '@parley/testing/rows/gateway'
import { insertStarts } from '@parley/testing/rows/support-desk'
import { bootService } from '@parley/testing/service'
import { describe, expect, it, vi } from 'vitest'
import { searchTextOf } from '../src/domain/visitor-text.ts'
import type { DB } from '../src/schema.ts'
import { type ConversationFilter, countConversations, listConversations } from '../src/store/conversation-lists.ts'
import { lockConversation } from '../src/store/conversations.ts'
import { deleteConversations } from '../src/store/deletions.ts'

const desk = await bootService('support-desk')
const { database } = desk
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const nobody = '00000000-0000-0000-0000-000000000000'

interface Given {
  status?: ConversationStatus
  agentId?: string
  name?: string
  email?: string
  siteId?: string
  teamId?: string
  labelIds?: string[]
  priority?: Priority
  snoozedUntil?: string
  queuedAt?: string
  unread?: number
  messages?: string[]
  notes?: string[]
}

/** A workspace whose conversations are written as the desk writes them, each changed later than those before. */
async function newDesk() {
  const { ada } = await seedWorkspace(database, { ada: 'owner' })
  const { workspaceId } = ada
  const bob = await newMember(database, workspaceId, 'bob')
  await makeAgent(database, bob)
  const client = desk.callAs(ada)
  const agent = desk.callAs({ ...bob, isAgent: true })
  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const columns = Object.keys({ workspace_id: workspaceId, ...row })
    const [made] = await database.query<{ id: string }>(
      `insert into support_desk.${table} (${columns.join()}) values (${columns.map((_, i) => `$${i + 1}`).join()})
       returning ${table === 'search_queue' || table === 'conversation_counts' ? 'null' : 'id'} as id`,
      [workspaceId, ...Object.values(row)],
    )
    return made!.id
  }
  const say = async (conversationId: string, seq: number, content: string, isNote = false) => {
    const at = { conversation_id: conversationId, seq }
    if (isNote) await insert('notes', { ...at, rev: seq, author_id: bob.userId, author_name: 'bob', content })
    else await insert('messages', { ...at, rev: seq, sender_type: 'VISITOR', message_type: 'TEXT', content })
    await insert('search_queue', { ...at, note_rev: isNote ? seq : 0 })
  }
  let minute = 0
  return {
    workspaceId,
    bob,
    client,
    agent,
    insert,
    say,
    async add({ status = 'WAITING', unread = 0, messages = [], notes = [], ...given }: Given = {}) {
      const { name = null, email = null } = given
      const searchText = searchTextOf({ name, email, phone: null, ip: null, country: null, city: null })
      const visitorId = await insert('visitors', { name, email, search_text: searchText })
      await insertStarts(database, workspaceId)
      const agentId = given.agentId ?? null
      const count = messages.length
      const id = await insert('conversations', {
        ...{ visitor_id: visitorId, status, agent_id: agentId, site_id: given.siteId ?? null },
        ...{ team_id: given.teamId ?? null, label_ids: given.labelIds ?? [], priority: given.priority ?? null },
        ...{ snoozed_until: given.snoozedUntil ?? null, seq: count, last_message_seq: count, message_count: count },
        ...{ visitor_messages: unread, updated_at: new Date(Date.UTC(2026, 0, 1, 0, minute++)).toISOString() },
        ...(given.queuedAt !== undefined && { queued_at: given.queuedAt }),
      })
      const counted = { slot: minute, agent_id: agentId ?? nobody, status, total: 1, unread }
      await insert('conversation_counts', counted)
      for (const [index, content] of messages.entries()) await say(id, index + 1, content)
      for (const [index, content] of notes.entries()) await say(id, count + index + 1, content, true)
      return { id: encodeId('cnv', id), uuid: id, visitorId: encodeId('vis', visitorId) }
    },
    ids: async (query: InputOf<typeof listAgentConversations> = {}) =>
      (await agent.call(listAgentConversations, query)).conversations.map(({ id }) => id),
    tenantIds: async (query: InputOf<typeof listTenantConversations> = {}) =>
      (await client.call(listTenantConversations, query)).conversations.map(({ id }) => id),
    /** Everything that was said can be found. */
    indexed: () =>
      vi.waitUntil(
        async () =>
          (await database.query('select from support_desk.search_queue where workspace_id = $1', [workspaceId]))
            .length === 0,
        { timeout: 20_000 },
      ),
  }
}

describe(title(countAgentViews), () => {
  it('counts to 100 what each view lists, by the caller and by their saved views', async () => {
    const { add, agent, bob, insert, ids } = await newDesk()
    const labelId = await insert('labels', { name: 'VIP', color: '#2f5d50' })
    const later = new Date(Date.now() + 3_600_000).toISOString()
    await add({ status: 'ACTIVE', agentId: bob.userId, labelIds: [labelId] })
    await add({ status: 'ACTIVE', agentId: bob.userId, snoozedUntil: later })
    await add({ labelIds: [labelId], priority: 'HIGH' })
    await add()
    await add({ status: 'CLOSED', agentId: bob.userId, labelIds: [labelId] })
    const filters: Record<string, InputOf<typeof createSavedView>['filter']> = {
      closed: { status: 'closed' },
      high: { priority: 'HIGH', unassigned: true },
      mine: { mine: true },
      searched: { search: 'lamp' },
      vip: { label: encodeId('lbl', labelId) },
    }
    const saved = []
    for (const [name, filter] of Object.entries(filters))
      saved.push(await agent.call(createSavedView, { name, filter }))
    const { views, ...counts } = await agent.call(countAgentViews)
    expect(counts).toEqual({ mine: 1, waiting: 2, snoozed: 1 })
    const counted = saved.filter(({ filter }) => filter.search === undefined)
    expect(views.map(({ id }) => id)).toEqual(counted.map(({ id }) => id))
    for (const [at, { name }] of counted.entries())
      expect(views[at]!.count, name).toBe((await ids(filters[name])).length)
    for (let more = 0; more < 101; more++) await add()
    expect(await agent.call(countAgentViews)).toMatchObject({ waiting: 100 })
  })
})

describe(title(listTenantConversations), () => {
  it('answers conversations with every field, last changed first, and how many each agent has', async () => {
    const { add, client, bob, insert } = await newDesk()
    const labelId = await insert('labels', { name: 'VIP', color: '#2f5d50' })
    const teamId = await insert('teams', { name: 'Sales' })
    const first = await add({ status: 'CLOSED', agentId: bob.userId })
    const second = await add({
      ...{ status: 'ACTIVE', agentId: bob.userId, name: 'Jane', email: 'jane@acme.example', unread: 2 },
      ...{ messages: ['Hello', 'x'.repeat(300)], labelIds: [labelId, randomUUID()], teamId, priority: 'HIGH' },
    })
    const third = await add({ unread: 3, snoozedUntil: '2030-01-01T00:00:00Z', teamId: randomUUID() })
    const answer = await client.call(listTenantConversations)
    expect(answer).toMatchObject({ total: 3, limit: 50, offset: 0 })
    expect(answer.conversations.map(({ id }) => id)).toEqual([third.id, second.id, first.id])
    expect(answer.conversations[1]).toEqual({
      id: second.id,
      status: 'ACTIVE',
      mergedInto: null,
      siteId: null,
      visitor: {
        ...{ id: second.visitorId, name: 'Jane', email: 'jane@acme.example' },
        ...{ isOnline: false, country: null, city: null },
      },
      agent: { id: encodeId('usr', bob.userId), name: 'bob', avatarUrl: null },
      team: { id: encodeId('team', teamId), name: 'Sales' },
      labels: [{ id: encodeId('lbl', labelId), name: 'VIP', color: '#2f5d50' }],
      priority: 'HIGH',
      isSnoozed: false,
      snoozedUntil: null,
      lastMessage: { content: 'x'.repeat(200), messageType: 'TEXT', senderType: 'VISITOR', createdAt: time },
      unreadCount: 2,
      visitorUnreadCount: 0,
      agentReadSeq: 0,
      visitorReadSeq: 0,
      rating: null,
      ratingComment: null,
      topics: [],
      ...{ openedAt: time, firstAnsweredAt: null, waitingSince: null, sla: null },
      seq: 2,
      rev: 0,
      createdAt: time,
      updatedAt: '2026-01-01T00:01:00.000Z',
      ...{ visitorRev: 0, visitorUpdatedAt: '2026-01-01T00:01:00.000Z' },
      closedAt: null,
    })
    expect(answer.conversations[0]).toMatchObject({
      ...{ agent: null, team: null, labels: [], lastMessage: null },
      ...{ isSnoozed: true, snoozedUntil: '2030-01-01T00:00:00.000Z' },
    })
    expect(answer.agentStats).toEqual([
      { agentId: expect.any(String), name: 'ada', active: 0, waiting: 0, closed: 0, unread: 0 },
      { agentId: encodeId('usr', bob.userId), name: 'bob', active: 1, waiting: 0, closed: 1, unread: 2 },
    ])
  })

  it('filters by status and agent, with a total that follows', async () => {
    const { add, client, bob } = await newDesk()
    const agentId = bob.userId
    const closed = await add({ status: 'CLOSED', agentId })
    const active = await add({ status: 'ACTIVE', agentId })
    const waiting = await add()
    for (const [query, expected] of [
      [{ status: 'all', agentId: 'all' }, [waiting, active, closed]],
      [{ status: 'ACTIVE' }, [active]],
      [{ agentId: encodeId('usr', agentId) }, [active, closed]],
      [{ status: 'CLOSED', agentId }, [closed]],
      [{ status: 'WAITING', agentId }, []],
      [{ agentId: randomUUID() }, []],
    ] as const) {
      const { conversations, total } = await client.call(listTenantConversations, query)
      expect(conversations.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
      expect(total).toBe(expected.length)
    }
  })
})

describe(title(listAgentConversations), () => {
  it('filters, and says how many the workspace has of each status', async () => {
    const { add, agent, ids, bob, insert } = await newDesk()
    const siteId = await insert('sites', { name: 'Shop', domain: 'shop.example' })
    const label = await insert('labels', { name: 'VIP', color: '#2f5d50' })
    const teamId = await insert('teams', { name: 'Sales' })
    const closed = await add({ status: 'CLOSED', agentId: bob.userId, siteId })
    const mine = await add({ status: 'ACTIVE', agentId: bob.userId, labelIds: [label] })
    const others = await add({ status: 'ACTIVE', agentId: randomUUID(), priority: 'LOW' })
    const waiting = await add({ teamId, labelIds: [label], priority: 'URGENT', snoozedUntil: '9999-12-31T00:00:00Z' })
    const cases: [InputOf<typeof listAgentConversations>, { id: string }[]][] = [
      [{}, [waiting, others, mine, closed]],
      [{ status: 'active,waiting' }, [waiting, others, mine]],
      [{ status: ['closed', 'waiting'] }, [waiting, closed]],
      [{ mine: true }, [mine, closed]],
      [{ mine: true, status: 'active' }, [mine]],
      [{ unassigned: true }, [waiting]],
      [{ agentId: bob.userId }, [mine, closed]],
      [{ siteId }, [closed]],
      [{ label: encodeId('lbl', label) }, [waiting, mine]],
      [{ label, status: 'active' }, [mine]],
      [{ teamId }, [waiting]],
      [{ priority: 'URGENT' }, [waiting]],
      [{ snoozed: true }, [waiting]],
      [{ snoozed: false }, [others, mine, closed]],
      [{ updated_after: '2026-01-01T00:01:00Z' }, [waiting, others]],
      [{ mine: false, unassigned: false }, [waiting, others, mine, closed]],
    ]
    for (const [query, expected] of cases) {
      const answer = await agent.call(listAgentConversations, query)
      expect(
        answer.conversations.map(({ id }) => id),
        JSON.stringify(query),
      ).toEqual(expected.map(({ id }) => id))
      expect(answer).toMatchObject({ total: expected.length, limit: 20, counts: { active: 2, waiting: 1, closed: 1 } })
    }
    expect(await ids({ siteId: randomUUID() })).toEqual([])
  })

  it('names the status as it was sent where it is none', async () => {
    const { agent } = await newDesk()
    for (const [status, path] of [
      ['active,foo', 'status'],
      [['active', 'foo'], 'status.1'],
    ] as const)
      expect((await agent.answer(listAgentConversations, { status: status as never })).body).toMatchObject({
        statusCode: 400,
        data: [{ path }],
      })
  })

  it('pages by offset and by cursor, whatever it is filtered by', async () => {
    const { add, ids, bob, workspaceId } = await newDesk()
    const all: { id: string; uuid: string }[] = []
    for (let i = 0; i < 6; i++) all.unshift(await add({ status: i % 2 ? 'ACTIVE' : 'CLOSED', agentId: bob.userId }))
    const [idOf, pageOf] = [(i: number) => all[i]!.id, (...range: [number, number?]) => all.slice(...range)]
    for (const filter of [{}, { mine: true }, { status: 'active,closed' }]) {
      expect(await ids({ ...filter, limit: 2, offset: 1 })).toEqual(pageOf(1, 3).map(({ id }) => id))
      expect(await ids({ ...filter, limit: 2, before: idOf(1) })).toEqual(pageOf(2, 4).map(({ id }) => id))
      expect(await ids({ ...filter, before: idOf(5) })).toEqual([])
    }
    // The one that the cursor names moves to the front: some are seen twice, and none is missed.
    await database.query(
      'update support_desk.conversations set updated_at = now() where workspace_id = $1 and id = $2',
      [workspaceId, all[3]!.uuid],
    )
    expect(await ids({ before: idOf(3) })).toEqual([0, 1, 2, 4, 5].map(idOf))
  })

  it('has the longest waiting first, those alone that wait, and pages by offset and cursor', async () => {
    const { add, agent, ids, tenantIds, bob, workspaceId } = await newDesk()
    const [ten, nine, eight] = ['10', '09', '08'].map((hour) => ({ queuedAt: `2026-01-01T${hour}:00:00Z` }))
    // At the same time as another: the one that began first.
    const [third, fourth] = [await add(ten), await add({ ...ten, agentId: bob.userId })]
    const first = await add({ ...eight, name: 'Jane' })
    const second = await add({ ...nine, priority: 'HIGH' })
    for (const status of ['ACTIVE', 'CLOSED'] as const) await add({ ...eight, status })
    await add({ ...eight, snoozedUntil: '2030-01-01T00:00:00Z' })
    const queue = [first, second, third, fourth].map(({ id }) => id)
    const sort = 'longest_waiting'
    const answer = await agent.call(listAgentConversations, { sort, limit: 2 })
    expect(answer).toMatchObject({ total: 4, counts: { waiting: 5 } })
    expect(answer.conversations.map(({ id }) => id)).toEqual(queue.slice(0, 2))
    for (const page of [{ before: queue[1]! }, { offset: 2 }])
      expect(await ids({ sort, ...page })).toEqual(queue.slice(2))
    expect(await ids({ sort, before: queue[2]!, limit: 1 })).toEqual([queue[3]])
    expect(await ids({ sort, before: queue[3]! })).toEqual([])
    for (const same of [{}, { status: 'all' }, { status: 'WAITING' }, { agentId: 'all' }] as const)
      expect(await tenantIds({ sort, ...same })).toEqual(queue)
    expect(await ids({ sort, status: 'waiting', snoozed: false })).toEqual(queue)
    expect(await ids({ sort, unassigned: true })).toEqual(queue.slice(0, 3))
    expect(await ids({ sort, mine: true })).toEqual([queue[3]])
    expect(await ids({ sort, priority: 'HIGH' })).toEqual([queue[1]])
    expect(await ids({ sort, search: 'jane' })).toEqual([queue[0]])
    // Taken since, it keeps its place as a cursor.
    await database.query(
      `update support_desk.conversations set status = 'ACTIVE' where workspace_id = $1 and id = $2`,
      [workspaceId, second.uuid],
    )
    expect(await ids({ sort, before: queue[1]! })).toEqual(queue.slice(2))
  })

  it('reads the longest waiting by their index, however many others there are', async () => {
    const { add, insert, workspaceId } = await newDesk()
    await add()
    const visitorId = await insert('visitors', {})
    for (const [status, count] of Object.entries({ CLOSED: 3_000, WAITING: 1_000 }))
      await database.query(
        `insert into support_desk.conversations (workspace_id, visitor_id, status) select $1, $2, $3 from generate_series(1, $4)`,
        [workspaceId, visitorId, status, count],
      )
    await database.query('analyze support_desk.conversations')
    const db = createDatabase<DB>('support-desk', {
      url: database.urlOf('support-desk'),
      poolSize: 1,
      log: createLog('test', { LOG_LEVEL: 'silent' }),
    })
    const plans: PlanNode[] = []
    const explained = db.withPlugin(explaining(({ Plan }) => void plans.push(Plan)))
    const filter: ConversationFilter = { sort: 'longest_waiting', statuses: conversationStatuses }
    await listConversations(explained, workspaceId, filter, { offset: 0, limit: 20 })
    await countConversations(explained, workspaceId, filter).catch(() => {})
    await db.destroy()
    expect(plans).toHaveLength(2)
    for (const plan of plans) expect(JSON.stringify(plan)).toMatch(/conversation_queue/)
    expect(plans[0]!['Shared Hit Blocks']).toBeLessThan(300)
  })

  const someone = newDesk()
  it.each([
    ['limit=51', 'limit'],
    ['limit=0', 'limit'],
    ['offset=-1', 'offset'],
    ['status=ACTIVE', 'status'],
    ['status=', 'status'],
    ['status=active,open', 'status'],
    ['mine=yes', 'mine'],
    ['mine=true&unassigned=true', 'agentId'],
    [`mine=true&agentId=${randomUUID()}`, 'agentId'],
    ['label=vip', 'label'],
    ['priority=urgent', 'priority'],
    ['updated_after=yesterday', 'updated_after'],
    [`before=${randomUUID()}`, 'before'],
    [`search=${'x'.repeat(201)}`, 'search'],
    ['sort=oldest', 'sort'],
    ['sort=longest_waiting&status=waiting,closed', 'status'],
    ['sort=longest_waiting&snoozed=true', 'snoozed'],
  ])('refuses ?%s', async (query, path) => {
    const { status, body } = await (await someone).agent.request('get', `/api/agent/conversations?${query}`)
    expect({ status, body }).toMatchObject({ status: 400, body: { statusCode: 400, data: [{ path }] } })
  })
})

describe('a search', () => {
  it('finds what was said, who said it, and ids, within a second', async () => {
    const { add, ids, tenantIds, indexed } = await newDesk()
    const jane = await add({
      ...{ name: 'Jane Müller', email: 'jane@acme.example', status: 'CLOSED' },
      ...{ messages: ['My invoice INV-2034 is wrong', 'Die Rechnung für Straße 5'], notes: ['Zahlungsverzug'] },
    })
    const ken = await add({ name: '健', messages: ['請求書が届きません', "it's a 100% \\ 'quoted' :* & text"] })
    await indexed()
    const finds: [string, { id: string }[]][] = [
      ['invoice', [jane]],
      ['INVO', [jane]],
      ['wrong invoice', [jane]],
      ['inv-2034', [jane]],
      ['strasse', [jane]],
      ['zahlungsv', [jane]],
      ['voice', []],
      ['invoice strasse', []],
      ['請求書', [ken]],
      ['求書', [ken]],
      ['健', [ken]],
      ["'quoted' :*", [ken]],
      ['it', [ken]],
      ['müll', [jane]],
      ['ULLER', [jane]],
      ['acme.ex', [jane]],
      [jane.id, [jane]],
      [` ${ken.visitorId.toUpperCase()} `, [ken]],
      [jane.uuid, [jane]],
      ['%', []],
      ['\\', []],
      ['', [ken, jane]],
    ]
    for (const [search, expected] of finds) {
      const found = expected.map(({ id }) => id)
      expect(await ids({ search }), search).toEqual(found)
      expect(await tenantIds({ search }), search).toEqual(found)
    }
    expect(await ids({ search: 'invoice', status: 'waiting' })).toEqual([])
    expect(await ids({ search: 'e', limit: 1, offset: 1 })).toEqual([])
  })

  it('has a total, and each conversation once in however many ways it is found', async () => {
    const { add, agent, indexed } = await newDesk()
    const found = [await add({ name: 'Order', messages: ['order', 'ordered'] }), await add({ messages: ['orders'] })]
    await indexed()
    const answer = await agent.call(listAgentConversations, { search: 'order', limit: 1 })
    expect(answer).toMatchObject({ total: 2, conversations: [{ id: found[1]!.id }] })
    expect(await agent.call(listAgentConversations, { search: 'order', before: found[1]!.id })).toMatchObject({
      conversations: [{ id: found[0]!.id }],
    })
  })

  it('passes over what is being deleted meanwhile, and makes neither wait', async () => {
    const { add, say, ids, workspaceId } = await newDesk()
    const [gone, other] = [await add(), await add()]
    const db = createDatabase<DB>('support-desk', {
      url: database.urlOf('support-desk'),
      poolSize: 1,
      log: createLog('test', { LOG_LEVEL: 'silent' }),
    })
    await say(gone.uuid, 1, 'meteor')
    await db.transaction().execute(async (tx) => {
      const deleted = await lockConversation(tx, workspaceId, gone.uuid)
      await say(other.uuid, 1, 'meteor')
      await vi.waitFor(async () => expect(await ids({ search: 'meteor' })).toContain(other.id), 20_000)
      await deleteConversations(tx, workspaceId, [deleted!], traceFrom(undefined, undefined))
    })
    await db.destroy()
    expect(await ids({ search: 'meteor' })).toEqual([other.id])
  })

  it('finds nothing of another workspace, and nothing that was deleted', async () => {
    const [mine, theirs] = [await newDesk(), await newDesk()]
    const { id, uuid, visitorId } = await theirs.add({ name: 'Canary', messages: ['canary'], notes: ['canary'] })
    await theirs.indexed()
    for (const search of ['canary', id, visitorId]) {
      expect(await mine.ids({ search })).toEqual([])
      expect(await theirs.ids({ search })).toEqual([id])
    }
    const ofTheirs = [theirs.workspaceId, uuid]
    await theirs.say(uuid, 9, 'not indexed yet')
    await database.query('delete from support_desk.conversations where workspace_id = $1 and id = $2', ofTheirs)
    for (const table of ['search_documents', 'search_queue'])
      expect(
        await database.query(
          `select from support_desk.${table} where workspace_id = $1 and conversation_id = $2`,
          ofTheirs,
        ),
      ).toEqual([])
  })
})

describe('one conversation', () => {
  it('is answered to owners and agents with its workspace and what AI found', async () => {
    const { add, client, agent, workspaceId } = await newDesk()
    const { id, uuid } = await add({ name: 'Jane', messages: ['Hello'] })
    const { conversations } = await client.call(listTenantConversations)
    const [listed] = conversations
    const visitor = { ...listed!.visitor, attributes: {}, emailStatus: null }
    const expected = { ...listed!, visitor, workspace: { id: encodeId('wsp', workspaceId), name: 'Acme' } }
    expect(await client.call(getTenantConversation, { id })).toEqual({ ...expected, analysis: null })
    const opened = { ...expected, analysis: null, viewers: [] }
    expect(await agent.call(getAgentConversation, { id: uuid })).toEqual(opened)
    const analysis = {
      ...{ outcome: 'resolved', summary: 'Greeted', sentiment: 'positive', topics: ['greeting'] },
      evidence: [] as string[],
    }
    await database.query(
      `update support_desk.conversations set analysis = $3, topics = '{greeting}' where workspace_id = $1 and id = $2`,
      [workspaceId, uuid, JSON.stringify(analysis)],
    )
    expect(await client.call(getTenantConversation, { id })).toEqual({ ...expected, topics: ['greeting'], analysis })
  })

  it('of another workspace is as one that is not there', async () => {
    const [mine, theirs] = [await newDesk(), await newDesk()]
    const { id } = await theirs.add()
    const missing = { status: 404, body: { statusCode: 404, statusMessage: 'No such conversation.', data: null } }
    for (const each of [id, encodeId('cnv', randomUUID())]) {
      expect(await mine.client.answer(getTenantConversation, { id: each })).toMatchObject(missing)
      expect(await mine.agent.answer(getAgentConversation, { id: each })).toMatchObject(missing)
    }
    expect((await mine.agent.answer(listAgentConversations, { before: id })).status).toBe(400)
    expect(await mine.client.call(listTenantConversations)).toMatchObject({ conversations: [], total: 0 })
  })
})
