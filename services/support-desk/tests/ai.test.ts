import { suggestAgentReply, summarizeAgentConversation } from '@parley/contracts/desk/agent-assistance'
import { actOnTenantConversations } from '@parley/contracts/desk/conversation-actions'
import { getAgentConversation, listTenantConversations } from '@parley/contracts/desk/conversation-lists'
import {
  deleteTenantConversation,
  resolveAgentConversation,
  updateTenantConversationStatus,
} from '@parley/contracts/desk/conversations'
import { analyseResolved } from '@parley/contracts/desk/jobs'
import { createNote, listAgentMessages, sendAgentMessage } from '@parley/contracts/desk/messages'
import { createTeam } from '@parley/contracts/desk/teams'
import { listWidgetMessages, sendWidgetMessage } from '@parley/contracts/desk/widget-messages'
import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import type { Language } from '@parley/contracts/fields'
import { updateKnowledge, uploadKnowledge } from '@parley/contracts/knowledge/knowledge'
import { putBudget } from '@parley/contracts/usage/budgets'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import type { Env } from '@parley/testing/settings'
import { newWidgetKey, type TestVisitor, visit } from '@parley/testing/visitors'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { DB } from '../src/schema.ts'
import { speakAtOnce } from './speaking-at-once.ts'

/** Read anew whenever the service starts. */
const deskEnv: Env = {}
const platform = await bootPlatform({ serviceEnv: { 'support-desk': deskEnv } })
const [ada, eve] = [await newcomer(platform, 'ada'), await newcomer(platform, 'eve')]
const bob = await colleague(platform, ada, 'bob', { role: 'guest', agent: true })
const key = await newWidgetKey(ada)
const [question, unknown] = ['How long do parcels to Austria take?', 'Do you sell submarines?']

async function know(owner: Person, title: string, content: string, isPublic: boolean) {
  const { data } = await owner.call(uploadKnowledge, { title, content })
  if (isPublic) await owner.call(updateKnowledge, { id: data.id, is_public: true })
}
await know(ada, 'Shipping', 'Parcels to Austria take three working days.', true)
await know(ada, 'Margins', 'The secret discount for resellers is forty percent.', false)

const setAi = (owner: Person, firstResponse: boolean, language: Language = 'en') =>
  owner.call(updateTenantWorkspace, { companyName: 'Acme', language, settings: { ai: { firstResponse } } })
const said = async (id: string) =>
  (await bob.call(listAgentMessages, { id })).messages.map(({ senderType, content }) => ({ senderType, content }))
const until = (id: string, count: number) =>
  vi.waitFor(
    async () => {
      const messages = await said(id)
      expect(messages.length).toBeGreaterThanOrEqual(count)
      return messages
    },
    { timeout: 30_000, interval: 50 },
  )
const untilAnalysed = (id: string) =>
  vi.waitFor(
    async () => {
      const found = await bob.call(getAgentConversation, { id })
      expect(found.analysis).not.toBeNull()
      return found
    },
    { timeout: 30_000, interval: 50 },
  )
async function write(content: string, visitor?: TestVisitor) {
  const by = visitor ?? (await visit(platform, key))
  const { conversationId: id } = await by.call(sendWidgetMessage, { content })
  return { id, visitor: by }
}

