import { connect } from '@parley/client/realtime'
import { channelDeleted, channelUpdated } from '@parley/contracts/channels/events'
import { type EventContract, rooms } from '@parley/contracts/event'
import { accessChanged } from '@parley/contracts/identity/events'
import { readUpdated } from '@parley/contracts/messages/events'
import { socketLimits } from '@parley/contracts/realtime'
import { typing } from '@parley/contracts/sockets/events'
import type { RoomMessage } from '@parley/kit/outbox'
import { transientMessage } from '@parley/kit/transient-events'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { changeChannel } from '@parley/testing/rows/channels'
import type { TestSocket } from '@parley/testing/sockets'
import { describe, expect, it, vi } from 'vitest'
import { channelSource } from '../../src/sockets/feeds/channels.ts'
import { startProxy } from './cuttable-proxy.ts'
import { ask, contentsOf, setScene, settled, untilContents } from './scene.ts'

const scene = await setScene({ gateways: 2 })
const { ada, bob, cyd, gus } = scene.acme
const { workspaceId } = ada
const [first, second] = scene.gateways as [(typeof scene.gateways)[0], (typeof scene.gateways)[0]]

const say = async (channelId: string, content: string) => scene.publish(await scene.post(channelId, ada, content))
const watch = (socket: TestSocket, channel_id: string) => ask(socket, 'watch', { channel_id })
const watched = async (socket: TestSocket, channelId: string) =>
  channelId in (await ask<{ channels: object }>(socket, 'positions')).channels

/** An event of a channel as its members, and the workspace, receive it. */
const about = (channelId: string, event: EventContract, data: object, more: string[] = []): RoomMessage =>
  transientMessage({ event, workspaceId, feedId: channelId, rooms: [rooms.channel(channelId), ...more], data })

const accessOf = ({ userId }: typeof ada): RoomMessage =>
  transientMessage({
    ...{ event: accessChanged, workspaceId, rooms: [rooms.user(workspaceId, userId)] },
    data: { user_id: userId, credential_id: null },
  })

async function becomePrivate(channelId: string): Promise<void> {
  await changeChannel(scene.database, channelId, { isPrivate: true })
  await scene.publish(about(channelId, channelUpdated, {}))
}

const openChannel = () => scene.channel({ members: [ada], isPrivate: false })

describe('watching a public channel', () => {
  it('brings its events from the answered position on, but not who has read how far', async () => {
    const channelId = await openChannel()
    await scene.post(channelId, ada, 'before')
    const [socket, other] = [await scene.connect(bob, second), await scene.connect(bob, second)]
    expect(await watch(socket, channelId)).toEqual({ success: true, seq: 1, rev: 1 })
    await say(channelId, 'hello')
    await scene.publish(
      about(channelId, readUpdated, {}),
      about(channelId, typing, { user_id: ada.userId, channel_id: channelId }),
    )
    await socket.next(typing, ({ channel_id }) => channel_id === channelId)
    expect(contentsOf(socket, channelId)).toEqual(['hello'])
    expect(socket.all(readUpdated)).toEqual([])
    await settled(scene, other, bob)
    expect(contentsOf(other, channelId)).toEqual([])

    expect(await ask(socket, 'unwatch', { channel_id: channelId })).toEqual({ success: true })
    await say(channelId, 'unheard')
    await settled(scene, socket, bob)
    expect(contentsOf(socket, channelId)).toEqual(['hello'])
  })

  it('lets nobody type in it', async () => {
    const channelId = await openChannel()
    const socket = await scene.connect(bob)
    await watch(socket, channelId)
    expect(await ask(socket, 'typing', { channel_id: channelId })).toMatchObject({ error: { code: 'not_found' } })
  })

  it('goes on as a member’s without a gap or a repetition for whoever joins', async () => {
    const channelId = await openChannel()
    const socket = await scene.connect(cyd)
    await watch(socket, channelId)
    const added = await scene.add(channelId, cyd)
    await say(channelId, 'one')
    await untilContents(socket, channelId, 1)
    await scene.publish(...added)
    await socket.next({ type: 'member.added' } as EventContract)
    await say(channelId, 'two')
    await untilContents(socket, channelId, 2)
    await settled(scene, socket, cyd)
    expect(contentsOf(socket, channelId)).toEqual(['one', 'two'])
  })

  it('is not_found where the channel cannot be read, and opens nothing there', async () => {
    const channelId = await scene.channel({ members: [ada] })
    const gateway = await scene.startGateway()
    const strangers = [await scene.connect(bob, gateway), await scene.connect(scene.eve, gateway)]
    for (const socket of strangers)
      expect(await watch(socket, channelId)).toMatchObject({ success: false, error: { code: 'not_found' } })
    const guest = await scene.connect(gus, gateway)
    expect(await watch(guest, scene.acme.general)).toMatchObject({ error: { code: 'not_found' } })
    // A feed that a stranger had opened would be of the stranger's workspace, and stay empty.
    const member = await scene.connect(ada, gateway)
    await say(channelId, 'for members')
    expect(await untilContents(member, channelId, 1)).toEqual(['for members'])
    for (const socket of strangers) expect(contentsOf(socket, channelId)).toEqual([])
  })

  it('is bounded', async () => {
    const socket = await scene.connect(bob)
    const channels = await Promise.all(Array.from({ length: socketLimits.watchedChannels + 1 }, openChannel))
    const answers = await Promise.all(channels.map((id) => watch(socket, id)))
    const refused = answers.filter((answer) => !(answer as { success: boolean }).success)
    expect(refused).toMatchObject([{ error: { code: 'conflict' } }])
    const [again] = channels
    await ask(socket, 'unwatch', { channel_id: again })
    for (const id of channels.slice(1)) await watch(socket, id)
    expect(await watch(socket, channels.at(-1)!)).toMatchObject({ success: true })
  })
})

