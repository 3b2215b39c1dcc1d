import { sendMail } from '@parley/contracts/identity/jobs'
import type { GatewayContext } from '../context.ts'

/** Sends the mails that transactions have put into the outbox. */
export const workSendMail = (ctx: GatewayContext): void =>
  ctx.work(sendMail, (mail, run) => ctx.mailer.send(mail, run.signal))
