import { receivePlatformEvents } from '@parley/contracts/connections/connections'
import { ServiceError } from '@parley/kit/errors'
import { rawRoute } from '@parley/kit/route'
import { storeEvents } from '../../bridge/incoming-events.ts'
import type { RouteContext } from '../../context.ts'
import { platformOf } from '../../platforms/registry.ts'
import { findAddressed } from '../store.ts'

export const receivePlatformEventsRoute = ({ db, clients, incoming }: RouteContext) =>
  rawRoute(receivePlatformEvents, async ({ params, query, body, header }) => {
    const platform = platformOf(params.platform)
    const connection = await findAddressed(db, platform.name, params.integrationId)
    if (!connection || connection.credentials === null || !platform.receive)
      throw new ServiceError('not_found', 'There is no such connection.')
    const received = platform.receive({ header, body, ...query }, clients.credentialsOf(connection), new Date())
    if ((await storeEvents(db, connection, received.events)) > 0) incoming.wake()
    if (received.text !== undefined) return { type: 'text/plain; charset=utf-8', text: received.text }
    return { status: 200 as const, body: received.body ?? { ok: true } }
  })
