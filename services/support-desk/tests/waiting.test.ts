import type { ConversationStatus } from '@parley/contracts/desk/conversation'
import { actOnTenantConversations, updateTenantConversation } from '@parley/contracts/desk/conversation-actions'
import {
  getAgentConversation,
  listAgentConversations,
  listTenantConversations,
} from '@parley/contracts/desk/conversation-lists'
import { resolveAgentConversation, updateTenantConversationStatus } from '@parley/contracts/desk/conversations'
import { conversationResolved, conversationSlaBreached } from '@parley/contracts/desk/events'
import { listAgentMessages, sendAgentMessage } from '@parley/contracts/desk/messages'
import { getTenantReport } from '@parley/contracts/desk/reports'
import { getWidgetConfig, getWidgetDesk } from '@parley/contracts/desk/widget'
import { listWidgetMessages, sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import type { InputOf } from '@parley/contracts/endpoint'
import { decodeId } from '@parley/contracts/type-id'
import { colleague, newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { newWidgetKey, type TestVisitor, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'support-desk'] })
let workspaces = 0

async function newDesk() {
  const ada = await newcomer(platform, `ada-${++workspaces}`)
  const bob = await colleague(platform, ada, `bob-${workspaces}`, { role: 'guest', agent: true })
  const apiKey = await newWidgetKey(ada)
  return {
    ada,
    bob,
    apiKey,
    set: (given: InputOf<typeof updateTenantWorkspace>) => ada.call(updateTenantWorkspace, given),
    async arrive(): Promise<{ visitor: TestVisitor; id: string }> {
      const visitor = await visit(platform, apiKey)
      return { visitor, id: (await visitor.call(sendWidgetMessage, { content: 'Hello?' })).conversationId }
    },
    said: async (id: string) =>
      (await bob.call(listAgentMessages, { id })).messages.map(
        ({ senderType, content }) => `${senderType}: ${content}`,
      ),
  }
}

const closed = { hours: { days: {} } }

