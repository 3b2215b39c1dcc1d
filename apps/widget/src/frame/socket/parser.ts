// In the place of `socket.io-parser`: Parley has one namespace, and no event has bytes in it.

export const protocol = 5

export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4 }

interface Packet {
  type: number
  /** Under which its acknowledgement comes. */
  id?: number | undefined
  data?: unknown
}

export class Encoder {
  encode({ type, id, data }: Packet): string[] {
    return [`${type}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`]
  }
}

type Listener = (packet: Packet & { nsp: string }) => void

export class Decoder {
  private listener: Listener | undefined

  on(_event: 'decoded', listener: Listener): void {
    this.listener = listener
  }

  off(): void {
    this.listener = undefined
  }

  /** @throws what is no packet; the connection then begins anew */
  add(text: string): void {
    const [, type, id, json] = /^(\d)(\d*)(.*)$/s.exec(text)!
    this.listener?.({
      type: Number(type),
      nsp: '/',
      id: id === '' ? undefined : Number(id),
      data: json === '' ? undefined : JSON.parse(json!),
    })
  }

  destroy(): void {}
}
