import { randomUUID } from 'node:crypto'
import { createSite, deleteSite, getSite, listSites, maxSites, updateSite } from '@parley/contracts/desk/sites'
import { createWidgetKey, listWidgetKeys } from '@parley/contracts/desk/widget-keys'
import { getTenantWorkspace, updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { type InputOf, title } from '@parley/contracts/endpoint'
import { encodeId } from '@parley/contracts/type-id'
import { tally } from '@parley/testing/answer'
import { seedWorkspace } from '@parley/testing/fixtures'
import { takeEvents } from '@parley/testing/rows/outbox'
import { bootService } from '@parley/testing/service'
import { describe, expect, it } from 'vitest'

const desk = await bootService('support-desk')
const { database } = desk
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)

/** The owner of a workspace whose desk nobody has asked for. */
async function newOwner() {
  const { ada } = await seedWorkspace(database, { ada: 'owner' })
  const client = desk.callAs(ada)
  const { call, answer } = client
  return {
    workspaceId: ada.workspaceId,
    client,
    read: () => call(getTenantWorkspace),
    change: (input: InputOf<typeof updateTenantWorkspace>) => call(updateTenantWorkspace, input),
    answerTo: async (input: object) => {
      const { status, body } = await answer(updateTenantWorkspace, input)
      return { status, body }
    },
  }
}
/** Somebody whose requests are refused. */
const refused = await newOwner()
const desksOf = (workspaceId: string) =>
  database.query('select from support_desk.desks where workspace_id = $1', [workspaceId])

describe(title(getTenantWorkspace), () => {
  it('makes the desk with its defaults, under the names that the workspace has', async () => {
    const { workspaceId, read } = await newOwner()
    const made = await read()
    expect(made).toEqual({
      id: encodeId('wsp', workspaceId),
      name: 'Acme',
      companyName: null,
      contactEmail: null,
      mailAddress: `${encodeId('wsp', workspaceId)}@in.parley.test`,
      language: 'en',
      timezone: 'UTC',
      settings: {},
      createdAt: time,
      updatedAt: time,
    })
    expect(await read()).toEqual(made)
  })

  it('makes one, whoever asks at the same time', async () => {
    const { workspaceId, read, change } = await newOwner()
    const answers = await Promise.all([read(), read(), change({}), read(), change({}), read()])
    expect(new Set(answers.map(({ createdAt }) => createdAt)).size).toBe(1)
    expect(await desksOf(workspaceId)).toHaveLength(1)
  })
})

