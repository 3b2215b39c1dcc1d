import { actOnTenantConversations, updateTenantConversation } from '@parley/contracts/desk/conversation-actions'
import { resolveAgentConversation, updateTenantConversationStatus } from '@parley/contracts/desk/conversations'
import { listAgentMessages, sendAgentMessage } from '@parley/contracts/desk/messages'
import { getWidgetConfig } from '@parley/contracts/desk/widget'
import { listWidgetMessages, sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import type { InputOf } from '@parley/contracts/endpoint'
import { colleague, newcomer } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { newWidgetKey, type TestVisitor, visit } from '@parley/testing/visitors'
import { describe, expect, it } from 'vitest'

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
    const away =
      'SYSTEM: We are away at the moment. We have your message, and will answer you here as soon as we are back.'
    const { visitor, id } = await arrive()
    await visitor.call(sendWidgetMessage, { content: 'Anybody?' })
    expect(await said(id)).toEqual(['VISITOR: Hello?', away, 'VISITOR: Anybody?'])
    expect((await platform.client().call(getWidgetConfig, { apiKey })).hours).toMatchObject({ isOpen: false })
    expect((await visit(platform, apiKey)).session.hours).toMatchObject({ isOpen: false, opensAt: null })

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
    const position = async ({ visitor }: { visitor: TestVisitor }) =>
      (await visitor.call(listWidgetMessages, {})).queuePosition
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
