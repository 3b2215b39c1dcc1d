import { getKnowledgeGraphStatistics, listKnowledgeGraphEntities } from '@parley/contracts/knowledge/graph'
import {
  deleteKnowledge,
  listKnowledgePassages,
  searchKnowledge,
  updateKnowledge,
} from '@parley/contracts/knowledge/knowledge'
import { putBudget } from '@parley/contracts/usage/budgets'
import { listUsage } from '@parley/contracts/usage/usage'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { traceFrom } from '@parley/kit/trace'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { startEmbeddingsApi } from '@parley/testing/embeddings-api'
import { startMessagesApi } from '@parley/testing/messages-api'
import { addMembers, removeMember } from '@parley/testing/rows/channels'
import { sendOut } from '@parley/testing/rows/integrations'
import { describe, expect, it, vi } from 'vitest'
import { findDocumentsIn, findPassagesIn } from '../../src/knowledge/sources.ts'
import type { Destination } from '../../src/runs/run.ts'
import type { DB } from '../../src/schema.ts'
import { createKnowledgeSearch, merged } from '../../src/tools/knowledge-search.ts'
import { setScene } from './scene.ts'

/** Vectors of two meanings: of what is about animals, and of all else. */
const vectorOf = (text: string) => (/otter|beaver|animal/i.test(text) ? [0.9, 0.1] : [0.1, 0.9])
const api = await startEmbeddingsApi(vectorOf)
const model = await startMessagesApi()
const scene = await setScene({
  env: {
    EMBEDDINGS_URL: api.url,
    EMBEDDINGS_MODEL: 'm1',
    EMBEDDINGS_API_KEY: 'sesame',
    ANTHROPIC_API_KEY: model.apiKey,
    ANTHROPIC_BASE_URL: model.url,
    KNOWLEDGE_DAY_TOKENS: '1000',
  },
})
const { ada, bob, gus, as, workspaceId, general, twin, otherTwin, database } = scene
const db = createDatabase<DB>('chat-engine', {
  url: database.urlOf('chat-engine'),
  poolSize: 2,
  log: createLog('test', { LOG_LEVEL: 'silent' }),
})
closeAfterwards({ close: () => db.destroy() })
let uploads = 0
const upload: typeof scene.upload = (...given) => {
  uploads += 1
  return scene.upload(...given)
}
await upload(ada, 'Vault', 'The combination of the vault is saffron.')
await upload(ada, 'Of the twin', 'The twin’s saffron canary is turmeric.', { twin_id: twin })

const tool = createKnowledgeSearch(async () => [], findDocumentsIn(findPassagesIn({ db, embeddings: undefined })))

/** The texts that the tool finds for an answer. */
async function toolFinds(who: { userId: string }, destination: Destination, twinId: string | null = null) {
  const scope = { workspaceId, userId: who.userId, destination, twinId, trace: traceFrom(undefined, undefined) }
  const { text } = await tool.run({ query: 'saffron' }, scope, new AbortController().signal)
  const { sources } = JSON.parse(text) as { sources: { title: string }[] }
  return sources.map(({ title }) => title).sort()
}
const privately: Destination = { sessionId: '00000000-0000-7000-8000-000000000001' }
const inGeneral: Destination = { channelId: general, threadId: null }

describe('what an answer rests on', () => {
  it('is the passage that was found, so that it can be opened', async () => {
    const about = (plant: string) => `# ${plant}\n\n${`The ${plant} needs water. `.repeat(200)}`
    const { id } = await upload(ada, 'Garden', `${about('tulip')}\n\n# Last\n\nOnly the marjoram wants none.`)
    const { data } = await as(ada).call(listKnowledgePassages, { id, limit: 100 })
    const wanted = data.findLast(({ content }) => content.includes('marjoram'))!.passage
    expect(wanted).toBeGreaterThan(0)
    const scope = { workspaceId, userId: ada.userId, destination: privately, twinId: null }
    const query = { query: 'Which wants no water, the marjoram?' }
    const { sources } = await tool.run(
      query,
      { ...scope, trace: traceFrom(undefined, undefined) },
      new AbortController().signal,
    )
    expect(sources![0]).toMatchObject({ type: 'document', id, passage: wanted })
  })
})

