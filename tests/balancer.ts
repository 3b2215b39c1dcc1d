import { connect, createServer, type Socket } from 'node:net'
import { closeAfterwards } from '@parley/testing/close-afterwards'

/**
 * What stands before several gateways in production: each new connection goes to the next of them that answers. Those to a
 * gateway that dies end with it.
 */
export async function startBalancer(port: number, urls: readonly string[]): Promise<void> {
  const targets = urls.map((url) => new URL(url))
  const open = new Set<Socket>()
  let turn = 0

  const keep = (socket: Socket, other: Socket) => {
    open.add(socket)
    // Whoever is cut off closes; nobody is left to say it to.
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      open.delete(socket)
      other.destroy()
    })
  }

  function passOn(client: Socket, from: number, tries: number): void {
    const { hostname, port } = targets[from % targets.length]!
    const upstream = connect(Number(port), hostname)
    upstream.once('error', () => {
      if (tries > 1) passOn(client, from + 1, tries - 1)
      else client.destroy()
    })
    upstream.once('connect', () => {
      upstream.removeAllListeners('error')
      keep(client, upstream)
      keep(upstream, client)
      client.pipe(upstream).pipe(client)
    })
  }

  const server = createServer((client) => {
    client.on('error', () => client.destroy())
    passOn(client, turn++, targets.length)
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  closeAfterwards({
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  })
}
