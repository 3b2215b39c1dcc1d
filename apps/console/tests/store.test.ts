import { createParley } from '@parley/client/index'
import { createChannel } from '@parley/contracts/channels/channels'
import { markRead, postMessage } from '@parley/contracts/messages/messages'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
import { fillChannel } from '@parley/testing/rows/messaging'
import { describe, expect, it, vi } from 'vitest'
import { WorkspaceStore } from '../src/store/workspace.ts'
import { memoryStorage } from './fixtures.ts'

const platform = await bootPlatform({ services: ['gateway', 'channels', 'messaging', 'chat-engine'] })
const ada = await newcomer(platform, 'ada')
const bob = await colleague(platform, ada, 'bob', { role: 'member' })

async function openStore({ token, userId, name, workspaceId }: Person): Promise<WorkspaceStore> {
  const store = new WorkspaceStore({
    parley: createParley({ baseUrl: platform.url, token }),
    workspaceId,
    me: { uuid: userId, name },
    storage: memoryStorage(),
  })
  closeAfterwards({ close: async () => store.close() })
  await store.realtime.ready
  return store
}

let channels = 0
async function newChannel(): Promise<string> {
  const { channel } = await ada.call(createChannel, {
    workspace_id: ada.workspaceId,
    name: `channel-${++channels}`,
    channel_type: 'text',
    is_private: true,
    member_ids: [bob.userId],
  })
  return channel.id
}

const contents = (store: WorkspaceStore, channelId: string) =>
  store.windows.get({ channelId })!.ids.map((id) => store.messages.get(id)!.content)

const post = async (person: Person, channel_id: string, content: string, parent_message_id?: string) =>
  (await person.call(postMessage, { channel_id, content, parent_message_id })).data.id

describe('a workspace’s store', () => {
  it('shows what is sent at once, and once it is stored in its place', async () => {
    const channelId = await newChannel()
    const [a, b] = await Promise.all([openStore(ada), openStore(bob)])
    await Promise.all([a.windows.open({ channelId }), b.windows.open({ channelId })])
    a.outbox.add({ place: { channelId }, content: 'one', files: [] })
    expect(a.outbox.in({ channelId })).toHaveLength(1)
    b.outbox.add({ place: { channelId }, content: 'two', files: [] })
    await vi.waitUntil(() => contents(a, channelId).length === 2 && contents(b, channelId).length === 2)
    expect(a.outbox.all).toEqual([])
    expect(contents(a, channelId)).toEqual(contents(b, channelId))
  })

  it('counts what others write, and forgets it once it was read', async () => {
    const channelId = await newChannel()
    const store = await openStore(bob)
    await vi.waitUntil(() => store.channels.get(channelId))
    await post(ada, channelId, 'one')
    const last = await post(ada, channelId, 'two, @bob')
    await vi.waitFor(() => expect(store.unread.in(channelId)).toMatchObject({ unread_count: 2, mention_count: 1 }))
    await bob.call(markRead, { id: channelId, last_read_message_id: last })
    await vi.waitFor(() => expect(store.unread.in(channelId)).toMatchObject({ unread_count: 0, mention_count: 0 }))
  })

  it('pages through a long channel, three hundred rows at most, and back to the present', async () => {
    const channelId = await newChannel()
    const place = { channelId }
    const { workspaceId, userId } = ada
    await fillChannel(platform.database, { workspaceId, channelId }, { authorId: userId, count: 420 })
    const store = await openStore(ada)
    await store.windows.open(place)
    while (store.windows.get(place)!.hasOlder) await store.windows.loadMore(place, 'older')
    const seqs = () => store.windows.get(place)!.ids.map((id) => store.messages.get(id)!.seq)
    expect(seqs()).toEqual(Array.from({ length: 300 }, (_, at) => at + 1))
    expect(store.windows.get(place)).toMatchObject({ hasNewer: true })

    await post(bob, channelId, 'newer')
    await vi.waitUntil(() => store.windows.get(place)!.newerCount === 1)
    expect(seqs().at(-1)).toBe(300)
    while (store.windows.get(place)!.hasNewer) await store.windows.loadMore(place, 'newer')
    expect(seqs()).toEqual(Array.from({ length: 300 }, (_, at) => at + 122))
    expect(store.windows.get(place)).toMatchObject({ hasOlder: true, newerCount: 0 })
  })

  it('opens around a message, and around a time', async () => {
    const channelId = await newChannel()
    const place = { channelId }
    const { workspaceId, userId } = ada
    await fillChannel(platform.database, { workspaceId, channelId }, { authorId: userId, count: 200 })
    const store = await openStore(ada)
    await store.windows.open(place)
    await store.windows.loadMore(place, 'older')
    await store.windows.loadMore(place, 'older')
    const messageId = store.windows.get(place)!.ids[0]!
    const other = await openStore(bob)
    await other.windows.open(place, { messageId })
    expect(other.windows.get(place)).toMatchObject({ target: messageId, hasOlder: true, hasNewer: true })
    expect(other.windows.get(place)!.ids).toContain(messageId)
    await other.windows.open(place)
    expect(other.windows.get(place)).toMatchObject({ target: undefined, hasOlder: true, hasNewer: false })
  })

  it('has a thread with its replies, which its root counts as they come', async () => {
    const channelId = await newChannel()
    const store = await openStore(ada)
    await store.windows.open({ channelId })
    const threadId = await post(ada, channelId, 'root')
    await post(bob, channelId, 'first', threadId)
    await vi.waitUntil(() => store.messages.get(threadId)?.reply_count === 1)
    await store.windows.open({ channelId, threadId })
    await post(bob, channelId, 'second', threadId)
    await vi.waitUntil(() => store.windows.get({ channelId, threadId })!.ids.length === 2)
    await vi.waitUntil(() => store.messages.get(threadId)?.reply_count === 2)
    expect(store.windows.get({ channelId })!.ids).toEqual([threadId])
    expect(store.windows.get({ channelId, threadId })).toMatchObject({ thread: { isFollowing: true } })
    expect(store.messages.get(threadId)).toMatchObject({ participants: [bob.userId] })
  })

  it('keeps drafts on the server, for another device', async () => {
    const channelId = await newChannel()
    const [first, second] = await Promise.all([openStore(ada), openStore(ada)])
    first.drafts.write({ channelId }, { content: 'Half a thought', files: [] })
    await vi.waitUntil(async () => {
      await second.drafts.load()
      return second.drafts.get({ channelId })?.content === 'Half a thought'
    })
  })
})