describe('a visitor who waits', () => {
  it('is answered by AI where the workspace wants that: it says that it is one, and from where it knows', async () => {
    const { id: silent } = await write(question)
    await setAi(ada, true)
    const { id, visitor } = await write(question)
    const [, first] = await until(id, 2)
    expect(first).toEqual({
      senderType: 'AI',
      content:
        'I am the AI assistant of Acme. This is what I know:\n\n“Parcels to Austria take three working days.”\n\nSource: Shipping',
    })
    await write('And parcels to Austria again?', visitor)
    const messages = await until(id, 4)
    expect(messages[3]!.content).toMatch(/^“Parcels to Austria/)
    expect(await bob.call(getAgentConversation, { id })).toMatchObject({
      status: 'WAITING',
      agent: null,
      unreadCount: 2,
    })
    expect(await said(silent)).toHaveLength(1)
  })

  it('is left to people where AI knows nothing, or they ask for one, until it is resolved and reopened', async () => {
    await setAi(ada, true, 'de')
    const { id, visitor } = await write(unknown)
    const [, handedOver] = await until(id, 2)
    expect(handedOver).toMatchObject({ senderType: 'AI', content: expect.stringContaining('Ein Mensch antwortet') })
    await write(question, visitor)
    await bob.call(resolveAgentConversation, { id })
    await write(question, visitor)
    const messages = await until(id, 6)
    expect(messages.map(({ senderType }) => senderType)).toEqual([
      'VISITOR',
      'AI',
      'VISITOR',
      'SYSTEM',
      'VISITOR',
      'AI',
    ])
    expect(messages[5]!.content).toMatch(/Quelle: Shipping$/)
    const asking = await write('Ich möchte mit einem Menschen sprechen. Wie lange brauchen Parcels to Austria?')
    expect((await until(asking.id, 2))[1]!.content).toContain('Ein Mensch')
    await setAi(ada, true, 'en')
  })

  it('is left to people where AI is less sure than the workspace demands', async () => {
    await ada.call(updateTenantWorkspace, { settings: { ai: { firstResponse: true, minConfidence: 0.95 } } })
    const { id } = await write(question)
    expect((await until(id, 2))[1]!.content).toBe('I pass this on to my colleagues. A person will answer you here.')
    await ada.call(updateTenantWorkspace, { settings: { ai: { minConfidence: null } } })
    const { id: later } = await write(question)
    expect((await until(later, 2))[1]!.content).toContain('“Parcels to Austria take three working days.”')
  })

  it('is told nothing that is not public, whatever they ask for', async () => {
    const { id } = await write('What is the secret discount for resellers?')
    const [, answer] = await until(id, 2)
    expect(answer!.content).toBe('I pass this on to my colleagues. A person will answer you here.')
  })

  it('is answered by people alone once one has written or decided anything', async () => {
    const { id, visitor } = await write(unknown)
    await until(id, 2)
    await bob.call(sendAgentMessage, { id, content: 'We have none.' })
    await ada.call(updateTenantConversationStatus, { id, status: 'WAITING' })
    const ofTeam = await write(question)
    await until(ofTeam.id, 2)
    const { id: teamId } = await ada.call(createTeam, { name: 'Shipping', memberIds: [bob.userId] })
    await ada.call(actOnTenantConversations, { ids: [ofTeam.id], actions: [{ type: 'assignTeam', teamId }] })
    for (const each of [visitor, ofTeam.visitor]) await write(question, each)
    const { id: later } = await write(question)
    await until(later, 2)
    for (const each of [id, ofTeam.id])
      expect((await said(each)).at(-1)).toEqual({ senderType: 'VISITOR', content: question })
  })

  it('is answered by AI before an agent is given the conversation, and by AI alone where nobody has to', async () => {
    await setAi(ada, true)
    const socket = await bob.socket()
    await ada.call(updateTenantWorkspace, { settings: { routing: { mode: 'roundRobin', capacity: 100 } } })
    const answered = await write(question)
    await until(answered.id, 2)
    const handedOver = await write(unknown)
    const agentOf = async ({ id }: { id: string }) => (await bob.call(getAgentConversation, { id })).agent
    await vi.waitUntil(async () => (await agentOf(handedOver)) !== null, { timeout: 30_000 })
    expect((await said(handedOver.id)).map(({ senderType }) => senderType)).toEqual(['VISITOR', 'AI'])
    // It has waited for longer.
    expect(await agentOf(answered)).toBeNull()
    await write('A person, please.', answered.visitor)
    await vi.waitUntil(async () => (await agentOf(answered)) !== null, { timeout: 30_000 })
    expect((await said(answered.id)).at(-1)).toMatchObject({ senderType: 'AI' })
    await ada.call(updateTenantWorkspace, { settings: { routing: null } })
    await socket.close()
  })

  it('is told that nobody is there when AI hands over, and not beside what it answers', async () => {
    await setAi(ada, true)
    await ada.call(updateTenantWorkspace, { settings: { hours: { days: {} } } })
    const { id, visitor } = await write(question)
    await until(id, 2)
    await write(unknown, visitor)
    const messages = await until(id, 4)
    await write('Hello?', visitor)
    expect(messages.map(({ senderType }) => senderType)).toEqual(['VISITOR', 'AI', 'VISITOR', 'AI'])
    expect(messages[3]!.content).toMatch(/A person will answer you here\.\n\nWe are away at the moment/)
    expect(await said(id)).toHaveLength(5)
    await ada.call(updateTenantWorkspace, { settings: { hours: null } })
  })

  it('waits for people as ever where the budget is used up', async () => {
    const poor = await newcomer(platform, 'poor')
    await know(poor, 'Shipping', 'Parcels to Austria take three working days.', true)
    await poor.call(putBudget, { hard_usd: 0 })
    await setAi(poor, true)
    const visitor = await visit(platform, await newWidgetKey(poor))
    await visitor.call(sendWidgetMessage, { content: question })
    const { id } = await write(question)
    await until(id, 2)
    const { conversations } = await poor.call(listTenantConversations, {})
    expect(conversations).toMatchObject([{ status: 'WAITING', lastMessage: { senderType: 'VISITOR' } }])
    // Where nobody is there, AI is not waited for.
    await poor.call(updateTenantWorkspace, { settings: { hours: { days: {} } } })
    await visitor.call(sendWidgetMessage, { content: question })
    await vi.waitUntil(
      async () => (await visitor.call(listWidgetMessages, {})).messages.at(-1)!.senderType === 'SYSTEM',
      { timeout: 30_000 },
    )
  })
})

