import { updateMe } from '@parley/contracts/identity/auth'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { RateLimiter } from '../../admission/rate-limiter.ts'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges, recordAccessChanges } from '../access.ts'
import type { Passwords } from '../domain/passwords.ts'
import { checkCurrentPassword, wrongCurrentPassword } from '../password-check.ts'
import { getSignedInUser, requireSession } from '../signed-in.ts'
import { revokeSessions } from '../store/sessions.ts'
import { updatePassword, updateProfile } from '../store/users.ts'

export const updateMeRoute = (ctx: GatewayContext, passwords: Passwords, rateLimiter: RateLimiter) =>
  route(updateMe, async ({ body, caller, trace, ip }) => {
    const { userId } = caller

    async function hashNewPassword(password: string, current: string | undefined) {
      requireSession(caller, 'Changing the password')
      const guarded = { db: ctx.db, passwords, rateLimiter }
      const oldHash = await checkCurrentPassword(guarded, { caller, ip }, 'currentPassword', current)
      const holders = { person: userId, workspace: caller.workspaceId ?? undefined, ip }
      return { oldHash, newHash: await passwords.hash(password, holders) }
    }

    const password =
      body.password === undefined ? undefined : await hashNewPassword(body.password, body.currentPassword)
    const { user, changes } = await transaction(ctx.db, async (tx) => {
      await updateProfile(tx, userId, body)
      if (!password) return { user: await getSignedInUser(tx, caller), changes: [] }
      if (!(await updatePassword(tx, userId, password.newHash, password.oldHash)))
        throw wrongCurrentPassword('currentPassword')
      const workspaceIds = await revokeSessions(tx, userId, caller.credentialId)
      const changes = workspaceIds.map((workspaceId) => ({ workspaceId, userId }))
      await recordAccessChanges(tx, changes, trace)
      return { user: await getSignedInUser(tx, caller), changes }
    })
    await applyAccessChanges(ctx, changes)
    return ok(user)
  })
