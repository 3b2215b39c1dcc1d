import { randomUUID } from 'node:crypto'
import { createCannedReply, getCannedReply } from '@parley/contracts/desk/canned-replies'
import {
  actOnAgentConversations,
  actOnTenantConversations,
  conversationLimits,
  updateAgentConversation,
  updateTenantConversation,
} from '@parley/contracts/desk/conversation-actions'
import { getAgentConversation, listAgentConversations } from '@parley/contracts/desk/conversation-lists'
import { resolveAgentConversation } from '@parley/contracts/desk/conversations'
import { conversationUpdated } from '@parley/contracts/desk/events'
import { createLabel, deleteLabel } from '@parley/contracts/desk/labels'
import { applyMacro, createMacro, deleteMacro, listMacros, updateMacro } from '@parley/contracts/desk/macros'
import { listAgentMessages, listNotes, sendAgentMessage } from '@parley/contracts/desk/messages'
import { createSavedView, deleteSavedView, listSavedViews, updateSavedView } from '@parley/contracts/desk/saved-views'
import { createTeam, deleteTeam } from '@parley/contracts/desk/teams'
import { updateWidgetVisitor } from '@parley/contracts/desk/widget'
import { listWidgetConversations, listWidgetMessages, sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { type InputOf, title } from '@parley/contracts/endpoint'
import { decodeId, encodeId } from '@parley/contracts/type-id'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { newWidgetKey, type TestVisitor, visit } from '@parley/testing/visitors'
import { describe, expect, it, vi } from 'vitest'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'support-desk'] })
const { database } = platform
const [ada, eve] = [await newcomer(platform, 'ada'), await newcomer(platform, 'eve')]
const [bob, cem] = await Promise.all(
  ['bob', 'cem'].map((name) => colleague(platform, ada, name, { role: 'guest', agent: true })),
)
const [key, foreignKey] = [await newWidgetKey(ada), await newWidgetKey(eve)]
const idOf = ({ userId }: Person) => encodeId('usr', userId)
const missing = { status: 404, body: { statusCode: 404, statusMessage: 'No such conversation.', data: null } }
const soon = { timeout: 20_000 }
const dayMs = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString()

/** A visitor who has written, and their conversation. */
async function newConversation(apiKey = key): Promise<{ visitor: TestVisitor; id: string }> {
  const visitor = await visit(platform, apiKey)
  const { conversationId } = await visitor.call(sendWidgetMessage, { content: 'Hello?' })
  return { visitor, id: conversationId }
}
const read = (id: string) => bob!.call(getAgentConversation, { id })
const newLabel = (who: Person = ada) => who.call(createLabel, { name: randomUUID() })

