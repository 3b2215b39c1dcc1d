import { showInvite } from '@parley/contracts/identity/auth'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { deadInviteToken } from '../dead-token.ts'
import { hashSecret } from '../domain/secrets.ts'
import { readInvitation } from '../store/invitations.ts'

export const showInviteRoute = ({ db }: GatewayContext) =>
  route(showInvite, async ({ body }) => {
    const invitation = await readInvitation(db, hashSecret(body.token))
    if (!invitation) throw deadInviteToken()
    const { workspace, inviter } = invitation
    return ok({
      success: true as const,
      workspace: { name: workspace },
      invitedBy: inviter === null ? null : { name: inviter },
    })
  })
