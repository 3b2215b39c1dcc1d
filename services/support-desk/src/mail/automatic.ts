/** Why a mail is none of somebody's: nothing of it becomes a message, and nothing answers it. */
export type Automatic = 'bounce' | 'auto_reply' | 'list' | 'own'

/** A header by its name in lower case: the first one, as receivers that check them do. */
export type HeaderOf = (name: string) => string | undefined

/** The header by which the desk knows mails of a desk: they answer nobody's. */
export const deskHeader = 'X-Parley-Desk'

/** Senders of reports on mails, whatever else their reports say. */
const reporter = /^(?:mailer-daemon|postmaster|mail-daemon)@/i

/**
 * Whether a program has sent a mail by itself: RFC 3834 (`Auto-Submitted`), RFC 3464 (reports on mails), and what was
 * written before them. People's mails have a sender to whom a report could go, so one without is a program's.
 */
export function automaticOf(header: HeaderOf, from: string | undefined): Automatic | undefined {
  const contentType = header('content-type') ?? ''
  if (/^\s*multipart\/report\b/i.test(contentType)) return 'bounce'
  const isSenderless = /^\s*<\s*>\s*$/.test(header('return-path') ?? '')
  if (header('x-failed-recipients') !== undefined || (from !== undefined && reporter.test(from))) return 'bounce'
  if (header(deskHeader.toLowerCase()) !== undefined) return 'own'
  if (isAnsweredByItself(header) || isSenderless) return 'auto_reply'
  if (header('list-id') !== undefined || /^\s*(?:bulk|list|junk)\b/i.test(header('precedence') ?? '')) return 'list'
  return undefined
}

function isAnsweredByItself(header: HeaderOf): boolean {
  const submitted = header('auto-submitted')
  if (submitted !== undefined && !/^\s*no\b/i.test(submitted)) return true
  if (/^\s*auto[-_]reply\b/i.test(header('precedence') ?? '')) return true
  return ['x-autoreply', 'x-autorespond', 'x-autoresponse'].some((name) => header(name) !== undefined)
}
