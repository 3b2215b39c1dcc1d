import { restoreWorkspace } from '@parley/contracts/identity/workspace-deletions'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../../identity/answers.ts'
import { requireOwner } from '../../identity/domain/roles.ts'
import { requireOwnWorkspace } from '../../identity/own-workspace.ts'
import { lockRoster } from '../../identity/store/members.ts'
import { publishWorkspace } from '../publish-workspace.ts'
import { cancelDeletion } from '../store.ts'

export const restoreWorkspaceRoute = ({ db }: GatewayContext) =>
  route(restoreWorkspace, async (request) => {
    const { params, caller, trace } = request
    requireOwnWorkspace(caller, params.id)
    return transact(db, request, async (tx) => {
      const { actor } = await lockRoster(tx, params.id, { actorId: caller.userId })
      requireOwner(actor)
      if (!(await cancelDeletion(tx, params.id)))
        throw new ServiceError('conflict', 'It is not to be deleted, or its deletion has begun.')
      return ok(succeeded(await publishWorkspace(tx, { workspaceId: params.id, userId: caller.userId }, trace)))
    })
  })
