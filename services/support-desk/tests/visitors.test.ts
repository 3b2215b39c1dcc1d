import { randomUUID } from 'node:crypto'
import {
  deleteTenantVisitor,
  getAgentVisitor,
  getTenantVisitor,
  listAgentVisitors,
  listTenantVisitors,
  updateAgentVisitor,
  updateTenantVisitor,
  type Visitor,
  type VisitorDetails,
} from '@parley/contracts/desk/visitors'
import { type InputOf, title } from '@parley/contracts/endpoint'
import { encodeId } from '@parley/contracts/type-id'
import { seedWorkspace } from '@parley/testing/fixtures'
import { insertStarts } from '@parley/testing/rows/support-desk'
import { bootService } from '@parley/testing/service'
import { describe, expect, it } from 'vitest'
import { searchTextOf, type VisitorText } from '../src/domain/visitor-text.ts'

const desk = await bootService('support-desk')
const { database } = desk
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

const nobody = { name: null, email: null, phone: null, ip: null, country: null, city: null }
type Given = Partial<VisitorText> & {
  tags?: string[]
  siteId?: string
  visits?: number
  notes?: string
  isOnline?: boolean
}

/** A workspace whose visitors are written as a widget would have them written; each was seen later than those before. */
async function newDesk() {
  const { ada } = await seedWorkspace(database, { ada: 'owner' })
  const client = desk.callAs(ada)
  const { workspaceId } = ada
  let seen = 0
  return {
    workspaceId,
    client,
    list: (query: InputOf<typeof listTenantVisitors> = {}) => client.call(listTenantVisitors, query),
    ids: async (query: InputOf<typeof listTenantVisitors>) =>
      (await client.call(listTenantVisitors, query)).visitors.map(({ id }) => id),
    async add({ tags = [], siteId, visits = 1, notes, isOnline = false, ...text }: Given = {}) {
      const about = { ...nobody, ...text }
      const [visitor] = await database.query<{ id: string }>(
        `with counted as (
           insert into support_desk.visitor_counts (workspace_id, slot, total, returning_total)
           values ($1, $2, 1, case when $3 > 1 then 1 else 0 end)
           on conflict (workspace_id, slot) do update set total = visitor_counts.total + 1,
             returning_total = visitor_counts.returning_total + excluded.returning_total)
         insert into support_desk.visitors (workspace_id, name, email, phone, ip, country, city, tags, site_id, notes,
           search_text, visits, last_seen_at)
         values ($1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $3, now() + make_interval(secs => $2)) returning id`,
        [workspaceId, seen++, visits, ...Object.values(about), tags, siteId, notes, searchTextOf(about)],
      )
      const { id } = visitor!
      await insertStarts(database, workspaceId)
      if (isOnline)
        await database.query(`insert into support_desk.online_visitors values ($1, $2, now() + interval '1 hour')`, [
          workspaceId,
          id,
        ])
      return encodeId('vis', id)
    },
  }
}

/** A single visitor as lists have them. */
const shown = ({ block: _, ...visitor }: VisitorDetails): Visitor => visitor

