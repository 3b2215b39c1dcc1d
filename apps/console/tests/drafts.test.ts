import { createParley, type Draft as KeptDraft } from '@parley/client/index'
import { describe, expect, it, vi } from 'vitest'
import { Drafts } from '../src/store/drafts.ts'
import { Topics } from '../src/store/topics.ts'
import { memoryStorage, memoryTabs } from './fixtures.ts'

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

describe('a draft', () => {
  it('that was sent elsewhere goes, and one that the server has never had stays', async () => {
    const { server, open } = setServer()
    const storage = memoryStorage()
    const drafts = open(storage)
    drafts.write(place, { content: 'Half a thought', files: [] })
    await vi.waitUntil(
      () => server.content === 'Half a thought' && !storage.getItem('drafts:channel')!.includes('true'),
    )
    server.isReachable = false
    const thread = { channelId: 'channel', threadId: 'thread' }
    drafts.write(thread, { content: 'Never saved', files: [] })
    server.isReachable = true
    server.content = ''
    for (const each of [drafts, open(storage)]) {
      await each.load()
      expect(each.get(place)).toBeUndefined()
      expect(each.get(thread)?.content).toBe('Never saved')
    }
  })

  it('of one tab is not lost by what is written in another, and is seen there', async () => {
    const { open } = setServer()
    const openTab = memoryTabs()
    const [one, two] = [open(openTab()), open(openTab())]
    const other = { channelId: 'another' }
    one.write(place, { content: 'In the first', files: [] })
    two.write(other, { content: 'In the second', files: [] })
    for (const tab of [one, two, open(openTab())]) {
      expect(tab.get(place)?.content).toBe('In the first')
      expect(tab.get(other)?.content).toBe('In the second')
    }
    two.remove(place)
    expect(one.get(place)).toBeUndefined()
  })
})
