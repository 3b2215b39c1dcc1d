import { randomUUID } from 'node:crypto'
import type { Conversation } from '@parley/contracts/desk/conversation'
import { assignTenantConversation } from '@parley/contracts/desk/conversations'
import { notifyAgents } from '@parley/contracts/desk/jobs'
import { sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { updatePreferences } from '@parley/contracts/identity/preferences'
import { encodeId } from '@parley/contracts/type-id'
import { colleague, type Person, people } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { makeAgent } from '@parley/testing/rows/gateway'
import { newWidgetKey, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'
import { workNotifyAgents } from '../../src/push/notify-agents.ts'
import { openJob, subscribe } from './notifying.ts'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'support-desk'] })
const { ada, bob, gus, eve } = await people(platform)
const { workspaceId } = ada
const cyd = await colleague(platform, ada, 'cyd')
const names = new Map([ada, bob, gus, cyd, eve].map(({ userId, name }) => [userId, name]))
// Ada owns the workspace, and so is an agent; Cyd is none; Eve is one elsewhere.
for (const { userId } of [bob, gus]) await makeAgent(platform.database, { workspaceId, userId })
for (const who of [ada, bob, gus, cyd, eve]) await subscribe(who)

const run = openJob<{ id: string; at: string; workspace_id: string; data: Conversation }>(
  platform,
  names,
  workNotifyAgents,
)
const now = () => new Date().toISOString()
const notify = (data: Partial<Conversation>, { id = randomUUID(), at = now() } = {}) =>
  run({ id, at, workspace_id: workspaceId, data: { ...conversation, ...data } as Conversation })
const notified = async (...given: Parameters<typeof notify>) => (await notify(...given)).map(({ to }) => to)

const conversationId = randomUUID()
const said = (senderType: 'VISITOR' | 'AGENT', createdAt: string) => ({
  content: ' Where is my parcel? ',
  messageType: 'TEXT' as const,
  senderType,
  createdAt,
})
const conversation = {
  id: encodeId('cnv', conversationId),
  status: 'WAITING',
  agent: null,
  visitor: { name: 'Zoë' },
  lastMessage: said('VISITOR', now()),
} as Conversation
const of = ({ userId, name }: Person) => ({ id: encodeId('usr', userId), name, avatarUrl: null })

describe('Web Push to agents', () => {
  it('comes to every agent for a conversation that waits, in their language', async () => {
    await gus.call(updatePreferences, { language: 'de' })
    const [first, ...others] = await notify({})
    expect([first!.to, ...others.map(({ to }) => to)]).toEqual(['ada', 'bob', 'gus'])
    expect(first!.message).toEqual({
      title: 'Zoë waits for an answer',
      body: 'Where is my parcel?',
      path: `/app/${encodeId('wsp', workspaceId)}/desk/waiting/${encodeId('cnv', conversationId)}`,
      topic: conversationId.replaceAll('-', ''),
    })
    expect(others[1]!.message.title).toBe('Zoë wartet auf eine Antwort')
  })

  it('comes to the one agent whom it is given to, or waits for', async () => {
    const [given, ...others] = await notify({ status: 'ACTIVE', agent: of(bob) })
    expect([given, ...others]).toMatchObject([
      { to: 'bob', message: { title: 'Zoë is yours now', path: expect.stringContaining('/desk/mine/') } },
    ])
    expect(await notified({ agent: of(gus) })).toEqual(['gus'])
    const byAnother = { lastMessage: said('AGENT', new Date(Date.now() - 1_000).toISOString()) }
    expect(await notified({ status: 'ACTIVE', agent: of(bob), ...byAnother })).toEqual(['bob'])
  })

  it('comes to nobody who has taken it by answering, or is no agent', async () => {
    const at = now()
    expect(await notified({ status: 'ACTIVE', agent: of(bob), lastMessage: said('AGENT', at) }, { at })).toEqual([])
    expect(await notified({ status: 'ACTIVE', agent: of(cyd) })).toEqual([])
    expect(await notified({ status: 'ACTIVE', agent: of(eve) })).toEqual([])
  })

  it('comes once for an event, to nobody in their quiet hours, and not an hour later', async () => {
    const id = randomUUID()
    expect(await notified({}, { id })).toEqual(['ada', 'bob', 'gus'])
    expect(await notified({}, { id })).toEqual([])
    await gus.call(updatePreferences, { quiet_hours: { starts: '00:00', ends: '00:00' } })
    expect(await notified({})).toEqual(['ada', 'bob'])
    expect(await notified({}, { at: new Date(Date.now() - 3_600_001).toISOString() })).toEqual([])
  })
})

it(`${notifyAgents.name} is started by a conversation that waits, or is given to an agent, for those who are not online`, async () => {
  const measure = async (labels: string) => {
    const metrics = await (await fetch(`${platform.url}/metrics`)).text()
    return Number(new RegExp(`^parley_${labels}[^}]*\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? 0)
  }
  const jobsDone = () => measure(`job_duration_seconds_count\\{[^}]*job="${notifyAgents.name}"[^}]*outcome="done"`)
  // Nobody can call push.invalid.
  const tried = () => measure('push_notifications_total\\{[^}]*outcome="failed"')
  await gus.call(updatePreferences, { quiet_hours: null })
  await bob.socket()
  const visitor = await visit(platform, await newWidgetKey(ada))
  const { conversationId: id } = await visitor.call(sendWidgetMessage, { content: 'Where is my parcel?' })
  await vi.waitFor(async () => expect(await jobsDone()).toBe(1), 30_000)
  expect(await tried()).toBe(2)
  for (const { userId } of [bob, gus])
    await ada.call(assignTenantConversation, { id, agentId: encodeId('usr', userId) })
  await vi.waitFor(async () => expect(await jobsDone()).toBe(3), 30_000)
  expect(await tried()).toBe(3)
})
