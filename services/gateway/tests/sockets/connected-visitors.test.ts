import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { rooms } from '@parley/contracts/event'
import { visitorAccessChanged } from '@parley/contracts/identity/events'
import type { VisitorCaller } from '@parley/kit/assertion'
import { createLog } from '@parley/kit/log'
import { roomChannel } from '@parley/kit/outbox'
import type { Redis } from '@parley/kit/redis'
import { transientMessage } from '@parley/kit/transient-events'
import { describe, expect, it, vi } from 'vitest'
import type { Hub } from '../../src/sockets/hub.ts'
import type { VisitorSocket } from '../../src/sockets/socket.ts'
import { createConnectedVisitors } from '../../src/sockets/visitors.ts'

const workspaceId = randomUUID()
const visitor: VisitorCaller = {
  ...{ kind: 'visitor', workspaceId, visitorId: randomUUID(), widgetKeyId: randomUUID(), siteId: randomUUID() },
}

/** The registry with one socket, and what says that its visitor's access has changed. */
function scene(mayVisit: () => Promise<boolean>) {
  const subscriber = Object.assign(new EventEmitter(), { subscribe: async () => {} })
  const visitors = createConnectedVisitors({
    hub: {} as Hub,
    mayVisit,
    onDrop: () => {},
    log: createLog('visitors', { LOG_LEVEL: 'silent' }),
  })
  visitors.watch(subscriber as unknown as Redis, 'p')
  const disconnect = vi.fn()
  const socket = { data: { visitor }, emit: () => {}, disconnect } as unknown as VisitorSocket
  const accessChanged = (visitor_id: string) => {
    const data = { visitor_id, widget_key_id: null }
    const message = transientMessage({ event: visitorAccessChanged, workspaceId, rooms: [rooms.access], data })
    subscriber.emit('message', roomChannel('p', rooms.access), JSON.stringify(message))
  }
  return { visitors, socket, disconnect, accessChanged }
}

describe('a visitor’s socket', () => {
  it('ends where the token was revoked between its check and the connection', async () => {
    const { visitors, socket, disconnect, accessChanged } = scene(async () => false)
    const checkedAt = visitors.version
    accessChanged(visitor.visitorId)
    visitors.connected(socket, checkedAt)
    await vi.waitFor(() => expect(disconnect).toHaveBeenCalledOnce())
  })

  it('is checked again where nobody could say, until somebody can', async () => {
    let tries = 0
    const { visitors, socket, disconnect, accessChanged } = scene(async () => {
      if (++tries === 1) throw new Error('not now')
      return false
    })
    visitors.connected(socket, visitors.version)
    accessChanged(visitor.visitorId)
    await vi.waitFor(() => expect(disconnect).toHaveBeenCalledOnce(), 30_000)
    expect(tries).toBe(2)
  })

  it('stays where the token is still good, and is not asked about for others', async () => {
    let tries = 0
    const { visitors, socket, disconnect, accessChanged } = scene(async () => ++tries > 0)
    visitors.connected(socket, visitors.version)
    accessChanged(randomUUID())
    accessChanged(visitor.visitorId)
    await vi.waitFor(() => expect(tries).toBe(1))
    expect([disconnect.mock.calls, visitors.size]).toEqual([[], 1])
  })
})
