import { receiveAppEvents } from '@parley/contracts/connections/connections'
import { ServiceError } from '@parley/kit/errors'
import { rawRoute } from '@parley/kit/route'
import { storeEvents } from '../../bridge/incoming-events.ts'
import type { RouteContext } from '../../context.ts'
import { platformOf } from '../../platforms/registry.ts'
import type { ConnectionRow } from '../connection.ts'
import { listConnectionsTo } from '../store.ts'

export const receiveAppEventsRoute = ({ db, config, clients, incoming, log }: RouteContext) =>
  rawRoute(receiveAppEvents, async ({ params, body, header }) => {
    const { name, oauth } = platformOf(params.platform)
    const app = oauth?.(config)
    if (!app?.receive || !app.owns) throw new ServiceError('not_found', 'There is no such app here.')
    const received = app.receive({ header, body }, new Date())
    const isOfApp = (connection: ConnectionRow) => {
      try {
        return app.owns!(clients.credentialsOf(connection), received)
      } catch (error) {
        // Its key is gone: the other workspaces have their events all the same.
        log.warn({ err: error, connection: connection.id }, 'the credentials of a connection cannot be opened')
        return false
      }
    }
    const { accountId, events } = received
    const connections = accountId === null ? [] : await listConnectionsTo(db, name, accountId)
    let stored = 0
    for (const connection of connections.filter(isOfApp)) stored += await storeEvents(db, connection, events)
    if (stored > 0) incoming.wake()
    return { status: 200 as const, body: received.body ?? { ok: true } }
  })
