import { forgotPassword } from '@parley/contracts/identity/auth'
import { mailResetLink } from '@parley/contracts/jobs'
import { insertJob } from '@parley/kit/outbox'
import { accepted, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { insertResetRequest } from '../store/password-resets.ts'

/**
 * Does the same for every address: whether it is known is found out by the job. That begins later, with the outbox's
 * next poll, and once for however many asked until then, so that its work is not felt by whoever asks.
 */
export const forgotPasswordRoute = (ctx: GatewayContext) =>
  route(forgotPassword, async ({ body: { email }, trace }) => {
    await ctx.db.transaction().execute(async (tx) => {
      if (await insertResetRequest(tx, email)) await insertJob(tx, mailResetLink, { email }, trace)
    })
    return accepted({ success: true as const })
  })