describe(title(listTenantVisitors), () => {
  it('answers visitors with every field, last seen first, and how many there are', async () => {
    const { add, list } = await newDesk()
    const first = await add({ visits: 2 })
    const about = {
      name: 'Jane',
      email: 'jane@acme.example',
      phone: '+49 30 1',
      ip: '10.0.0.7',
      country: 'DE',
      city: 'Berlin',
    }
    const second = await add({ ...about, tags: ['vip'], notes: 'Calls often', isOnline: true })
    const answer = await list()
    expect(answer).toEqual({
      visitors: [
        {
          ...about,
          id: second,
          externalId: null,
          browser: null,
          tags: ['vip'],
          notes: 'Calls often',
          attributes: {},
          siteId: null,
          isOnline: true,
          pages: [],
          firstSeenAt: time,
          lastSeenAt: time,
          visits: 1,
        },
        expect.objectContaining({ ...nobody, id: first, tags: [], notes: null, isOnline: false, visits: 2 }),
      ],
      total: 2,
      page: 1,
      limit: 25,
      stats: { total: 2, online: 1, returning: 1 },
    })
  })

  it('finds parts of what a visitor is called and where they are, and of nothing else', async () => {
    const { add, ids, list } = await newDesk()
    const jane = await add({ name: 'Jane Müller', email: 'jane@acme.example', notes: 'secret', tags: ['secret'] })
    const ali = await add({ phone: '+90 212 555', ip: '203.0.113.9', country: 'TR', city: 'İstanbul' })
    for (const search of ['jan', 'MULLER', 'müll', 'acme.ex', 'jane@acme.example'])
      expect(await ids({ search }), search).toEqual([jane])
    for (const search of ['212 555', '203.0.113', 'turk', 'türkei', 'istan', 'İSTANBUL'])
      expect(await ids({ search }), search).toEqual([ali])
    for (const search of ['secret', '%', '_', '203.0.113.9.9']) expect(await ids({ search }), search).toEqual([])
    expect(await list({ search: 'jane' })).toMatchObject({ total: 1, stats: { total: 2 } })
    expect(await ids({ search: '' })).toEqual([ali, jane])
  })

  it('finds parts of words where nothing begins so', async () => {
    const { add, ids } = await newDesk()
    const joanna = await add({ name: 'Joanna', phone: '+905321234567' })
    for (const search of ['anna', '532123']) expect(await ids({ search }), search).toEqual([joanna])
    const anna = await add({ name: 'Anna', email: 'anna@shop.example' })
    expect([await ids({ search: 'anna' }), await ids({ search: 'oann' })]).toEqual([[anna], [joanna]])
    const taro = await add({ name: '山田太郎' })
    expect(await ids({ search: '太郎' })).toEqual([taro])
    const long = await add({ name: `Long ${'x'.repeat(90)}` })
    expect(await ids({ search: `long ${'x'.repeat(80)}` })).toEqual([long])
  })

  it('finds the newest of many, and counts 1,000 of them', async () => {
    const { add, list, ids, workspaceId } = await newDesk()
    await database.query(
      `insert into support_desk.visitors (workspace_id, name, search_text, last_seen_at)
       select $1, 'Mary', 'mary', now() - interval '1 day' from generate_series(1, 1100)`,
      [workspaceId],
    )
    await insertStarts(database, workspaceId)
    const [mary, other] = [await add({ name: 'Mary', tags: ['vip'] }), await add({ name: 'Jane' })]
    expect(await list({ search: 'mar', limit: 1 })).toMatchObject({ visitors: [{ id: mary }], total: 1_000 })
    expect((await ids({ search: 'mar', limit: 3, before: other }))[0]).toBe(mary)
    expect(await list({ search: 'mar', tags: ['vip'] })).toMatchObject({ visitors: [{ id: mary }], total: 1 })
  })

  it('filters by who is online, by site and by tags, all of which a visitor has', async () => {
    const { add, ids, list, client, workspaceId } = await newDesk()
    const [site] = await database.query<{ id: string }>(
      `insert into support_desk.sites (workspace_id, name, domain) values ($1, 'Shop', 'shop.example') returning id`,
      [workspaceId],
    )
    const plain = await add({ tags: ['trial'] })
    const online = await add({ tags: ['vip', 'trial'], isOnline: true })
    const onSite = await add({ tags: ['vip'], siteId: site!.id })
    expect(await ids({ isOnline: true })).toEqual([online])
    expect(await ids({ isOnline: false })).toEqual([onSite, plain])
    expect(await ids({ siteId: encodeId('sit', site!.id) })).toEqual([onSite])
    expect(await ids({ siteId: encodeId('sit', randomUUID()) })).toEqual([])
    expect(await ids({ tags: 'vip' })).toEqual([onSite, online])
    const { body } = await client.request('get', '/api/tenant/visitors?tags=vip&tags=trial')
    expect((body as { visitors: { id: string }[] }).visitors.map(({ id }) => id)).toEqual([online])
    expect(await list({ tags: ['vip'], isOnline: false })).toMatchObject({ total: 1, stats: { total: 3, online: 1 } })
    await database.query('update support_desk.online_visitors set online_until = now() where workspace_id = $1', [
      workspaceId,
    ])
    expect((await list({ isOnline: true })).visitors).toEqual([])
    expect((await list()).stats.online).toBe(0)
  })

  it('pages by number and by cursor', async () => {
    const { add, list } = await newDesk()
    const all: string[] = []
    for (let i = 0; i < 5; i++) all.unshift(await add())
    const page = async (query: InputOf<typeof listTenantVisitors>) => {
      const { visitors, ...rest } = await list({ limit: 2, ...query })
      return { ids: visitors.map(({ id }) => id), total: rest.total, page: rest.page, limit: rest.limit }
    }
    expect(await page({})).toEqual({ ids: all.slice(0, 2), total: 5, page: 1, limit: 2 })
    expect(await page({ page: 3 })).toEqual({ ids: all.slice(4), total: 5, page: 3, limit: 2 })
    expect(await page({ page: 4 })).toMatchObject({ ids: [], total: 5 })
    expect((await page({ before: all[1]! })).ids).toEqual(all.slice(2, 4))
    expect((await page({ before: all[4]! })).ids).toEqual([])
  })

  it('shows no other workspace’s', async () => {
    const [mine, theirs] = [await newDesk(), await newDesk()]
    const id = await theirs.add({ name: 'Jane', isOnline: true })
    expect(await mine.list({ search: 'jane' })).toMatchObject({ visitors: [], total: 0 })
    expect(await mine.list()).toMatchObject({ visitors: [], total: 0, stats: { total: 0, online: 0, returning: 0 } })
    expect((await mine.client.answer(listTenantVisitors, { before: id })).status).toBe(400)
  })

  const someone = newDesk()
  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['page=0', 'page'],
    ['page=x', 'page'],
    ['isOnline=yes', 'isOnline'],
    ['siteId=1', 'siteId'],
    ['before=1', 'before'],
    [`before=${randomUUID()}`, 'before'],
    [`search=${'x'.repeat(201)}`, 'search'],
  ])('refuses ?%s', async (query, path) => {
    const { status, body } = await (await someone).client.request('get', `/api/tenant/visitors?${query}`)
    expect({ status, body }).toMatchObject({ status: 400, body: { statusCode: 400, data: [{ path }] } })
  })
})

