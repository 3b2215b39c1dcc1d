import WebSocket from 'ws'

/** Socket.io over a bare WebSocket, so that a client costs as much as the baseline's does. */
export async function openLightSocket(
  url: string,
  token: string,
  onEvent?: (type: string, event: { seq: number | null; data: Record<string, unknown> }) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('The socket was closed before it was admitted.')))
    socket.on('message', (data) => {
      const text = String(data)
      if (text === '2') socket.send('3')
      else if (text.startsWith('0')) socket.send(`40${JSON.stringify({ token })}`)
      else if (text.startsWith('40')) resolve()
      else if (text.startsWith('44')) reject(new Error(`The socket was refused: ${text.slice(2)}`))
      else if (onEvent && text.startsWith('42')) {
        const [type, event] = JSON.parse(text.slice(2))
        onEvent(type, event)
      }
    })
  })
  return socket
}

/** Opens many, a batch at a time, so that none waits in a listen queue. */
export async function inBatches<T, R>(items: readonly T[], size: number, open: (item: T, index: number) => Promise<R>) {
  const opened: R[] = []
  for (let start = 0; start < items.length; start += size)
    opened.push(...(await Promise.all(items.slice(start, start + size).map((item, at) => open(item, start + at)))))
  return opened
}
