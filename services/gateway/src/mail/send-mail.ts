import { sendMail } from '@parley/contracts/jobs'
import type { GatewayContext } from '../context.ts'

/** Works the mails that transactions have left in the outbox. */
export const workSendMail = (ctx: GatewayContext): void =>
  ctx.work(sendMail, (mail, run) => ctx.mailer.send(mail, run.signal))
