import type { Mail } from '@parley/contracts/jobs'

/** Where mails go: an SMTP server, or the table behind /dev/mail. */
export interface Mailer {
  /** Resolves when the mail has been taken; throws when it should be tried again. */
  send(mail: Mail, signal: AbortSignal): Promise<void>
  close(): void
}
