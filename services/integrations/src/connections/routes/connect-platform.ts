import { randomUUID } from 'node:crypto'
import { connectPlatform } from '@parley/contracts/connections/connections'
import { ServiceError } from '@parley/kit/errors'
import { claimed, transact } from '@parley/kit/idempotency'
import { created, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { platformOf } from '../../platforms/registry.ts'
import { markConnected, noteProblem } from '../condition.ts'
import { parseCredentials, sealCredentials } from '../credentials.ts'
import { eventsUrlOf } from '../resource.ts'
import { insertConnection } from '../store.ts'
import { noCredentials, statusAfter, testClient } from '../testing.ts'

export const connectPlatformRoute = ({ db, secrets, clients, publicOrigin }: Context) =>
  slowRoute(connectPlatform, async (request) => {
    const { params, body, caller } = request
    const platform = platformOf(params.platform)
    const { credentials: given, selectedChannels, ...config } = body.config
    const credentials = given && parseCredentials(platform, given, 'config.credentials')
    return claimed(db, request, async () => {
      const tested = credentials ? await testClient(clients.try(platform, credentials)) : undefined
      const row = { workspaceId: caller.workspaceId, id: randomUUID() }
      const sealed = credentials ? await sealCredentials(secrets, row, platform, credentials) : null
      return transact(db, request, async (tx, entry) => {
        entry.target = platform.name
        const isNew = await insertConnection(tx, {
          ...row,
          ...config,
          platform: platform.name,
          credentials: sealed,
          awaitedChannels: [...new Set(selectedChannels)],
          connectedBy: caller.userId,
        })
        if (!isNew) throw new ServiceError('conflict', `${platform.displayName} is connected already.`)
        const test = tested?.test ?? noCredentials
        if (tested?.account) await markConnected(tx, row, tested.account, request.trace)
        else if (!test.success && credentials) await noteProblem(tx, row, test.error, request.trace)
        return created({
          id: row.id,
          platform: platform.name,
          displayName: platform.displayName,
          status: test.success
            ? ('connected' as const)
            : credentials
              ? statusAfter(test.error.code)
              : ('needs_credentials' as const),
          connectionTest: test,
          eventsUrl: eventsUrlOf(publicOrigin, platform.name, row.id),
        })
      })
    })
  })