describe('while a desk is closed', () => {
  it('a visitor is told so in its language, once until an agent answers, or it is resolved', async () => {
    const { ada, bob, apiKey, set, arrive, said } = await newDesk()
    await set({ settings: closed })
    await bob.socket()
    const away =
      'SYSTEM: We are away at the moment. We have your message, and will answer you here as soon as we are back.'
    const { visitor, id } = await arrive()
    await visitor.call(sendWidgetMessage, { content: 'Anybody?' })
    expect(await said(id)).toEqual(['VISITOR: Hello?', away, 'VISITOR: Anybody?'])
    expect((await platform.client().call(getWidgetConfig, { apiKey })).hours).toMatchObject({ isOpen: false })
    expect((await visit(platform, apiKey)).session.hours).toMatchObject({ isOpen: false, opensAt: null })
    // Whoever had come before reads it too.
    expect(await visitor.call(getWidgetDesk, {})).toEqual({
      agentsOnline: 1,
      hours: { isOpen: false, opensAt: null, closesAt: null },
      queuePosition: 0,
    })

    await bob.call(sendAgentMessage, { id, content: 'I am here all the same.' })
    await visitor.call(sendWidgetMessage, { content: 'Oh!' })
    expect((await said(id)).at(-1)).toBe('VISITOR: Oh!')
    await platform.database.query(`update support_desk.conversations set answered_at = now() - interval '1 hour'
      where workspace_id = '${ada.workspaceId}'`)
    await set({ language: 'tr', settings: { hours: { awayMessage: { tr: 'Yarın yazarız.' } } } })
    await visitor.call(sendWidgetMessage, { content: 'Still?' })
    expect((await said(id)).at(-1)).toBe('SYSTEM: Yarın yazarız.')

    await bob.call(resolveAgentConversation, { id })
    await visitor.call(sendWidgetMessage, { content: 'One more thing' })
    expect((await said(id)).slice(-2)).toEqual(['VISITOR: One more thing', 'SYSTEM: Yarın yazarız.'])
  })

  it('is told so in the visitor’s own language, as far as there is a text in it', async () => {
    const { apiKey, set, said } = await newDesk()
    await set({ language: 'en', settings: closed })
    const answerIn = async (language: string) => {
      const { call } = await visit(platform, apiKey, { language })
      return (await said((await call(sendWidgetMessage, { content: 'Hello?' })).conversationId))[1]
    }
    expect(await answerIn('es-MX')).toMatch(/^SYSTEM: En este momento no estamos/)
    await set({ settings: { hours: { awayMessage: { en: 'We sleep.', de: 'Wir schlafen.' } } } })
    expect(await answerIn('de')).toBe('SYSTEM: Wir schlafen.')
    for (const other of ['es', 'fr', '']) expect(await answerIn(other)).toBe('SYSTEM: We sleep.')
  })

  it('is told once by two messages that are written at once', async () => {
    const { set, arrive, said } = await newDesk()
    const { visitor, id } = await arrive()
    await set({ settings: closed })
    await Promise.all(['one', 'two', 'three'].map((content) => visitor.call(sendWidgetMessage, { content })))
    expect((await said(id)).filter((line) => line.startsWith('SYSTEM'))).toHaveLength(1)
  })

  it('is told nothing where the workspace does not want that, nor while it is open', async () => {
    const { set, arrive, said } = await newDesk()
    const { id } = await arrive()
    await set({ settings: { hours: { ...closed.hours, isAwayMessageSent: false } } })
    const later = await arrive()
    for (const each of [id, later.id]) expect(await said(each)).toHaveLength(1)
  })

  it('is told when it opens', async () => {
    const { set, arrive, said, apiKey } = await newDesk()
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
    const holidays = [0, 1].map((ahead) => ({
      date: new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10),
    }))
    const openings = Object.fromEntries(days.map((day) => [day, [{ opens: '08:30', closes: '17:00' }]]))
    await set({ language: 'de', timezone: 'UTC', settings: { hours: { days: openings, holidays } } })
    const { hours } = await platform.client().call(getWidgetConfig, { apiKey })
    expect(hours).toEqual({ isOpen: false, opensAt: expect.stringMatching(/T08:30:00.000Z$/), closesAt: null })
    const { id } = await arrive()
    expect((await said(id))[1]).toMatch(/antworten Ihnen hier ab .*08:30 UTC\.$/)
  })
})

