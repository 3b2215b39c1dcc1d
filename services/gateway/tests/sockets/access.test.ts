import { channelCreated, memberAdded, memberRemoved } from '@parley/contracts/channels/events'
import { rooms } from '@parley/contracts/event'
import { messageCreated } from '@parley/contracts/messages/events'
import { goodbye } from '@parley/contracts/sockets/events'
import { insertChannel } from '@parley/testing/rows/channels'
import { openSocket } from '@parley/testing/sockets'
import jwt from 'jsonwebtoken'
import type { KyselyPlugin } from 'kysely'
import { io } from 'socket.io-client'
import { describe, expect, it, vi } from 'vitest'
import { hashSecret } from '../../src/identity/domain/secrets.ts'
import { ask, contentsOf, setScene, settled, untilContents } from './scene.ts'

const scene = await setScene({ gateways: 2 })
const { ada, bob, cyd, gus } = scene.acme
const { eve } = scene
const [first, second] = scene.gateways as [(typeof scene.gateways)[0], (typeof scene.gateways)[0]]

const accessChanged = (person: typeof ada) => ({
  rooms: [rooms.user(person.workspaceId, person.userId)],
  event: {
    id: crypto.randomUUID(),
    type: 'internal.access_changed',
    workspace_id: person.workspaceId,
    channel_id: null,
    seq: null,
    rev: null,
    at: new Date().toISOString(),
    data: { user_id: person.userId, credential_id: null },
  },
  trace: null,
})

const say = async (channelId: string, author: typeof ada, content: string) => {
  await scene.publish(await scene.post(channelId, author, content))
}

async function newKey(scopes: string[]): Promise<string> {
  const key = `prl_sk_live_${crypto.randomUUID().replaceAll('-', '')}`
  await scene.database.query(
    `insert into gateway.api_keys (workspace_id, user_id, name, key_prefix, key_hash, scopes) values ($1, $2, 'k', 'p', $3, $4)`,
    [ada.workspaceId, ada.userId, hashSecret(key), scopes],
  )
  return key
}

const sessionOf = (token: string) => (jwt.decode(token) as { sid: string }).sid

const refusalOf = (token: string | undefined, gateway = first) =>
  openSocket(gateway.url, token).then(
    () => undefined,
    (error: Error & { data?: unknown }) => error.data,
  )

describe('a socket is admitted', () => {
  it('with a JWT or an API key that may read, and refuses others with a reason', async () => {
    await scene.connect(ada)
    await openSocket(first.url, await newKey(['read']))
    expect(await refusalOf(undefined)).toMatchObject({ code: 'unauthorized' })
    expect(await refusalOf('garbage')).toMatchObject({ code: 'unauthorized' })
    expect(await refusalOf(await scene.tokenOf(ada, -10))).toMatchObject({ code: 'unauthorized' })
    expect(await refusalOf(await newKey(['write']))).toMatchObject({ code: 'forbidden' })
  })

  it('with an Authorization header, where a client can set one', async () => {
    const token = await scene.tokenOf(bob)
    const socket = io(first.url, { extraHeaders: { Authorization: `Bearer ${token}` }, reconnection: false })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('connect_error', reject)
    })
    socket.disconnect()
  })

  it('while its person’s permissions are being read for their other sockets, and stays open after that', async () => {
    const reading = { held: false, release: Promise.withResolvers<void>() }
    const holdsOne: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        const isPermissions = result.rows.some((row) => 'credential_ids' in row)
        if (isHolding && !reading.held && isPermissions) {
          reading.held = true
          await reading.release.promise
        }
        return result
      },
    }
    let isHolding = false
    const gateway = await scene.startGateway({ plugin: holdsOne })
    const other = await scene.connect(bob, gateway)
    isHolding = true
    await scene.publish(accessChanged(bob))
    await vi.waitUntil(() => reading.held, 30_000)
    const opened = await scene.connect(bob, gateway)
    reading.release.resolve()
    for (const socket of [other, opened]) {
      await settled(scene, socket, bob)
      expect(socket.all(goodbye)).toEqual([])
    }
  })

  it('not after its session was revoked', async () => {
    const token = await scene.tokenOf(bob)
    await scene.database.query(
      'update gateway.sessions set revoked_at = now() where id = (select max(id::text)::uuid from gateway.sessions)',
    )
    expect(await refusalOf(token)).toMatchObject({ code: 'unauthorized' })
  })
})

