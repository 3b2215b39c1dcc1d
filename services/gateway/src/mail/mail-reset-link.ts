import { mailResetLink, sendMail } from '@parley/contracts/identity/jobs'
import { insertJob, transaction } from '@parley/kit/outbox'
import type { GatewayContext } from '../context.ts'
import { hashSecret, newSecret } from '../identity/domain/secrets.ts'
import { reserveAccountMail } from '../identity/store/account-mails.ts'
import { deleteResetRequest, upsertReset } from '../identity/store/password-resets.ts'
import { findAccount, lockAccount } from '../identity/store/users.ts'
import { resetMail } from './mails.ts'

/** Makes a reset for the email address that asked, if it has an account. A second run replaces what the first has made. */
export const workMailResetLink = (ctx: GatewayContext): void =>
  ctx.work(mailResetLink, async ({ email }, { trace }) => {
    const token = newSecret()
    await transaction(ctx.db, async (tx) => {
      await deleteResetRequest(tx, email)
      const account = await findAccount(tx, email)
      if (!account || !(await lockAccount(tx, account.id))) return
      // The link of the last mail, at most an hour old, still works.
      if (!(await reserveAccountMail(tx, account.id, 'reset'))) return
      await upsertReset(tx, account.id, hashSecret(token))
      await insertJob(tx, sendMail, resetMail({ to: email, publicUrl: ctx.config.PUBLIC_URL, token }), trace)
    })
  })
