import { mailChannelInvitation, sendMail } from '@parley/contracts/identity/jobs'
import { insertJob, transaction } from '@parley/kit/outbox'
import type { GatewayContext } from '../context.ts'
import { hashSecret, newSecret } from '../identity/domain/secrets.ts'
import { renewForChannel } from '../identity/store/invitations.ts'
import { channelInvitationMail } from './mails.ts'

/** Makes the link of an invitation into a channel. A second run replaces what the first has made. */
export const workMailChannelInvitation = (ctx: GatewayContext): void =>
  ctx.work(mailChannelInvitation, async ({ workspace_id, channel_id, email }, { trace }) => {
    const token = newSecret()
    await transaction(ctx.db, async (tx) => {
      const invited = { workspaceId: workspace_id, channelId: channel_id, email, tokenHash: hashSecret(token) }
      const said = await renewForChannel(tx, invited)
      if (!said) return
      const mail = channelInvitationMail({ ...said, to: email, publicUrl: ctx.config.PUBLIC_URL, token })
      await insertJob(tx, sendMail, mail, trace)
    })
  })
