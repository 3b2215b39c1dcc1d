import { createHash, randomUUID } from 'node:crypto'
import {
  blockVisitor,
  createBlock,
  deleteBlock,
  listBlocks,
  maxBlocks,
  unblockVisitor,
} from '@parley/contracts/desk/blocks'
import { createSite } from '@parley/contracts/desk/sites'
import { deleteTenantVisitor, getTenantVisitor } from '@parley/contracts/desk/visitors'
import { startWidgetSession } from '@parley/contracts/desk/widget'
import {
  createWidgetKey,
  deleteWidgetKey,
  listWidgetKeys,
  updateWidgetKey,
  widgetKeyLimits,
} from '@parley/contracts/desk/widget-keys'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { title } from '@parley/contracts/endpoint'
import { goodbye } from '@parley/contracts/sockets/events'
import { decodeId, encodeId } from '@parley/contracts/type-id'
import { createVisitorTokens } from '@parley/kit/visitor-tokens'
import { tally } from '@parley/testing/answer'
import { newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { insertVisitor } from '@parley/testing/rows/support-desk'
import { openSocket } from '@parley/testing/sockets'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'support-desk'], gateways: 2 })
const { database } = platform
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const [ada, eve] = [await newcomer(platform, 'ada'), await newcomer(platform, 'eve')]
let named = 0
const newOwner = () => newcomer(platform, `owner-${++named}`)

const missing = { status: 404, body: { statusCode: 404, statusMessage: 'No such widget key.', data: null } }

describe(title(createWidgetKey), () => {
  it('answers the key once, and keeps its SHA-256 alone', async () => {
    const owner = await newOwner()
    const { plainKey, ...key } = await owner.call(createWidgetKey, { name: ' Production ' })
    expect(plainKey).toMatch(/^prl_wk_[0-9a-f]{32}$/)
    expect(key).toEqual({
      id: expect.stringMatching(/^key_/),
      name: 'Production',
      keyPrefix: plainKey.slice(0, 12),
      keyHash: createHash('sha256').update(plainKey).digest('hex'),
      domains: '[]',
      status: 'ACTIVE',
      siteId: null,
      createdAt: time,
      lastUsedAt: null,
    })
    const { body } = await owner.client.answer(listWidgetKeys)
    expect(body).toEqual({ apiKeys: [key] })
    const stored = await database.query('select to_jsonb(k)::text as row from support_desk.widget_keys k')
    expect(JSON.stringify(stored)).not.toContain(plainKey.slice(12))
  })

  it.each([
    ['a list', ['Company.com', '*.company.com', 'company.com', 'bücher.example', 'localhost', '10.0.0.5']],
    ['JSON in a string', '["company.com", "*.company.com", "xn--bcher-kva.example", "localhost", "10.0.0.5"]'],
  ])('takes domains as %s', async (_, domains) => {
    const key = await ada.call(createWidgetKey, { name: 'Widget', domains, status: 'INACTIVE' })
    expect(key.status).toBe('INACTIVE')
    expect(JSON.parse(key.domains)).toEqual([
      'company.com',
      '*.company.com',
      'xn--bcher-kva.example',
      'localhost',
      '10.0.0.5',
    ])
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ domains: 'company.com' }, 'domains'],
    [{ domains: '{"a":1}' }, 'domains'],
    [{ domains: ['https://company.com'] }, 'domains.0'],
    [{ domains: ['company.com', '*.com'] }, 'domains.1'],
    [{ domains: ['*'] }, 'domains.0'],
    [{ domains: Array.from({ length: widgetKeyLimits.domains + 1 }, (_, n) => `${n}.example`) }, 'domains'],
    [{ status: 'active' }, 'status'],
    [{ siteId: 'key_00000000000000000000000000' }, 'siteId'],
  ])('refuses %j', async (input, path) => {
    expect(await ada.client.answer(createWidgetKey, { name: 'Widget', ...input } as never)).toMatchObject({
      status: 400,
      body: { statusCode: 400, data: [{ path }] },
    })
  })

  it('names a site of the workspace, and no other', async () => {
    const [own, theirs] = await Promise.all(
      [ada, eve].map((owner) => owner.call(createSite, { name: 'Shop', domain: `${randomUUID()}.example` })),
    )
    expect((await ada.call(createWidgetKey, { name: 'Widget', siteId: own!.id })).siteId).toBe(own!.id)
    const { id } = await ada.call(createWidgetKey, { name: 'Widget' })
    const refused = { status: 404, body: { statusCode: 404, statusMessage: 'No such site.', data: null } }
    for (const siteId of [theirs!.id, encodeId('sit', randomUUID())]) {
      expect(await ada.client.answer(createWidgetKey, { name: 'Widget', siteId })).toMatchObject(refused)
      expect(await ada.client.answer(updateWidgetKey, { id, siteId })).toMatchObject(refused)
    }
    expect((await ada.call(updateWidgetKey, { id, siteId: own!.id })).siteId).toBe(own!.id)
    expect((await ada.call(updateWidgetKey, { id, siteId: null })).siteId).toBe(null)
  })

  it(`makes at most ${widgetKeyLimits.keys} for a workspace`, async () => {
    const owner = await newOwner()
    await database.query(
      `insert into support_desk.widget_keys (workspace_id, name, key_prefix, key_hash, domains, status)
       select $1, 'Widget', 'prl_wk_', sha256(n::text::bytea), '{}', 'ACTIVE' from generate_series(1, $2::int) n`,
      [owner.workspaceId, widgetKeyLimits.keys - 1],
    )
    const add = () => owner.client.answer(createWidgetKey, { name: 'Widget' })
    expect(tally(await Promise.all([add(), add(), add()]))).toEqual({ 200: 1, 409: 2 })
  })
})