describe(title(updateAgentConversation), () => {
  it('changes labels and priority, for agents and owners, and nothing that its visitor sees', async () => {
    const { visitor, id } = await newConversation()
    const seen = await visitor.call(listWidgetConversations)
    const [vip, billing] = [await newLabel(), await newLabel()]
    const before = await read(id)
    const change = { id, labelIds: [vip.id, billing.id, vip.id], priority: 'HIGH' as const }
    const changed = await bob!.call(updateAgentConversation, change)
    expect(changed).toMatchObject({ priority: 'HIGH', rev: before.rev + 2, status: 'WAITING' })
    expect(changed.labels.map((label) => label.id).sort()).toEqual([vip.id, billing.id].sort())
    expect(await read(id)).toMatchObject(changed)
    expect(await ada.call(updateTenantConversation, change)).toEqual(changed)
    expect(await ada.call(updateTenantConversation, { id, priority: null })).toMatchObject({ priority: null })
    expect((await bob!.call(updateAgentConversation, { id, labelIds: [vip.id] })).labels).toMatchObject(
      [vip].map(shown),
    )
    const { conversations } = await visitor.call(listWidgetConversations)
    expect(conversations.map(({ rev: _, updatedAt: __, ...rest }) => rest)).toEqual(
      seen.conversations.map(({ rev: _, updatedAt: __, ...rest }) => rest),
    )
    const team = await ada.call(createTeam, { name: randomUUID() })
    const actions = [{ type: 'assignTeam', teamId: team.id } as const]
    await ada.call(actOnTenantConversations, { ids: [id], actions })
    await ada.call(deleteLabel, { id: vip.id })
    await ada.call(deleteTeam, { id: team.id })
    expect(await read(id)).toMatchObject({ labels: [], team: null })
    for (const filter of [{ label: vip.id }, { teamId: team.id }])
      expect((await bob!.call(listAgentConversations, filter)).conversations).toEqual([])
    const named = `select from support_desk.conversations
      where workspace_id = $1 and id = $2 and (label_ids <> '{}' or team_id is not null)`
    const left = () => database.query(named, [ada.workspaceId, decodeId(id, ['cnv'])])
    await vi.waitUntil(async () => (await left()).length === 0, soon)
  })
  const shown = ({ id, name, color }: Awaited<ReturnType<typeof newLabel>>) => ({ id, name, color })

  it('takes no label of another workspace, and no conversation of another', async () => {
    const [{ id }, foreign] = [await newConversation(), await newConversation(foreignKey)]
    const [own, theirs] = [await newLabel(), await newLabel(eve)]
    for (const labelId of [theirs.id, randomUUID()])
      expect(
        await bob!.client.answer(updateAgentConversation, { id, labelIds: [own.id, labelId], priority: 'LOW' }),
      ).toMatchObject({ status: 404, body: { statusMessage: 'No such label.' } })
    expect(await read(id)).toMatchObject({ labels: [], priority: null })
    for (const each of [foreign.id, randomUUID()]) {
      expect(await bob!.client.answer(updateAgentConversation, { id: each, priority: 'LOW' })).toMatchObject(missing)
      expect(await ada.client.answer(updateTenantConversation, { id: each, priority: 'LOW' })).toMatchObject(missing)
    }
  })

  it('puts a conversation off until its visitor writes', async () => {
    const { visitor, id } = await newConversation()
    const off = { isSnoozed: true, snoozedUntil: null }
    expect(await bob!.call(updateAgentConversation, { id, isSnoozed: true })).toMatchObject(off)
    await bob!.call(sendAgentMessage, { id, content: 'Until tomorrow' })
    expect(await read(id)).toMatchObject(off)
    const socket = await bob!.socket()
    await visitor.call(sendWidgetMessage, { content: 'Today' })
    const { data } = await socket.next(conversationUpdated, ({ conversation_id }) => conversation_id === id)
    for (const shown of [data, await read(id)]) expect(shown).toMatchObject({ isSnoozed: false, snoozedUntil: null })
  })

  it('puts a conversation off until a time, and has it back then', async () => {
    const { id } = await newConversation()
    const snoozedUntil = inDays(2)
    expect(await bob!.call(updateAgentConversation, { id, isSnoozed: true, snoozedUntil })).toMatchObject({
      isSnoozed: true,
      snoozedUntil,
    })
    const { rev } = await read(id)
    expect(await bob!.call(updateAgentConversation, { id, isSnoozed: true, snoozedUntil })).toMatchObject({ rev })
    await database.query(
      'update support_desk.conversations set snoozed_until = now() where workspace_id = $1 and id = $2',
      [ada.workspaceId, decodeId(id, ['cnv'])],
    )
    await vi.waitUntil(async () => !(await read(id)).isSnoozed, soon)
    expect(await read(id)).toMatchObject({ snoozedUntil: null, rev: rev + 1 })
    await bob!.call(updateAgentConversation, { id, isSnoozed: true, snoozedUntil })
    expect(await bob!.call(updateAgentConversation, { id, isSnoozed: false })).toMatchObject({ isSnoozed: false })
    await bob!.call(resolveAgentConversation, { id })
    expect(await bob!.client.answer(updateAgentConversation, { id, isSnoozed: true })).toMatchObject({ status: 409 })
    expect((await bob!.client.answer(updateAgentConversation, { id, isSnoozed: false })).status).toBe(200)
  })

  const someone = newConversation()
  it.each([
    [{ priority: 'high' }, 'priority'],
    [{ labelIds: 'vip' }, 'labelIds'],
    [{ labelIds: Array.from({ length: conversationLimits.labels + 1 }, () => randomUUID()) }, 'labelIds'],
    [{ isSnoozed: true, snoozedUntil: inDays(-1) }, 'snoozedUntil'],
    [{ isSnoozed: true, snoozedUntil: inDays(366) }, 'snoozedUntil'],
    [{ isSnoozed: true, snoozedUntil: 'tomorrow' }, 'snoozedUntil'],
    [{ snoozedUntil: inDays(1) }, 'snoozedUntil'],
  ])('refuses %j', async (input, path) => {
    const { id } = await someone
    const { status, body } = await bob!.client.answer(updateAgentConversation, { id, ...input } as never)
    expect({ status, body }).toMatchObject({ status: 400, body: { data: [{ path }] } })
  })
})

