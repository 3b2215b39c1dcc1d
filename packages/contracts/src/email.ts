/// <reference path="./punycode.d.ts" />
import punycode from 'punycode.js'
import * as z from 'zod'
import { hostNameOf } from './host-name.ts'
import { hasInvisible } from './text.ts'

/** RFC 5321 §4.5.3.1, in octets. */
const maxAddressBytes = 254
const maxLocalBytes = 64

/** A dot-atom without the characters that nobody's address has; letters and digits of any script (RFC 6531). */
const localPart = /^[\p{L}\p{M}\p{N}_'+-]+(?:\.[\p{L}\p{M}\p{N}_'+-]+)*$/u
/** The ASCII form of a domain with at least two labels, the last of which is no number. */
const asciiDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

/**
 * The one form in which an address is stored, compared and shown: lower case, composed, and the domain in Unicode, so
 * that `u@xn--bcher-kva.example` and `U@BÜCHER.example` are one mailbox. Undefined for what is no address.
 */
export function normalizeEmail(text: string): string | undefined {
  if (hasInvisible(text)) return undefined
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at).normalize('NFC').toLowerCase().normalize('NFC')
  const domain = asciiDomainOf(text.slice(at + 1))
  if (at < 1 || domain === undefined || !localPart.test(local)) return undefined
  if (bytesOf(local) > maxLocalBytes || bytesOf(`${local}@${domain}`) > maxAddressBytes) return undefined
  const shown = unicodeDomainOf(domain)
  // Not every parser checks what `xn--` stands for.
  return shown !== undefined && asciiDomainOf(shown) === domain ? `${local}@${shown}` : undefined
}

/** Undefined where an `xn--` label stands for nothing, which the decoder answers with a RangeError. */
function unicodeDomainOf(domain: string): string | undefined {
  try {
    return punycode.toUnicode(domain)
  } catch {
    return undefined
  }
}

function asciiDomainOf(domain: string): string | undefined {
  const host = hostNameOf(domain)
  return host !== undefined && asciiDomain.test(host) ? host : undefined
}

const bytesOf = (text: string) => new TextEncoder().encode(text).length

/** An email address, international ones included; parsed to the form that `normalizeEmail` describes. */
export const Email = z
  .string()
  .trim()
  .max(maxAddressBytes)
  .transform((text, context) => {
    const email = normalizeEmail(text)
    if (email !== undefined) return email
    context.addIssue('Must be an email address.')
    return z.NEVER
  })
  .meta({
    format: 'idn-email',
    description:
      'Lower-cased and composed, an international domain in Unicode. Without any character that shows nothing, such as joiners and variation selectors.',
  })
