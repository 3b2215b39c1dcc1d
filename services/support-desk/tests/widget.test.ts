import { createHmac, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAttribute } from '@parley/contracts/desk/attributes'
import { blockVisitor, createBlock } from '@parley/contracts/desk/blocks'
import { resolveAgentConversation } from '@parley/contracts/desk/conversations'
import { getErasure } from '@parley/contracts/desk/erasures'
import { mergeTenantConversation } from '@parley/contracts/desk/merging'
import { sendAgentMessage } from '@parley/contracts/desk/messages'
import { createSite } from '@parley/contracts/desk/sites'
import {
  deleteTenantVisitor,
  getTenantVisitor,
  listTenantVisitors,
  updateAgentVisitor,
  updateTenantVisitor,
} from '@parley/contracts/desk/visitors'
import {
  createIdentitySecret,
  getWidgetConfig,
  maxTakenOver,
  startWidgetSession,
  updateWidgetVisitor,
  visitWidgetPage,
} from '@parley/contracts/desk/widget'
import { createWidgetKey, deleteWidgetKey, listWidgetKeys, updateWidgetKey } from '@parley/contracts/desk/widget-keys'
import {
  listWidgetConversations,
  listWidgetMessages,
  rateInWidget,
  sendWidgetMessage,
} from '@parley/contracts/desk/widget-messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { type InputOf, title } from '@parley/contracts/endpoint'
import { decodeId } from '@parley/contracts/type-id'
import { createLog } from '@parley/kit/log'
import { connectQueue } from '@parley/kit/redis'
import { createWidgetTickets } from '@parley/kit/widget-tickets'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { insertConversation } from '@parley/testing/rows/support-desk'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { Config } from '../src/config.ts'
import { createVisitorLimits } from '../src/visitor-limits.ts'
import { writeMmdb } from './mmdb.ts'

