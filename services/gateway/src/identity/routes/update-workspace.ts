import { rooms } from '@parley/contracts/event'
import { workspaceUpdated } from '@parley/contracts/identity/events'
import { updateWorkspace } from '@parley/contracts/identity/workspaces'
import { insertEvents, transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { requireOwnWorkspace } from '../own-workspace.ts'
import * as store from '../store/workspaces.ts'

export const updateWorkspaceRoute = (ctx: GatewayContext) =>
  route(updateWorkspace, async ({ params: { id: workspaceId }, body, caller, trace }) => {
    requireOwnWorkspace(caller, workspaceId)
    const isChange = body.name !== undefined || body.company_name !== undefined
    const workspace = await transaction(ctx.db, async (tx) => {
      await store.updateWorkspace(tx, workspaceId, body)
      const updated = await store.getWorkspace(tx, workspaceId, caller.userId)
      const { role: _, ...data } = updated
      const event = { event: workspaceUpdated, workspaceId, rooms: [rooms.workspace(workspaceId)], data }
      await insertEvents(tx, isChange ? [event] : [], trace)
      return updated
    })
    return ok(succeeded(workspace))
  })