describe(title(actOnAgentConversations), () => {
  it('does the same with each that it may, and says what became of the others', async () => {
    const [free, own, others, closed] = await Promise.all([1, 2, 3, 4].map(() => newConversation()))
    const foreign = await newConversation(foreignKey)
    await bob!.call(sendAgentMessage, { id: own!.id, content: 'Mine' })
    await cem!.call(sendAgentMessage, { id: others!.id, content: 'His' })
    await cem!.call(resolveAgentConversation, { id: closed!.id })
    const label = await newLabel()
    const ids = [others, foreign, closed, free, own].map((each) => each!.id)
    const actions = [
      { type: 'addLabel', labelId: label.id } as const,
      { type: 'setPriority', priority: 'URGENT' } as const,
      { type: 'assign', agentId: idOf(cem!) } as const,
    ]
    const { results } = await bob!.call(actOnAgentConversations, { ids: [...ids, ids[0]!], actions })
    expect(results).toEqual(
      ['conflict', 'not_found', 'conflict', 'done', 'done'].map((outcome, i) => ({ id: ids[i], outcome })),
    )
    for (const { id } of [free!, own!])
      expect(await read(id)).toMatchObject({
        ...{ status: 'ACTIVE', agent: { id: idOf(cem!) }, priority: 'URGENT', labels: [{ id: label.id }] },
      })
    for (const { id } of [others!, closed!]) expect(await read(id)).toMatchObject({ priority: null, labels: [] })
    expect(await eve.call(getAgentConversation, { id: foreign.id })).toMatchObject({
      priority: null,
      status: 'WAITING',
    })
  })

  it('does nothing at all where a label, an agent or a team is not there', async () => {
    const { id } = await newConversation()
    const guest = await colleague(platform, ada, `guest-${randomUUID()}`, { role: 'guest' })
    const admin = await colleague(platform, ada, `admin-${randomUUID()}`, { role: 'admin' })
    const before = await read(id)
    const first = { type: 'setPriority', priority: 'LOW' } as const
    const status = async (who: Person, action: InputOf<typeof actOnTenantConversations>['actions'][number]) =>
      (await who.client.answer(actOnTenantConversations, { ids: [id], actions: [first, action] })).status
    for (const agentId of [guest, eve].map(idOf)) expect(await status(ada, { type: 'assign', agentId })).toBe(404)
    expect(await status(ada, { type: 'addLabel', labelId: (await newLabel(eve)).id })).toBe(404)
    expect(await status(ada, { type: 'assignTeam', teamId: encodeId('team', randomUUID()) })).toBe(404)
    expect(await status(admin, { type: 'assign', agentId: null })).toBe(403)
    expect(await read(id)).toEqual(before)
  })

  it('resolves for owners whatever it is, with counts that follow', async () => {
    const made = await Promise.all([1, 2, 3].map(() => newConversation()))
    const ids = made.map(({ id }) => id)
    await cem!.call(sendAgentMessage, { id: ids[0]!, content: 'Mine' })
    const countsOf = async () => (await bob!.call(listAgentConversations)).counts
    const before = await countsOf()
    const done = ids.map((id) => ({ id, outcome: 'done' }))
    const actions = [{ type: 'resolve' } as const]
    const both = await Promise.all([
      ada.call(actOnTenantConversations, { ids, actions }),
      ada.call(actOnTenantConversations, { ids: ids.toReversed(), actions }),
    ])
    expect(both.map(({ results }) => results)).toEqual([done, done.toReversed()])
    for (const { id, visitor } of made) {
      expect(await read(id)).toMatchObject({ status: 'CLOSED' })
      const { messages } = await visitor.call(listWidgetMessages)
      expect(messages.filter(({ messageType }) => messageType === 'SYSTEM')).toHaveLength(1)
    }
    const { active, waiting, closed } = await countsOf()
    expect([active, waiting, closed]).toEqual([before.active - 1, before.waiting - 2, before.closed + 3])
  })

  it('has a conversation wait for a team instead of an agent', async () => {
    const { id } = await newConversation()
    const team = await ada.call(createTeam, { name: randomUUID(), memberIds: [cem!.userId] })
    await bob!.call(sendAgentMessage, { id, content: 'Mine' })
    const actions = [{ type: 'assignTeam', teamId: team.id } as const]
    expect(await cem!.call(actOnAgentConversations, { ids: [id], actions })).toMatchObject({
      results: [{ outcome: 'conflict' }],
    })
    await bob!.call(actOnAgentConversations, { ids: [id], actions })
    expect(await read(id)).toMatchObject({ status: 'WAITING', agent: null, team: { id: team.id, name: team.name } })
    expect((await cem!.call(listAgentConversations, { teamId: team.id })).conversations).toMatchObject([{ id }])
    await cem!.call(sendAgentMessage, { id, content: 'Ours' })
    expect(await read(id)).toMatchObject({ status: 'ACTIVE', agent: { id: idOf(cem!) }, team: { id: team.id } })
  })

  it.each([
    [{ ids: [] }, 'ids'],
    [{ ids: Array.from({ length: conversationLimits.atOnce + 1 }, () => randomUUID()) }, 'ids'],
    [{ actions: [] }, 'actions'],
    [{ actions: [{ type: 'reply', content: 'To all' }] }, 'actions.0.type'],
    [{ actions: [{ type: 'addLabel' }] }, 'actions.0.labelId'],
    [{ actions: [{ type: 'snooze', minutes: 0 }] }, 'actions.0.minutes'],
  ])('refuses %j', async (input, path) => {
    const given = { ids: [randomUUID()], actions: [{ type: 'resolve' }], ...input }
    const { status, body } = await bob!.client.answer(actOnAgentConversations, given as never)
    expect({ status, body }).toMatchObject({ status: 400, body: { data: [{ path }] } })
  })
})

