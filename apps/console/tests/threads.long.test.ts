import { createParley } from '@parley/client/index'
import { createChannel } from '@parley/contracts/channels/channels'
import { postMessage } from '@parley/contracts/messages/messages'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { colleague, newcomer, type Person } from '@parley/testing/people'
import { bootPlatform } from '@parley/testing/platform'
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

const post = async (person: Person, channel_id: string, content: string, parent_message_id?: string) =>
  (await person.call(postMessage, { channel_id, content, parent_message_id })).data.id

describe('a thread', () => {
  it.each(Array.from({ length: 200 }, (_, time) => time))('is counted at its root as it grows, time %i', async () => {
    const channelId = await newChannel()
    const store = await openStore(ada)
    await store.windows.open({ channelId })
    const threadId = await post(ada, channelId, 'root')
    await post(bob, channelId, 'first', threadId)
    const positions = store.realtime.positions()[channelId]
    await vi.waitFor(() => expect({ ...store.messages.get(threadId), positions }).toMatchObject({ reply_count: 1 }))
    await store.windows.open({ channelId, threadId })
    await post(bob, channelId, 'second', threadId)
    await vi.waitUntil(() => store.windows.get({ channelId, threadId })!.ids.length === 2)
    await vi.waitFor(() => expect(store.messages.get(threadId)).toMatchObject({ reply_count: 2 }))
  })
})