describe(title(updateTenantVisitor), () => {
  it('changes what is given, replaces tags, removes on null, and is found by what it is then', async () => {
    const { add, ids, client } = await newDesk()
    const id = await add({ name: 'Jane', email: 'jane@acme.example', tags: ['old'] })
    let expected: Visitor = shown(await client.call(getTenantVisitor, { id }))
    const changes: [Omit<InputOf<typeof updateTenantVisitor>, 'id'>, Partial<Visitor>][] = [
      [{ userName: ' Joan ' }, { name: 'Joan' }],
      [{ userEmail: 'Joan@Acme.Example' }, { email: 'joan@acme.example' }],
      [{ userPhone: '+1 555' }, { phone: '+1 555' }],
      [{ tags: ['vip', 'trial', 'vip'] }, { tags: ['vip', 'trial'] }],
      [{ notes: 'Line one\nline two <b>' }, { notes: 'Line one\nline two <b>' }],
      [
        { userEmail: null, notes: null },
        { email: null, notes: null },
      ],
      [{}, {}],
    ]
    for (const [input, change] of changes) {
      expected = { ...expected, ...change }
      expect(await client.call(updateTenantVisitor, { id, ...input })).toEqual(expected)
      expect(await client.call(getTenantVisitor, { id })).toEqual({ ...expected, block: null })
    }
    expect([await ids({ search: 'joan' }), await ids({ search: 'jane' }), await ids({ search: '555' })]).toEqual([
      [id],
      [],
      [id],
    ])
  })

  const someone = newDesk().then(async ({ add, client }) => ({ client, id: await add() }))
  it.each([
    [{ userName: '' }, 'userName'],
    [{ userEmail: 'jane' }, 'userEmail'],
    [{ userPhone: '1\n2' }, 'userPhone'],
    [{ tags: 'vip' }, 'tags'],
    [{ tags: [''] }, 'tags.0'],
    [{ tags: null }, 'tags'],
    [{ notes: 'x'.repeat(10_001) }, 'notes'],
  ])('refuses %j', async (input, path) => {
    const { client, id } = await someone
    const { status, body } = await client.answer(updateTenantVisitor, { id, ...input } as never)
    expect({ status, body }).toMatchObject({ status: 400, body: { statusCode: 400, data: [{ path }] } })
  })
})