describe('a conversation that waits', () => {
  it('stands behind those that have waited longer, until it is taken, put off or resolved', async () => {
    const { ada, bob, apiKey, arrive } = await newDesk()
    const [first, second, third] = [await arrive(), await arrive(), await arrive()]
    const position = async ({ visitor, id }: { visitor: TestVisitor; id: string }) => {
      const { queuePosition } = await visitor.call(getWidgetDesk, { conversationId: id })
      expect((await visitor.call(listWidgetMessages, {})).queuePosition).toBe(queuePosition)
      return queuePosition
    }
    // Whoever writes again stays where they are.
    await first.visitor.call(sendWidgetMessage, { content: 'Hello again?' })
    expect([await position(first), await position(second), await position(third)]).toEqual([0, 1, 2])
    await ada.call(updateTenantConversation, { id: first.id, isSnoozed: true })
    expect(await position(third)).toBe(1)
    await bob.call(sendAgentMessage, { id: second.id, content: 'Hello' })
    expect([await position(second), await position(third)]).toEqual([null, 0])
    const { session } = await visit(platform, apiKey, { visitorToken: third.visitor.token })
    expect(session.queuePosition).toBe(0)
    // Whoever comes back is the last.
    await ada.call(updateTenantConversationStatus, { id: second.id, status: 'WAITING' })
    expect([await position(second), await position(third)]).toEqual([1, 0])
    await ada.call(actOnTenantConversations, { ids: [third.id], actions: [{ type: 'resolve' }] })
    expect([await position(second), await position(third)]).toEqual([0, null])
  })

  it('waits again, put off no longer, where it is reopened by hand before anybody has answered', async () => {
    const { ada, bob, arrive } = await newDesk()
    const { id } = await arrive()
    const set = (status: ConversationStatus) => ada.call(updateTenantConversationStatus, { id, status })
    const putOff = () => ada.call(updateTenantConversation, { id, isSnoozed: true })
    await putOff()
    expect(await set('CLOSED')).toMatchObject({ isSnoozed: false, waitingSince: null })
    const { openedAt, ...reopened } = await set('WAITING')
    expect(reopened).toMatchObject({ isSnoozed: false, waitingSince: openedAt, unreadCount: 1 })
    await bob.call(sendAgentMessage, { id, content: 'Hello' })
    await putOff()
    expect(await bob.call(resolveAgentConversation, { id })).toMatchObject({ isSnoozed: false })
    expect(await set('ACTIVE')).toMatchObject({ isSnoozed: false, waitingSince: null })
    const answered = async () => (await ada.call(getTenantReport, {})).totals.firstResponse.count === 1
    await vi.waitUntil(answered, { timeout: 20_000 })
  })

  it('has others counted as far as 100, none of them another workspace’s', async () => {
    const { ada, arrive } = await newDesk()
    await (await newDesk()).arrive()
    const { visitor } = await arrive()
    expect((await visitor.call(listWidgetMessages, {})).queuePosition).toBe(0)
    await platform.database.query(
      `insert into support_desk.conversations (workspace_id, visitor_id, queued_at)
       select workspace_id, id, now() - interval '1 hour' from support_desk.visitors, generate_series(1, 120)
       where workspace_id = $1`,
      [ada.workspaceId],
    )
    expect((await visitor.call(listWidgetMessages, {})).queuePosition).toBe(100)
  })
})

