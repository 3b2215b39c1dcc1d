import { resendVerification } from '@parley/contracts/identity/auth'
import { transaction } from '@parley/kit/outbox'
import { accepted, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { requireValidCredential } from '../credential-check.ts'
import { requireSession } from '../signed-in.ts'
import { lockAccount } from '../store/users.ts'
import { mailVerification } from '../verification.ts'

export const resendVerificationRoute = (ctx: GatewayContext) =>
  route(resendVerification, async ({ caller, trace }) => {
    requireSession(caller, 'Proving an address')
    await transaction(ctx.db, async (tx) => {
      const account = await lockAccount(tx, caller.userId)
      await requireValidCredential(tx, caller)
      if (account && !account.isVerified)
        await mailVerification(ctx, tx, { userId: account.id, email: account.email }, trace)
    })
    return accepted({ success: true as const })
  })
