import { disconnectPlatform } from '@parley/contracts/connections/connections'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { notConnected } from '../refusals.ts'
import { deleteConnection } from '../store.ts'

export const disconnectPlatformRoute = ({ db }: Context) =>
  route(disconnectPlatform, async (request) => {
    const {
      params: { platform },
      caller: { workspaceId },
    } = request
    await audited(db, request, async (tx) => {
      if (!(await deleteConnection(tx, workspaceId, platform))) throw notConnected(platform)
    })
    return ok({ platform, status: 'disconnected' as const, disconnectedAt: new Date().toISOString() })
  })
