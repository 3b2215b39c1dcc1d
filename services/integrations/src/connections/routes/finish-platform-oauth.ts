import { randomUUID } from 'node:crypto'
import { finishPlatformOAuth } from '@parley/contracts/connections/oauth'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import type { OAuthApp } from '../../platforms/platform.ts'
import { platformOf } from '../../platforms/registry.ts'
import { markConnected } from '../condition.ts'
import { sealCredentials } from '../credentials.ts'
import { requireApp } from '../oauth/app.ts'
import { callbackUrlOf } from '../oauth/redirects.ts'
import { takeState } from '../oauth/states.ts'
import { repair } from '../repairing.ts'
import { findConnection, insertConnection } from '../store.ts'
import { problemOf, type Tested, testClient } from '../testing.ts'

const exchangeMs = 10_000

export const finishPlatformOAuthRoute = ({ db, config, secrets, clients, publicOrigin }: Context) =>
  slowRoute(finishPlatformOAuth, async (request) => {
    const { params, body, caller, trace, withinShare } = request
    const platform = platformOf(params.platform)
    const app = requireApp(platform, config)
    const before = await withinShare(async () => {
      if (!(await takeState(db, platform.name, caller, body.state)))
        throw new ServiceError('not_found', 'Nothing that you have begun: it takes ten minutes at most. Begin anew.')
      return findConnection(db, caller.workspaceId, platform.name)
    })
    const { credentials, test, account } = await exchanged(app, {
      code: body.code,
      redirectUri: callbackUrlOf(publicOrigin, platform.name),
    })
    if (!account) {
      await withinShare(() =>
        audited(db, request, async (_tx, entry) => {
          entry.action = 'connection.installation_failed'
          entry.target = platform.name
        }),
      )
      return ok({ platform: platform.name, status: before?.status ?? null, connectionTest: test })
    }
    const row = before ?? { workspaceId: caller.workspaceId, id: randomUUID() }
    const sealed = await sealCredentials(secrets, row, platform, credentials)
    const renewAt = platform.renewsAt?.(credentials)
    await withinShare(() =>
      audited(db, request, async (tx, entry) => {
        entry.target = platform.name
        if (before) return repair(tx, before, { sealed, renewAt, account }, trace)
        const isNew = await insertConnection(tx, {
          ...row,
          ...{ platform: platform.name, credentials: sealed, renewAt, connectedBy: caller.userId },
          ...{ ingestMessages: false, autoReply: false, awaitedChannels: [] },
        })
        if (!isNew) throw new ServiceError('conflict', 'It was connected meanwhile.')
        await markConnected(tx, row, account, trace)
      }),
    )
    return ok({ platform: platform.name, status: 'connected' as const, connectionTest: test })

    /** What a code is exchanged for, and whether the platform takes that. */
    async function exchanged(
      { exchange }: OAuthApp<unknown>,
      grant: Parameters<OAuthApp<unknown>['exchange']>[0],
    ): Promise<Tested & { credentials?: unknown }> {
      try {
        const credentials = await exchange(grant, AbortSignal.timeout(exchangeMs))
        return { credentials, ...(await testClient(clients.try(platform, credentials))) }
      } catch (error) {
        return { account: undefined, test: { success: false, error: problemOf(error) } }
      }
    }
  })
