import { sendMail } from '@parley/contracts/identity/jobs'
import { insertJob } from '@parley/kit/outbox'
import type { Trace } from '@parley/kit/trace'
import type { GatewayContext } from '../context.ts'
import type { Db } from '../db.ts'
import { verificationMail } from '../mail/mails.ts'
import { hashSecret, newSecret } from './domain/secrets.ts'
import { reserveAccountMail } from './store/account-mails.ts'
import { upsertVerification } from './store/email-verifications.ts'

/**
 * Mails a link that proves an account's email address, in place of an earlier one, unless the address has had too many.
 * Call with the account locked.
 */
export async function mailVerification(
  { config }: Pick<GatewayContext, 'config'>,
  tx: Db,
  account: { userId: string; email: string },
  trace: Trace,
): Promise<void> {
  if (!(await reserveAccountMail(tx, account.userId, 'verification'))) return
  const token = newSecret()
  await upsertVerification(tx, account.userId, hashSecret(token))
  const mail = verificationMail({ to: account.email, publicUrl: config.PUBLIC_URL, token })
  await insertJob(tx, sendMail, mail, trace)
}
