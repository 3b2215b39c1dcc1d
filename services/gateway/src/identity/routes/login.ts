import { login } from '@parley/contracts/identity/auth'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges } from '../access.ts'
import type { Passwords } from '../domain/passwords.ts'
import { signedInAnswer, signIn } from '../signed-in.ts'
import { findLastWorkspace } from '../store/sessions.ts'
import { findAccount, isPasswordHash } from '../store/users.ts'

const wrongPassword = () => new ServiceError('unauthorized', 'Wrong email or password.')

export const loginRoute = (ctx: GatewayContext, passwords: Passwords) =>
  route(login, async ({ body, trace }) => {
    const account = await findAccount(ctx.db, body.email)
    const isRight = await passwords.verify(account?.passwordHash, body.password)
    if (!account || !isRight) throw wrongPassword()
    const signedIn = await ctx.db.transaction().execute(async (tx) => {
      const workspaceId = await findLastWorkspace(tx, account.id)
      const stillAdmitted = async () => {
        if (!(await isPasswordHash(tx, account))) throw wrongPassword()
      }
      return workspaceId && signIn(tx, { userId: account.id, workspaceId }, stillAdmitted, trace)
    })
    if (!signedIn)
      throw new ServiceError('forbidden', 'This account belongs to no workspace any more: ask for an invitation.')
    await applyAccessChanges(ctx, signedIn.ended)
    return ok(signedInAnswer(ctx, signedIn))
  })
