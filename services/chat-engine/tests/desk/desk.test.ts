import { draftReply, summarizeConversation } from '@parley/contracts/desk/assistance'
import { updateKnowledge, uploadKnowledge } from '@parley/contracts/knowledge/knowledge'
import { putBudget } from '@parley/contracts/usage/budgets'
import { listUsage } from '@parley/contracts/usage/usage'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { startMessagesApi } from '@parley/testing/messages-api'
import { bootService } from '@parley/testing/service'
import { describe, expect, it } from 'vitest'
import { findPassages } from '../../src/knowledge/store/search.ts'
import type { DB } from '../../src/schema.ts'
import { setScene } from '../knowledge/scene.ts'

const scene = await setScene()
const { service, ada, bob, gus, eve, as, upload, workspaceId, database, twin } = scene
const model = await startMessagesApi()
const withModel = await bootService('chat-engine', {
  database,
  env: { ANTHROPIC_API_KEY: model.apiKey, ANTHROPIC_BASE_URL: model.url },
})

const db = createDatabase<DB>('chat-engine', {
  url: database.urlOf('chat-engine'),
  poolSize: 1,
  log: createLog('test', { LOG_LEVEL: 'silent' }),
})
closeAfterwards({ close: () => db.destroy() })

const at = '2026-01-02T03:04:05.000Z'
type Sender = 'visitor' | 'agent' | 'ai'
const say = (sender: Sender, content: string, id = crypto.randomUUID()) => ({ id, sender, name: null, at, content })

const desk = (userId: string | null, inWorkspace = workspaceId, on = service) =>
  on.callAs({ kind: 'service', service: 'support-desk', workspaceId: inWorkspace, userId })
const given = (content: string) => ({ company: 'Acme', language: 'en' as const, messages: [say('visitor', content)] })
const forVisitor = (content: string, on = service) =>
  desk(null, workspaceId, on).call(draftReply, { reader: 'visitor', ...given(content) })
const forAgent = ({ userId }: Caller, content: string) =>
  desk(userId).call(draftReply, { reader: 'agent', ...given(content) })

await upload(ada, 'Margins', 'The discount for resellers is forty percent of the list price.')
const shipping = await upload(
  ada,
  'Shipping',
  'Parcels to Austria take three working days. Returns are free for a month.',
)
await as(ada).call(updateKnowledge, { id: shipping.id, is_public: true })

