import { listConnections } from '@parley/contracts/connections/connections'
import { ok, route } from '@parley/kit/route'
import { readQueues } from '../../bridge/incoming-events.ts'
import type { Context } from '../../context.ts'
import { platforms } from '../../platforms/registry.ts'
import { accountOf } from '../account.ts'
import { namesOf } from '../channel-names.ts'
import { listChannelsOf } from '../remote-channels.ts'
import { connectionResource, traitsOf } from '../resource.ts'
import { listConnections as readConnections } from '../store.ts'

export const listConnectionsRoute = ({ db, config, clients, publicOrigin }: Context) =>
  route(listConnections, async ({ caller }) => {
    const { workspaceId, role } = caller
    const connections = await readConnections(db, workspaceId)
    const seesPrivate = role === 'owner' || role === 'admin'
    const [queues, channels] = await Promise.all([
      readQueues(db, workspaceId),
      listChannelsOf(
        db,
        workspaceId,
        connections.flatMap((each) => accountOf(each) ?? []),
        seesPrivate,
      ),
    ])
    const names = await namesOf(db, caller, [...channels.values()].flat())
    const connected = connections.map((connection) =>
      connectionResource(
        connection,
        channels.get(connection.platform) ?? [],
        queues.get(connection.id) ?? { queued: 0, oldestQueuedAt: null },
        { publicOrigin, config, clients, names },
      ),
    )
    const taken = new Set(connections.map(({ platform }) => platform))
    const available = platforms
      .filter(({ name }) => !taken.has(name))
      .map((platform) => ({
        platform: platform.name,
        displayName: platform.displayName,
        status: 'available' as const,
        ...traitsOf(platform, config),
      }))
    return ok({ connected, available })
  })
