import { acceptInvite } from '@parley/contracts/identity/auth'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { created, route } from '@parley/kit/route'
import type { Trace } from '@parley/kit/trace'
import type { GatewayContext } from '../../context.ts'
import type { Db } from '../../db.ts'
import { type AccessChange, applyAccessChanges } from '../access.ts'
import { deadInviteToken } from '../dead-token.ts'
import type { Passwords } from '../domain/passwords.ts'
import { hashSecret } from '../domain/secrets.ts'
import { setPasswordByLink } from '../password-by-link.ts'
import { signedInAnswer, signIn } from '../signed-in.ts'
import { findInvitation, takeInvitation } from '../store/invitations.ts'
import { joinWorkspace } from '../store/members.ts'
import { type Account, findAccount, insertAccount, isPasswordHash, lockAccount, updateProfile } from '../store/users.ts'

const wrongPassword = () =>
  new ServiceError('unauthorized', 'This address has an account already: its own password is needed.')
const justChanged = () => new ServiceError('conflict', 'The account of this address has just changed: try again.')

/** Who accepts, as far as it is known before the transaction. */
interface Accepting {
  email: string
  /** As given now; undefined for the invited one. */
  name: string | undefined
  invitedName: string
  /** The address's account, if there is one. */
  account: Account | undefined
  isOwnPassword: boolean
  passwordHash: string
}

export const acceptInviteRoute = (ctx: GatewayContext, passwords: Passwords) =>
  route(acceptInvite, async ({ body, trace, ip, userAgent }) => {
    const tokenHash = hashSecret(body.token)
    const found = await findInvitation(ctx.db, tokenHash)
    if (!found) throw deadInviteToken()
    const { email } = found
    const invitedName = found.name ?? email.slice(0, email.lastIndexOf('@'))
    const account = await findAccount(ctx.db, email)
    const isOwnPassword = account !== undefined && (await passwords.verify(account.passwordHash, body.password, { ip }))
    if (account?.isVerified && !isOwnPassword) throw wrongPassword()
    const passwordHash = isOwnPassword ? account.passwordHash : await passwords.hash(body.password, { ip })
    const accepting = { email, name: body.name, invitedName, account, isOwnPassword, passwordHash }
    const { signedIn, ended } = await transaction(ctx.db, async (tx) => {
      const { userId, ended } = await settleAccount(tx, accepting, trace)
      const invitation = await takeInvitation(tx, found, tokenHash)
      if (!invitation) throw deadInviteToken()
      await joinWorkspace(tx, { ...invitation, userId }, trace)
      const stillAdmitted = async () => {
        if (!(await isPasswordHash(tx, { id: userId, passwordHash }))) throw wrongPassword()
      }
      const who = { userId, workspaceId: invitation.workspaceId, origin: { ip, userAgent } }
      const signedIn = await signIn(tx, who, stillAdmitted, trace)
      return { signedIn, ended }
    })
    if (!signedIn) throw deadInviteToken()
    ctx.outbox.notify('channels')
    await applyAccessChanges(ctx, [...ended, ...signedIn.ended])
    return created(signedInAnswer(ctx, signedIn))
  })

/** Creates the account, or gives an existing unproven one to the person who got the link. */
async function settleAccount(
  tx: Db,
  { email, name, invitedName, account, isOwnPassword, passwordHash }: Accepting,
  trace: Trace,
): Promise<{ userId: string; ended: AccessChange[] }> {
  if (!account) {
    const userId = await insertAccount(tx, { email, name: name ?? invitedName, passwordHash, isVerified: true })
    if (!userId) throw justChanged()
    return { userId, ended: [] }
  }
  const { id: userId } = account
  if (account.isVerified) return { userId, ended: [] }
  const locked = await lockAccount(tx, userId)
  if (locked?.isVerified !== false || locked.passwordHash !== account.passwordHash) throw justChanged()
  const ended = await setPasswordByLink(tx, userId, passwordHash, trace)
  // The profile may be a squatter's: it must not be shown as the person's own.
  await updateProfile(tx, userId, isOwnPassword ? { name } : { name: name ?? invitedName, avatarUrl: null })
  return { userId, ended }
}
