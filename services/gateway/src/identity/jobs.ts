import type { GatewayContext } from '../context.ts'
import { workMailBudgetNotice } from '../mail/mail-budget-notice.ts'
import { workMailChannelInvitation } from '../mail/mail-channel-invitation.ts'
import { workMailResetLink } from '../mail/mail-reset-link.ts'
import { workSendMail } from '../mail/send-mail.ts'

/** Registers the gateway's job handlers: call before `start`. */
export function workIdentityJobs(ctx: GatewayContext): void {
  workSendMail(ctx)
  workMailResetLink(ctx)
  workMailChannelInvitation(ctx)
  workMailBudgetNotice(ctx)
}
