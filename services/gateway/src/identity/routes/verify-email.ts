import { verifyEmail } from '@parley/contracts/identity/auth'
import { invalid, ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges } from '../access.ts'
import type { Passwords } from '../domain/passwords.ts'
import { hashSecret } from '../domain/secrets.ts'
import { setPasswordByLink } from '../password-by-link.ts'
import { findVerification, takeVerification } from '../store/email-verifications.ts'
import { getPasswordHash, lockAccount, markAddressProven } from '../store/users.ts'

const deadToken = () => invalid('token', 'Unknown, used or expired: ask for a new link.')

export const verifyEmailRoute = (ctx: GatewayContext, passwords: Passwords) =>
  route(verifyEmail, async ({ body, trace, ip }) => {
    const tokenHash = hashSecret(body.token)
    const userId = await findVerification(ctx.db, tokenHash)
    if (!userId) throw deadToken()
    const oldHash = await getPasswordHash(ctx.db, userId)
    const isOther = !(await passwords.verify(oldHash, body.password, { ip }))
    const newHash = isOther ? await passwords.hash(body.password, { ip }) : undefined
    const changes = await transaction(ctx.db, async (tx) => {
      const account = await lockAccount(tx, userId)
      if (!(await takeVerification(tx, userId, tokenHash))) throw deadToken()
      if (account?.passwordHash !== oldHash)
        throw new ServiceError('conflict', 'The account of this address has just changed: try again.')
      if (newHash !== undefined) return setPasswordByLink(tx, userId, newHash, trace)
      await markAddressProven(tx, userId)
      return []
    })
    await applyAccessChanges(ctx, changes)
    return ok({ success: true as const, passwordChanged: isOther })
  })
