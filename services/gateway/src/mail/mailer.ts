import type { Mail } from '@parley/contracts/identity/jobs'
import type { Kysely } from 'kysely'
import nodemailer from 'nodemailer'
import type { Config } from '../config.ts'
import type { DB } from '../schema.ts'
import { insertMail } from './store.ts'

/** Where mails go: an SMTP server, or the table behind /dev/mail. */
export interface Mailer {
  /** Whether mails stay here, to be read at /dev/mail. */
  readonly keepsMails: boolean
  /** Resolves when the mail has been accepted; throws when it should be retried. */
  send(mail: Mail, signal: AbortSignal): Promise<void>
  close(): void
}

const handshakeTimeoutMs = 10_000
const silenceTimeoutMs = 20_000

/** The mailer that the configuration calls for. In production mail is sent or fails; it is never kept. */
export function createMailer({ config, db }: { config: Config; db: Kysely<DB> }): Mailer {
  if (config.SMTP_URL) return smtpMailer(config.SMTP_URL, config.MAIL_FROM)
  if (config.PARLEY_ENV === 'production') return noMailer
  return {
    keepsMails: true,
    send: (mail) => insertMail(db, { ...mail, from: writtenSender(config.MAIL_FROM, mail.from_name) }),
    close() {},
  }
}

function smtpMailer(url: string, from: string): Mailer {
  const transport = nodemailer.createTransport({
    url,
    pool: true,
    maxConnections: 4,
    connectionTimeout: handshakeTimeoutMs,
    greetingTimeout: handshakeTimeoutMs,
    socketTimeout: silenceTimeoutMs,
  })
  return {
    keepsMails: false,
    async send(mail, signal) {
      const { to, subject, text, html, headers, references, reply_to, return_path, message_id } = mail
      const sending = transport.sendMail({
        ...{ to, subject, text, html, headers },
        from: mail.from_name === undefined ? from : { name: mail.from_name, address: addressOf(from) },
        replyTo: reply_to,
        messageId: message_id && bracketed(message_id),
        references: references?.map(bracketed),
        inReplyTo: references?.slice(-1).map(bracketed)[0],
        ...(return_path && { envelope: { from: return_path, to } }),
        ...{ signal, disableFileAccess: true, disableUrlAccess: true },
      })
      await sending.catch((error: unknown) => {
        throw withoutAddresses(error)
      })
    },
    close: () => transport.close(),
  }
}

/** An error as it may be logged, and kept with its job: mail servers name recipients, who may be erased meanwhile. */
function withoutAddresses(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError') return error
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  return Object.assign(new Error(error.message.replaceAll(/[^\s<>@]+@[^\s<>@]+/g, '…@…')), { code, responseCode })
}

const bracketed = (id: string): string => `<${id}>`

/** `hello@parley.example` of `Parley <hello@parley.example>`. */
const addressOf = (sender: string): string => /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim()

const writtenSender = (from: string, name: string | undefined): string =>
  name === undefined ? from : `${name} <${addressOf(from)}>`

const noMailer: Mailer = {
  keepsMails: false,
  async send() {
    throw new Error('Mail cannot be sent: SMTP_URL is not set.')
  },
  close() {},
}
