import { randomUUID } from 'node:crypto'
import { defineEvent, rooms } from '@parley/contracts/event'
import { visitorAccessChanged } from '@parley/contracts/identity/events'
import { goodbye } from '@parley/contracts/sockets/events'
import type { VisitorCaller } from '@parley/kit/assertion'
import { createLog } from '@parley/kit/log'
import type { RoomMessage } from '@parley/kit/outbox'
import { connectRedis } from '@parley/kit/redis'
import { applyVisitorRevocation } from '@parley/kit/revocations'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { deleteVisitorOrKey, insertVisitor, readOnlineUntil } from '@parley/testing/rows/support-desk'
import { openSocket } from '@parley/testing/sockets'
import { expect, it, vi } from 'vitest'
import * as z from 'zod'
import { defaultIntervals } from '../../src/sockets/config.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { ada } = scene.acme
const { workspaceId } = ada
const [gateway] = scene.gateways as [(typeof scene.gateways)[number]]
const log = createLog('visitors', { LOG_LEVEL: 'silent' })
const redis = connectRedis(scene.redisUrl, log)
closeAfterwards({ close: async () => redis.disconnect() })
await vi.waitUntil(() => redis.status === 'ready', 30_000)
const context = { redis, log, config: { REDIS_PREFIX: scene.prefix } } as Parameters<typeof applyVisitorRevocation>[0]

const visitorOf = (widgetKeyId?: string): Promise<VisitorCaller> =>
  insertVisitor(scene.database, workspaceId, widgetKeyId)
const connect = (visitor: VisitorCaller, { url } = gateway) => openSocket(url, scene.visitorToken(visitor))

const said = defineEvent({ type: 'test.said', audience: '', delivery: 'transient', data: z.string() })
const message = (type: string, to: string[], data: unknown): RoomMessage => ({
  rooms: to,
  event: {
    id: randomUUID(),
    type,
    workspace_id: workspaceId,
    seq: null,
    rev: null,
    at: new Date().toISOString(),
    data,
  },
  trace: null,
})
const accessChanged = (visitor_id: string | null, widget_key_id: string | null) =>
  message(visitorAccessChanged.type, [rooms.access], { visitor_id, widget_key_id })

it('a visitor’s socket receives what is said to that visitor, nothing else, and is among nobody’s people', async () => {
  const before = await gateway.measure('parley_socket_people')
  const [mine, other] = [await visitorOf(), await visitorOf()]
  const [socket, twice, others] = [await connect(mine), await connect(mine), await connect(other)]
  const person = await scene.connect(ada)
  const room = rooms.visitor(workspaceId, mine.visitorId)
  await scene.publish(
    message(said.type, [rooms.workspace(workspaceId)], 'to the workspace'),
    message(said.type, [rooms.user(workspaceId, ada.userId)], 'to Ada'),
    message(said.type, [room], 'to the visitor'),
  )
  for (const each of [socket, twice]) expect((await each.next(said)).data).toBe('to the visitor')
  await person.next(said, ({ data }) => data === 'to Ada')
  expect(person.all(said).map(({ data }) => data)).not.toContain('to the visitor')
  for (const each of [socket, twice]) expect(each.all(said)).toHaveLength(1)
  expect(others.events).toEqual([])
  expect(await gateway.measure('parley_socket_visitors')).toBe(3)
  expect(await gateway.measure('parley_socket_people')).toBe(before + 1)
})

it('a visitor’s socket may ask for what it missed, of no channel, and for nothing else', async () => {
  const { socket } = await connect(await visitorOf())
  for (const name of ['typing', 'presence', 'positions', 'watch', 'renew', 'viewing'])
    expect(await socket.emitWithAck(name, {})).toMatchObject({ success: false, error: { code: 'invalid_input' } })
  expect(await socket.emitWithAck('sync', { [scene.acme.general]: 0 })).toEqual({
    channels: { [scene.acme.general]: { error: 'not_found' } },
    conversations: {},
  })
})

