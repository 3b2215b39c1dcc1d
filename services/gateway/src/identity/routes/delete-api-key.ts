import { deleteApiKey } from '@parley/contracts/identity/api-keys'
import { ServiceError } from '@parley/kit/errors'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges, recordAccessChanges } from '../access.ts'
import { succeeded } from '../answers.ts'
import { deleteKey } from '../store/api-keys.ts'

export const deleteApiKeyRoute = (ctx: GatewayContext) =>
  route(deleteApiKey, async ({ params, caller, trace }) => {
    const { workspaceId, userId } = caller
    const changes = [{ workspaceId, userId, credentialId: params.id }]
    await transaction(ctx.db, async (tx) => {
      if (!(await deleteKey(tx, caller, params.id))) throw new ServiceError('not_found', 'No such API key.')
      await recordAccessChanges(tx, changes, trace)
    })
    await applyAccessChanges(ctx, changes)
    return ok(succeeded({ id: params.id }))
  })
