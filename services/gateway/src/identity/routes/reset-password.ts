import { resetPassword } from '@parley/contracts/identity/auth'
import { invalid } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges } from '../access.ts'
import type { Passwords } from '../domain/passwords.ts'
import { hashSecret } from '../domain/secrets.ts'
import { setPasswordByLink } from '../password-by-link.ts'
import { findReset, takeReset } from '../store/password-resets.ts'
import { lockAccount } from '../store/users.ts'

const deadToken = () => invalid('token', 'Unknown, used or expired: ask for a new link.')

export const resetPasswordRoute = (ctx: GatewayContext, passwords: Passwords) =>
  route(resetPassword, async ({ body, trace, ip }) => {
    const tokenHash = hashSecret(body.token)
    // Looked up first, so that guessing costs no hashing; it is used up below, where one of two at once wins.
    const userId = await findReset(ctx.db, tokenHash)
    if (!userId) throw deadToken()
    const passwordHash = await passwords.hash(body.password, { ip })
    const changes = await transaction(ctx.db, async (tx) => {
      await lockAccount(tx, userId)
      if (!(await takeReset(tx, userId, tokenHash))) throw deadToken()
      return setPasswordByLink(tx, userId, passwordHash, trace)
    })
    await applyAccessChanges(ctx, changes)
    return ok({ success: true as const })
  })