describe('macros', () => {
  const unique = () => ({ name: randomUUID() })

  it('are kept with their actions, shared or one’s own', async () => {
    const labelId = randomUUID()
    const actions = [
      { type: 'reply', content: 'Hello {{visitor.name}}' },
      { type: 'addLabel', labelId },
      { type: 'assign', agentId: null },
      { type: 'snooze', minutes: 60 },
      { type: 'resolve' },
    ] as const
    const made = await bob!.call(createMacro, { ...unique(), actions: [...actions] })
    expect(made).toMatchObject({
      id: expect.stringMatching(/^mac_/),
      isShared: false,
      actions: actions.map((each) => ('labelId' in each ? { ...each, labelId: encodeId('lbl', labelId) } : each)),
    })
    expect((await bob!.call(listMacros)).macros).toContainEqual(made)
    expect((await cem!.call(listMacros)).macros.map(({ id }) => id)).not.toContain(made.id)
    const changed = await bob!.call(updateMacro, { id: made.id, actions: [{ type: 'resolve' }] })
    expect(changed).toMatchObject({ name: made.name, actions: [{ type: 'resolve' }] })
    expect((await bob!.client.answer(updateMacro, { id: made.id, isShared: true })).status).toBe(403)
    await bob!.call(deleteMacro, { id: made.id })
    expect((await bob!.call(listMacros)).macros.map(({ id }) => id)).not.toContain(made.id)
  })

  it('do what they say, filled in, in the agent’s name', async () => {
    const { visitor, id } = await newConversation()
    await visitor.call(updateWidgetVisitor, { name: 'Jane Doe' })
    const label = await newLabel()
    const { id: macroId } = await ada.call(createMacro, {
      ...{ ...unique(), isShared: true },
      actions: [
        { type: 'reply', content: 'Hi {{visitor.firstName}}, {{agent.name}} here.' },
        { type: 'note', content: 'About {{visitor.email | nobody}}' },
        { type: 'addLabel', labelId: label.id },
        { type: 'addLabel', labelId: randomUUID() },
        { type: 'setPriority', priority: 'LOW' },
        { type: 'resolve' },
      ],
    })
    const done = await bob!.call(applyMacro, { id: macroId, conversationId: id })
    expect(done).toMatchObject({
      status: 'CLOSED',
      agent: { id: idOf(bob!) },
      labels: [{ id: label.id }],
      priority: 'LOW',
    })
    const { messages } = await bob!.call(listAgentMessages, { id })
    expect(messages.map(({ senderType, content }) => [senderType, content])).toEqual([
      ['VISITOR', 'Hello?'],
      ['AGENT', 'Hi Jane, bob here.'],
      ['SYSTEM', expect.any(String)],
    ])
    expect((await bob!.call(listNotes, { id })).notes).toMatchObject([
      { content: 'About nobody', authorId: idOf(bob!) },
    ])
    expect(JSON.stringify(await visitor.call(listWidgetMessages))).not.toContain('About nobody')
  })

  it('write nothing that could not be written by hand', async () => {
    const { visitor, id } = await newConversation()
    await visitor.call(updateWidgetVisitor, { name: 'J'.repeat(100) })
    const before = await read(id)
    for (const content of ['{{visitor.email}}', '{{visitor.name}}'.repeat(200)])
      for (const type of ['reply', 'note'] as const) {
        const macro = await bob!.call(createMacro, { ...unique(), actions: [{ type, content }] })
        expect((await bob!.client.answer(applyMacro, { id: macro.id, conversationId: id })).status).toBe(409)
      }
    expect(await read(id)).toEqual(before)
  })

  it('do all or nothing', async () => {
    const { id } = await newConversation()
    await cem!.call(sendAgentMessage, { id, content: 'Mine' })
    const label = await newLabel()
    const actions = [{ type: 'addLabel', labelId: label.id } as const, { type: 'reply', content: 'Mine' } as const]
    const macro = await bob!.call(createMacro, { ...unique(), actions })
    const before = await read(id)
    expect(await bob!.client.answer(applyMacro, { id: macro.id, conversationId: id })).toMatchObject({
      status: 409,
      body: { statusMessage: 'cem has this conversation.' },
    })
    expect(await read(id)).toEqual(before)
    const foreign = await newConversation(foreignKey)
    expect(await bob!.client.answer(applyMacro, { id: macro.id, conversationId: foreign.id })).toMatchObject(missing)
    expect(await cem!.client.answer(applyMacro, { id: macro.id, conversationId: id })).toMatchObject({
      status: 404,
      body: { statusMessage: 'No such macro.' },
    })
  })
})