describe(title(updateTenantWorkspace), () => {
  it('changes what is given and nothing else, whatever the desk was before', async () => {
    const { read, change } = await newOwner()
    const given = {
      name: 'Acme Support',
      companyName: 'Acme Ltd.',
      contactEmail: 'help@acme.example',
      language: 'tr',
      timezone: 'Europe/Istanbul',
      settings: { notifications: { visitorSound: true, agentSound: false } },
    } as const
    expect(await change(given)).toMatchObject(given)
    let expected = await read()
    for (const one of [
      { name: ' Acme Help ' },
      { companyName: null },
      { contactEmail: null },
      { language: 'es' },
      { timezone: 'UTC' },
      { settings: { notifications: { agentSound: true } } },
    ] as const) {
      const answer = await change(one)
      const settings = { notifications: { visitorSound: true, agentSound: 'settings' in one } }
      expected = { ...expected, ...('name' in one ? { name: 'Acme Help' } : one), settings, updatedAt: time }
      expect(answer).toEqual(expected)
      expect(Date.parse(answer.updatedAt)).toBeGreaterThan(Date.parse(answer.createdAt))
      expect(await read()).toEqual(answer)
    }
    expect(await change({})).toEqual(await read())
  })

  it('changes no other workspace', async () => {
    const [mine, other] = [await newOwner(), await newOwner()]
    const before = await other.read()
    await mine.change({ name: 'Mine', language: 'de', settings: { a: 1 } })
    expect(await other.read()).toEqual(before)
  })

  it('merges the settings as RFC 7396 says', async () => {
    const { change } = await newOwner()
    const merged = async (settings: Record<string, unknown>) => (await change({ settings })).settings
    expect(await merged({ widget: { color: '#2f5d50', pages: [1, 2] }, kept: { deep: { down: true } } })).toEqual({
      widget: { color: '#2f5d50', pages: [1, 2] },
      kept: { deep: { down: true } },
    })
    expect(await merged({ widget: { color: null, pages: [3] }, kept: { deep: { up: null } }, none: null })).toEqual({
      widget: { pages: [3] },
      kept: { deep: { down: true } },
    })
    expect(await merged({ kept: 'flat', notifications: { visitorSound: true } })).toEqual({
      widget: { pages: [3] },
      kept: 'flat',
      notifications: { visitorSound: true },
    })
    expect(await merged({ notifications: { visitorSound: null } })).toMatchObject({ notifications: {} })
  })

  it('loses nothing of settings that are changed at once', async () => {
    const { read, change } = await newOwner()
    const names = Array.from({ length: 8 }, (_, index) => `field-${index}`)
    await Promise.all(names.map((name) => change({ settings: { many: { [name]: true } } })))
    expect((await read()).settings).toEqual({ many: Object.fromEntries(names.map((name) => [name, true])) })
  })

  it('publishes another name to the workspace, and nothing else', async () => {
    const { workspaceId, change } = await newOwner()
    await takeEvents(database, 'gateway')
    await change({ language: 'de', settings: { a: 1 } })
    expect(await takeEvents(database, 'gateway')).toEqual([])
    await change({ companyName: 'Acme Ltd.' })
    const [published, ...others] = await takeEvents(database, 'gateway')
    expect(others).toEqual([])
    expect(published).toMatchObject({
      rooms: [`workspace:${workspaceId}`],
      event: { type: 'workspace.updated', data: { id: workspaceId, name: 'Acme', company_name: 'Acme Ltd.' } },
    })
  })

  const deep = JSON.parse(`${'{"a":'.repeat(17)}1${'}'.repeat(17)}`) as object
  it.for([
    [{ name: ' ' }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ companyName: '' }, 'companyName'],
    [{ contactEmail: 'nobody' }, 'contactEmail'],
    [{ language: 'fr' }, 'language'],
    [{ language: null }, 'language'],
    [{ timezone: 'Mars/Olympus' }, 'timezone'],
    [{ timezone: '+03:00' }, 'timezone'],
    [{ settings: [] }, 'settings'],
    [{ settings: { notifications: { agentSound: 'loud' } } }, 'settings.notifications.agentSound'],
    [{ settings: { large: 'x'.repeat(17_000) } }, 'settings'],
    [{ settings: deep }, 'settings'],
  ] as const)('refuses %j, naming %s, and changes nothing', async ([input, path]) => {
    const { read, answerTo } = refused
    const before = await read()
    expect(await answerTo({ companyName: 'Changed', ...input })).toEqual({
      status: 400,
      body: { statusCode: 400, statusMessage: expect.any(String), data: [{ path, message: expect.any(String) }] },
    })
    expect(await read()).toEqual(before)
  })
})