it.each([
  ['the visitor', ({ visitorId }: VisitorCaller) => ({ visitorId })],
  ['the widget key', ({ widgetKeyId }: VisitorCaller) => ({ widgetKeyId })],
])('ends, and is refused, at once when %s is revoked', async (_, whose) => {
  const [mine, other] = [await visitorOf(), await visitorOf()]
  const [socket, others] = [await connect(mine), await connect(other)]
  const revoked = { workspaceId, ...whose(mine) }
  await deleteVisitorOrKey(scene.database, revoked)
  await applyVisitorRevocation(context, revoked)
  await scene.publish(
    accessChanged('visitorId' in revoked ? mine.visitorId : null, 'widgetKeyId' in revoked ? mine.widgetKeyId : null),
  )
  expect((await socket.next(goodbye)).data.code).toBe('revoked')
  await socket.closed()
  await expect(connect(mine)).rejects.toMatchObject({ data: { code: 'unauthorized' } })
  expect(others.socket.connected).toBe(true)
})

it('ends when it is revoked, though what says so was lost', async () => {
  const recheckedOften = await scene.startGateway({ intervals: { poll: 20, recheck: 20 } })
  const visitor = await visitorOf()
  const socket = await connect(visitor, recheckedOften)
  await deleteVisitorOrKey(scene.database, visitor)
  expect((await socket.next(goodbye)).data.code).toBe('revoked')
})

it('has its visitor online, again and again, until the last socket of theirs closes', async () => {
  const renewing = await scene.startGateway({ intervals: { visitorHeartbeat: 20 } })
  const [mine, other] = [await visitorOf(), await visitorOf()]
  const [first, second] = [await connect(mine, renewing), await connect(mine, renewing)]
  await connect(other, renewing)
  const untilOf = (visitor: VisitorCaller) => readOnlineUntil(scene.database, visitor)
  /** Each renewal says it anew of all who are there. */
  async function renewed(visitor: VisitorCaller, times = 3) {
    for (let i = 0; i < times; i++) {
      const before = (await untilOf(visitor)) ?? 0
      await vi.waitUntil(async () => ((await untilOf(visitor)) ?? 0) > before, 30_000)
    }
  }
  await renewed(mine)
  await first.close()
  await vi.waitUntil(async () => (await renewing.measure('parley_socket_visitors')) === 2, 30_000)
  await renewed(mine)
  await second.close()
  await vi.waitUntil(async () => (await renewing.measure('parley_socket_visitors')) === 1, 30_000)
  await renewed(other)
  const ended = await untilOf(mine)
  await renewed(other)
  expect(await untilOf(mine)).toBe(ended)
  // What was said last, and the second within which the desk publishes that it is over.
  expect(defaultIntervals.visitorLife + 1_000).toBeLessThan(15_000)
  expect(defaultIntervals.visitorHeartbeat * 2).toBeLessThan(defaultIntervals.visitorLife)
})

it('ends when its token expires', async () => {
  const socket = await openSocket(gateway.url, scene.visitorToken(await visitorOf(), 2))
  expect((await socket.next(goodbye)).data.code).toBe('expired')
})

it('is limited per visitor and per widget key', async () => {
  const env = { RATE_LIMITS: 'on', SOCKETS_PER_VISITOR: '1', SOCKETS_PER_WIDGET_KEY: '2', SOCKETS_PER_WORKSPACE: '1' }
  const limited = await scene.startGateway({ env })
  const first = await visitorOf()
  const [second, third] = [await visitorOf(first.widgetKeyId), await visitorOf(first.widgetKeyId)]
  const refused = { data: { code: 'rate_limited' } }
  const open = await connect(first, limited)
  await expect(connect(first, limited)).rejects.toMatchObject(refused)
  await connect(second, limited)
  await expect(connect(third, limited)).rejects.toMatchObject(refused)
  await connect(await visitorOf(), limited)
  await scene.connect(ada, limited)
  await open.close()
  await vi.waitFor(() => connect(third, limited), 30_000)
})
