import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { defineEvent } from '@parley/contracts/event'
import { transientMessage } from '@parley/kit/transient-events'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { Server } from 'socket.io'
import { io as connect, type Socket } from 'socket.io-client'
import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { fanOut, frameOf } from '../../src/sockets/fan-out.ts'
import type { SocketServer } from '../../src/sockets/socket.ts'

const server = createServer()
const io: SocketServer = new Server(server, { perMessageDeflate: false })
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
closeAfterwards({ close: () => io.close() })
io.on('connection', (socket) => {
  socket.join(String(socket.handshake.auth.rooms).split(','))
})

async function listener(rooms: string, transports = ['websocket']): Promise<{ socket: Socket; received: string[] }> {
  const received: string[] = []
  const socket = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
    auth: { rooms },
    transports,
    forceNew: true,
  })
  closeAfterwards({ close: async () => socket.disconnect() })
  socket.onAny((type: string, { data }: { data: string }) => received.push(`${type} ${data}`))
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  return { socket, received }
}

const said = defineEvent({ type: 'said', audience: '', delivery: 'transient', data: z.string() })
const event = (data: string) => transientMessage({ event: said, workspaceId: 'w', rooms: [], data }).event

describe('an event', () => {
  it('goes once to each socket in any of its rooms, whatever its protocol, except to those it is not for', async () => {
    const both = await listener('a,b')
    const polling = await listener('b', ['polling'])
    const left = await listener('a,c')
    const outside = await listener('d')
    expect(fanOut(io, ['a', 'b', 'nobody'], event('1'), 'c')).toBe(2)
    expect(fanOut(io, ['d'], event('2'))).toBe(1)
    expect(fanOut(io, ['a', 'c'], event('3'))).toBe(2)
    await vi.waitFor(
      () =>
        expect(outside.received.length + left.received.length + both.received.length + polling.received.length).toBe(5),
      30_000,
    )
    expect(both.received).toEqual(['said 1', 'said 3'])
    expect(polling.received).toEqual(['said 1'])
    expect(left.received).toEqual(['said 3'])
    expect(outside.received).toEqual(['said 2'])
  })

  it('keeps its order with what engine.io sends to the socket itself', async () => {
    const { received } = await listener('mixed')
    const [id] = io.of('/').adapter.rooms.get('mixed')!
    const socket = io.of('/').sockets.get(id!)!
    const long = randomBytes(200_000).toString('hex')
    for (let i = 0; i < 50; i++) {
      if (i % 3 === 0) socket.emit('said', event(`${i}`))
      else fanOut(io, ['mixed'], event(i % 7 === 0 ? `${i} ${long}` : `${i}`))
    }
    await vi.waitFor(() => expect(received.length).toBe(50), 30_000)
    expect(received.map((text) => text.split(' ')[1])).toEqual(Array.from({ length: 50 }, (_, i) => `${i}`))
  })

  it('comes by engine.io during an upgrade, and keeps its place', async () => {
    const listening = listener('upgrading', ['polling', 'websocket'])
    let sent = 0
    const sending = setInterval(() => {
      if (io.of('/').adapter.rooms.has('upgrading') && sent < 200) fanOut(io, ['upgrading'], event(`${sent++}`))
    }, 1)
    const { received } = await listening
    await vi.waitFor(() => expect(received.length).toBe(200), 30_000)
    clearInterval(sending)
    expect(received).toEqual(Array.from({ length: 200 }, (_, i) => `said ${i}`))
  })
})

it.each([0, 125, 126, 65_535, 65_536, 200_000])('frames %i bytes as RFC 6455 defines', (length) => {
  const frame = frameOf('x'.repeat(length))
  const header = frame.subarray(0, frame.length - length)
  const announced =
    header.length === 2 ? header[1] : header.length === 4 ? header.readUInt16BE(2) : Number(header.readBigUInt64BE(2))
  expect([header[0], announced]).toEqual([0x81, length])
  expect(header.length).toBe(length < 126 ? 2 : length < 65_536 ? 4 : 10)
})