describe(title(getCannedReply), () => {
  it('fills in a reply for a conversation', async () => {
    const { id: conversationId } = await newConversation()
    const content = '{{visitor.name | Hello}}, {{agent.firstName}} of {{workspace.name}}'
    const reply = await bob!.call(createCannedReply, { name: randomUUID(), content })
    expect(await bob!.call(getCannedReply, { id: reply.id })).toEqual({ ...reply, filledIn: null })
    expect(await bob!.call(getCannedReply, { id: reply.id, conversationId })).toEqual({
      ...reply,
      filledIn: 'Hello, bob of ada’s',
    })
    const foreign = await newConversation(foreignKey)
    expect(await bob!.client.answer(getCannedReply, { id: reply.id, conversationId: foreign.id })).toMatchObject(
      missing,
    )
    expect((await cem!.client.answer(getCannedReply, { id: reply.id, conversationId })).status).toBe(404)
  })
})

describe('saved views', () => {
  it('are kept as the list takes them', async () => {
    const { id } = await newConversation()
    const label = await newLabel()
    await bob!.call(updateAgentConversation, { id, labelIds: [label.id], isSnoozed: true })
    const filter = { status: 'waiting,active', label: decodeId(label.id, ['lbl'])!, unassigned: true, snoozed: true }
    const view = await bob!.call(createSavedView, { name: randomUUID(), filter })
    expect(view).toMatchObject({ id: expect.stringMatching(/^view_/), isShared: false })
    expect(view.filter).toEqual({ status: ['waiting', 'active'], label: label.id, unassigned: true, snoozed: true })
    expect((await bob!.call(listAgentConversations, view.filter)).conversations).toMatchObject([{ id }])
    expect((await bob!.call(listSavedViews)).views).toContainEqual(view)
    expect((await cem!.call(listSavedViews)).views).not.toContainEqual(view)
    const { updatedAt: _, ...kept } = await bob!.call(updateSavedView, { id: view.id, filter: {} })
    expect({ ...view, filter: {} }).toMatchObject(kept)
    await bob!.call(deleteSavedView, { id: view.id })
    expect((await bob!.client.answer(deleteSavedView, { id: view.id })).status).toBe(404)
  })

  it.each([
    [{ status: 'open' }, 'filter.status'],
    [{ mine: true, unassigned: true }, 'filter'],
    [{ label: 'vip' }, 'filter.label'],
  ])('refuse %j', async (filter, path) => {
    const { status, body } = await bob!.client.answer(createSavedView, { name: 'View', filter } as never)
    expect({ status, body }).toMatchObject({ status: 400, body: { data: [{ path }] } })
  })
})
