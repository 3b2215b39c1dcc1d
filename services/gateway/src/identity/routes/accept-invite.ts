import { acceptInvite } from '@parley/contracts/identity/auth'
import { invalid, ServiceError } from '@parley/kit/errors'
import { created, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges } from '../access.ts'
import type { Passwords } from '../domain/passwords.ts'
import { hashSecret } from '../domain/secrets.ts'
import { signedInAnswer, signIn } from '../signed-in.ts'
import { findInvitation, takeInvitation } from '../store/invitations.ts'
import { enterMoreChannels, insertMember } from '../store/members.ts'
import { type Account, findAccount, insertAccount, isPasswordHash } from '../store/users.ts'

const wrongPassword = () =>
  new ServiceError('unauthorized', 'This address has an account already: its own password is needed.')
const deadToken = () => invalid('token', 'Unknown, used or expired: ask for a new invitation.')

export const acceptInviteRoute = (ctx: GatewayContext, passwords: Passwords) => {
  /** The account that the invited address has, if the password is its own. */
  async function checkAccount(email: string, password: string): Promise<Account | undefined> {
    const account = await findAccount(ctx.db, email)
    if (account && !(await passwords.verify(account.passwordHash, password))) throw wrongPassword()
    return account
  }

  return route(acceptInvite, async ({ body, trace }) => {
    const tokenHash = hashSecret(body.token)
    const found = await findInvitation(ctx.db, tokenHash)
    if (!found) throw deadToken()
    const { email } = found
    const existing = await checkAccount(email, body.password)
    const passwordHash = existing?.passwordHash ?? (await passwords.hash(body.password))
    const signedIn = await ctx.db.transaction().execute(async (tx) => {
      const invitation = await takeInvitation(tx, tokenHash)
      if (!invitation) throw deadToken()
      const name = body.name ?? email.slice(0, email.indexOf('@'))
      const userId = existing?.id ?? (await insertAccount(tx, { email, name, passwordHash }))
      if (!userId) throw new ServiceError('conflict', 'This address has just got an account: use its password.')
      const isNew = await insertMember(tx, { ...invitation, userId }, trace)
      if (!isNew) await enterMoreChannels(tx, { ...invitation, userId }, trace)
      const stillAdmitted = async () => {
        if (!(await isPasswordHash(tx, { id: userId, passwordHash }))) throw wrongPassword()
      }
      return signIn(tx, { userId, workspaceId: invitation.workspaceId }, stillAdmitted, trace)
    })
    if (!signedIn) throw deadToken()
    ctx.outbox.notify('channels')
    await applyAccessChanges(ctx, signedIn.ended)
    return created(signedInAnswer(ctx, signedIn))
  })
}
