import * as z from 'zod'
import { hostNameOf } from '../host-name.ts'

const maxLength = 255

/** The host of a website, parsed to what `Origin` says of it: `shop.example`. */
export const Domain = domainBy(hostNameOf, 'Must be a host name, such as shop.example.')

/** The same, or all hosts beneath one: `*.shop.example`. */
export const DomainPattern = domainBy(
  patternOf,
  'Must be a host name, such as shop.example, or *.shop.example for all beneath it.',
)

function domainBy(parse: (text: string) => string | undefined, problem: string) {
  return z
    .string()
    .trim()
    .max(maxLength)
    .transform((text, context) => {
      const domain = parse(text)
      if (domain !== undefined) return domain
      context.addIssue(problem)
      return z.NEVER
    })
    .meta({ description: 'Without scheme, port and path; an international name is kept as punycode.' })
}

function patternOf(text: string): string | undefined {
  if (!text.startsWith('*.')) return hostNameOf(text)
  const host = hostNameOf(text.slice(2))
  // All hosts of a top-level domain are nobody's.
  return host?.includes('.') && !/^[\d.]+$/.test(host) ? `*.${host}` : undefined
}
