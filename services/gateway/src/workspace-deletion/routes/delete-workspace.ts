import { sendMail } from '@parley/contracts/identity/jobs'
import { deleteWorkspace } from '@parley/contracts/identity/workspace-deletions'
import { audited } from '@parley/kit/audit'
import { insertJob } from '@parley/kit/outbox'
import { accepted, route } from '@parley/kit/route'
import type { RateLimiter } from '../../admission/rate-limiter.ts'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../../identity/answers.ts'
import type { Passwords } from '../../identity/domain/passwords.ts'
import { requireOwner } from '../../identity/domain/roles.ts'
import { requireOwnWorkspace } from '../../identity/own-workspace.ts'
import { checkCurrentPassword, wrongCurrentPassword } from '../../identity/password-check.ts'
import { listOwners, lockRoster } from '../../identity/store/members.ts'
import { isPasswordHash } from '../../identity/store/users.ts'
import { workspaceDeletionMail } from '../../mail/mails.ts'
import { publishWorkspace } from '../publish-workspace.ts'
import { findDeletion, insertDeletion } from '../store.ts'

export const deleteWorkspaceRoute = (ctx: GatewayContext, passwords: Passwords, rateLimiter: RateLimiter) =>
  route(deleteWorkspace, async (request) => {
    const { params, body, caller, ip, trace } = request
    const { db, config } = ctx
    requireOwnWorkspace(caller, params.id)
    const guarded = { db, passwords, rateLimiter }
    const passwordHash = await checkCurrentPassword(guarded, { caller, ip }, 'password', body.password)
    const deletion = await audited(db, request, async (tx) => {
      const { actor } = await lockRoster(tx, params.id, { actorId: caller.userId })
      requireOwner(actor)
      if (!(await isPasswordHash(tx, { id: caller.userId, passwordHash }))) throw wrongCurrentPassword('password')
      const graceMinutes = config.WORKSPACE_DELETION_GRACE_MINUTES
      const requested = { workspaceId: params.id, requestedBy: caller.userId, graceMinutes }
      const { isNew } = await insertDeletion(tx, requested)
      const found = (await findDeletion(tx, params.id))!.deletion
      if (!isNew) return found
      await publishWorkspace(tx, { workspaceId: params.id, userId: caller.userId }, trace)
      for (const { email: to, workspace } of await listOwners(tx, params.id)) {
        const mail = { to, workspace, by: actor.name, deletesAt: found.deletes_at, publicUrl: config.PUBLIC_URL }
        await insertJob(tx, sendMail, workspaceDeletionMail(mail), trace)
      }
      return found
    })
    return accepted(succeeded(deletion))
  })
