import { createIdentitySecret } from '@parley/contracts/desk/widget'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { identitySecretOf, newIdentitySecret } from '../domain/identity.ts'
import { lockDesk, setIdentitySecret } from '../store/desks.ts'

export const createIdentitySecretRoute = ({ db, secrets }: Context) =>
  route(createIdentitySecret, async ({ caller: { workspaceId } }) => {
    const secret = newIdentitySecret()
    await transaction(db, async (tx) => {
      await lockDesk(tx, workspaceId)
      await setIdentitySecret(tx, workspaceId, secrets.seal(secret, identitySecretOf(workspaceId)))
    })
    return ok({ secret })
  })
