import { presence, typing } from '@parley/contracts/sockets/events'
import { createLog } from '@parley/kit/log'
import { connectRedis } from '@parley/kit/redis'
import { describe, expect, it, vi } from 'vitest'
import { ask, setScene, settled } from './scene.ts'

const scene = await setScene({
  gateways: 2,
  env: { PRESENCE_GRACE_MS: '400' },
  // As good as for ever: on a busy machine the work may take longer than the interval it is about.
  intervals: { presenceLife: 3_000, presenceHeartbeat: 2, typing: 600_000 },
})
const { ada, bob, cyd, gus } = scene.acme
const { eve } = scene
const [first, second] = scene.gateways as [(typeof scene.gateways)[0], (typeof scene.gateways)[0]]

type Socket = Awaited<ReturnType<typeof scene.connect>>
const statusesOf = (socket: Socket, { userId }: typeof ada) =>
  socket
    .all(presence)
    .filter(({ data }) => data.user_id === userId)
    .map(({ data }) => data.status)

const untilReceived = (socket: Socket, person: typeof ada, status: string) =>
  vi.waitUntil(() => statusesOf(socket, person).at(-1) === status, 30_000)

describe('presence', () => {
  it('is published on every gateway, once, to people who share a channel, and never to oneself', async () => {
    const here = await scene.connect(ada, first)
    const there = await scene.connect(cyd, second)
    const stranger = await scene.connect(eve, second)
    const own = await scene.connect(bob, first)
    for (const socket of [here, there]) {
      await untilReceived(socket, bob, 'online')
      expect(statusesOf(socket, bob)).toEqual(['online'])
    }
    await ask(own, 'presence', { status: 'dnd' })
    for (const socket of [here, there]) await untilReceived(socket, bob, 'dnd')
    await own.close()
    for (const socket of [here, there]) {
      await untilReceived(socket, bob, 'offline')
      expect(statusesOf(socket, bob)).toEqual(['online', 'dnd', 'offline'])
    }
    await settled(scene, stranger, eve)
    await settled(scene, own.socket.connected ? own : here, own.socket.connected ? bob : ada)
    expect(stranger.all(presence)).toEqual([])
    expect(statusesOf(own, bob)).toEqual([])
    await there.close()
    // Until the end of the grace Cyd would be sent as online to whoever connects in the tests that follow.
    await untilReceived(here, cyd, 'offline')
    await here.close()
  })

  it('includes guests, in the channels they are in', async () => {
    await scene.channel({ members: [ada, gus] })
    const guest = await scene.connect(gus, second)
    const member = await scene.connect(ada, first)
    await untilReceived(guest, ada, 'online')
    await untilReceived(member, gus, 'online')
    const other = await scene.connect(bob, first)
    await untilReceived(member, bob, 'online')
    await settled(scene, guest, gus)
    expect(statusesOf(guest, bob)).toEqual([])
    await Promise.all([guest, member, other].map((socket) => socket.close()))
  })

  it('lasts over the grace: another socket, on another gateway, comes unnoticed', async () => {
    const watcher = await scene.connect(ada, first)
    const one = await scene.connect(cyd, first)
    await untilReceived(watcher, cyd, 'online')
    const two = await scene.connect(cyd, second)
    await one.close()
    const three = await scene.connect(bob, first)
    await untilReceived(watcher, bob, 'online')
    await three.close()
    await untilReceived(watcher, bob, 'offline')
    // Bob's grace began after Cyd's first socket was gone, and is over.
    expect(statusesOf(watcher, cyd)).toEqual(['online'])
    await two.close()
    await untilReceived(watcher, cyd, 'offline')
    await watcher.close()
  })

  it('is sent to a new socket for everyone who is online, with the status they set', async () => {
    const early = await scene.connect(bob, first)
    await ask(early, 'presence', { status: 'away' })
    const newcomer = await scene.connect(ada, second)
    await untilReceived(newcomer, bob, 'away')
    expect(newcomer.all(presence).filter(({ data }) => data.status === 'offline')).toEqual([])
    await Promise.all([early.close(), newcomer.close()])
  })

  it('ends for the people of a gateway that crashed', async () => {
    const watcher = await scene.connect(ada, first)
    const client = connectRedis(scene.redisUrl, createLog('test', { LOG_LEVEL: 'silent' }))
    await vi.waitFor(() => expect(client.status).toBe('ready'), 30_000)
    // What a gateway that had Cyd leaves behind when it is killed.
    await client.sadd(`${scene.prefix}:presence:of:crashed`, `${cyd.workspaceId}/${cyd.userId}`)
    const lifeEndsAt = (at: number) => client.zadd(`${scene.prefix}:presence:gateways`, at, 'crashed')
    await lifeEndsAt(Date.now() + 3_600_000)
    const newcomer = await scene.connect(bob, first)
    await untilReceived(newcomer, cyd, 'online')
    await lifeEndsAt(Date.now() - 1)
    await untilReceived(watcher, cyd, 'offline')
    expect(statusesOf(watcher, cyd)).toEqual(['offline'])
    client.disconnect()
    await Promise.all([watcher.close(), newcomer.close()])
  })

  it("is exchanged when someone joins a channel: the newcomer receives its members', they the newcomer's, once", async () => {
    const channelId = await scene.channel({ members: [cyd] })
    const own = [await scene.connect(gus, first), await scene.connect(gus, second)]
    const resident = await scene.connect(cyd, second)
    await ask(resident, 'presence', { status: 'away' })
    await settled(scene, own[0]!, gus)
    expect(own.flatMap((socket) => statusesOf(socket, cyd))).toEqual([])
    await scene.publish(...(await scene.add(channelId, gus)))
    for (const socket of own) await untilReceived(socket, cyd, 'away')
    await untilReceived(resident, gus, 'online')
    await settled(scene, resident, cyd)
    expect(statusesOf(resident, gus)).toEqual(['online'])
    await scene.publish(...(await scene.remove(channelId, gus)))
    await Promise.all([...own, resident].map((socket) => socket.close()))
  })
})