it('AI says nothing after a person has acted, however both meet', async () => {
  const db = createDatabase<DB>('support-desk', {
    url: platform.database.urlOf('support-desk'),
    poolSize: 8,
    log: createLog('test', { LOG_LEVEL: 'silent' }),
  })
  closeAfterwards({ close: () => db.destroy() })
  const { met, broken } = await speakAtOnce(db, ada.workspaceId, bob.userId, { times: 120, seed: 7 })
  expect(broken).toEqual([])
  // Otherwise they would not have met.
  for (const [deed, { spoken, silenced }] of Object.entries(met))
    expect(Math.min(spoken, silenced), deed).toBeGreaterThan(1)
})

describe('a conversation that is resolved', () => {
  it('is analysed, with topics and the messages that show it', async () => {
    await setAi(ada, false, 'de')
    const { id, visitor } = await write('My parcel to Graz is lost, the parcel was for a birthday!')
    await bob.call(sendAgentMessage, { id, content: 'We send the parcel again today.' })
    await write('Great, thank you, that works!', visitor)
    const socket = await bob.socket()
    await bob.call(resolveAgentConversation, { id })
    const { analysis, topics } = await untilAnalysed(id)
    expect(analysis).toMatchObject({ outcome: 'resolved', sentiment: 'positive', topics })
    expect(topics).toContain('parcel')
    // In the workspace’s language, as far as it is not quoted; so is what an agent asks for.
    expect(analysis!.summary).toContain('Besucher: “')
    expect((await bob.call(summarizeAgentConversation, { id })).summary).toContain('Besucher: “')
    await setAi(ada, false)
    const { messages } = await bob.call(listAgentMessages, { id })
    expect(analysis!.evidence).not.toEqual([])
    expect(messages.map((message) => message.id)).toEqual(expect.arrayContaining(analysis!.evidence))
    await socket.close()
  })

  it('is not about what AI says of itself, nor about what the desk says while it is closed', async () => {
    await setAi(ada, true)
    await ada.call(updateTenantWorkspace, { settings: { hours: { days: {} } } })
    const { id, visitor } = await write(question)
    await until(id, 2)
    await write(unknown, visitor)
    await until(id, 4)
    await bob.call(resolveAgentConversation, { id })
    const { analysis, topics } = await untilAnalysed(id)
    await ada.call(updateTenantWorkspace, { settings: { hours: null } })
    await setAi(ada, false)
    const said = [...topics, analysis!.summary].join(' ').toLowerCase()
    for (const own of ['assistant of', 'colleagues', 'person', 'pass', 'away', 'moment', 'back'])
      expect(said).not.toContain(own)
  })

  it('that is deleted meanwhile is not analysed', async () => {
    const { id } = await write('Nothing of this is kept.')
    await bob.call(resolveAgentConversation, { id })
    await ada.call(deleteTenantConversation, { id })
    const later = await write('Parcels')
    await bob.call(resolveAgentConversation, { id: later.id })
    await untilAnalysed(later.id)
    expect(await bob.answerTo(getAgentConversation, { id })).toMatchObject({ status: 404 })
  })
})

