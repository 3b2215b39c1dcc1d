import { refresh } from '@parley/contracts/identity/auth'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges, recordAccessChanges } from '../access.ts'
import { noLongerValid } from '../credentials.ts'
import { requireLastingSession, signedInAnswer, signIn } from '../signed-in.ts'
import { findLastWorkspace, revokeSession } from '../store/sessions.ts'

export const refreshRoute = (ctx: GatewayContext) =>
  route(refresh, async ({ caller, trace, ip, userAgent }) => {
    requireLastingSession(caller, 'Refreshing')
    const { userId } = caller
    const signedIn = await transaction(ctx.db, async (tx) => {
      // Of two refreshes at once, the one that ends the old session gets the new one.
      const stillAdmitted = async () => {
        if (!(await revokeSession(tx, caller.credentialId))) throw noLongerValid()
      }
      const workspaceId = caller.workspaceId ?? (await findLastWorkspace(tx, userId)) ?? null
      const opened = await signIn(tx, { userId, workspaceId, origin: { ip, userAgent } }, stillAdmitted, trace)
      if (!opened) throw noLongerValid()
      await recordAccessChanges(tx, [caller], trace)
      return opened
    })
    await applyAccessChanges(ctx, [caller, ...signedIn.ended])
    return ok(signedInAnswer(ctx, signedIn))
  })