describe('goals of a conversation', () => {
  const minute = 60_000
  const sla = { firstResponse: { default: 60, URGENT: 15 }, resolution: { default: 600 } }
  const dueIn = (since: string, minutes: number) => new Date(Date.parse(since) + minutes * minute).toISOString()
  const open = { leftMs: null, metAt: null, breachedAt: null }

  it('are due after its target, and met by an agent’s answer and a resolution; reopened it has new ones', async () => {
    const { bob, set, arrive } = await newDesk()
    const { id: without } = await arrive()
    await set({ settings: { sla } })
    const { id, visitor } = await arrive()
    const read = (of = id) => bob.call(getAgentConversation, { id: of })
    expect(await read(without)).toMatchObject({ sla: null, waitingSince: expect.any(String) })
    const { openedAt, waitingSince, ...begun } = await read()
    expect(waitingSince).toBe(openedAt)
    expect(begun).toMatchObject({
      firstAnsweredAt: null,
      sla: {
        firstResponse: { ...open, targetMs: 60 * minute, dueAt: dueIn(openedAt, 60) },
        resolution: { ...open, targetMs: 600 * minute, dueAt: dueIn(openedAt, 600) },
      },
    })
    await bob.call(sendAgentMessage, { id, content: 'Hello' })
    const answered = await read()
    const metAt = answered.firstAnsweredAt
    expect(metAt).not.toBeNull()
    expect(answered).toMatchObject({ waitingSince: null, sla: { firstResponse: { metAt }, resolution: open } })
    const { sla: kept, closedAt } = await bob.call(resolveAgentConversation, { id })
    expect(kept).toMatchObject({ firstResponse: { metAt }, resolution: { metAt: closedAt, breachedAt: null } })
    await visitor.call(sendWidgetMessage, { content: 'One more thing' })
    const reopened = await read()
    expect(Date.parse(reopened.openedAt)).toBeGreaterThan(Date.parse(openedAt))
    expect(reopened).toMatchObject({
      firstAnsweredAt: null,
      sla: { firstResponse: { ...open, dueAt: dueIn(reopened.openedAt, 60) } },
    })
  })

  it('wait while it is put off, have the targets of its priority, and count the hours in which the desk is open', async () => {
    const { ada, set, arrive } = await newDesk()
    await set({ settings: { sla } })
    const { id } = await arrive()
    const change = (given: Omit<InputOf<typeof updateTenantConversation>, 'id'>) =>
      ada.call(updateTenantConversation, { id, ...given })
    const { openedAt } = await change({ priority: 'LOW' })
    const urgent = await change({ priority: 'URGENT' })
    // Of what is reckoned with again, a millisecond may be lost.
    const isNear = (given: string | null | undefined, minutes: number) =>
      expect(Math.abs(Date.parse(given!) - Date.parse(dueIn(openedAt, minutes)))).toBeLessThan(5)
    isNear(urgent.sla?.firstResponse?.dueAt, 15)
    isNear(urgent.sla?.resolution?.dueAt, 600)
    const { sla: paused } = await change({ isSnoozed: true })
    expect(paused).toMatchObject({ firstResponse: { dueAt: null }, resolution: { dueAt: null } })
    const { leftMs } = paused!.firstResponse!
    expect(leftMs).toBeGreaterThan(0)
    expect(leftMs).toBeLessThan(15 * minute)
    const { sla: resumed, updatedAt } = await change({ isSnoozed: false })
    expect(resumed).toMatchObject({
      firstResponse: { leftMs: null, dueAt: new Date(Date.parse(updatedAt) + leftMs!).toISOString() },
    })
    await set({ settings: closed })
    const later = await arrive()
    expect((await ada.call(getAgentConversation, { id: later.id })).sla).toMatchObject({
      firstResponse: { ...open, dueAt: null },
    })
  })

  it('are missed once, which agents and owners receive and find, and its visitor does not see', async () => {
    const { ada, bob, set, arrive } = await newDesk()
    await set({ settings: { sla } })
    const [{ id, visitor }, other] = [await arrive(), await arrive()]
    const sockets = [await bob.socket(), await ada.socket(), await visitor.socket()] as const
    const dueAt = new Date(Date.now() - minute).toISOString()
    await platform.database.query(
      `update support_desk.conversations
       set sla = jsonb_set(sla, '{firstResponse,dueAt}', to_jsonb($2::text)), sla_due_at = $2::timestamptz where id = $1`,
      [decodeId(id, ['cnv']), dueAt],
    )
    const { data } = await sockets[0].next(conversationSlaBreached)
    expect(data).toMatchObject({ id, sla: { firstResponse: { breachedAt: dueAt }, resolution: { breachedAt: null } } })
    const listed = async (breached: boolean) =>
      (await ada.call(listTenantConversations, { breached })).conversations.map((each) => each.id)
    expect([await listed(true), await listed(false)]).toEqual([[id], [other.id]])
    expect((await bob.call(listAgentConversations, { breached: true })).total).toBe(1)
    await bob.call(sendAgentMessage, { id, content: 'Sorry' })
    const { sla: kept } = await bob.call(resolveAgentConversation, { id })
    expect(kept!.firstResponse).toMatchObject({ breachedAt: dueAt, metAt: expect.any(String) })
    for (const socket of sockets) await socket.next(conversationResolved)
    expect(sockets.map((socket) => socket.all(conversationSlaBreached).length)).toEqual([1, 1, 0])
    expect(JSON.stringify(sockets[2].events)).not.toContain('"sla"')
  })

  it.each([
    [{ sla: { firstResponse: { default: 0 } } }, 'settings.sla.firstResponse.default'],
    [{ sla: { resolution: { SOON: 5 } } }, 'settings.sla.resolution'],
    [{ sla: true }, 'settings.sla'],
  ])('are refused as %j', async (settings, path) => {
    const { ada } = await newDesk()
    const { status, body } = await ada.client.answer(updateTenantWorkspace, { settings } as never)
    expect({ status, body }).toMatchObject({ status: 400, body: { data: [{ path: expect.stringContaining(path) }] } })
  })
})
