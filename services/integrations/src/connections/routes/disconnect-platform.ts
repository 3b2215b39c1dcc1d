import { disconnectPlatform } from '@parley/contracts/connections/connections'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { notConnected } from '../refusals.ts'
import { deleteConnection } from '../store.ts'

export const disconnectPlatformRoute = ({ db }: Context) =>
  route(disconnectPlatform, async ({ params: { platform }, caller: { workspaceId } }) => {
    if (!(await deleteConnection(db, workspaceId, platform))) throw notConnected(platform)
    return ok({ platform, status: 'disconnected' as const, disconnectedAt: new Date().toISOString() })
  })
