import { randomUUID } from 'node:crypto'
import { connectPlatform, replaceCredentials } from '@parley/contracts/connections/connections'
import { finishPlatformOAuth, type OAuthError } from '@parley/contracts/connections/oauth'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { type SlowRequest, slowRoute } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import type { Account, OAuthApp, Platform } from '../../platforms/platform.ts'
import { PlatformError } from '../../platforms/platform-error.ts'
import { platformOf } from '../../platforms/registry.ts'
import { markConnected } from '../condition.ts'
import { sealCredentials } from '../credentials.ts'
import { callbackUrlOf, redirectTo } from '../oauth/redirects.ts'
import { type Begun, findAdminRole, takeState } from '../oauth/states.ts'
import { repair } from '../repairing.ts'
import { findConnection, insertConnection } from '../store.ts'
import { testClient } from '../testing.ts'

const exchangeMs = 10_000

type Callback = SlowRequest<typeof finishPlatformOAuth>

export const finishPlatformOAuthRoute = (ctx: Context) =>
  slowRoute(finishPlatformOAuth, async (request) => {
    const { params, query, withinShare } = request
    const { state, code } = query
    const platform = platformOf(params.platform)
    const app = platform.oauth?.(ctx.config)
    const begun = await withinShare(() => takeState(ctx.db, platform.name, state))
    if (!begun || !app) return redirectTo(ctx.publicOrigin, '/app', { error: 'expired' })
    const error = code === undefined ? 'denied' : await finish(ctx, request, { platform, app, begun, code })
    return redirectTo(ctx.publicOrigin, begun.returnTo, error ? { error } : { connected: platform.name })
  })

/** Has the platform’s code become a connection. @returns why not */
async function finish(
  ctx: Context,
  request: Callback,
  { platform, app, begun, code }: { platform: Platform; app: OAuthApp<unknown>; begun: Begun; code: string },
): Promise<OAuthError | undefined> {
  try {
    const grant = { code, redirectUri: callbackUrlOf(ctx.publicOrigin, platform.name) }
    const credentials = await app.exchange(grant, AbortSignal.timeout(exchangeMs))
    const { account } = await testClient(ctx.clients.try(platform, credentials))
    return account ? await keep(ctx, request, { platform, begun, credentials, account }) : 'refused'
  } catch (error) {
    if (error instanceof PlatformError || (error instanceof Error && error.name === 'TimeoutError')) {
      request.log.info({ err: error, platform: platform.name }, 'an app could not be installed')
      return 'refused'
    }
    if (error instanceof ServiceError && error.code === 'conflict') return 'other_account'
    throw error
  }
}

/** Connects the platform, or repairs its connection, as the act of whoever began it: if they still may. */
function keep(
  { db, secrets }: Context,
  request: Callback,
  {
    platform,
    begun,
    credentials,
    account,
  }: { platform: Platform; begun: Begun; credentials: unknown; account: Account },
): Promise<OAuthError | undefined> {
  const { workspaceId, userId: connectedBy } = begun
  const { trace, withinShare } = request
  return withinShare(async () => {
    const role = await findAdminRole(db, begun)
    if (!role) return 'forbidden'
    const before = await findConnection(db, workspaceId, platform.name)
    const row = before ?? { workspaceId, id: randomUUID() }
    const sealed = await sealCredentials(secrets, row, platform, credentials)
    const caller = { kind: 'user' as const, ...begun, role, isAgent: false, scopes: null }
    const act = { ...request, endpoint: before ? replaceCredentials : connectPlatform, caller }
    await audited(db, act, async (tx, entry) => {
      entry.target = platform.name
      if (before) await repair(tx, before, { sealed, account }, trace)
      else {
        const settings = { ingestMessages: false, autoReply: false, awaitedChannels: [] }
        const connection = { ...row, ...settings, platform: platform.name, credentials: sealed, connectedBy }
        if (!(await insertConnection(tx, connection))) throw new ServiceError('conflict', 'It was connected meanwhile.')
        await markConnected(tx, row, account, trace)
      }
    })
    return undefined
  })
}