describe('a channel’s events reach', () => {
  it('its members on every gateway, and nobody else', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const [here, there] = await Promise.all([scene.connect(ada, first), scene.connect(bob, second)])
    const outsiders = await Promise.all([scene.connect(cyd, first), scene.connect(gus), scene.connect(eve, second)])
    await say(channelId, ada, 'secret')
    for (const socket of [here, there]) expect(await untilContents(socket, channelId, 1)).toEqual(['secret'])
    for (const [index, person] of [cyd, gus, eve].entries()) {
      await settled(scene, outsiders[index]!, person)
      expect(outsiders[index]!.events.filter(({ channel_id }) => channel_id === channelId)).toEqual([])
    }
  })

  it('an event with several rooms once, however many of them a socket is in', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const socket = await scene.connect(ada)
    const [added] = await scene.add(channelId, cyd)
    added!.rooms.push(rooms.user(ada.workspaceId, ada.userId), rooms.workspace(ada.workspaceId))
    await scene.publish(added!, added!)
    await settled(scene, socket, ada)
    expect(socket.all(memberAdded)).toHaveLength(1)
  })

  it('guests only in the channels they are in, and in no workspace-wide room', async () => {
    const mine = await scene.channel({ members: [ada, gus] })
    const socket = await scene.connect(gus)
    await scene.publish({
      rooms: [rooms.workspace(ada.workspaceId)],
      event: { ...accessChanged(ada).event, type: 'channel.updated', channel_id: scene.acme.general },
      trace: null,
    })
    await say(scene.acme.general, ada, 'members only')
    await say(mine, ada, 'hello')
    expect(await untilContents(socket, mine, 1)).toEqual(['hello'])
    await settled(scene, socket, gus)
    expect(socket.events.filter(({ channel_id }) => channel_id === scene.acme.general)).toEqual([])
  })

  it('delivers no internal event to anybody', async () => {
    const socket = await scene.connect(ada)
    await scene.publish(accessChanged(ada))
    await settled(scene, socket, ada)
    expect(socket.events.filter(({ type }) => type.startsWith('internal.'))).toEqual([])
  })
})

describe('gaining a channel', () => {
  it('puts open sockets into its room, with what was written before the gateway received the event', async () => {
    const channelId = await scene.channel({ members: [ada] })
    await scene.post(channelId, ada, 'before')
    const socket = await scene.connect(bob, second)
    const added = await scene.add(channelId, bob)
    const early = await scene.post(channelId, ada, 'early')
    const positionsWhenTold = new Promise<{ channels: object }>((resolve) =>
      socket.socket.once('member.added', () => resolve(ask(socket, 'positions'))),
    )
    await scene.publish(early, ...added)
    expect(Object.keys((await positionsWhenTold).channels)).toContain(channelId)
    const event = await socket.next(memberAdded, ({ channel_id }) => channel_id === channelId)
    expect(event.data.user_id).toBe(bob.userId)
    await say(channelId, ada, 'late')
    expect(await untilContents(socket, channelId, 2)).toEqual(['early', 'late'])
    const types = socket.events.filter(({ channel_id }) => channel_id === channelId).map(({ type }) => type)
    expect(types).toEqual(['member.added', 'message.created', 'message.created'])
  })

  it('works for a channel that is new, for each of its first members', async () => {
    const sockets = await Promise.all([scene.connect(ada, first), scene.connect(bob, second)])
    const { workspaceId } = ada
    const channelId = await insertChannel(scene.database, { name: 'brand-new', isPrivate: true, members: [ada, bob] })
    const published = await scene.take('channels')
    const created = {
      ...published[0]!,
      event: { ...published[0]!.event, id: crypto.randomUUID(), type: 'channel.created', data: { id: channelId } },
      rooms: [ada, bob].map(({ userId }) => rooms.user(workspaceId, userId)),
    }
    const message = await scene.post(channelId, ada, 'first')
    await scene.publish(message, created)
    for (const socket of sockets) {
      await socket.next(channelCreated, ({ channel_id }) => channel_id === channelId)
      expect(await untilContents(socket, channelId, 1)).toEqual(['first'])
    }
  })

  it('does not admit a person who has been removed meanwhile', async () => {
    const channelId = await scene.channel({ members: [ada] })
    const socket = await scene.connect(bob)
    const added = await scene.add(channelId, bob)
    const removed = await scene.remove(channelId, bob)
    await scene.publish(...removed, ...added)
    await say(channelId, ada, 'not for bob')
    await settled(scene, socket, bob)
    const observer = await scene.connect(ada)
    await say(channelId, ada, 'again')
    await untilContents(observer, channelId, 1)
    await settled(scene, socket, bob)
    expect(contentsOf(socket, channelId)).toEqual([])
  })
})

