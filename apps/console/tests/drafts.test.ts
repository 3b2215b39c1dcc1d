import { createParley, type Draft as KeptDraft } from '@parley/client/index'
import { describe, expect, it, vi } from 'vitest'
import { Drafts } from '../src/store/drafts.ts'
import { Topics } from '../src/store/topics.ts'
import { memoryStorage } from './fixtures.ts'

const place = { channelId: 'channel' }

/** Drafts whose server keeps the one of the channel, as long as there is a network. */
function setServer() {
  const server = { content: '', isReachable: true, saves: 0 }
  const fetch: typeof globalThis.fetch = async (_, { method, body } = {}) => {
    if (!server.isReachable) throw new TypeError('fetch failed')
    if (method?.toUpperCase() === 'PUT') {
      server.saves++
      server.content = (JSON.parse(String(body)) as { content: string }).content
    }
    const draft: Partial<KeptDraft> = {
      ...{ id: 'draft', channel_id: 'channel', parent_message_id: null, content: server.content },
      ...{ attachments: null, updated_at: '2999-01-01T00:00:00.000Z' },
    }
    const isList = method?.toUpperCase() !== 'PUT'
    const data = isList ? (server.content === '' ? [] : [draft]) : server.content === '' ? null : draft
    return Response.json({ success: true, data, meta: { has_more: false } })
  }
  const open = (storage = memoryStorage()) =>
    new Drafts({
      parley: createParley({ baseUrl: 'http://parley.test', token: 'token', fetch, maxRetries: 0 }),
      topics: new Topics(),
      storage,
      storageKey: 'drafts',
      restMs: 1,
    })
  return { server, open }
}

describe('a draft that was sent', () => {
  it('never comes back from a server that could not be asked to remove it, also after a reload', async () => {
    const { server, open } = setServer()
    const storage = memoryStorage()
    const drafts = open(storage)
    drafts.write(place, { content: 'Half a thought', files: [] })
    await vi.waitUntil(() => server.content === 'Half a thought')
    server.isReachable = false
    drafts.remove(place)
    await expect(drafts.load()).rejects.toThrow()
    server.isReachable = true
    const reloaded = open(storage)
    for (const each of [drafts, reloaded]) {
      server.content = 'Half a thought'
      await each.load()
      expect(each.get(place)).toBeUndefined()
      await vi.waitUntil(() => server.content === '')
    }
    server.content = 'Written elsewhere'
    await vi.waitUntil(async () => {
      await reloaded.load()
      return reloaded.get(place)?.content === 'Written elsewhere'
    })
  })
})
