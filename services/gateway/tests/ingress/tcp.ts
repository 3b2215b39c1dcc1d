import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import { closeAfterwards } from '@parley/testing/close-afterwards'

/** A cable between a gateway and a server, that can be pulled out and put back in, or clogged. */
export interface Cable {
  /** The server’s URL, by way of the cable. */
  url: string
  /** Ends every connection and takes no new one. */
  pull(): Promise<void>
  putBack(): Promise<void>
  /** Connections stay, and nothing comes through any more. */
  clog(): void
  unclog(): void
}

export async function runCable(serverUrl: string): Promise<Cable> {
  const target = new URL(serverUrl)
  const open = new Set<Socket>()
  let clogged = false
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('data', (chunk) => to.write(chunk))
      from.on('error', () => to.destroy())
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
      if (clogged) from.pause()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = new URL(serverUrl)
  url.host = `127.0.0.1:${port}`
  const pull = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of open) socket.destroy()
    })
  closeAfterwards({ close: async () => (server.listening ? pull() : undefined) })
  return {
    url: url.href,
    pull,
    putBack: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    clog() {
      clogged = true
      for (const socket of open) socket.pause()
    },
    unclog() {
      clogged = false
      for (const socket of open) socket.resume()
    },
  }
}