describe('losing a channel', () => {
  it('receives the event, and nothing after it, on every gateway', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const sockets = await Promise.all([scene.connect(bob, first), scene.connect(bob, second)])
    const ownAda = await scene.connect(ada, second)
    await say(channelId, ada, 'while in')
    for (const socket of sockets) await untilContents(socket, channelId, 1)
    const removed = await scene.remove(channelId, bob)
    await scene.publish(...removed, await scene.post(channelId, ada, 'after'))
    expect(await untilContents(ownAda, channelId, 2)).toEqual(['while in', 'after'])
    for (const socket of sockets) {
      await socket.next(memberRemoved, ({ channel_id }) => channel_id === channelId)
      await settled(scene, socket, bob)
      expect(contentsOf(socket, channelId)).toEqual(['while in'])
      expect(await ask(socket, 'sync', { [channelId]: 0 })).toEqual({
        channels: { [channelId]: { error: 'not_found' } },
        conversations: {},
      })
    }
  })

  it('takes effect by internal.access_changed alone when there is no other event', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const socket = await scene.connect(bob, second)
    await scene.remove(channelId, bob)
    await scene.publish(accessChanged(bob))
    await vi.waitUntil(async () => {
      const { channels } = await ask<{ channels: object }>(socket, 'positions')
      return !(channelId in channels)
    }, 30_000)
  })

  it('is undone for a person who is back in, even when the events arrive in the wrong order', async () => {
    const channelId = await scene.channel({ members: [ada, bob] })
    const socket = await scene.connect(bob)
    const removed = await scene.remove(channelId, bob)
    const added = await scene.add(channelId, bob)
    await scene.publish(...added, ...removed)
    await vi.waitUntil(async () => channelId in (await ask<{ channels: object }>(socket, 'positions')).channels, 30_000)
    await say(channelId, ada, 'back')
    expect(await untilContents(socket, channelId, 1)).toEqual(['back'])
  })

  it('takes the workspace’s room from whoever becomes a guest', async () => {
    const socket = await scene.connect(cyd)
    const role = (is: string) =>
      scene.database.query('update gateway.members set role = $1 where user_id = $2', [is, cyd.userId])
    await role('guest')
    await scene.publish(accessChanged(cyd))
    const removed = (id: string) => ({
      rooms: [rooms.workspace(cyd.workspaceId)],
      event: { ...accessChanged(ada).event, id, type: 'channel.updated', channel_id: scene.acme.general },
      trace: null,
    })
    await vi.waitUntil(async () => {
      const id = crypto.randomUUID()
      await scene.publish(removed(id))
      await settled(scene, socket, cyd)
      return !socket.events.some((event) => event.id === id)
    }, 30_000)
    await role('member')
  })
})

