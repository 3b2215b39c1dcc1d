import { login } from '@parley/contracts/identity/auth'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges } from '../access.ts'
import type { Passwords } from '../domain/passwords.ts'
import { checkPassword } from '../password-check.ts'
import { signedInAnswer, signInAnywhere } from '../signed-in.ts'

export const loginRoute = (ctx: GatewayContext, passwords: Passwords) =>
  route(login, async ({ body, trace, ip, userAgent }) => {
    const { userId, stillAdmitted } = await checkPassword(ctx, passwords, { ...body, ip })
    const who = { userId, origin: { ip, userAgent } }
    const signedIn = await transaction(ctx.db, (tx) => signInAnywhere(tx, who, stillAdmitted(tx), trace))
    await applyAccessChanges(ctx, signedIn.ended)
    return ok(signedInAnswer(ctx, signedIn))
  })
