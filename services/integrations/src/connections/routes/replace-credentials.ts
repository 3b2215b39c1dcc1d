import { replaceCredentials } from '@parley/contracts/connections/connections'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { platformOf } from '../../platforms/registry.ts'
import { markConnected } from '../condition.ts'
import { parseCredentials, sealCredentials } from '../credentials.ts'
import { notConnected } from '../refusals.ts'
import { findConnection, lockConnection, replaceCredentials as storeCredentials } from '../store.ts'
import { testClient } from '../testing.ts'

export const replaceCredentialsRoute = ({ db, secrets, clients }: Context) =>
  slowRoute(replaceCredentials, async (request) => {
    const {
      params,
      body,
      caller: { workspaceId },
      trace,
      withinShare,
    } = request
    const platform = platformOf(params.platform)
    const credentials = parseCredentials(platform, body.credentials, 'credentials')
    const before = await withinShare(() => findConnection(db, workspaceId, platform.name))
    if (!before) throw notConnected(platform.name)
    const { test, account } = await testClient(clients.try(platform, credentials))
    if (!account) return ok({ platform: platform.name, status: before.status, connectionTest: test })
    const sealed = await sealCredentials(secrets, before, platform, credentials)
    await withinShare(() =>
      audited(db, request, async (tx) => {
        const connection = await lockConnection(tx, workspaceId, platform.name)
        if (connection?.id !== before.id) throw notConnected(platform.name)
        if (connection.accountId !== null && connection.accountId !== account.id)
          throw new ServiceError(
            'conflict',
            `These are of ${account.name}; connected is ${connection.accountName}. Disconnect first.`,
          )
        await storeCredentials(tx, connection, sealed)
        await markConnected(tx, connection, account, trace)
      }),
    )
    return ok({ platform: platform.name, status: 'connected' as const, connectionTest: test })
  })