const folder = await mkdtemp(join(tmpdir(), 'parley-places-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const places = join(folder, 'places.mmdb')
const berlin = { country: { iso_code: 'DE' }, city: { names: { en: 'Berlin' } } }
await writeFile(places, writeMmdb([['5.9.0.0/16', berlin]]))

const platform = await bootPlatform({
  services: ['gateway', 'support-desk'],
  serviceEnv: {
    gateway: { TRUSTED_PROXIES: '127.0.0.0/8, ::1' },
    'support-desk': {
      GEOIP_DB: places,
      NEW_VISITORS_PER_MINUTE: '30',
      VISITOR_FILE_MIB_PER_HOUR: '1',
      ADDRESS_CONVERSATIONS_PER_HOUR: '100',
      ADDRESS_MESSAGES_PER_MINUTE: '300',
    },
  },
})
const { database } = platform
const [ada, eve] = [await newcomer(platform, 'ada'), await newcomer(platform, 'eve')]
const tickets = createWidgetTickets({ VISITOR_TOKEN_SECRETS: [platform.visitorTokenSecret] })
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36'

/** A session as somebody's browser asks for it. */
const ask = (given: InputOf<typeof startWidgetSession>, headers: Record<string, string> = {}) =>
  platform.client().answer(startWidgetSession, given, { headers })

/** What the service counts with, so that a test need not send all that one may. */
function ownLimits(bounds: Partial<Config>) {
  const redis = connectQueue(platform.redisUrl, createLog('support-desk', { LOG_LEVEL: 'silent' }))
  closeAfterwards({ close: async () => redis.disconnect() })
  const any = { NEW_VISITORS_PER_MINUTE: 1, VISITOR_FILE_MIB_PER_HOUR: 1 }
  const counts = { ADDRESS_CONVERSATIONS_PER_HOUR: 1, ADDRESS_MESSAGES_PER_MINUTE: 1 }
  return createVisitorLimits({ redis }, { REDIS_PREFIX: platform.redisPrefix, ...any, ...counts, ...bounds } as Config)
}

const visitorOf = async (id: string) => ada.call(getTenantVisitor, { id })

describe(title(startWidgetSession), () => {
  it('begins a visit, with all that a widget needs', async () => {
    await ada.call(updateTenantWorkspace, {
      language: 'tr',
      settings: { widget: { color: '#336699' }, notifications: { visitorSound: false }, internal: 'secret' },
    })
    const apiKey = await newWidgetKey(ada)
    const page = {
      url: 'https://shop.example/cart?id=1',
      title: ' The\u0007cart ',
      referrer: 'https://search.example/?q=cart',
    }
    const { body } = await ask({ apiKey, page }, { 'User-Agent': chrome, Origin: 'https://shop.example' })
    expect(body).toEqual({
      visitorToken: expect.stringMatching(/^prl_vt_/),
      expiresIn: 30 * 86_400,
      visitor: { id: expect.stringMatching(/^vis_/), name: null, email: null, phone: null, externalId: null },
      workspace: {
        name: expect.any(String),
        language: 'tr',
        settings: { widget: { color: '#336699' }, notifications: { visitorSound: false } },
      },
      conversation: null,
      queuePosition: null,
      messages: [],
      agentsOnline: 0,
      hours: { isOpen: true, opensAt: null, closesAt: null },
    })
    const { visitor } = body as { visitor: { id: string } }
    expect(await visitorOf(visitor.id)).toMatchObject({
      ip: '127.0.0.1',
      browser: 'Chrome 143 on Windows',
      pages: [{ url: 'https://shop.example/cart?id=1', title: 'The cart', referrer: 'https://search.example/?q=cart' }],
      visits: 1,
      isOnline: false,
    })
    expect((await ada.call(listWidgetKeys)).apiKeys[0]!.lastUsedAt).not.toBeNull()
  })

  it('resumes a visit by its token, on the same site alone', async () => {
    const apiKey = await newWidgetKey(ada)
    const first = await visit(platform, apiKey, { user: { name: 'Jane' } })
    await first.call(sendWidgetMessage, { content: 'Hello?' })
    const again = (await visit(platform, apiKey, { visitorToken: first.token })).session
    expect(again).toMatchObject({
      visitor: { id: first.session.visitor.id, name: 'Jane' },
      conversation: { status: 'WAITING', agent: null },
      messages: [{ content: 'Hello?', senderType: 'VISITOR', senderName: 'Jane' }],
    })
    const site = await ada.call(createSite, { name: 'Other', domain: 'other.example' })
    const others = [
      [ada, await newWidgetKey(ada, { siteId: site.id }), site.id],
      [eve, await newWidgetKey(eve), null],
    ] as const
    for (const [owner, other, siteId] of others) {
      const { visitor, conversation } = (await visit(platform, other, { visitorToken: first.token })).session
      expect([visitor.id === first.session.visitor.id, conversation]).toEqual([false, null])
      // Whose site a visitor is of follows from the key.
      expect(await owner.call(getTenantVisitor, { id: visitor.id })).toMatchObject({ siteId })
    }
    expect((await ada.call(listTenantVisitors, { siteId: site.id })).total).toBe(1)
    const forged = (await visit(platform, apiKey, { visitorToken: `${first.token}x` })).session
    expect(forged.visitor.id).not.toBe(first.session.visitor.id)
  })

  it('knows where a visitor is by their IP address, as the proxies in front say it', async () => {
    const apiKey = await newWidgetKey(ada)
    const from = async (address: string, visitorToken?: string) => {
      const given = { apiKey, ...(visitorToken && { visitorToken }) }
      return platform.client().call(startWidgetSession, given, { headers: { 'X-Forwarded-For': address } })
    }
    const { visitor, visitorToken } = await from('5.9.1.1')
    const where = { ip: '5.9.1.1', country: 'DE', city: 'Berlin' }
    expect(await visitorOf(visitor.id)).toMatchObject(where)
    for (const search of ['berlin', '5.9.1.1']) {
      const { visitors } = await ada.call(listTenantVisitors, { search })
      expect(visitors.map(({ id }) => id)).toEqual([visitor.id])
    }
    // Their next visit is from where nothing is known.
    await from('5.10.1.1', visitorToken)
    expect(await visitorOf(visitor.id)).toMatchObject({ ip: '5.10.1.1', country: null, city: null })
    const unknown = await from('10.0.0.1')
    expect(await visitorOf(unknown.visitor.id)).toMatchObject({ country: null, city: null })
  })

  it('counts a visit after a pause', async () => {
    const owner = await newcomer(platform, `owner-${randomUUID()}`)
    const apiKey = await newWidgetKey(owner)
    const { token, session } = await visit(platform, apiKey)
    await database.query(
      `update support_desk.visitors set last_seen_at = now() - interval '31 minutes' where id = $1`,
      [decodeId(session.visitor.id, ['vis'])],
    )
    for (let i = 0; i < 2; i++) await visit(platform, apiKey, { visitorToken: token })
    const { visitors, stats } = await owner.call(listTenantVisitors)
    expect(visitors.map(({ visits }) => visits)).toEqual([2])
    expect(stats).toEqual({ total: 1, online: 0, returning: 1 })
  })

  it('is for the sites of the key, by Origin or ticket', async () => {
    const { plainKey: apiKey, id } = await ada.call(createWidgetKey, {
      name: 'Bound',
      domains: ['shop.example', '*.shop.example'],
    })
    const statusFrom = async (Origin?: string, ticket?: string) =>
      (await ask({ apiKey, ...(ticket && { ticket }) }, Origin === undefined ? {} : { Origin })).status
    for (const origin of ['https://shop.example', 'http://www.shop.example:8080'])
      expect([origin, await statusFrom(origin)]).toEqual([origin, 200])
    const widgetKeyId = decodeId(id, ['key'])!
    const bound = { workspaceId: ada.workspaceId, widgetKeyId, host: 'shop.example' }
    const ticket = tickets.issue(bound)
    for (const origin of [undefined, 'null', 'http://localhost:8080']) {
      expect([origin, await statusFrom(origin)]).toEqual([origin, 403])
      expect([origin, await statusFrom(origin, ticket)]).toEqual([origin, 200])
    }
    for (const origin of ['https://shop.example.evil.example', 'https://evilshop.example', 'https://evil.example', 'x'])
      expect([origin, await statusFrom(origin, ticket)]).toEqual([origin, 403])
    const foreign = [
      tickets.issue({ ...bound, widgetKeyId: randomUUID() }),
      tickets.issue({ ...bound, workspaceId: eve.workspaceId }),
      tickets.issue({ ...bound, host: 'evil.example' }),
      tickets.issue({ ...bound, host: null }),
      `${ticket}x`,
    ]
    for (const each of foreign) expect(await statusFrom(undefined, each)).toBe(403)
    expect((await ask({ apiKey: await newWidgetKey(ada) })).status).toBe(200)
  })

  it('goes on by the visitor’s token alone, and begins nobody new where it is to go on', async () => {
    const { plainKey: apiKey } = await ada.call(createWidgetKey, { name: 'Shop', domains: ['shop.example'] })
    const { plainKey: otherKey } = await ada.call(createWidgetKey, { name: 'Blog', domains: ['blog.example'] })
    const Origin = 'https://shop.example'
    const { visitorToken, visitor } = await platform
      .client()
      .call(startWidgetSession, { apiKey }, { headers: { Origin } })
    const again = { apiKey, visitorToken, isResumption: true }
    expect(await ask(again)).toMatchObject({ status: 200, body: { visitor: { id: visitor.id } } })
    expect((await ask(again, { Origin: 'https://blog.example' })).status).toBe(403)
    expect((await ask({ ...again, apiKey: otherKey })).status).toBe(403)
    expect((await ask({ ...again, visitorToken: `${visitorToken}x` })).status).toBe(403)

    await ada.call(deleteTenantVisitor, { id: visitor.id })
    expect((await ask(again)).status).toBe(404)
    expect((await ask({ ...again, visitorToken: null }, { Origin })).status).toBe(404)
    expect((await ask({ ...again, isResumption: false }, { Origin })).status).toBe(200)
  })

  it('is a 403 with a key that is unknown, inactive or deleted', async () => {
    const { plainKey: apiKey, id } = await ada.call(createWidgetKey, { name: 'Going' })
    const { client } = await visit(platform, apiKey)
    await ada.call(updateWidgetKey, { id, status: 'INACTIVE' })
    expect(await ask({ apiKey })).toMatchObject({
      status: 403,
      body: { statusCode: 403, statusMessage: 'This widget key is unknown or inactive.', data: null },
    })
    expect((await client.answer(listWidgetMessages)).status).toBe(401)
    await ada.call(deleteWidgetKey, { id })
    expect((await ask({ apiKey })).status).toBe(403)
    expect((await ask({ apiKey: 'prl_wk_unknown' })).status).toBe(403)
    expect((await platform.client().answer(getWidgetConfig, { apiKey })).status).toBe(403)
  })

  it('is a 429 for new visitors beyond what a key may bring, and goes on for those who are there', async () => {
    const apiKey = await newWidgetKey(eve)
    const first = await visit(platform, apiKey)
    const statuses = await Promise.all(Array.from({ length: 32 }, async () => ask({ apiKey })))
    const refused = statuses.find(({ status }) => status === 429)!
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await ask({ apiKey, visitorToken: first.token })).status).toBe(200)
  })

  it('begins on a page that is not http(s), of which nothing is kept', async () => {
    const apiKey = await newWidgetKey(ada)
    for (const url of ['file:///home/jane/shop.html', 'app://shop/cart', 'javascript:alert(1)']) {
      const visitor = await visit(platform, apiKey, { page: { url } })
      await visitor.call(visitWidgetPage, { url })
      expect(await visitorOf(visitor.session.visitor.id)).toMatchObject({ pages: [], visits: 1 })
    }
  })

  it.each([
    [{ page: { url: '/cart' } }, 'page.url'],
    [{ user: { externalId: 'a\nb' } }, 'user.externalId'],
    [{ apiKey: '' }, 'apiKey'],
  ])('refuses %j', async (input, path) => {
    const answer = await ask({ apiKey: 'x', ...input } as never)
    expect(answer).toMatchObject({ status: 400, body: { data: [{ path }] } })
  })
})

