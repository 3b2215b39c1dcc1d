import { disconnectPlatform } from '@parley/contracts/connections/connections'
import { audited } from '@parley/kit/audit'
import { ok, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { cancelHistories } from '../../history/cancelling.ts'
import { accountOf } from '../account.ts'
import { endThere } from '../ending.ts'
import { notConnected } from '../refusals.ts'
import { selectChannels } from '../remote-channels.ts'
import { deleteConnection } from '../store.ts'

export const disconnectPlatformRoute = (ctx: Context) =>
  slowRoute(disconnectPlatform, async (request) => {
    const {
      params: { platform },
      caller: { workspaceId },
      trace,
      withinShare,
    } = request
    const connection = await withinShare(() =>
      audited(ctx.db, request, async (tx, entry) => {
        entry.target = platform
        const deleted = await deleteConnection(tx, workspaceId, platform)
        if (!deleted) throw notConnected(platform)
        const account = accountOf(deleted)
        if (account) await selectChannels(tx, account, [])
        await cancelHistories(tx, workspaceId, platform, trace)
        return deleted
      }),
    )
    await endThere(ctx, connection)
    return ok({ platform, status: 'disconnected' as const, disconnectedAt: new Date().toISOString() })
  })
