import { getChannel, listChannels } from '@parley/contracts/channels/channels'
import { getDemo, loadDemo, removeDemo } from '@parley/contracts/channels/demo'
import { deleteChannel } from '@parley/contracts/channels/managing'
import { listChannelTwins } from '@parley/contracts/channels/twins'
import { title } from '@parley/contracts/endpoint'
import { listMessages, postMessage } from '@parley/contracts/messages/messages'
import { searchMessages } from '@parley/contracts/messages/search'
import { createTwin } from '@parley/testing/rows/chat-engine'
import { findAuditEntries } from '@parley/testing/rows/gateway'
import { bootService } from '@parley/testing/service'
import { describe, expect, it, vi } from 'vitest'
import { demoChannels } from '../src/demo/conversations.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { database, channels, acme, eve, answerTo } = scene
const { ada, bob } = acme
const { workspaceId } = acme
const messaging = await bootService('messaging', { database, env: { REDIS_PREFIX: channels.redisPrefix } })
const asAda = channels.callAs(ada)
const twinId = await createTwin(database, { workspaceId }, { name: 'LVNG' })

const messagesOf = async (channel_id: string) =>
  (await messaging.callAs(bob).call(listMessages, { channel_id, limit: 100 })).data as {
    author_type: string
    display_name: string
    created_at: string
    reply_count: number
    reaction_count: number
    id: string
  }[]
const found = async (query: string) => (await messaging.callAs(bob).call(searchMessages, { query })).data.length

describe(title(loadDemo), () => {
  it('is a workspace in use, once, however often and at once it is loaded, and goes without a trace', async () => {
    const own = await scene.channel({ name: 'workshop' })
    const kept = await messaging.callAs(ada).call(postMessage, { channel_id: own, content: 'torque of our own' })
    expect((await asAda.call(getDemo)).data).toEqual({
      is_loaded: false,
      loaded_by: null,
      loaded_at: null,
      channels: [],
    })

    const loaded = await Promise.all([asAda.call(loadDemo), asAda.call(loadDemo)])
    expect(loaded[0].data).toEqual(loaded[1].data)
    const [{ data: demo }] = loaded
    expect(demo).toMatchObject({ is_loaded: true, loaded_by: ada.userId })
    expect(demo.channels.map(({ name }) => name)).toEqual(['launch-week', 'workshop-demo', 'customers'])
    for (const [i, { id }] of demo.channels.entries()) {
      const shown = await messagesOf(id)
      expect(shown).toHaveLength(demoChannels[i]!.messages.length)
      expect(shown.every(({ created_at }) => Date.parse(created_at) < Date.now())).toBe(true)
      expect(shown.some(({ reply_count }) => reply_count > 0)).toBe(true)
      expect(shown.some(({ reaction_count }) => reaction_count > 0)).toBe(true)
      expect((await asAda.call(listChannelTwins, { id })).twins).toMatchObject([
        { id: twinId, participation_mode: 'on-demand' },
      ])
    }
    const asked = (await messagesOf(demo.channels[0]!.id)).find(({ display_name }) => display_name === 'Ben Carter')!
    const thread = await messaging
      .callAs(bob)
      .call(listMessages, { channel_id: demo.channels[0]!.id, thread_id: asked.id })
    expect(thread.data.map((reply) => 'author_type' in reply && reply.author_type)).toEqual(['twin', 'bridged'])
    await vi.waitUntil(async () => (await found('torque')) === 2, 30_000)

    const [first, second] = demo.channels.map(({ id }) => id) as [string, string]
    await messaging.callAs(bob).call(postMessage, { channel_id: second, content: 'what is this about?' })
    await asAda.call(deleteChannel, { id: first })
    expect((await asAda.call(getDemo)).data.channels).toHaveLength(2)
    const removed = await asAda.call(removeDemo)
    expect(removed.data).toMatchObject({ is_loaded: false, channels: [] })
    expect((await asAda.call(removeDemo)).data).toEqual(removed.data)
    for (const { id } of demo.channels) expect(await answerTo(ada, getChannel, { id })).toMatchObject({ status: 404 })
    expect((await messagesOf(own)).map(({ id }) => id)).toEqual([kept.data.id])
    expect(await found('torque')).toBe(1)
    const { channels: left } = await asAda.call(listChannels, { workspace_id: workspaceId })
    expect(left.map(({ id }) => id)).not.toContain(second)
    expect(await findAuditEntries(database, workspaceId, 'demo.removed', workspaceId)).not.toEqual([])

    expect((await asAda.call(loadDemo)).data.channels).toHaveLength(3)
    expect((await channels.callAs(eve).call(getDemo)).data.is_loaded).toBe(false)
  })
})