it('does not begin where the channel becomes private meanwhile', async () => {
  const channelId = await openChannel()
  const [socket, member] = [await scene.connect(bob, second), await scene.connect(ada, second)]
  const read = channelSource.readReadable
  let reads = 0
  vi.spyOn(channelSource, 'readReadable').mockImplementation(async (...asked) => {
    const found = await read(...asked)
    if (++reads === 2) {
      await becomePrivate(channelId)
      await member.next(channelUpdated)
    }
    return found
  })
  await watch(socket, channelId)
  vi.mocked(channelSource.readReadable).mockRestore()
  await vi.waitFor(async () => expect(await watched(socket, channelId)).toBe(false), 30_000)
})

describe('watching ends', () => {
  const ends: [string, (channelId: string) => Promise<void>][] = [
    [
      'when the channel is deleted',
      async (channelId) => {
        const data = { id: channelId, workspace_id: workspaceId }
        await scene.publish(about(channelId, channelDeleted, data, [rooms.workspace(workspaceId)]))
      },
    ],
    ['when the channel becomes private', becomePrivate],
    [
      'for whoever becomes a guest',
      async () => {
        await scene.database.query(`update gateway.members set role = 'guest' where user_id = $1`, [cyd.userId])
        await scene.publish(accessOf(cyd))
      },
    ],
  ]
  it.each(ends)('%s', async (_when, end) => {
    await scene.database.query(`update gateway.members set role = 'member' where user_id = $1`, [cyd.userId])
    const channelId = await openChannel()
    const socket = await scene.connect(cyd, second)
    await watch(socket, channelId)
    expect(await watched(socket, channelId)).toBe(true)
    await end(channelId)
    await vi.waitFor(async () => expect(await watched(socket, channelId)).toBe(false), 30_000)
    expect(socket.all(channelUpdated)).toEqual([])
    await say(channelId, 'unheard')
    await settled(scene, socket, cyd)
    expect(contentsOf(socket, channelId)).toEqual([])
  })
})

it('the client watches across reconnections, and emits what was said meanwhile', async () => {
  const channelId = await openChannel()
  const proxy = await startProxy(first.url)
  const errors: unknown[] = []
  const token = await scene.tokenOf(bob)
  const reader = connect({ url: proxy.url, token, reconnectDelayMs: 20, onError: (error) => errors.push(error) })
  closeAfterwards({ close: async () => reader.close() })
  const received: string[] = []
  reader.on('message.created', ({ channel_id, data }) => channel_id === channelId && received.push(data.content))
  const stop = reader.watch(channelId)
  await reader.ready
  await vi.waitUntil(() => channelId in reader.positions(), 30_000)
  await say(channelId, 'one')
  await vi.waitFor(() => expect(received).toEqual(['one']), 30_000)
  proxy.cut()
  await vi.waitUntil(() => reader.status === 'connecting', 30_000)
  await say(channelId, 'two')
  proxy.mend(second.url)
  await vi.waitFor(() => expect(received).toEqual(['one', 'two']), 30_000)
  await say(channelId, 'three')
  await vi.waitFor(() => expect(received).toEqual(['one', 'two', 'three']), 30_000)

  stop()
  reader.watch(await scene.channel({ members: [ada] }))
  await vi.waitFor(() => expect(errors).toMatchObject([{ code: 'not_found' }]), 30_000)
  await vi.waitUntil(() => reader.status === 'live', 30_000)
  expect(channelId in reader.positions()).toBe(false)
})
