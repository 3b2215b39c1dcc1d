import { mailResetLink, sendMail } from '@parley/contracts/identity/jobs'
import { insertJob, transaction } from '@parley/kit/outbox'
import type { GatewayContext } from '../context.ts'
import { hashSecret, newMailedToken } from '../identity/domain/secrets.ts'
import { deleteResetRequest, upsertReset } from '../identity/store/password-resets.ts'
import { resetMail } from './mails.ts'

/** Makes a reset for the email address that asked, if it has an account. A second run replaces what the first has made. */
export const workMailResetLink = (ctx: GatewayContext): void =>
  ctx.work(mailResetLink, async ({ email }, { trace }) => {
    const token = newMailedToken()
    await transaction(ctx.db, async (tx) => {
      await deleteResetRequest(tx, email)
      if (!(await upsertReset(tx, email, hashSecret(token)))) return
      await insertJob(tx, sendMail, resetMail({ to: email, publicUrl: ctx.config.PUBLIC_URL, token }), trace)
    })
  })
