import { resetPassword } from '@parley/contracts/identity/auth'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges, recordAccessChanges } from '../access.ts'
import type { Passwords } from '../domain/passwords.ts'
import { hashSecret } from '../domain/secrets.ts'
import { isOpenReset, takeReset } from '../store/password-resets.ts'
import { revokeSessions } from '../store/sessions.ts'
import { updatePassword } from '../store/users.ts'

const deadToken = () => invalid('token', 'Unknown, used or expired: ask for a new link.')

export const resetPasswordRoute = (ctx: GatewayContext, passwords: Passwords) =>
  route(resetPassword, async ({ body, trace }) => {
    const tokenHash = hashSecret(body.token)
    // Looked up first, so that guessing costs no hashing; it is used up below, where one of two at once wins.
    if (!(await isOpenReset(ctx.db, tokenHash))) throw deadToken()
    const passwordHash = await passwords.hash(body.password)
    const changes = await ctx.db.transaction().execute(async (tx) => {
      const userId = await takeReset(tx, tokenHash)
      if (!userId) throw deadToken()
      await updatePassword(tx, userId, passwordHash)
      const workspaceIds = await revokeSessions(tx, userId)
      const ended = workspaceIds.map((workspaceId) => ({ workspaceId, userId }))
      await recordAccessChanges(tx, ended, trace)
      return ended
    })
    await applyAccessChanges(ctx, changes)
    return ok({ success: true as const })
  })
