import { forgotPassword } from '@parley/contracts/identity/auth'
import { mailResetLink } from '@parley/contracts/jobs'
import { insertJob } from '@parley/kit/outbox'
import { accepted, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'

/** Does the same for every address: whether it is known is found out by the job. */
export const forgotPasswordRoute = (ctx: GatewayContext) =>
  route(forgotPassword, async ({ body, trace }) => {
    await insertJob(ctx.db, mailResetLink, { email: body.email }, trace)
    ctx.outbox.flush()
    return accepted({ success: true as const })
  })