describe(title(listWidgetKeys), () => {
  it('lists the workspace’s own, newest first', async () => {
    const owner = await newOwner()
    const keys = []
    for (const name of ['one', 'two', 'three']) {
      const { plainKey: _, ...key } = await owner.call(createWidgetKey, { name })
      keys.unshift(key)
    }
    expect(await owner.call(listWidgetKeys)).toEqual({ apiKeys: keys })
    expect((await eve.call(listWidgetKeys)).apiKeys.map(({ id }) => id)).not.toContain(keys[0]!.id)
  })
})

describe(title(updateWidgetKey), () => {
  it('changes what is given, and never the key', async () => {
    const { plainKey: _, ...key } = await ada.call(createWidgetKey, { name: 'Widget', domains: ['a.example'] })
    const { id } = key
    expect(await ada.call(updateWidgetKey, { id })).toEqual(key)
    expect(await ada.call(updateWidgetKey, { id, name: 'Other' })).toEqual({ ...key, name: 'Other' })
    expect(await ada.call(updateWidgetKey, { id, domains: '[]' })).toEqual({ ...key, name: 'Other', domains: '[]' })
    const changed = await ada.call(updateWidgetKey, { id, status: 'INACTIVE', domains: ['b.example'] })
    expect(changed).toEqual({ ...key, name: 'Other', domains: '["b.example"]', status: 'INACTIVE' })
    expect((await ada.call(listWidgetKeys)).apiKeys).toContainEqual(changed)
  })
})

describe('a widget key of another workspace, or of none,', () => {
  it('answers as one that is not there', async () => {
    const { id } = await eve.call(createWidgetKey, { name: 'Eve’s' })
    for (const each of [id, encodeId('key', randomUUID())]) {
      expect(await ada.client.answer(updateWidgetKey, { id: each, name: 'Mine' })).toMatchObject(missing)
      expect(await ada.client.answer(deleteWidgetKey, { id: each })).toMatchObject(missing)
    }
    expect((await eve.call(listWidgetKeys)).apiKeys).toContainEqual(expect.objectContaining({ id, name: 'Eve’s' }))
  })
})

describe('the visitors of a widget key', () => {
  const tokens = createVisitorTokens({ VISITOR_TOKEN_SECRETS: [platform.visitorTokenSecret] })
  async function newKey(owner: Person) {
    const { id } = await owner.call(createWidgetKey, { name: 'Widget' })
    const visitor = await insertVisitor(database, owner.workspaceId, decodeId(id, ['key']))
    return { id, visitorId: visitor.visitorId, token: tokens.issue(visitor, 3_600) }
  }
  // Nothing is for visitors yet: a 403 is a good token, and a 401 one that is none.
  const statuses = async (token: string) =>
    Promise.all(
      platform.gatewayUrls.map(async (url) => {
        const { status } = await fetch(`${url}/api/v2/channels`, { headers: { authorization: `Bearer ${token}` } })
        return status
      }),
    )

  async function blockNetworkOf(visitorId: string) {
    await database.query(`update support_desk.visitors set ip = '203.0.113.9' where id = $1`, [visitorId])
    await ada.call(createBlock, { kind: 'address', value: '203.0.113.0/24' })
  }

  type Made = Awaited<ReturnType<typeof newKey>>

  it.each([
    ['it is made inactive', ({ id }: Made) => ada.call(updateWidgetKey, { id, status: 'INACTIVE' })],
    ['it is deleted', ({ id }: Made) => ada.call(deleteWidgetKey, { id })],
    ['they are blocked', ({ visitorId }: Made) => ada.call(blockVisitor, { id: visitorId })],
    ['where they are is blocked', ({ visitorId }: Made) => blockNetworkOf(visitorId)],
    ['they are deleted', ({ visitorId }: Made) => ada.call(deleteTenantVisitor, { id: visitorId })],
  ])('are out on every gateway as soon as %s, and nobody else is', async (_, stop) => {
    const [mine, other] = [await newKey(ada), await newKey(ada)]
    const [socket, others] = await Promise.all(
      [mine, other].map(({ token }, index) => openSocket(platform.gatewayUrls[index]!, token)),
    )
    expect(await statuses(mine.token)).toEqual([403, 403])
    await stop(mine)
    expect(await statuses(mine.token)).toEqual([401, 401])
    expect((await socket!.next(goodbye)).data.code).toBe('revoked')
    await socket!.closed()
    await expect(openSocket(platform.url, mine.token)).rejects.toMatchObject({ data: { code: 'unauthorized' } })
    expect(await statuses(other.token)).toEqual([403, 403])
    expect(others!.socket.connected).toBe(true)
  })

  it('are back when it is active again', async () => {
    const { id, token } = await newKey(ada)
    expect(await statuses(token)).toEqual([403, 403])
    await ada.call(updateWidgetKey, { id, status: 'INACTIVE' })
    expect(await statuses(token)).toEqual([401, 401])
    expect((await ada.call(updateWidgetKey, { id, status: 'ACTIVE' })).status).toBe('ACTIVE')
    // What a gateway has refused it refuses for another second.
    await vi.waitFor(async () => expect(await statuses(token)).toEqual([403, 403]), 8_000)
    await (await openSocket(platform.url, token)).close()
  })
})

