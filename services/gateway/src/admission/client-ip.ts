import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import type { AddressRange } from '../config.ts'

const unknownAddress = '0.0.0.0'

/** The canonical form of an IP address, IPv4-mapped IPv6 as IPv4. Undefined for anything else. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : undefined
}

const isWithin = (address: ipaddr.IPv4 | ipaddr.IPv6, ranges: readonly AddressRange[]): boolean =>
  ranges.some(([first, bits]) => address.kind() === first.kind() && address.match(first, bits))

/**
 * Who a request comes from: the peer, or, where the peer is a trusted proxy, the nearest address in its
 * X-Forwarded-For that is not one.
 */
export function createIpOf(trusted: readonly AddressRange[]): (request: IncomingMessage) => string {
  return (request) => {
    const peer = request.socket.remoteAddress ?? unknownAddress
    if (trusted.length === 0) return peer.startsWith('::ffff:') ? peer.slice(7) : peer
    let nearest = parseAddress(peer)
    if (!nearest) return unknownAddress
    const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',')
    while (isWithin(nearest, trusted)) {
      const before = parseAddress(forwarded.pop()?.trim() ?? '')
      if (!before) break
      nearest = before
    }
    return nearest.toString()
  }
}
