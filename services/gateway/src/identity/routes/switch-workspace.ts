import { switchWorkspace } from '@parley/contracts/identity/auth'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges } from '../access.ts'
import { noLongerValid } from '../credentials.ts'
import { requireLastingSession, signedInAnswer, signIn } from '../signed-in.ts'
import { isOpenSession } from '../store/sessions.ts'
import { noSuchWorkspace } from '../store/workspaces.ts'

export const switchWorkspaceRoute = (ctx: GatewayContext) =>
  route(switchWorkspace, async ({ body, caller, trace, ip, userAgent }) => {
    requireLastingSession(caller, 'Switching workspaces')
    const { userId, credentialId } = caller
    const { workspaceId } = body
    const signedIn = await transaction(ctx.db, (tx) => {
      const stillAdmitted = async () => {
        if (!(await isOpenSession(tx, credentialId))) throw noLongerValid()
      }
      return signIn(tx, { userId, workspaceId, origin: { ip, userAgent } }, stillAdmitted, trace)
    })
    if (!signedIn) throw noSuchWorkspace()
    await applyAccessChanges(ctx, signedIn.ended)
    return ok(signedInAnswer(ctx, signedIn))
  })
