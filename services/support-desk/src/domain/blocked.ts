import { isIPv4, isIPv6 } from 'node:net'
import type { BlockKind } from '@parley/contracts/desk/blocks'
import { Email } from '@parley/contracts/email'
import { VisitorId } from '@parley/contracts/ids'
import { invalid, ServiceError } from '@parley/kit/errors'
import type { Blocked } from '../store/blocks.ts'

/** Bits that a network has at least: else a slip blocks half of the world. */
const leastBits = { 4: 8, 6: 32 } as const

const nothing: Blocked = { visitorId: null, network: null, email: null }

/**
 * What a request blocks.
 *
 * @throws ServiceError 400 naming a value that is none of its kind
 */
export function blockedBy(kind: BlockKind, value: string): Blocked {
  if (kind === 'address') return { ...nothing, network: networkOf(value.trim()) }
  const parsed = kind === 'email' ? Email.safeParse(value) : VisitorId.safeParse(value.trim())
  if (!parsed.success) throw invalid('value', parsed.error.issues[0]!.message)
  return kind === 'email' ? { ...nothing, email: parsed.data } : { ...nothing, visitorId: parsed.data }
}

function networkOf(value: string): string {
  const [written = '', given] = value.split('/')
  // IPv4 written as IPv6, as some logs show it.
  const address = given === undefined ? written.replace(/^::ffff:(?=[\d.]+$)/i, '') : written
  const version = isIPv4(address) ? 4 : isIPv6(address) && !address.includes('%') ? 6 : undefined
  if (version === undefined) throw invalid('value', 'Must be an IP address, or a network such as 203.0.113.0/24.')
  if (given === undefined) return address
  const bits = /^\d{1,3}$/.test(given) ? Number(given) : Number.NaN
  const most = version === 4 ? 32 : 128
  if (!(bits >= leastBits[version] && bits <= most))
    throw invalid('value', `A network of IPv${version} has ${leastBits[version]} to ${most} bits.`)
  return `${address}/${bits}`
}

/** For whoever is blocked; not why. */
export const blocked = () => new ServiceError('forbidden', 'You have been blocked from this chat.')
