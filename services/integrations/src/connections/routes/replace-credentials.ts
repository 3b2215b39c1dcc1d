import { replaceCredentials } from '@parley/contracts/connections/connections'
import { audited } from '@parley/kit/audit'
import { ok, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { platformOf } from '../../platforms/registry.ts'
import { parseCredentials, sealCredentials } from '../credentials.ts'
import { notConnected } from '../refusals.ts'
import { repair } from '../repairing.ts'
import { findConnection } from '../store.ts'
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
    await withinShare(() => audited(db, request, (tx) => repair(tx, before, { sealed, account }, trace)))
    return ok({ platform: platform.name, status: 'connected' as const, connectionTest: test })
  })
