import { searchKnowledge } from '@parley/contracts/knowledge/knowledge'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { traceFrom } from '@parley/kit/trace'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { startEmbeddingsApi } from '@parley/testing/embeddings-api'
import { addMembers, removeMember } from '@parley/testing/rows/channels'
import { describe, expect, it, vi } from 'vitest'
import { findDocumentsIn } from '../../src/knowledge/sources.ts'
import type { Destination } from '../../src/runs/run.ts'
import type { DB } from '../../src/schema.ts'
import { createKnowledgeSearch, merged, Sources } from '../../src/tools/knowledge-search.ts'
import { setScene } from './scene.ts'

/** Vectors of two meanings: of what is about animals, and of all else. */
const vectorOf = (text: string) => (/otter|beaver|animal/i.test(text) ? [0.9, 0.1] : [0.1, 0.9])
const api = await startEmbeddingsApi(vectorOf)
const scene = await setScene({ env: { EMBEDDINGS_URL: api.url, EMBEDDINGS_MODEL: 'm1', EMBEDDINGS_API_KEY: 'sesame' } })
const { ada, bob, gus, as, workspaceId, general, twin, otherTwin, database, upload } = scene
const db = createDatabase<DB>('chat-engine', {
  url: database.urlOf('chat-engine'),
  poolSize: 2,
  log: createLog('test', { LOG_LEVEL: 'silent' }),
})
closeAfterwards({ close: () => db.destroy() })
await upload(ada, 'Vault', 'The combination of the vault is saffron.')
await upload(ada, 'Of the twin', 'The twin’s saffron canary is turmeric.', { twin_id: twin })

/** The texts that the tool finds for an answer. */
async function toolFinds(who: { userId: string }, destination: Destination, twinId: string | null = null) {
  const tool = createKnowledgeSearch(async () => [], findDocumentsIn({ db, embeddings: undefined }))
  const scope = { workspaceId, userId: who.userId, destination, twinId, trace: traceFrom(undefined, undefined) }
  const { text } = await tool.run({ query: 'saffron' }, scope, new AbortController().signal)
  return Sources.parse(JSON.parse(text))
    .sources.map(({ title }) => title)
    .sort()
}
const privately: Destination = { sessionId: '00000000-0000-7000-8000-000000000001' }
const inGeneral: Destination = { channelId: general, threadId: null }

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

  it('are done without where the endpoint fails, at once and for a while', async () => {
    api.failure = 500
    expect((await find('pool opens diving'))[0]).toBe('Pool rules')
    const asked = api.requests.length
    api.failure = undefined
    expect((await find('pool opens diving'))[0]).toBe('Pool rules')
    expect(api.requests.length).toBe(asked)
    const metrics = await (await fetch(`${scene.service.url}/metrics`)).text()
    expect(metrics).toMatch(/parley_knowledge_questions_total\{[^}]*outcome="failed"[^}]*\} 2/)
    expect(metrics).toMatch(/parley_knowledge_questions_total\{[^}]*outcome="made"[^}]*\} 1/)
  })
})
