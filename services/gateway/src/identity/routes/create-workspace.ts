import { createWorkspace } from '@parley/contracts/identity/workspaces'
import { transact } from '@parley/kit/idempotency'
import { created, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { getWorkspace, insertWorkspace, lockRoomForWorkspace } from '../store/workspaces.ts'

export const createWorkspaceRoute = (ctx: GatewayContext) =>
  route(createWorkspace, async (request) => {
    const { body, caller, trace } = request
    const answer = await transact(ctx.db, request, async (tx) => {
      await lockRoomForWorkspace(tx, caller.userId)
      const workspace = { ownerId: caller.userId, name: body.name, companyName: body.company_name }
      const id = await insertWorkspace(tx, workspace, trace)
      return created(succeeded(await getWorkspace(tx, id, caller.userId)))
    })
    ctx.outbox.notify('channels')
    return answer
  })
