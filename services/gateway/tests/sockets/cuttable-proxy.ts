import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { closeAfterwards } from '@parley/testing/close-afterwards'

/** A network between clients and gateways that can be cut, and lead somewhere else afterwards. */
export interface CuttableProxy {
  url: string
  /** Breaks every connection; new ones are refused until `mend`. */
  cut(): void
  /** New connections go to this gateway. */
  mend(url: string): void
}

export async function startProxy(url: string): Promise<CuttableProxy> {
  const open = new Set<Socket>()
  let target: URL | undefined = new URL(url)
  const server = createServer((client) => {
    if (!target) {
      client.destroy()
      return
    }
    const upstream = connect(Number(target.port), target.hostname)
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        open.delete(socket)
        other.destroy()
      })
    }
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    target = undefined
    for (const socket of open) socket.destroy()
  }
  closeAfterwards({
    close: () => {
      cut()
      return new Promise((resolve) => server.close(resolve))
    },
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend(next) {
      target = new URL(next)
    },
  }
}