describe(title(listAgentVisitors), () => {
  it('answers what the tenant’s list does, found by name and email address alone', async () => {
    const { add, list, client } = await newDesk()
    const jane = await add({ name: 'Jane Müller', email: 'jane@acme.example', country: 'DE', city: 'Berlin' })
    const ali = await add({ name: 'Ali', phone: '+90 212 555', ip: '203.0.113.9', isOnline: true })
    expect(await client.call(listAgentVisitors)).toEqual(await list())
    expect(await client.call(listAgentVisitors, { limit: 1, page: 2 })).toEqual(await list({ limit: 1, page: 2 }))
    expect(await client.call(listAgentVisitors, { before: ali })).toEqual(await list({ before: ali }))
    const ids = async (query: InputOf<typeof listAgentVisitors>) =>
      (await client.call(listAgentVisitors, query)).visitors.map(({ id }) => id)
    for (const search of ['MULLER', 'acme.ex', 'jane mul']) expect(await ids({ search }), search).toEqual([jane])
    for (const search of ['berlin', 'DE', '212', '203.0.113', '%']) expect(await ids({ search }), search).toEqual([])
    expect(await ids({ isOnline: true })).toEqual([ali])
    expect(await client.call(listAgentVisitors, { search: 'ali', isOnline: false })).toMatchObject({ total: 0 })
  })
})

describe(title(updateAgentVisitor), () => {
  it('changes tags and notes, and nothing that says who the visitor is', async () => {
    const { add, client, ids } = await newDesk()
    const id = await add({ name: 'Jane', tags: ['old'], notes: 'Calls often' })
    const details = await client.call(getAgentVisitor, { id })
    expect(details).toEqual(await client.call(getTenantVisitor, { id }))
    const before = shown(details)
    const given = { tags: ['vip', 'vip'], notes: 'Called back', userName: 'Joan', email: 'joan@acme.example' }
    const after = { ...before, tags: ['vip'], notes: 'Called back' }
    expect(await client.call(updateAgentVisitor, { id, ...given })).toEqual(after)
    expect(await client.call(updateAgentVisitor, { id, notes: null })).toEqual({ ...after, notes: null })
    expect(await ids({ search: 'jane' })).toEqual([id])
  })
})

describe(title(deleteTenantVisitor), () => {
  it('removes the visitor for good, and from the counts', async () => {
    const { add, list, client } = await newDesk()
    const [gone, stays] = [await add({ visits: 3, isOnline: true }), await add()]
    const answers = await Promise.all([1, 2].map(() => client.answer(deleteTenantVisitor, { id: gone })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
    expect(await list()).toMatchObject({
      visitors: [{ id: stays }],
      total: 1,
      stats: { total: 1, online: 0, returning: 0 },
    })
  })
})

describe('a visitor of another workspace', () => {
  it('is as one that is not there', async () => {
    const [mine, theirs] = [await newDesk(), await newDesk()]
    const id = await theirs.add({ name: 'Theirs' })
    const missing = { status: 404, body: { statusCode: 404, statusMessage: 'No such visitor.', data: null } }
    for (const each of [id, encodeId('vis', randomUUID())]) {
      expect(await mine.client.answer(getTenantVisitor, { id: each })).toMatchObject(missing)
      expect(await mine.client.answer(getAgentVisitor, { id: each })).toMatchObject(missing)
      expect(await mine.client.answer(updateAgentVisitor, { id: each, notes: 'Mine' })).toMatchObject(missing)
      expect(await mine.client.answer(updateTenantVisitor, { id: each, userName: 'Mine' })).toMatchObject(missing)
      expect(await mine.client.answer(deleteTenantVisitor, { id: each })).toMatchObject(missing)
    }
    expect(await theirs.client.call(getTenantVisitor, { id })).toMatchObject({ name: 'Theirs' })
  })
})
