import { randomUUID } from 'node:crypto'
import { connect } from '@parley/client/realtime'
import { channelUpdated } from '@parley/contracts/channels/events'
import { rooms } from '@parley/contracts/event'
import { messageCreated, messageDeleted, messageUpdated } from '@parley/contracts/messages/events'
import type { SyncAnswer } from '@parley/contracts/realtime'
import { transientMessage } from '@parley/kit/transient-events'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { describe, expect, it, vi } from 'vitest'
import { startProxy } from './cuttable-proxy.ts'
import { ask, contentsOf, setScene, settled, untilContents } from './scene.ts'

const scene = await setScene()
const { ada, bob } = scene.acme

const say = async (channelId: string, content: string) => {
  const message = await scene.post(channelId, ada, content)
  await scene.publish(message)
  return message
}

/** Imports messages of long ago, which publishes nothing yet; their ids. */
async function importMessages(channelId: string, count: number): Promise<string[]> {
  const at = new Date(Date.now() - 365 * 86_400_000).toISOString()
  const author = { type: 'bridged', platform: 'slack', foreign_id: 'Z', name: 'Zed' }
  const messages = Array.from({ length: count }, (_, i) => ({
    key: randomUUID(),
    author,
    content: `old ${i + 1}`,
    created_at: at,
  }))
  const [imported] = await scene.database.query<{ messages: { id: string }[] }>(
    'select messages from messaging.import_messages($1, $2, $3, $4)',
    [ada.workspaceId, channelId, JSON.stringify(messages), '{}'],
  )
  await scene.take('channels')
  return imported!.messages.map(({ id }) => id)
}

/** What an import publishes of its channel. */
const historyChanged = (channelId: string) => {
  const data = { id: channelId, history_changed: true } as never
  const addressed = [rooms.channel(channelId)]
  return transientMessage({
    ...{ event: channelUpdated, workspaceId: ada.workspaceId, feedId: channelId, rooms: addressed, data },
  })
}

async function channelWith(...contents: string[]) {
  const channelId = await scene.channel({ members: [ada, bob] })
  for (const content of contents) await scene.post(channelId, ada, content)
  return channelId
}

const syncOf = async (channelId: string, position: unknown) => {
  const socket = await scene.connect(bob)
  return (await ask<SyncAnswer>(socket, 'sync', { [channelId]: position })).channels[channelId]
}

describe('imported history', () => {
  it('is passed over live: the next message is no gap', async () => {
    const channelId = await channelWith('new')
    const socket = await scene.connect(bob)
    await importMessages(channelId, 30)
    await say(channelId, 'newer')
    expect(await untilContents(socket, channelId, 1)).toEqual(['newer'])
    expect(socket.all(messageCreated)[0]).toMatchObject({ seq: 32, rev: 32, skips: { from: 2, to: 31 } })
    await say(channelId, 'newest')
    await untilContents(socket, channelId, 2)
    expect(socket.all(messageCreated)[1]).not.toHaveProperty('skips')
  })

  it('is passed over where events were lost around it, and what people do to it is delivered', async () => {
    const channelId = await channelWith('new')
    const socket = await scene.connect(bob)
    await scene.post(channelId, ada, 'lost')
    const [one, two] = (await importMessages(channelId, 10)) as [string, string]
    await scene.edit(one, 'edited')
    await scene.erase(two)
    await importMessages(channelId, 10)
    await say(channelId, 'newest')
    await untilContents(socket, channelId, 2)
    await socket.next(messageDeleted)
    await settled(scene, socket, bob)
    expect(contentsOf(socket, channelId)).toEqual(['lost', 'newest'])
    expect(socket.all(messageUpdated).map(({ data }) => data)).toMatchObject([{ id: one, content: 'edited' }])
    expect(socket.all(messageDeleted).map(({ data }) => data.id)).toContain(two)
  })

  it('resets whoever syncs from before it, by seq alone too, and nobody else', async () => {
    const channelId = await channelWith('a', 'b')
    await importMessages(channelId, 5)
    const reset = { reset: true, seq: 7, rev: 7 }
    expect(await syncOf(channelId, { seq: 2, rev: 2 })).toEqual(reset)
    expect(await syncOf(channelId, 1)).toEqual(reset)
    expect(await syncOf(channelId, 0)).toEqual(reset)
    expect(await syncOf(channelId, { seq: 7, rev: 7 })).toMatchObject({ events: [], has_more: false })
    await scene.post(channelId, ada, 'c')
    expect(await syncOf(channelId, { seq: 7, rev: 7 })).toMatchObject({ events: [{ seq: 8 }], seq: 8, rev: 8 })
    expect(await syncOf(channelId, 7)).toMatchObject({ events: [{ seq: 8 }] })
  })

  it('makes the client say which channel to load again, and go on from there', async () => {
    const channelId = await channelWith('a')
    const quiet = await channelWith('b')
    const proxy = await startProxy(scene.gateways[0]!.url)
    const reader = connect({ url: proxy.url, token: await scene.tokenOf(bob), reconnectDelayMs: 20 })
    closeAfterwards({ close: async () => reader.close() })
    const witness = connect({ url: scene.gateways[0]!.url, token: await scene.tokenOf(bob) })
    closeAfterwards({ close: async () => witness.close() })
    let isKnown = false
    witness.on('channel.updated', () => {
      isKnown = true
    })
    const happened: string[] = []
    reader.onReset((id) => happened.push(`reset ${id}`))
    reader.on('message.created', ({ data }) => happened.push(data.content))
    await Promise.all([reader.ready, witness.ready])
    proxy.cut()
    await vi.waitUntil(() => reader.status === 'connecting', 30_000)
    await importMessages(channelId, 600)
    await scene.publish(historyChanged(channelId))
    // Whoever connects before the gateway knows of it is told of the change in place of being reset.
    await vi.waitUntil(() => isKnown, 30_000)
    await scene.post(channelId, ada, 'in the history too')
    await say(quiet, 'missed')
    proxy.mend(scene.gateways[0]!.url)
    await vi.waitUntil(() => reader.status === 'live', 30_000)
    await say(channelId, 'live')
    await vi.waitFor(() => expect(happened.at(-1)).toBe('live'), 30_000)
    expect(happened.toSorted()).toEqual([`reset ${channelId}`, 'live', 'missed'].toSorted())
    expect(reader.positions()[channelId]).toEqual({ seq: 603, rev: 603 })
  })
})
