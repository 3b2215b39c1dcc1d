import { updateMe } from '@parley/contracts/identity/auth'
import { invalid, ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { RateLimiter } from '../../admission/rate-limiter.ts'
import { tooMany } from '../../admission/rate-limiter.ts'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges, recordAccessChanges } from '../access.ts'
import type { Passwords } from '../domain/passwords.ts'
import { getSignedInUser, requireSession } from '../signed-in.ts'
import { revokeSessions } from '../store/sessions.ts'
import { getPasswordHash, updatePassword, updateProfile } from '../store/users.ts'

const wrongPassword = () =>
  new ServiceError('forbidden', 'currentPassword is wrong.', {
    details: [{ path: 'currentPassword', message: 'Is wrong.' }],
  })

/** Guesses at the current password are limited as sign-ins are: a stolen session must not allow more. */
async function countGuess(rateLimiter: RateLimiter, userId: string): Promise<void> {
  const { quotas } = await rateLimiter.consume([{ name: 'login', key: `user:${userId}` }])
  for (const { allowed, resetSeconds } of quotas) if (!allowed) throw tooMany(resetSeconds)
}

export const updateMeRoute = (ctx: GatewayContext, passwords: Passwords, rateLimiter: RateLimiter) =>
  route(updateMe, async ({ body, caller, trace, ip }) => {
    const { userId } = caller

    async function hashNewPassword(password: string, current: string | undefined) {
      requireSession(caller, 'Changing the password')
      if (current === undefined) throw invalid('currentPassword', 'Is needed to change the password.')
      await countGuess(rateLimiter, userId)
      const oldHash = await getPasswordHash(ctx.db, userId)
      const holders = { person: userId, workspace: caller.workspaceId ?? undefined, ip }
      if (!(await passwords.verify(oldHash, current, holders))) throw wrongPassword()
      return { oldHash, newHash: await passwords.hash(password, holders) }
    }

    const password =
      body.password === undefined ? undefined : await hashNewPassword(body.password, body.currentPassword)
    const { user, changes } = await transaction(ctx.db, async (tx) => {
      await updateProfile(tx, userId, body)
      if (!password) return { user: await getSignedInUser(tx, caller), changes: [] }
      if (!(await updatePassword(tx, userId, password.newHash, password.oldHash))) throw wrongPassword()
      const workspaceIds = await revokeSessions(tx, userId, caller.credentialId)
      const changes = workspaceIds.map((workspaceId) => ({ workspaceId, userId }))
      await recordAccessChanges(tx, changes, trace)
      return { user: await getSignedInUser(tx, caller), changes }
    })
    await applyAccessChanges(ctx, changes)
    return ok(user)
  })
