import type { IncomingMessage } from 'node:http'
import type { Gate } from '@parley/kit/gate'
import type { AnySocket, SocketServer } from './socket.ts'

type Connection = AnySocket['conn']

/** Bounds the open connections of an IP address that have not authenticated. */
export function createHandshakes({
  engine,
  gate,
  ipOf,
}: {
  engine: SocketServer['engine']
  gate: Gate
  ipOf: (request: IncomingMessage) => string
}) {
  const ends = new WeakMap<Connection, () => void>()

  function end(connection: Connection): void {
    ends.get(connection)?.()
    ends.delete(connection)
  }

  function onClose(this: Connection): void {
    end(this)
  }

  // Counted here and not when it is asked for: a handshake can fail in between, in ways that are not reported.
  engine.on('connection', (connection: Connection) => {
    gate.enter({ ip: ipOf(connection.request) }).then(
      (leave) => {
        ends.set(connection, leave)
        if (connection.readyState === 'closed') end(connection)
        else connection.on('close', onClose)
      },
      () => connection.close(true),
    )
  })

  return {
    /** Whether the IP address of a handshake may have one more. */
    mayBegin: (request: IncomingMessage): Promise<boolean> =>
      gate.pass({ ip: ipOf(request) }, async () => true).catch(() => false),

    /** A connection has authenticated, and no longer counts. */
    end,
  }
}

export type Handshakes = ReturnType<typeof createHandshakes>
