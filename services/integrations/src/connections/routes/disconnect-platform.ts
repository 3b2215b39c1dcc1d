import { disconnectPlatform } from '@parley/contracts/connections/connections'
import { audited } from '@parley/kit/audit'
import { ok, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { cancelHistories } from '../../history/cancelling.ts'
import { platformOf } from '../../platforms/registry.ts'
import { accountOf } from '../account.ts'
import type { ConnectionRow } from '../connection.ts'
import { notConnected } from '../refusals.ts'
import { selectChannels } from '../remote-channels.ts'
import { eventsUrlOf } from '../resource.ts'
import { deleteConnection } from '../store.ts'

const endMs = 5_000

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

/** Has the platform send nothing any more. Where that fails, what it sends is refused. */
async function endThere({ clients, log, publicOrigin }: Context, connection: ConnectionRow): Promise<void> {
  if (connection.credentials === null) return
  try {
    const client = clients.of(connection)
    const signal = AbortSignal.timeout(endMs)
    await client.unsubscribe?.(eventsUrlOf(publicOrigin, connection.platform, connection.id), signal)
    // What a person pasted stays theirs.
    if (platformOf(connection.platform).isGranted?.(clients.credentialsOf(connection))) await client.revoke?.(signal)
  } catch (error) {
    log.info({ err: error, connection: connection.id }, 'a platform that is disconnected could not be informed')
  }
}
