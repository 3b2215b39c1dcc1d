import { register } from '@parley/contracts/identity/auth'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { created, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import type { Passwords } from '../domain/passwords.ts'
import { signedInAnswer, signIn } from '../signed-in.ts'
import { insertAccount } from '../store/users.ts'
import { insertWorkspace } from '../store/workspaces.ts'
import { mailVerification } from '../verification.ts'

export const registerRoute = (ctx: GatewayContext, passwords: Passwords) =>
  route(register, async ({ body, trace, ip, userAgent }) => {
    const { email, name, companyName } = body
    const passwordHash = await passwords.hash(body.password, { ip })
    const signedIn = await transaction(ctx.db, async (tx) => {
      const userId = await insertAccount(tx, { email, name, passwordHash, isVerified: false })
      if (!userId) throw new ServiceError('conflict', 'This address has an account already.')
      const workspaceName = companyName ?? `${name}’s workspace`
      const workspaceId = await insertWorkspace(tx, { ownerId: userId, name: workspaceName, companyName }, trace)
      await mailVerification(ctx, tx, { userId, email }, trace)
      // Nobody but this transaction knows of the account yet.
      const stillAdmitted = async () => {}
      return signIn(tx, { userId, workspaceId, origin: { ip, userAgent } }, stillAdmitted, trace)
    })
    ctx.outbox.notify('channels')
    return created(signedInAnswer(ctx, signedIn!))
  })
