import { deleteApiKey } from '@parley/contracts/identity/api-keys'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { applyAccessChanges, recordAccessChanges } from '../access.ts'
import { succeeded } from '../answers.ts'
import { deleteKey } from '../store/api-keys.ts'

export const deleteApiKeyRoute = (ctx: GatewayContext) =>
  route(deleteApiKey, async (request) => {
    const { params, caller, trace } = request
    const { workspaceId, userId } = caller
    const changes = [{ workspaceId, userId, credentialId: params.id }]
    await audited(ctx.db, request, async (tx) => {
      const deleted = await deleteKey(tx, caller, params.id)
      if (!deleted) throw new ServiceError('not_found', 'No such API key.')
      await recordAccessChanges(tx, changes, trace)
      return deleted
    })
    await applyAccessChanges(ctx, changes)
    return ok(succeeded({ id: params.id }))
  })