describe('who a visitor is', () => {
  it('is proven by an HMAC of the workspace’s secret, and opens what they wrote anywhere', async () => {
    const apiKey = await newWidgetKey(ada)
    const { secret } = await ada.call(createIdentitySecret)
    const prove = (externalId: string, key = secret) => ({
      externalId,
      hash: createHmac('sha256', key).update(externalId).digest('hex'),
    })
    const known = await visit(platform, apiKey, { user: { ...prove('user-1'), name: 'Jane' } })
    await known.call(sendWidgetMessage, { content: 'mine' })
    const elsewhere = (await visit(platform, apiKey, { user: prove('user-1') })).session
    expect(elsewhere).toMatchObject({
      visitor: { externalId: 'user-1', name: 'Jane' },
      messages: [{ content: 'mine' }],
    })
    const somebodyElse = await visit(platform, apiKey, { visitorToken: known.token, user: prove('user-2') })
    expect(somebodyElse.session).toMatchObject({ visitor: { externalId: 'user-2', name: null }, messages: [] })
    const wrong = [
      { externalId: 'user-1', hash: prove('user-2').hash },
      prove('user-1', 'guess'),
      { externalId: 'user-1', hash: '' },
      { externalId: 'user-1', hash: 'zz' },
    ]
    for (const user of wrong) expect([user, (await ask({ apiKey, user })).status]).toEqual([user, 403])
    await ada.call(createIdentitySecret)
    expect((await ask({ apiKey, user: prove('user-1') })).status).toBe(403)
    expect((await ask({ apiKey: await newWidgetKey(eve), user: prove('user-1') })).status).toBe(403)
    const stored = await database.query('select to_jsonb(d)::text as row from support_desk.desks d')
    expect(JSON.stringify(stored)).not.toContain(secret.slice(10))
  })

  it('unlocks nothing where they only say so', async () => {
    const apiKey = await newWidgetKey(ada)
    const { secret } = await ada.call(createIdentitySecret)
    const hash = createHmac('sha256', secret).update('user-9').digest('hex')
    const known = await visit(platform, apiKey, { user: { externalId: 'user-9', hash, email: 'jane@shop.example' } })
    await known.call(sendWidgetMessage, { content: 'private' })
    const claimed = (await visit(platform, apiKey, { user: { externalId: 'user-9', email: 'jane@shop.example' } }))
      .session
    expect(claimed).toMatchObject({ visitor: { externalId: null, email: 'jane@shop.example' }, messages: [] })
    expect(claimed.visitor.id).not.toBe(known.session.visitor.id)
    const { token: visitorToken } = known
    const same = (await visit(platform, apiKey, { visitorToken, user: { externalId: 'user-9' } })).session
    expect(same.visitor.id).toBe(known.session.visitor.id)
    const another = (await visit(platform, apiKey, { visitorToken, user: { externalId: 'user-10', name: 'Max' } }))
      .session
    expect(another).toMatchObject({ visitor: { externalId: null, email: null }, messages: [] })
    expect((await visitorOf(known.session.visitor.id)).name).toBeNull()
  })

  describe('once they prove to be somebody known', async () => {
    const sam = await newcomer(platform, 'sam')
    const apiKey = await newWidgetKey(sam)
    const { secret } = await sam.call(createIdentitySecret)
    const prove = (externalId: string) => ({
      externalId,
      hash: createHmac('sha256', secret).update(externalId).digest('hex'),
    })
    const seenBySam = (id: string) => sam.call(getTenantVisitor, { id })
    const countsOf = async () => (await sam.call(listTenantVisitors, { limit: 1 })).stats
    const newKnown = async () => {
      const user = prove(randomUUID())
      return { user, known: await visit(platform, apiKey, { user: { ...user, name: 'Jane' } }) }
    }

    it('goes on with what they wrote before, as whom they have proven to be', async () => {
      const { user, known } = await newKnown()
      const older = await known.call(sendWidgetMessage, { content: 'last week' })
      const anonymous = await visit(platform, apiKey, { user: { name: 'Claimed', email: 'claimed@home.test' } })
      const { token: visitorToken, session } = anonymous
      const file = new File(['%PDF-1.7\n'], 'bill.pdf')
      const sent = await anonymous.client.call(sendWidgetMessage, { content: 'Hello?', attachments: [file] })
      const { conversationId: id } = sent
      const other = await anonymous.call(sendWidgetMessage, { content: 'and this', newConversation: true })
      await sam.call(mergeTenantConversation, { id, conversationId: other.conversationId })
      await sam.call(updateAgentVisitor, { id: session.visitor.id, tags: ['vip'], notes: 'called twice' })
      await sam.call(sendAgentMessage, { id, content: 'Hi' })
      await sam.call(resolveAgentConversation, { id })
      await anonymous.call(rateInWidget, { score: 5 })
      const before = await countsOf()

      // Who only says so gets nothing, and loses nothing.
      const { externalId } = user
      const claimed = (await visit(platform, apiKey, { visitorToken, user: { externalId } })).session
      expect(claimed.visitor).toMatchObject({ id: session.visitor.id, externalId: null })
      const proven = await visit(platform, apiKey, { visitorToken, user })
      const { visitor, conversation, messages } = proven.session
      expect(visitor).toEqual({ ...known.session.visitor, externalId, name: 'Jane', email: null })
      expect(conversation).toMatchObject({ id, status: 'CLOSED', rating: 5 })
      expect(
        messages.map(({ content, senderType, senderId }) => [content, senderType === 'VISITOR' && senderId]),
      ).toEqual([
        ['Hello?', visitor.id],
        ['and this', visitor.id],
        ['Hi', false],
        [expect.any(String), false],
      ])
      const { pathname, search } = new URL(messages[0]!.attachments[0]!.url)
      expect((await fetch(`${platform.url}${pathname}${search}`)).status).toBe(200)
      expect((await proven.call(listWidgetConversations)).conversations.map((each) => each.id)).toEqual([
        id,
        older.conversationId,
      ])
      // What was merged into it is theirs, too.
      expect((await proven.call(listWidgetMessages, { conversationId: other.conversationId })).total).toBe(4)
      expect(await seenBySam(visitor.id)).toMatchObject({
        tags: ['vip'],
        notes: 'called twice',
        email: null,
        visits: 2,
      })

      expect((await anonymous.client.answer(listWidgetMessages)).status).toBe(401)
      expect((await sam.client.answer(getTenantVisitor, { id: session.visitor.id })).status).toBe(404)
      const old = new URL(sent.attachments[0]!.url)
      expect((await fetch(`${platform.url}${old.pathname}${old.search}`)).status).toBe(404)
      expect(await countsOf()).toMatchObject({ total: before.total - 1, returning: before.returning + 1 })
      const stored = await database.query<{ bytes: number }>(
        'select file_bytes::int as bytes from support_desk.visitors where id = $1',
        [decodeId(visitor.id, ['vis'])],
      )
      expect(stored).toEqual([{ bytes: 9 }])
      const { erasureId } = await sam.call(deleteTenantVisitor, { id: visitor.id })
      await vi.waitFor(async () => {
        const { state, copies } = await sam.call(getErasure, { id: erasureId })
        expect(state).toBe('done')
        expect(Object.fromEntries(copies.map(({ kind, count }) => [kind, count]))).toMatchObject({
          ...{ visitors: 1, conversations: 3, messages: 5, files: 1, ratings: 1 },
        })
      }, 30_000)
    })

    it('leaves behind who is blocked, has said to be somebody else, or has written very much', async () => {
      const { user, known } = await newKnown()
      const anonymous = async (given?: InputOf<typeof startWidgetSession>['user']) => {
        const visitor = await visit(platform, apiKey, { user: given })
        await visitor.call(sendWidgetMessage, { content: 'Hello?' })
        return visitor
      }
      const [blocked, another, busy] = [await anonymous(), await anonymous({ externalId: 'max' }), await anonymous()]
      await sam.call(blockVisitor, { id: blocked.session.visitor.id })
      const { workspaceId, userId: agentId } = sam
      const visitorId = decodeId(busy.session.visitor.id, ['vis'])!
      for (let i = 0; i < maxTakenOver.conversations; i++)
        await insertConversation(database, { workspaceId, visitorId, agentId })
      for (const { token: visitorToken } of [blocked, another, busy]) {
        const { visitor, conversation } = (await visit(platform, apiKey, { visitorToken, user })).session
        expect([visitor.id, conversation]).toEqual([known.session.visitor.id, null])
      }
      for (const { client } of [another, busy])
        expect((await client.call(listWidgetConversations)).conversations.length).toBeGreaterThan(0)
      expect((await seenBySam(blocked.session.visitor.id)).externalId).toBeNull()
    })

    it('loses nothing that is said meanwhile, and is one visitor, however many tabs say so at once', async () => {
      const { user, known } = await newKnown()
      const { token: visitorToken, client, call } = await visit(platform, apiKey)
      const { conversationId: id } = await call(sendWidgetMessage, { content: '0' })
      const [first, second, ...answers] = await Promise.all([
        visit(platform, apiKey, { visitorToken, user }),
        visit(platform, apiKey, { visitorToken, user }),
        sam.client.answer(sendAgentMessage, { id, content: '1' }),
        client.answer(sendWidgetMessage, { content: '2' }),
        known.client.answer(sendWidgetMessage, { content: '3', newConversation: true }),
        sam.client.answer(sendAgentMessage, { id, content: '4' }),
      ])
      for (const { session } of [first, second]) expect(session.visitor.id).toBe(known.session.visitor.id)
      const stored = answers.map(({ status }) => status === 200)
      expect(stored.filter((_, index) => index !== 1)).toEqual([true, true, true])
      const { conversations } = await first.call(listWidgetConversations)
      expect(conversations).toHaveLength(2)
      const { messages } = await second.call(listWidgetMessages, { conversationId: id, limit: 10 })
      expect(messages.map(({ content }) => content).sort()).toEqual(stored[1] ? ['0', '1', '2', '4'] : ['0', '1', '4'])
    })

    it('is erased, or goes on as somebody else, where both are asked for at once', async () => {
      const { user } = await newKnown()
      const { token: visitorToken, session, call } = await visit(platform, apiKey)
      const { conversationId: id } = await call(sendWidgetMessage, { content: 'Hello?' })
      const [proven, erasing] = await Promise.all([
        visit(platform, apiKey, { visitorToken, user }),
        sam.client.answer(deleteTenantVisitor, { id: session.visitor.id }),
      ])
      const { conversations } = await proven.call(listWidgetConversations)
      expect([erasing.status, conversations.map((each) => each.id)]).toEqual(
        erasing.status === 200 ? [200, []] : [404, [id]],
      )
      expect((await sam.client.answer(getTenantVisitor, { id: session.visitor.id })).status).toBe(404)
    })
  })

  it('takes of attributes those that visitors may claim, proven or not, and leaves out the rest', async () => {
    const [apiKey, { secret }] = [await newWidgetKey(ada), await ada.call(createIdentitySecret)]
    await ada.call(createAttribute, { key: 'seats', label: 'Seats', type: 'number', isVisitorClaim: true })
    await ada.call(createAttribute, { key: 'plan', label: 'Plan', type: 'text' })
    const hash = createHmac('sha256', secret).update('user-a').digest('hex')
    const attributes = { seats: 5, plan: 'forged', unknown: true }
    const first = await visit(platform, apiKey, { user: { externalId: 'user-a', hash, attributes } })
    const { id } = first.session.visitor
    expect((await visitorOf(id)).attributes).toEqual({ seats: 5 })
    await ada.call(updateTenantVisitor, { id, attributes: { plan: 'pro' } })
    await visit(platform, apiKey, { visitorToken: first.token, user: { attributes: { seats: 'many', plan: null } } })
    expect((await visitorOf(id)).attributes).toEqual({ seats: 5, plan: 'pro' })
    await visit(platform, apiKey, { visitorToken: first.token, user: { attributes: { seats: null } } })
    expect((await visitorOf(id)).attributes).toEqual({ plan: 'pro' })
  })

  it('is one visitor, however many sessions begin at once', async () => {
    const owner = await newcomer(platform, `owner-${randomUUID()}`)
    const apiKey = await newWidgetKey(owner)
    const { secret } = await owner.call(createIdentitySecret)
    const user = { externalId: 'u', hash: createHmac('sha256', secret).update('u').digest('hex') }
    const sessions = await Promise.all(Array.from({ length: 5 }, () => visit(platform, apiKey, { user })))
    expect(new Set(sessions.map(({ session }) => session.visitor.id)).size).toBe(1)
    expect((await owner.call(listTenantVisitors)).stats.total).toBe(1)
  })
})

