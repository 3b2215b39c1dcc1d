// In the place of `engine.io-parser`: no packet has bytes in it.

export interface Packet {
  type: string
  data?: string
}

export const protocol = 4

/** In the order of their numbers. */
const types = ['open', 'close', 'ping', 'pong', 'message', 'upgrade', 'noop']
const separator = '\x1e'

const textOf = ({ type, data = '' }: Packet) => `${types.indexOf(type)}${data}`

export const encodePacket = (packet: Packet, _supportsBinary: boolean, give: (text: string) => void): void =>
  give(textOf(packet))

export const encodePayload = (packets: readonly Packet[], give: (text: string) => void): void =>
  give(packets.map(textOf).join(separator))

export function decodePacket(text: string): Packet {
  const type = types[Number(text[0])]
  return type === undefined ? { type: 'error', data: 'parser error' } : { type, data: text.slice(1) }
}

export const decodePayload = (text: string): Packet[] => text.split(separator).map(decodePacket)
