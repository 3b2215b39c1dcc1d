import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6

/** What an operator lets calls reach although it is not public: a host name or a range of addresses, at one port or any. */
export interface AllowedTarget {
  host?: string
  range?: [Address, number]
  port?: number
}

/** Whether an operator allows calls to a port of an address: by itself, or by the name that led to it. */
export function isAllowed(host: string, address: string, port: number, allowed: readonly AllowedTarget[]): boolean {
  return allowed.some(
    ({ host: name, range, port: only = port }) =>
      only === port && (range ? isWithin(ipaddr.process(address), range) : name === host),
  )
}

/** All global unicast addresses of IPv6 are in the first; NAT64 gateways that everybody shares are in the second. */
const globalUnicast = ipaddr.parseCIDR('2000::/3')
const nat64 = ipaddr.parseCIDR('64:ff9b::/96')

/**
 * Whether an address is one that the public internet routes. IPv4 within IPv6 counts as what it stands for where a
 * network translates it (mapped, NAT64), and is refused where it would be tunnelled (compatible, 6to4, Teredo).
 */
export function isPublic(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (isWithin(address, nat64)) return isPublic(address.toByteArray().slice(12).join('.'))
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || isWithin(address, globalUnicast))
}

const isWithin = (address: Address, range: [Address, number]): boolean =>
  address.kind() === range[0].kind() && address.match(range)
