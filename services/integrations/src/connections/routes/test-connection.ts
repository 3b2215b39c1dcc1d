import { testConnection } from '@parley/contracts/connections/connections'
import { transaction } from '@parley/kit/outbox'
import { ok, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { platformOf } from '../../platforms/registry.ts'
import { markConnected, noteProblem } from '../condition.ts'
import { parseCredentials } from '../credentials.ts'
import { notConnected } from '../refusals.ts'
import { findConnection } from '../store.ts'
import { noCredentials, testClient } from '../testing.ts'

export const testConnectionRoute = ({ db, clients }: Context) =>
  slowRoute(testConnection, async ({ params, body, caller: { workspaceId }, trace, withinShare }) => {
    const platform = platformOf(params.platform)
    if (body.credentials) {
      const credentials = parseCredentials(platform, body.credentials, 'credentials')
      return ok((await testClient(clients.try(platform, credentials))).test)
    }
    const connection = await withinShare(() => findConnection(db, workspaceId, platform.name))
    if (!connection) throw notConnected(platform.name)
    if (connection.credentials === null) return ok(noCredentials)
    const { test, account } = await testClient(clients.of(connection))
    await withinShare(() =>
      transaction(db, async (tx) => {
        if (account) await markConnected(tx, connection, account, trace)
        else if (!test.success) await noteProblem(tx, connection, test.error, trace)
      }),
    )
    return ok(test)
  })