describe(title(getWidgetConfig), () => {
  it('makes no visitor', async () => {
    const owner = await newcomer(platform, `owner-${randomUUID()}`)
    const apiKey = await newWidgetKey(owner)
    await owner.socket()
    const config = await platform.client().call(getWidgetConfig, { apiKey })
    expect(config).toEqual({
      workspace: {
        name: expect.any(String),
        language: 'en',
        settings: { widget: {}, notifications: { visitorSound: true } },
      },
      agentsOnline: 1,
      hours: { isOpen: true, opensAt: null, closesAt: null },
    })
    expect((await owner.call(listTenantVisitors)).stats.total).toBe(0)
  })
})

describe(title(visitWidgetPage), () => {
  it('keeps what led to a page with it, as long as it is the last one', async () => {
    const url = 'https://shop.example/'
    const page = { url, title: 'Shop' }
    const { call, session } = await visit(platform, await newWidgetKey(ada), {
      page: { ...page, referrer: 'https://user:secret@search.example/?q=shoes' },
    })
    const pagesOf = async () => (await visitorOf(session.visitor.id)).pages.map(({ at: _, ...kept }) => kept)
    expect(await pagesOf()).toEqual([{ ...page, referrer: 'https://search.example/?q=shoes' }])
    await call(visitWidgetPage, page)
    expect(await pagesOf()).toEqual([{ ...page, referrer: 'https://search.example/?q=shoes' }])
    for (const referrer of ['nothing', 'file:///home/jane/', null]) {
      const other = await visit(platform, await newWidgetKey(ada), { page: { ...page, referrer } })
      expect((await visitorOf(other.session.visitor.id)).pages).toEqual([{ ...page, at: expect.any(String) }])
    }
  })

  it('keeps the last pages, and the newest time of the same', async () => {
    const { call, session } = await visit(platform, await newWidgetKey(ada))
    for (let n = 0; n < 22; n++) await call(visitWidgetPage, { url: `https://shop.example/${n}`, title: `${n}` })
    await call(visitWidgetPage, { url: 'https://shop.example/21', title: 'again' })
    const { pages } = await visitorOf(session.visitor.id)
    expect(pages).toHaveLength(20)
    expect(pages.slice(0, 2).map(({ url, title }) => [url, title])).toEqual([
      ['https://shop.example/21', 'again'],
      ['https://shop.example/20', '20'],
    ])
  })
})

