import { setTimeout as wait } from 'node:timers/promises'
import type { SocketMetrics } from './metrics.ts'
import { type AnySocket, type SocketServer, sayGoodbye } from './socket.ts'
import { terminate } from './sweep.ts'

/** Clients that are disconnected a second, if there is time. */
const perSecond = 1_000
const stepMs = 50
/** How long a client may take to hang up. */
const hangUpMs = 500

/**
 * Disconnects every client, a few at a time, so that they do not all reconnect to the other gateways at once. Closing
 * the connection, rather than the socket, makes stock clients reconnect by themselves.
 */
export async function drainSockets(
  io: SocketServer,
  { withinMs, metrics }: { withinMs: number; metrics: SocketMetrics },
): Promise<void> {
  const sockets = [...io.of('/').sockets.values()]
  const steps = Math.max(1, Math.floor(Math.min(withinMs, (sockets.length / perSecond) * 1_000) / stepMs))
  const perStep = Math.ceil(sockets.length / steps)
  const leaving: Promise<void>[] = []
  for (let i = 0; i < sockets.length; i += perStep) {
    if (i > 0) await wait(stepMs)
    for (const socket of sockets.slice(i, i + perStep)) {
      metrics.drops.inc({ reason: 'draining' })
      leaving.push(disconnect(socket))
    }
  }
  await Promise.all(leaving)
}

async function disconnect(socket: AnySocket): Promise<void> {
  const reconnectInMs = Math.round(Math.random() * 1_000)
  sayGoodbye(socket, {
    code: 'draining',
    message: 'This gateway is shutting down; connect again.',
    reconnect_in_ms: reconnectInMs,
  })
  const { conn } = socket
  if (conn.readyState !== 'open') return
  const transport = conn.transport as unknown as { socket?: { once(event: 'close', done: () => void): void } }
  const hungUp = new Promise<void>((resolve) => {
    if (transport.socket) transport.socket.once('close', resolve)
    else conn.once('close', () => resolve())
  })
  conn.close()
  await Promise.race([hungUp, wait(hangUpMs)])
  terminate(socket)
}
