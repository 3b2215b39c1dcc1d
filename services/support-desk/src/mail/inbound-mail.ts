import { normalizeEmail } from '@parley/contracts/email'
import type { ParsedMail } from './parse-mail.ts'

/** A mail that came in, with addresses in the form in which they are compared: those that are none are left out. */
export type InboundMail = ParsedMail

export function inboundMailOf(parsed: ParsedMail): InboundMail {
  const { from, recipients } = parsed
  const address = from && normalizeEmail(from.address)
  return {
    ...parsed,
    from: address === undefined ? undefined : { name: from?.name, address },
    recipients: [...new Set(recipients.flatMap((each) => normalizeEmail(each) ?? []))],
  }
}
