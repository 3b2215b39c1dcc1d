import { createIdentitySecret } from '@parley/contracts/desk/widget'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { identitySecretOf, newIdentitySecret } from '../domain/identity.ts'
import { lockDesk, setIdentitySecret } from '../store/desks.ts'

export const createIdentitySecretRoute = ({ db, secrets }: Context) =>
  route(createIdentitySecret, async (request) => {
    const {
      caller: { workspaceId },
    } = request
    const secret = newIdentitySecret()
    await audited(db, request, async (tx, entry) => {
      entry.target = workspaceId
      await lockDesk(tx, workspaceId)
      await setIdentitySecret(tx, workspaceId, secrets.seal(secret, identitySecretOf(workspaceId)))
    })
    return ok({ secret })
  })