describe('what an answer may use', () => {
  it('is the workspace’s documents for its members, and for no guest', async () => {
    expect(await toolFinds(bob, privately)).toEqual(['Vault'])
    expect(await toolFinds(gus, privately)).toEqual([])
  })

  it('is what the answering twin alone knows, and no other’s', async () => {
    expect(await toolFinds(bob, privately, twin)).toEqual(['Of the twin', 'Vault'])
    expect(await toolFinds(bob, privately, otherTwin)).toEqual(['Vault'])
    expect(await toolFinds(gus, privately, twin)).toEqual(['Of the twin'])
  })

  it('is nothing of the workspace in a channel that a guest is in, from the moment they are', async () => {
    expect(await toolFinds(bob, inGeneral, twin)).toEqual(['Of the twin', 'Vault'])
    await addMembers(database, general, [gus])
    expect(await toolFinds(bob, inGeneral, twin)).toEqual(['Of the twin'])
    await removeMember(database, general, gus)
    expect(await toolFinds(bob, inGeneral, null)).toEqual(['Vault'])
  })

  it('is nothing but what is public in a channel whose messages go to a platform, from the moment they do', async () => {
    const { id } = await upload(ada, 'Prices', 'A gram of saffron costs three.')
    await as(ada).call(updateKnowledge, { id, is_public: true })
    await sendOut(database, ada, general, 0)
    expect(await toolFinds(bob, inGeneral, twin)).toEqual(['Prices'])
    expect(await toolFinds(bob, privately, twin)).toEqual(['Of the twin', 'Prices', 'Vault'])
    await sendOut(database, ada, general, null)
    expect(await toolFinds(bob, inGeneral, twin)).toEqual(['Of the twin', 'Prices', 'Vault'])
    await as(ada).call(deleteKnowledge, { id })
  })

  it('is merged by how much of the question it covers, each list in its order', () => {
    const source = (kind: 'message' | 'document', id: string, coverage: number) => ({
      kind,
      id,
      in: '',
      at: '',
      text: '',
      coverage,
    })
    const messages = [source('message', 'm1', 0.9), source('message', 'm2', 0.95), source('message', 'm3', 0.2)]
    const documents = [source('document', 'd1', 0.7), source('document', 'd2', 0.3)]
    expect(merged(messages, documents).map(({ id }) => id)).toEqual(['m1', 'm2', 'd1', 'd2', 'm3'])
    expect(merged([], documents)).toEqual(documents)
  })
})

describe('vectors', () => {
  const find = async (query: string) => (await as(bob).call(searchKnowledge, { query })).data.map(({ title }) => title)
  const embedded = (model: string) =>
    vi.waitFor(
      async () => {
        const left = await database.query(
          'select id from chat_engine.knowledge_documents where embedded_with is distinct from $1',
          [model],
        )
        expect(left).toEqual([])
      },
      { timeout: 60_000, interval: 100 },
    )

  it('order what was found by its words, and are made in batches with the key', async () => {
    await upload(ada, 'River guide', 'The otter pool opens in May. It is fun for all.')
    await upload(ada, 'Pool rules', 'The pool opens at nine. No diving in the pool.')
    await embedded('m1')
    expect(api.requests.every(({ model, key }) => model === 'm1' && key === 'sesame')).toBe(true)
    expect((await find('animal pool opens'))[0]).toBe('River guide')
  })

  it('are compared for the best 500 that words find, and for no more', async () => {
    const { owner } = await scene.newWorkspace()
    const filler = 'Nothing else is said here. '
    const section = (text: string, times = 50) => `# Part\n\n${text} ${filler.repeat(times)}`
    const lamps = Array.from({ length: 510 }, () => section('The red lamp.'))
    // Of those that have as many of the words, the shorter.
    const content = [...lamps, section('The red lamp of a beaver.', 48), section('The lamp of an otter.', 48)]
    await upload(owner, 'Lamps', content.join('\n\n'), { type: 'markdown' })
    await embedded('m1')
    const { data } = await as(owner).call(searchKnowledge, { query: 'animal red lamp' })
    expect(data[0]!.content).toContain('beaver')
    expect(data.some(({ content: found }) => found.includes('otter'))).toBe(false)
  })

  it('are done without where the endpoint fails, at once and for a while', async () => {
    api.failure = 500
    expect((await find('pool opens diving'))[0]).toBe('Pool rules')
    const asked = api.requests.length
    api.failure = undefined
    expect((await find('pool opens diving'))[0]).toBe('Pool rules')
    expect(api.requests.length).toBe(asked)
    const metrics = await (await fetch(`${scene.service.url}/metrics`)).text()
    expect(metrics).toMatch(/parley_knowledge_questions_total\{[^}]*outcome="failed"[^}]*\} 2/)
    expect(metrics).toMatch(/parley_knowledge_questions_total\{[^}]*outcome="made"[^}]*\} 2/)
  })
})

