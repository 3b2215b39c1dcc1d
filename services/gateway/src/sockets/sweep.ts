import type { SocketMetrics } from './metrics.ts'
import { type AnySocket, disconnect, type SocketServer } from './socket.ts'

/** Fewer packets than this are not worth counting the bytes of. */
const fewPackets = 8
/** Each packet costs memory of its own, however small. */
const maxPackets = 20_000

/** What engine.io keeps for a client that reads more slowly than it is written to. */
interface Outgoing {
  writeBuffer: { data?: string | Uint8Array }[]
  transport: { socket?: { terminate(): void; readonly bufferedAmount: number } }
}

const outgoingOf = ({ conn }: AnySocket) => conn as unknown as Outgoing

/** Closes sockets whose clients read too slowly, and those whose token has expired. */
export function sweepSockets(
  io: SocketServer,
  { maxBytes, metrics }: { maxBytes: number; metrics: SocketMetrics },
): void {
  const now = Date.now()
  for (const socket of io.of('/').sockets.values()) {
    if (isOverflowing(socket, maxBytes)) {
      metrics.drops.inc({ reason: 'slow' })
      terminate(socket)
    } else if (socket.data.expiresAt <= now) {
      metrics.drops.inc({ reason: 'expired' })
      disconnect(socket, 'expired', 'This token has expired.')
    }
  }
}

function isOverflowing(socket: AnySocket, maxBytes: number): boolean {
  const { writeBuffer, transport } = outgoingOf(socket)
  if (writeBuffer.length > maxPackets) return true
  let bytes = transport.socket?.bufferedAmount ?? 0
  if (writeBuffer.length > fewPackets || bytes > 0) for (const { data } of writeBuffer) bytes += data?.length ?? 0
  return bytes > maxBytes
}

/** Ends a connection without waiting for its client, which reconnects by itself and syncs. */
export function terminate(socket: AnySocket): void {
  const { transport } = outgoingOf(socket)
  socket.conn.close(true)
  transport.socket?.terminate()
}
