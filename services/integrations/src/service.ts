import { purgingOf } from '@parley/files/purging'
import { signAnswers } from '@parley/files/sign-answers'
import { createInternalService } from '@parley/kit/internal-service'
import { createOutsideFetch } from '@parley/kit/outside/fetch'
import { workPurge } from '@parley/kit/purge/purge'
import { keepResealed } from '@parley/kit/resealing'
import { openRuntime } from '@parley/kit/runtime'
import { createSecretBox } from '@parley/kit/secret-box'
import type { Service } from '@parley/kit/service'
import { createServiceClient } from '@parley/kit/service-client'
import { createArchiveFiles, openStores } from './archive-files.ts'
import { compareSides } from './bridge/comparing.ts'
import { applyIncoming } from './bridge/incoming.ts'
import { listenToPlatforms } from './bridge/listening.ts'
import { sendOutgoing } from './bridge/outgoing.ts'
import { subscribeToPlatforms } from './bridge/subscribing.ts'
import type { Config } from './config.ts'
import { accountOf } from './connections/account.ts'
import { createClients } from './connections/clients.ts'
import { sealedCredentials } from './connections/credentials.ts'
import { discoverChannels } from './connections/discovery.ts'
import { endAll } from './connections/ending.ts'
import { renewCredentials } from './connections/oauth/renewing.ts'
import { connectPlatformRoute } from './connections/routes/connect-platform.ts'
import { disconnectPlatformRoute } from './connections/routes/disconnect-platform.ts'
import { finishPlatformOAuthRoute } from './connections/routes/finish-platform-oauth.ts'
import { listConnectionsRoute } from './connections/routes/list-connections.ts'
import { listRemoteChannelsRoute } from './connections/routes/list-remote-channels.ts'
import { receiveAppEventsRoute } from './connections/routes/receive-app-events.ts'
import { receivePlatformEventsRoute } from './connections/routes/receive-platform-events.ts'
import { replaceCredentialsRoute } from './connections/routes/replace-credentials.ts'
import { returnFromPlatformRoute } from './connections/routes/return-from-platform.ts'
import { startPlatformOAuthRoute } from './connections/routes/start-platform-oauth.ts'
import { testConnectionRoute } from './connections/routes/test-connection.ts'
import { updateConnectionConfigRoute } from './connections/routes/update-connection-config.ts'
import { updateRemoteChannelRoute } from './connections/routes/update-remote-channel.ts'
import { retractMessages } from './consent/retracting.ts'
import type { Context, RouteContext } from './context.ts'
import { openExports } from './exports/open-exports.ts'
import { workImportHistoryPart } from './history/import-history-part.ts'
import { cancelHistoryImportRoute } from './history/routes/cancel-history-import.ts'
import { getHistoryImportRoute } from './history/routes/get-history-import.ts'
import { importHistoryRoute } from './history/routes/import-history.ts'
import { listHistoryImportsRoute } from './history/routes/list-history-imports.ts'
import { keepImports } from './import-keeper.ts'
import { createSources } from './imports/sources.ts'
import { incomingWebhookRoutes } from './incoming/open-incoming.ts'
import { workFinishImport } from './jobs/finish-import.ts'
import { workImportPart } from './jobs/import-part.ts'
import { workPrepareImport } from './jobs/prepare-import.ts'
import { workPurgeChannel } from './jobs/purge-channel.ts'
import { keepLinkCodes, linkedAccountRoutes } from './linked-accounts/linked-accounts.ts'
import { linkedPeople, nobodyLinked } from './linked-accounts/linked-people.ts'
import { cancelImportRoute } from './routes/cancel-import.ts'
import { getImportRoute } from './routes/get-import.ts'
import { getImportProofRoute } from './routes/get-import-proof.ts'
import { listImportedChannelsRoute } from './routes/list-imported-channels.ts'
import { listImportsRoute } from './routes/list-imports.ts'
import { retryImportRoute } from './routes/retry-import.ts'
import { startImportRoute } from './routes/start-import.ts'
import type { DB } from './schema.ts'
import { openWebhooks } from './webhooks/open-webhooks.ts'
import { sealedWebhookSecrets } from './webhooks/secrets.ts'

/** The integrations service: listens, and answers the gateway. */
export function createService(config: Config): Service {
  const runtime = openRuntime<DB>('integrations', config)
  const stores = openStores(runtime, config)
  const archives = createArchiveFiles(stores)
  const outside = createOutsideFetch({ allowed: config.OUTSIDE_ALLOWED })
  runtime.onClose('outside connections', outside.close)
  const secrets = createSecretBox(config)
  const clients = createClients({
    config,
    secrets,
    log: runtime.log,
    fetch: outside.fetch,
    peopleOf: (connection) => {
      const account = connection && accountOf(connection)
      return account ? linkedPeople(runtime.db, account, connection.autoReply ? connection.selfIds : []) : nobodyLinked
    },
  })
  const messaging = createServiceClient<'messaging'>('integrations', {
    signingKey: config.INTERNAL_SIGNING_KEY,
    urls: { messaging: config.MESSAGING_URL },
  })
  const context: Context = {
    ...runtime,
    config,
    archives,
    spool: stores.storage.spool,
    secrets,
    fetch: outside.fetch,
    clients,
    messaging,
    publicOrigin: new URL(config.PUBLIC_URL).origin,
  }
  const sources = createSources(context)
  const working = { ...runtime, ...context }
  workPrepareImport(working, sources)
  workImportPart(working, sources)
  workImportHistoryPart(working)
  workFinishImport(working)
  keepImports(working)
  workPurgeChannel(runtime)
  workPurge('integrations', runtime, {
    files: purgingOf(stores),
    before: (workspaceId) => endAll(context, workspaceId),
  })
  discoverChannels(context, runtime)
  renewCredentials(context)
  sendOutgoing(context, runtime)
  const incoming = applyIncoming(context, runtime)
  const routeContext: RouteContext = { ...context, incoming }
  listenToPlatforms(context, { ...incoming, onClose: runtime.onClose })
  subscribeToPlatforms(context)
  compareSides(context, incoming.wake, runtime)
  keepLinkCodes(context)
  retractMessages(context)
  keepResealed(runtime, secrets, [sealedCredentials, ...sealedWebhookSecrets])
  const routes = [
    listConnectionsRoute,
    connectPlatformRoute,
    disconnectPlatformRoute,
    updateConnectionConfigRoute,
    testConnectionRoute,
    startPlatformOAuthRoute,
    returnFromPlatformRoute,
    finishPlatformOAuthRoute,
    replaceCredentialsRoute,
    listRemoteChannelsRoute,
    updateRemoteChannelRoute,
    receiveAppEventsRoute,
    receivePlatformEventsRoute,
    importHistoryRoute,
    getHistoryImportRoute,
    listHistoryImportsRoute,
    cancelHistoryImportRoute,
    ...linkedAccountRoutes,
    startImportRoute,
    listImportsRoute,
    getImportRoute,
    listImportedChannelsRoute,
    getImportProofRoute,
    retryImportRoute,
    cancelImportRoute,
  ].map((create) => create(routeContext))
  return createInternalService(
    'integrations',
    runtime,
    [
      ...routes,
      ...openExports(context, runtime),
      ...openWebhooks(routeContext, runtime),
      ...incomingWebhookRoutes(routeContext),
      archives.downloadRoute(),
    ],
    signAnswers(archives.urls),
  )
}