describe('an agent', () => {
  it('is suggested what is known, and told what it was about; notes are no part of it', async () => {
    const { id } = await write(`I waited for a week. ${question}`)
    await bob.call(createNote, { id, content: 'The canary of this note is turmeric.' })
    expect(await bob.call(suggestAgentReply, { id })).toMatchObject({
      text: '“Parcels to Austria take three working days.”',
      sources: [{ title: 'Shipping', documentId: expect.stringMatching(/^doc_/) }],
      model: 'local',
    })
    const { summary, evidence } = await bob.call(summarizeAgentConversation, { id })
    expect(summary).toContain('parcels to Austria')
    expect(summary).not.toContain('turmeric')
    expect(evidence).toEqual([expect.stringMatching(/^msg_/)])
  })

  it('is suggested nothing of another workspace', async () => {
    const { id } = await write(question)
    const gil = await colleague(platform, eve, 'gil', { role: 'guest', agent: true })
    for (const endpoint of [suggestAgentReply, summarizeAgentConversation])
      expect(await gil.answerTo(endpoint, { id })).toMatchObject({ status: 404 })
  })
})

describe('where the operator has turned AI off', () => {
  async function turn(ai: 'on' | 'off') {
    await platform.stopService('support-desk')
    deskEnv.DESK_AI = ai
    await platform.startService('support-desk')
  }
  beforeAll(async () => {
    await setAi(ada, true)
    await turn('off')
  })

  it('visitors wait for people, whatever their workspace wants, and are told at once that none is there', async () => {
    await ada.call(updateTenantWorkspace, { settings: { hours: { days: {} } } })
    const { id } = await write(question)
    expect((await said(id)).map(({ senderType }) => senderType)).toEqual(['VISITOR', 'SYSTEM'])
    await ada.call(updateTenantWorkspace, { settings: { hours: null } })
  })

  it('agents who ask for help are a 409, and nothing that is resolved is analysed', async () => {
    const { id } = await write('My parcel to Graz is lost.')
    for (const endpoint of [suggestAgentReply, summarizeAgentConversation])
      expect(await bob.answerTo(endpoint, { id })).toMatchObject({
        status: 409,
        body: { statusMessage: 'AI is turned off on this server.' },
      })
    await bob.call(resolveAgentConversation, { id })
    const done = new RegExp(`job_duration_seconds_count\\{[^}]*job="${analyseResolved.name}"[^}]*outcome="done"`)
    await vi.waitFor(
      async () => expect(await (await fetch(`${platform.urlOf('support-desk')}/metrics`)).text()).toMatch(done),
      { timeout: 30_000, interval: 50 },
    )
    await turn('on')
    const later = await write('Parcels')
    await bob.call(resolveAgentConversation, { id: later.id })
    await untilAnalysed(later.id)
    expect((await bob.call(getAgentConversation, { id })).analysis).toBeNull()
  })
})
