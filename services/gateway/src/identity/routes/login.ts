import { login } from '@parley/contracts/identity/auth'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges } from '../access.ts'
import type { Passwords } from '../domain/passwords.ts'
import { signedInAnswer, signIn } from '../signed-in.ts'
import { findLastWorkspace } from '../store/sessions.ts'
import { findAccount, isPasswordHash } from '../store/users.ts'

const wrongPassword = () => new ServiceError('unauthorized', 'Wrong email or password.')

export const loginRoute = (ctx: GatewayContext, passwords: Passwords) =>
  route(login, async ({ body, trace, ip }) => {
    const account = await findAccount(ctx.db, body.email)
    const isRight = await passwords.verify(account?.passwordHash, body.password, { ip })
    if (!account || !isRight) throw wrongPassword()
    const { id: userId } = account
    const stillAdmitted = (tx: typeof ctx.db) => async () => {
      if (!(await isPasswordHash(tx, account))) throw wrongPassword()
    }
    const signedIn = await transaction(ctx.db, async (tx) => {
      const workspaceId = await findLastWorkspace(tx, userId)
      return (
        (workspaceId && (await signIn(tx, { userId, workspaceId }, stillAdmitted(tx), trace))) ||
        // In no workspace, or not any more since it was looked up.
        signIn(tx, { userId, workspaceId: null }, stillAdmitted(tx), trace)
      )
    })
    await applyAccessChanges(ctx, signedIn!.ended)
    return ok(signedInAnswer(ctx, signedIn!))
  })