describe('entities by a model', () => {
  /** What happens while the model reads a text with these words. */
  const meanwhile = new Map<string, () => Promise<unknown>>()
  let tokens = 10
  model.otherwise(async ({ messages }) => {
    const shown = JSON.stringify(messages)
    for (const [words, happens] of meanwhile) {
      if (!shown.includes(words)) continue
      meanwhile.delete(words)
      await happens()
    }
    const entities = [
      { name: 'Fluxor', type: 'product' },
      { name: 'Bob Stone', type: 'person' },
      { name: 'Nobody', type: 'person' },
    ]
    return {
      tools: [{ name: 'record_entities', input: { entities, relationships: [] } }],
      usage: { input_tokens: tokens },
    }
  })
  const jobsDone = async () => {
    const metrics = await (await fetch(`${scene.service.url}/metrics`)).text()
    const done = /^parley_job_duration_seconds_count\{[^}]*job="find-entities"[^}]*outcome="done"[^}]*\} (\d+)/m.exec(
      metrics,
    )
    return Number(done?.[1] ?? 0)
  }
  const untilDone = () => vi.waitFor(async () => expect(await jobsDone()).toBe(uploads), 30_000)
  const namesOf = async (who: typeof ada) =>
    (await as(who).call(listKnowledgeGraphEntities, {})).data.map(({ name }) => name).sort()

  const usageOf = async (who: typeof ada) => (await as(who).call(listUsage, { group_by: 'purpose' })).data

  it('take the place of those of rules, and have their price', async () => {
    const { owner } = await scene.newWorkspace()
    await upload(owner, 'Staff', 'Maria Lopez works for Siemens, where she made the Fluxor.')
    await untilDone()
    expect(await namesOf(owner)).toEqual(['Fluxor'])
    const statistics = (await as(owner).call(getKnowledgeGraphStatistics, {})).data
    expect(statistics).toEqual({ document_count: 1, entity_count: 1, relationship_count: 0 })
    expect(await usageOf(owner)).toMatchObject([{ key: 'knowledge', answers: 1, input_tokens: 10 }])
    expect((await as(owner).call(listUsage, { group_by: 'user' })).data).toMatchObject([{ key: owner.userId }])
  })

  it('are of the version that is searched, whichever is read first', async () => {
    const { owner } = await scene.newWorkspace()
    meanwhile.set('first', () => upload(owner, 'Race', 'The second says Bob Stone.'))
    await upload(owner, 'Race', 'The first says Fluxor.')
    await untilDone()
    expect(await namesOf(owner)).toEqual(['Bob Stone'])
    expect(await usageOf(owner)).toMatchObject([{ answers: 2 }])
  })

  it('are none of a document that is deleted meanwhile', async () => {
    const { owner } = await scene.newWorkspace()
    const { id } = await upload(owner, 'Empty', 'Nothing.')
    await untilDone()
    meanwhile.set('goes', () => as(owner).call(deleteKnowledge, { id }))
    await upload(owner, 'Empty', 'What goes is the Fluxor.')
    await untilDone()
    expect((await as(owner).call(getKnowledgeGraphStatistics, {})).data).toMatchObject({ entity_count: 0 })
    expect(await usageOf(owner)).toMatchObject([{ answers: 2 }])
  })

  it('are those of rules where the model says nothing usable, or a budget is used up', async () => {
    const { owner } = await scene.newWorkspace()
    model.script({ text: ['Fluxor.'] }, { text: ['Fluxor.'] })
    await upload(owner, 'One', 'Maria Lopez works for Siemens.')
    await untilDone()
    expect(await usageOf(owner)).toMatchObject([{ answers: 1, input_tokens: 20 }])
    const asked = model.turns.length
    await as(owner).call(putBudget, { hard_usd: 0 })
    await upload(owner, 'Two', 'Maria Lopez works for Siemens, not for Fluxor.')
    await untilDone()
    expect(await namesOf(owner)).toEqual(['Maria Lopez', 'Siemens'])
    expect(model.turns.length).toBe(asked)
  })

  it('are kept as far as the model had found them when it failed', async () => {
    const { owner } = await scene.newWorkspace()
    const parts = Array.from(
      { length: 40 },
      (_, i) => `# Part ${i}\n\n${`Here is the Fluxor, number ${i}. `.repeat(40)}`,
    )
    const found = { entities: [{ name: 'Fluxor', type: 'product' }], relationships: [] }
    model.script({ tools: [{ name: 'record_entities', input: found }] }, { status: 400, type: 'invalid_request_error' })
    const asked = model.turns.length
    await upload(owner, 'Long', `${parts.join('\n\n')}\n\nMaria Lopez works for Siemens.`)
    await untilDone()
    expect(await namesOf(owner)).toEqual(['Fluxor', 'Maria Lopez', 'Siemens'])
    expect(model.turns.length).toBe(asked + 2)
    expect(await usageOf(owner)).toMatchObject([{ answers: 1, input_tokens: 10 }])
  })

  it('are those of rules once the day’s tokens are used up', async () => {
    const { owner } = await scene.newWorkspace()
    tokens = 1_000
    await upload(owner, 'Dear', 'The Fluxor is dear.')
    await untilDone()
    const asked = model.turns.length
    await upload(owner, 'Too dear', 'Maria Lopez works for Siemens.')
    await untilDone()
    expect(await namesOf(owner)).toEqual(['Fluxor', 'Maria Lopez', 'Siemens'])
    expect(model.turns.length).toBe(asked)
  })
})
