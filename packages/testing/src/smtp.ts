import { SMTPServer } from 'smtp-server'
import { vi } from 'vitest'
import { closeAfterwards } from './close-afterwards.ts'

/** A mail as it came in over SMTP. */
export interface ReceivedMail {
  from: string
  to: string[]
  /** The whole message: headers, an empty line, the body. */
  source: string
}

/** A mail server that keeps what it receives, and can refuse the next mails. */
export interface SmtpDouble {
  /** For SMTP_URL. */
  readonly url: string
  readonly mails: ReceivedMail[]
  /** Refuses this many mails with a temporary error (451) before it accepts one again. */
  refuse(times: number): void
  /** The first mail to this address, received already or yet to come (30 s). */
  mailTo(address: string): Promise<ReceivedMail>
  close(): Promise<void>
}

/** Starts a mail server that speaks real SMTP on a free port of 127.0.0.1. */
export async function startSmtp(): Promise<SmtpDouble> {
  const mails: ReceivedMail[] = []
  let refusing = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (refusing > 0) {
          refusing--
          const [recipient] = session.envelope.rcptTo
          done(Object.assign(new Error(`<${recipient?.address}>: try again later`), { responseCode: 451 }))
          return
        }
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
        })
        done()
      })
    },
  })
  server.on('error', () => {}) // a client closed its connection in the middle
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as { port: number }
  const double: SmtpDouble = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse(times) {
      refusing = times
    },
    mailTo: (address) =>
      vi.waitFor(() => {
        const found = mails.find(({ to }) => to.includes(address))
        if (!found) throw new Error(`No mail to ${address} has arrived.`)
        return found
      }, 30_000),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  closeAfterwards(double)
  return double
}