describe('sites', () => {
  it('are created, read, listed by name, changed and deleted', async () => {
    const { call } = (await newOwner()).client
    const shop = await call(createSite, { name: ' Shop ', domain: 'Shop.Example' })
    expect(shop).toEqual({
      id: expect.stringMatching(/^sit_/),
      name: 'Shop',
      domain: 'shop.example',
      createdAt: time,
      updatedAt: time,
    })
    const blog = await call(createSite, { name: 'Blog', domain: 'bücher.example' })
    expect(blog.domain).toBe('xn--bcher-kva.example')
    expect(await call(getSite, { id: shop.id })).toEqual(shop)
    expect(await call(listSites)).toEqual({ sites: [blog, shop] })
    const renamed = await call(updateSite, { id: shop.id, name: 'Store' })
    expect(renamed).toEqual({ ...shop, name: 'Store', updatedAt: time })
    expect(Date.parse(renamed.updatedAt)).toBeGreaterThan(Date.parse(shop.updatedAt))
    expect(await call(updateSite, { id: shop.id, domain: 'localhost' })).toMatchObject({
      name: 'Store',
      domain: 'localhost',
    })
    expect(await call(updateSite, { id: blog.id })).toEqual(blog)
    expect(await call(deleteSite, { id: shop.id })).toEqual({ success: true })
    expect(await call(listSites)).toEqual({ sites: [blog] })
  })

  it('have each a domain of their own, whoever asks at the same time', async () => {
    const { call, answer } = (await newOwner()).client
    const made = await Promise.all([1, 2, 3].map((n) => answer(createSite, { name: `${n}`, domain: 'one.example' })))
    expect(tally(made)).toEqual({ 200: 1, 409: 2 })
    const { id } = await call(createSite, { name: 'Other', domain: 'other.example' })
    expect(await answer(updateSite, { id, domain: 'one.example' })).toMatchObject({
      status: 409,
      body: { statusCode: 409, statusMessage: 'Another site has this domain.', data: null },
    })
    expect((await answer(updateSite, { id, name: 'Same', domain: 'other.example' })).status).toBe(200)
    expect((await (await newOwner()).client.answer(createSite, { name: 'Theirs', domain: 'one.example' })).status).toBe(
      200,
    )
  })

  it(`are at most ${maxSites}`, async () => {
    const { workspaceId, client } = await newOwner()
    await database.query(
      `insert into support_desk.sites (workspace_id, name, domain)
       select $1, n::text, n || '.example' from generate_series(1, $2::int) n`,
      [workspaceId, maxSites - 1],
    )
    const add = (n: number) => client.answer(createSite, { name: 'New', domain: `new-${n}.example` })
    expect(tally(await Promise.all([add(1), add(2), add(3)]))).toEqual({ 200: 1, 409: 2 })
  })

  it('of another workspace answer as those that are not there', async () => {
    const [mine, theirs] = [(await newOwner()).client, (await newOwner()).client]
    const { id } = await theirs.call(createSite, { name: 'Theirs', domain: 'theirs.example' })
    const missing = { status: 404, body: { statusCode: 404, statusMessage: 'No such site.', data: null } }
    for (const each of [id, encodeId('sit', randomUUID())]) {
      expect(await mine.answer(getSite, { id: each })).toMatchObject(missing)
      expect(await mine.answer(updateSite, { id: each, name: 'Mine' })).toMatchObject(missing)
      expect(await mine.answer(deleteSite, { id: each })).toMatchObject(missing)
    }
    expect((await theirs.call(listSites)).sites).toMatchObject([{ id, name: 'Theirs' }])
    expect((await mine.answer(getSite, { id: 'vis_00000000000000000000000000' })).status).toBe(400)
  })

  it('leave their widget keys behind, of no site', async () => {
    const { call } = (await newOwner()).client
    const { id } = await call(createSite, { name: 'Shop', domain: 'shop.example' })
    const key = await call(createWidgetKey, { name: 'Widget', siteId: id })
    expect(key.siteId).toBe(id)
    await call(deleteSite, { id })
    expect((await call(listWidgetKeys)).apiKeys).toMatchObject([{ id: key.id, siteId: null }])
  })

  it.each([
    '',
    'https://shop.example',
    'shop.example/path',
    'shop.example:8080',
    '*.shop.example',
    'a b',
    'shop..example',
    '-a.example',
    '0x7f.1',
    `${'a'.repeat(64)}.example`,
  ])('refuse %j as a domain', async (domain) => {
    expect(await refused.client.answer(createSite, { name: 'Shop', domain })).toMatchObject({
      status: 400,
      body: { statusCode: 400, data: [{ path: 'domain' }] },
    })
  })
})