describe('what a visitor is answered', () => {
  it('is quoted from what was made public, with its source', async () => {
    expect(await forVisitor('How long do parcels to Austria take?')).toEqual({
      text: '“Parcels to Austria take three working days. Returns are free for a month.”',
      confidence: 0.89,
      sources: [{ document_id: shipping.id, title: 'Shipping', source: 'Shipping' }],
      wants_person: false,
      model: 'local',
    })
  })

  it('is nothing of what is not public, however well that answers, and nothing where nothing does', async () => {
    const nothing = { text: null, confidence: 0, sources: [] }
    expect(await forVisitor('What discount do resellers get on the list price?')).toMatchObject(nothing)
    expect(await forVisitor('Do you sell submarines?')).toMatchObject(nothing)
    expect(await forVisitor('I want to talk to a human')).toMatchObject({ ...nothing, wants_person: true })
    const both = 'I want to talk to a human. How long do parcels to Austria take?'
    expect(await forVisitor(both)).toMatchObject({ wants_person: true })
  })

  it('is how much of something is asked for, in the words of the answer, and nothing where it is of something else', async () => {
    const norway = await upload(ada, 'Abroad', 'Shipping to Norway takes five days.')
    await as(ada).call(updateKnowledge, { id: norway.id, is_public: true })
    for (let i = 0; i < 5; i++) {
      const { id } = await upload(ada, `Case ${i}`, `Shipping of case ${i} is free. It takes a while to be paid back.`)
      await as(ada).call(updateKnowledge, { id, is_public: true })
    }
    for (const asked of ['How long does shipping to Norway take?', 'How soon is the shipping to Norway?']) {
      const { text, confidence } = await forVisitor(asked)
      expect(text).toBe('“Shipping to Norway takes five days.”')
      expect(confidence).toBeGreaterThan(0.8)
    }
    for (const asked of [
      'How long does shipping to Sweden take?',
      'How long is the warranty?',
      'How old are you?',
      'How long does it take?',
    ])
      expect([asked, (await forVisitor(asked)).text]).toEqual([asked, null])
  })

  it('is called by the title that its document was given, never by the name of a file', async () => {
    const { id } = await scene.uploadFile(ada, 'internal-draft-7.txt', 'The ferry to Rügen sails at noon.')
    await scene.processed(ada, id)
    await as(ada).call(updateKnowledge, { id, is_public: true })
    const asked = 'When does the ferry to Rügen sail?'
    expect(await forVisitor(asked)).toMatchObject({
      text: expect.stringContaining('noon'),
      sources: [{ source: null }],
    })
    expect(await forAgent(bob, asked)).toMatchObject({
      sources: [{ source: expect.stringContaining('internal-draft') }],
    })
    const noModel = model.turns.length
    model.script({ text: ['No.'], stopReason: 'refusal' })
    await desk(null, workspaceId, withModel).answer(draftReply, { reader: 'visitor', ...given(asked) })
    expect(JSON.stringify(model.turns.slice(noModel))).not.toContain('internal-draft')
  })

  it('is found however much is known that is not public and answers better', async () => {
    const sections = Array.from(
      { length: 60 },
      (_, i) => `## Case ${i}\n\nHow long does the zeppelin to Linz take? A day.`,
    )
    const secret = await upload(ada, 'Cases', sections.join('\n\n'), { type: 'markdown' })
    const known = await upload(ada, 'Timetable', 'The zeppelin to Linz takes two hours.')
    await as(ada).call(updateKnowledge, { id: known.id, is_public: true })
    expect(await forVisitor('How long does the zeppelin to Linz take?')).toMatchObject({
      text: expect.stringContaining('two hours'),
    })
    const chunk = [{ documentId: secret.id, ordinal: 0 }]
    expect(await findPassages(db, { workspaceId, audience: 'visitors' }, chunk)).toEqual([])
    const member = { userId: bob.userId, channelId: null }
    expect(await findPassages(db, { workspaceId, audience: member }, chunk)).toHaveLength(1)
  })

  it('is no more once its document is not public', async () => {
    const opening = await upload(ada, 'Opening', 'The shop in Graz opens at nine.')
    const asked = () => forVisitor('When does the shop in Graz open?')
    expect(await asked()).toMatchObject({ text: null })
    await as(ada).call(updateKnowledge, { id: opening.id, is_public: true })
    expect(await asked()).toMatchObject({ text: expect.stringContaining('nine') })
    await upload(ada, 'Opening', 'The shop in Graz opens at ten.')
    expect(await asked()).toMatchObject({ text: expect.stringContaining('ten') })
    await as(ada).call(updateKnowledge, { id: opening.id, is_public: false })
    expect(await asked()).toMatchObject({ text: null })
  })

  it('is of what the visitor said since they were last answered', async () => {
    const messages = [
      say('visitor', 'What about submarines?'),
      say('agent', 'We have none.'),
      say('visitor', 'And parcels'),
      say('visitor', 'to Austria?'),
    ]
    const asked = { ...given(''), reader: 'visitor' as const, messages }
    expect(await desk(null).call(draftReply, asked)).toMatchObject({ text: expect.stringContaining('three working') })
  })
})

describe('what an agent is suggested', () => {
  it('is from all that they may read: for a guest what is public', async () => {
    const question = 'What discount do resellers get on the list price?'
    expect(await forAgent(bob, question)).toMatchObject({ text: expect.stringContaining('forty percent') })
    expect(await forAgent(gus, question)).toMatchObject({ text: null })
    expect(await forAgent(gus, 'How long do parcels to Austria take?')).toMatchObject({
      text: expect.stringContaining('three working days'),
    })
    expect(await desk(null).answer(draftReply, { reader: 'agent', ...given('x') })).toMatchObject({ status: 403 })
  })
})