describe(title(updateWidgetVisitor), () => {
  it('corrects an address that was mistyped, also as one that is none, or that is blocked', async () => {
    const apiKey = await newWidgetKey(ada)
    const user = { name: ' \n', email: 'jane@shop', phone: '+49 30 1' }
    const { client, call, session } = await visit(platform, apiKey, { user })
    expect(session.visitor).toMatchObject({ name: null, email: null, phone: '+49 30 1' })
    await ada.call(createBlock, { kind: 'email', value: 'jan@home.test' })
    expect((await ask({ apiKey, user: { email: 'jan@home.test' } })).status).toBe(403)
    expect((await client.answer(updateWidgetVisitor, { email: 'jan@home.test' })).status).toBe(403)
    expect((await client.answer(updateWidgetVisitor, { email: 'jane@shop' })).status).toBe(400)
    expect(await call(updateWidgetVisitor, { email: 'jane@home.test' })).toMatchObject({ email: 'jane@home.test' })
    await call(sendWidgetMessage, { content: 'Hello?' })
  })

  it('changes what is given, and what the visitor is found by', async () => {
    const { call, session } = await visit(platform, await newWidgetKey(ada), { user: { phone: '+49 30 1' } })
    expect(await call(updateWidgetVisitor, { name: 'Zoë', email: 'zoe@shop.example' })).toEqual({
      ...session.visitor,
      name: 'Zoë',
      email: 'zoe@shop.example',
    })
    expect(await call(updateWidgetVisitor, { phone: null })).toMatchObject({ name: 'Zoë', phone: null })
    expect((await ada.call(listTenantVisitors, { search: 'zoe' })).visitors.map(({ id }) => id)).toEqual([
      session.visitor.id,
    ])
  })
})

