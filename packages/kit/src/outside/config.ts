import ipaddr from 'ipaddr.js'
import * as z from 'zod'
import type { Address, AllowedTarget } from './addresses.ts'

/** `mcp.internal:3000, 10.1.0.0/16, [::1]:9000` */
const AllowedTargets = z.string().transform((text, context): AllowedTarget[] => {
  const entries = text.split(',').map((entry) => entry.trim())
  return entries.filter(Boolean).map((entry) => {
    const target = parseTarget(entry.toLowerCase())
    if (target) return target
    context.addIssue(`${entry} is not a host name, an address or a range of addresses, with or without a port.`)
    return z.NEVER
  })
})

function parseTarget(entry: string): AllowedTarget | undefined {
  const unbracketed = entry.replace(/^\[(.+)\]$/, '$1')
  const range = rangeOf(unbracketed)
  if (range) return { range }
  const [, bracketed, plain, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(entry) ?? []
  const at = port === undefined ? {} : { port: Number(port) }
  const portRange = rangeOf(bracketed ?? plain ?? '')
  if (portRange) return { range: portRange, ...at }
  return plain !== undefined && /^[a-z\d_]([a-z\d._-]*[a-z\d])?$/.test(plain) ? { host: plain, ...at } : undefined
}

function rangeOf(text: string): [Address, number] | undefined {
  if (ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text)
  if (ipaddr.IPv6.isValid(text)) return [ipaddr.IPv6.parse(text), 128]
  return ipaddr.IPv4.isValidFourPartDecimal(text) ? [ipaddr.IPv4.parse(text), 32] : undefined
}

/** Configuration of services that call URLs of their users; their own includes it. */
export const OutsideConfig = z.object({
  OUTSIDE_ALLOWED: AllowedTargets.prefault('').describe(
    'Host names, addresses and ranges (a.internal:3000, 10.1.0.0/16), separated by commas, that URLs of users may lead to although they are not public.',
  ),
})