describe('a document', () => {
  it('is made public in its own workspace alone, and not where a twin alone knows it', async () => {
    const { id } = shipping
    expect(await as(eve).answer(updateKnowledge, { id, is_public: false })).toMatchObject({ status: 404 })
    const secret = { title: 'Of the twin', content: 'Parcels to Austria are opened.', twin_id: twin }
    const { data } = await as(ada).call(uploadKnowledge, secret)
    expect(await as(ada).answer(updateKnowledge, { id: data.id, is_public: true })).toMatchObject({ status: 409 })
    expect((await forVisitor('How long do parcels to Austria take?')).text).not.toContain('opened')
  })
})

describe('with a model', () => {
  const recorded = { is_answered: true, reply: 'Three days.', sources: ['d1'], confidence: 0.9, wants_person: false }
  const scripted = (input: object, usage = { input_tokens: 200, output_tokens: 7 }) =>
    model.script({ tools: [{ name: 'record_reply', input: { ...recorded, ...input } }], usage })
  const asked = () => forVisitor('How long do parcels to Austria take?', withModel)

  it('a reply is written from the documents, which are data, and costs the workspace', async () => {
    scripted({})
    expect(await asked()).toMatchObject({ text: 'Three days.', confidence: 0.9, sources: [{ title: 'Shipping' }] })
    const { system, messages } = model.turns.at(-1)!
    expect(JSON.stringify(messages)).toContain('Parcels to Austria take three working days')
    expect(JSON.stringify(messages)).not.toContain('forty percent')
    expect(JSON.stringify(system)).not.toContain('Parcels')
    const { data } = await as(ada).call(listUsage, { group_by: 'purpose' })
    expect(data).toContainEqual(expect.objectContaining({ key: 'desk', input_tokens: expect.any(Number) }))
  })

  it('a reply that rests on no document is none', async () => {
    scripted({ sources: ['d9', 'everything'] })
    expect(await asked()).toMatchObject({ text: null, confidence: 0 })
    scripted({ is_answered: false, wants_person: true })
    expect(await asked()).toMatchObject({ text: null, confidence: 0, wants_person: true })
  })

  it('is not asked where nothing is known, and a refusal is said', async () => {
    const turns = model.turns.length
    expect(await forVisitor('Do you sell submarines?', withModel)).toMatchObject({ text: null })
    expect(model.turns).toHaveLength(turns)
    model.script({ text: ['No.'], stopReason: 'refusal' })
    const refused = await desk(null, workspaceId, withModel).answer(draftReply, {
      reader: 'visitor',
      ...given('How long do parcels to Austria take?'),
    })
    expect(refused).toMatchObject({ status: 502 })
  })
})

it('a conversation is summarized with the messages that it rests on', async () => {
  const messages = [
    say('visitor', 'My parcel to Graz has not arrived since last Monday, and I need it for a birthday.'),
    say('agent', 'I have asked the carrier; it is in Linz and comes tomorrow.'),
  ]
  const { summary, evidence, model } = await desk(bob.userId).call(summarizeConversation, { language: 'en', messages })
  expect(summary).toContain('parcel to Graz')
  expect(evidence).not.toEqual([])
  expect(messages.map(({ id }) => id)).toEqual(expect.arrayContaining(evidence))
  expect(model).toBe('local')
  const german = await desk(bob.userId).call(summarizeConversation, { language: 'de', messages })
  expect(german.summary).toMatch(/^Besucher: “/)
})

it('nothing is written once the budget of the workspace is used up', async () => {
  const poor = await scene.newWorkspace()
  await as(poor.owner).call(putBudget, { hard_usd: 0 })
  const asked = desk(null, poor.workspaceId).answer(draftReply, { reader: 'visitor', ...given('Hello?') })
  expect(await asked).toMatchObject({ status: 429, body: { error: { code: 'budget_exceeded' } } })
})