describe('typing', () => {
  it('is delivered to the other members on every gateway, and to no socket of the one who types', async () => {
    const channelId = await scene.channel({ members: [ada, bob, gus] })
    const own = [await scene.connect(ada, first), await scene.connect(ada, second)]
    const others = [await scene.connect(bob, first), await scene.connect(gus, second)]
    const outsider = await scene.connect(cyd, second)
    expect(await ask(own[0]!, 'typing', { channel_id: channelId })).toEqual({ success: true })
    for (const socket of others) {
      const event = await socket.next(typing)
      expect(event).toMatchObject({ channel_id: channelId, data: { user_id: ada.userId, channel_id: channelId } })
      expect([event.seq, event.rev]).toEqual([null, null])
    }
    for (const socket of own) {
      await settled(scene, socket, ada)
      expect(socket.all(typing)).toEqual([])
    }
    await settled(scene, outsider, cyd)
    expect(outsider.all(typing)).toEqual([])
  })

  it('is passed on at most once a second, person and channel, from however many sockets and gateways', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const own = await Promise.all([first, first, second, second].map((gateway) => scene.connect(ada, gateway)))
    const other = await scene.connect(bob)
    for (let i = 0; i < 3; i++) await Promise.all(own.map((socket) => ask(socket, 'typing', { channel_id: channelId })))
    await other.next(typing)
    await settled(scene, other, bob)
    expect(other.all(typing)).toHaveLength(1)
  })

  it('is passed on again when the second is over', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const quick = await scene.startGateway({ intervals: { typing: 1 } })
    const [own, other] = [await scene.connect(ada, quick), await scene.connect(bob)]
    await vi.waitFor(async () => {
      await ask(own, 'typing', { channel_id: channelId })
      expect(other.all(typing).length).toBeGreaterThan(1)
    }, 30_000)
  })

  it('is passed on in each of several channels, however one goes back and forth', async () => {
    const channels = [await scene.channel({ members: [ada, bob] }), await scene.channel({ members: [ada, bob] })]
    const [own, other] = [await scene.connect(ada), await scene.connect(bob)]
    for (let i = 0; i < 6; i++) await ask(own, 'typing', { channel_id: channels[i % 2] })
    for (const id of channels) await other.next(typing, (event) => event.channel_id === id)
    await settled(scene, other, bob)
    expect(other.all(typing).map((event) => event.channel_id)).toEqual(channels)
  })

  it('in a channel one is not a member of is answered as in one that does not exist', async () => {
    const channelId = await scene.channel({ members: [ada] })
    const socket = await scene.connect(bob)
    const hidden = await ask(socket, 'typing', { channel_id: channelId })
    expect(hidden).toMatchObject({ error: { code: 'not_found' } })
    expect(await ask(socket, 'typing', { channel_id: crypto.randomUUID() })).toEqual(hidden)
  })
})