describe(title(sendWidgetMessage), () => {
  it('begins a conversation, and others where that is asked for, five at most', async () => {
    const { call, client } = await visit(platform, await newWidgetKey(ada))
    const first = await call(sendWidgetMessage, { content: 'one' })
    expect((await call(sendWidgetMessage, { content: 'two' })).conversationId).toBe(first.conversationId)
    const more = []
    for (let i = 0; i < 4; i++) more.push(await call(sendWidgetMessage, { content: 'new', newConversation: true }))
    expect(new Set(more.map(({ conversationId }) => conversationId)).size).toBe(4)
    expect((await client.answer(sendWidgetMessage, { content: 'x', newConversation: true })).status).toBe(409)
    await call(sendWidgetMessage, { content: 'three', conversationId: first.conversationId })
    const { conversations } = await call(listWidgetConversations)
    expect(conversations.map(({ seq }) => seq)).toEqual([1, 1, 1, 1, 3])
    const older = await call(listWidgetConversations, { before: conversations[3]!.id })
    expect(older.conversations).toEqual([conversations[4]])
  })

  it('is one conversation where two tabs begin it at once', async () => {
    const { call } = await visit(platform, await newWidgetKey(ada))
    const sent = await Promise.all(['a', 'b', 'c'].map((content) => call(sendWidgetMessage, { content })))
    expect(new Set(sent.map(({ conversationId }) => conversationId)).size).toBe(1)
    expect(sent.map(({ seq }) => seq).sort()).toEqual([1, 2, 3])
  })

  it('sends once under one key', async () => {
    const { client } = await visit(platform, await newWidgetKey(ada))
    const send = () => client.answer(sendWidgetMessage, { content: 'once' }, { idempotencyKey: 'k' })
    expect((await send()).body).toEqual((await send()).body)
    expect(await client.call(listWidgetMessages)).toMatchObject({ total: 1 })
  })

  it('takes as many files of a key’s visitors as it may in an hour, and their words all the same', async () => {
    const key = await newWidgetKey(ada)
    const attachments = [new File([`%PDF-1.7\n${'x'.repeat(600 * 1024)}`], 'bill.pdf')]
    const [first, second] = [await visit(platform, key), await visit(platform, key)]
    await first.client.call(sendWidgetMessage, { attachments })
    const refused = await second.client.answer(sendWidgetMessage, { attachments })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60)
    await second.client.call(sendWidgetMessage, { content: 'Then in words.' })
    expect((await second.call(listWidgetMessages)).messages).toMatchObject([{ attachments: [] }])
  })

  it('takes as many files from one address as from one visitor, whoever they say they are', async () => {
    const limits = ownLimits({ VISITOR_FILE_MIB_PER_HOUR: 1_150 })
    const [ip, widgetKeyId] = ['203.0.113.7', randomUUID()]
    const send = (from: string, mib: number) => limits.countFiles({ widgetKeyId, ip: from, bytes: mib * 1024 * 1024 })
    await send(ip, 150)
    await expect(send(ip, 51)).rejects.toMatchObject({ code: 'rate_limited' })
    // What is refused takes nothing from the others: 150 of the key’s 1,150 are used.
    for (let i = 1; i <= 5; i++) await send(`203.0.113.${i + 10}`, 170)
    await send('2001:db8:1:2::1', 150)
    await expect(send('2001:db8:1:2:3:4:5:6', 51)).rejects.toMatchObject({ code: 'rate_limited' })
  })

  it('takes as much from one address as one may write, whoever they say they are, and all of others', async () => {
    const limits = ownLimits({ ADDRESS_CONVERSATIONS_PER_HOUR: 100, ADDRESS_MESSAGES_PER_MINUTE: 300 })
    const apiKey = await newWidgetKey(ada)
    const { client } = await visit(platform, apiKey)
    const sendFrom = (ip: string, newConversation: boolean) =>
      client.answer(sendWidgetMessage, { content: 'x', newConversation }, { headers: { 'x-forwarded-for': ip } })
    const statuses = async (ip: string) => [(await sendFrom(ip, true)).status, (await sendFrom(ip, false)).status]
    await sendFrom('203.0.113.1', true)
    for (let i = 0; i < 100; i++) await limits.countConversation('2001:db8::1')
    expect(await statuses('2001:db8::2')).toEqual([429, 200])
    for (let i = 0; i < 300; i++) await limits.countMessage('203.0.113.2')
    const refused = await sendFrom('203.0.113.2', false)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await statuses('203.0.113.3')).toEqual([200, 200])
    expect(await statuses('2001:db8:0:1::2')).toEqual([200, 200])
    expect(await client.call(listWidgetConversations)).toMatchObject({ conversations: { length: 3 } })
  })

  it('takes files, which nobody else of the site reads', async () => {
    const apiKey = await newWidgetKey(ada)
    const { call } = await visit(platform, apiKey)
    const files = [new File(['%PDF-1.7\n<html><script>alert(1)</script>'], 'invoice.html')]
    const { attachments } = await call(sendWidgetMessage, { attachments: files })
    const { pathname, search } = new URL(attachments[0]!.url)
    const served = await fetch(`${platform.url}${pathname}${search}`)
    expect([served.status, served.headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename="invoice.html.pdf"; filename*=UTF-8''invoice.html.pdf`,
    ])
    const other = await visit(platform, apiKey)
    const forOther = search.replace(/visitor=[^&]+/, `visitor=${other.session.visitor.id}`)
    expect((await fetch(`${platform.url}${pathname}${forOther}`)).status).toBe(404)
  })

  it('answers another visitor’s conversation as one that does not exist', async () => {
    const apiKey = await newWidgetKey(ada)
    const [jane, mallory] = [await visit(platform, apiKey), await visit(platform, apiKey)]
    const { conversationId } = await jane.call(sendWidgetMessage, { content: 'mine' })
    for (const id of [conversationId, randomUUID()]) {
      const answers = [
        await mallory.client.answer(sendWidgetMessage, { content: 'x', conversationId: id }),
        await mallory.client.answer(listWidgetMessages, { conversationId: id }),
      ]
      for (const { status, body } of answers)
        expect([status, body]).toEqual([404, { statusCode: 404, statusMessage: 'No such conversation.', data: null }])
    }
  })
})