describe('renew', () => {
  const lifeOf = async (socket: Awaited<ReturnType<typeof scene.connect>>) =>
    (await ask<{ expires_in_ms: number | null }>(socket, 'positions')).expires_in_ms

  it('has a socket live as long as its new token, and end with that one’s session', async () => {
    const [old, longer] = [await scene.tokenOf(bob, 600), await scene.tokenOf(bob, 7_200)]
    const socket = await openSocket(first.url, old)
    expect(await lifeOf(socket)).toBeLessThanOrEqual(600_000)
    const answer = await ask(socket, 'renew', { token: longer })
    expect(answer).toEqual({ success: true, expires_in_ms: expect.any(Number) })
    expect(await lifeOf(socket)).toBeGreaterThan(7_000_000)
    const end = (token: string) =>
      scene.database.query('update gateway.sessions set revoked_at = now() where id = $1', [sessionOf(token)])
    await end(old)
    await scene.publish(accessChanged(bob))
    expect(await lifeOf(socket)).toBeGreaterThan(0)
    await end(longer)
    await scene.publish(accessChanged(bob))
    expect((await socket.next(goodbye)).data.code).toBe('revoked')
  })

  it('refuses a token of somebody else or another workspace, one that cannot read, and one that is none', async () => {
    const socket = await openSocket(first.url, await scene.tokenOf(ada, 600))
    const refusal = async (token: unknown) =>
      (await ask<{ error: { code: string } }>(socket, 'renew', { token })).error.code
    expect(await refusal(await scene.tokenOf(bob))).toBe('forbidden')
    expect(await refusal(await scene.tokenOf(eve))).toBe('forbidden')
    expect(await refusal(await newKey(['write']))).toBe('forbidden')
    expect(await refusal('garbage')).toBe('unauthorized')
    expect(await refusal(7)).toBe('invalid_input')
    expect(await lifeOf(socket)).toBeLessThanOrEqual(600_000)
    await ask(socket, 'renew', { token: await newKey(['read']) })
    expect(await lifeOf(socket)).toBeNull()
  })
})

describe('a credential that ends', () => {
  const ends = async (end: () => Promise<unknown>, socket: Awaited<ReturnType<typeof scene.connect>>, code: string) => {
    await end()
    const farewell = await socket.next(goodbye)
    expect(farewell.data).toMatchObject({ code, reconnect_in_ms: null })
    expect(await socket.closed()).toBe('io server disconnect')
  }

  it('closes its sockets on every gateway, and no others, when it is revoked', async () => {
    const token = await scene.tokenOf(bob)
    const other = await scene.connect(bob, second)
    const sockets = await Promise.all([openSocket(first.url, token), openSocket(second.url, token)])
    const { sid } = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sid: string }
    await scene.database.query('update gateway.sessions set revoked_at = now() where id = $1', [sid])
    await scene.publish(accessChanged(bob))
    for (const socket of sockets) await ends(async () => {}, socket, 'revoked')
    await settled(scene, other, bob)
    expect(other.socket.connected).toBe(true)
  })

  it('closes the sockets of a deleted API key', async () => {
    const key = await newKey(['read'])
    const socket = await openSocket(second.url, key)
    await ends(
      async () => {
        await scene.database.query('delete from gateway.api_keys where key_hash = $1', [hashSecret(key)])
        await scene.publish(accessChanged(ada))
      },
      socket,
      'revoked',
    )
  })

  it('closes the socket when the token expires', async () => {
    const socket = await openSocket(first.url, await scene.tokenOf(bob, 2))
    await ends(async () => {}, socket, 'expired')
  })

  it('closes every socket of someone who is taken out of the workspace', async () => {
    const socket = await scene.connect(eve)
    await ends(
      async () => {
        await scene.database.query('delete from gateway.members where user_id = $1', [eve.userId])
        await scene.publish(accessChanged(eve))
      },
      socket,
      'revoked',
    )
  })
})

it('delivers a message to the members it has at that time, also right after it is created', async () => {
  const channelId = await scene.channel({ members: [ada] })
  const socket = await scene.connect(ada)
  await say(channelId, ada, 'to myself')
  expect((await socket.next(messageCreated)).channel_id).toBe(channelId)
})
