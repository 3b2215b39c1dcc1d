import { forgotPassword } from '@parley/contracts/identity/auth'
import { mailResetLink } from '@parley/contracts/identity/jobs'
import { insertJob } from '@parley/kit/outbox'
import { accepted, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { insertResetRequest } from '../store/password-resets.ts'

/**
 * Does the same for every email address: the job finds out whether it is known. The job starts with the outbox's next poll,
 * once for all requests until then, so that response times do not depend on its work.
 */
export const forgotPasswordRoute = (ctx: GatewayContext) =>
  route(forgotPassword, async ({ body: { email }, trace }) => {
    await ctx.db.transaction().execute(async (tx) => {
      if (await insertResetRequest(tx, email)) await insertJob(tx, mailResetLink, { email }, trace)
    })
    return accepted({ success: true as const })
  })