describe('who is blocked', () => {
  const refused = {
    status: 403,
    body: { statusCode: 403, statusMessage: 'You have been blocked from this chat.', data: null },
  }
  const arrive = async (apiKey: string, given: object = {}) => {
    const { status, body } = await platform.client().answer(startWidgetSession, { apiKey, ...given })
    return { status, body }
  }

  it('begins no session, by their token, address or network, until that ends', async () => {
    const owner = await newOwner()
    const apiKey = await newWidgetKey(owner)
    const visitor = await visit(platform, apiKey, { user: { email: 'Spam@Shop.example' } })
    const { id } = visitor.session.visitor
    const reason = 'Sells watches'
    const block = await owner.call(blockVisitor, { id, reason, expiresInHours: 1 })
    expect(block).toMatchObject({ kind: 'visitor', value: id, reason, expiresAt: time })
    expect((await owner.call(getTenantVisitor, { id })).block).toEqual(block)
    expect((await visitor.client.answer(sendWidgetMessage, { content: 'Watches!' })).status).toBe(401)
    expect(await arrive(apiKey, { visitorToken: visitor.token })).toEqual(refused)
    await owner.call(unblockVisitor, { id })
    expect((await arrive(apiKey, { visitorToken: visitor.token })).status).toBe(200)
    expect((await owner.call(getTenantVisitor, { id })).block).toBeNull()
    const known = await owner.call(createBlock, { kind: 'email', value: 'spam@shop.example' })
    expect((await owner.call(getTenantVisitor, { id })).block).toEqual(known)
    const asAnother = { visitorToken: visitor.token, user: { email: 'new@shop.example' } }
    expect(await arrive(apiKey, asAnother)).toEqual(refused)
    expect((await owner.call(getTenantVisitor, { id })).email).toBe('spam@shop.example')
    await owner.call(deleteBlock, { id: known.id })
    for (const [kind, value] of [
      ['email', 'spam@shop.example'],
      ['address', '127.0.0.1'],
      ['address', '127.0.0.0/8'],
    ] as const) {
      const made = await owner.call(createBlock, { kind, value })
      expect(made.value).toBe(value)
      expect(await arrive(apiKey, { user: { email: 'spam@shop.example' } })).toEqual(refused)
      expect((await owner.call(listBlocks)).blocks).toEqual([made])
      await owner.call(deleteBlock, { id: made.id })
    }
    await owner.call(createBlock, { kind: 'address', value: '127.0.0.1' })
    await database.query(`update support_desk.blocks set expires_at = now() where workspace_id = $1`, [
      owner.workspaceId,
    ])
    expect((await arrive(apiKey)).status).toBe(200)
    expect(await owner.call(listBlocks)).toEqual({ blocks: [] })
  })

  it(`is one of ${maxBlocks} at most, and blocked once`, async () => {
    const owner = await newOwner()
    const add = (value: string) => owner.client.answer(createBlock, { kind: 'address', value })
    const once = await Promise.all([1, 2, 3].map(() => add('203.0.113.1')))
    expect(new Set(once.map(({ body }) => (body as { id: string }).id)).size).toBe(1)
    await database.query(
      `insert into support_desk.blocks (workspace_id, network, created_by)
       select $1, ('10.0.' || n / 256 || '.' || n % 256)::cidr, $1 from generate_series(1, $2::int) n`,
      [owner.workspaceId, maxBlocks - 2],
    )
    const answers = await Promise.all(['203.0.113.2', '203.0.113.3', '203.0.113.1'].map(add))
    expect(tally(answers)).toEqual({ 200: 2, 409: 1 })
  })

  it.each([
    ['address', 'everybody'],
    ['address', '0.0.0.0/0'],
    ['address', '10.0.0.1/33'],
    ['address', '::/16'],
    ['email', 'nobody'],
    ['visitor', 'Jane'],
  ] as const)('is no %s %j', async (kind, value) => {
    expect(await ada.client.answer(createBlock, { kind, value })).toMatchObject({
      status: 400,
      body: { statusCode: 400, data: [{ path: 'value' }] },
    })
  })
})
