import type { IncomingMessage } from 'node:http'
import { endpoints as catalog } from '@parley/contracts/catalog'
import type { Endpoint } from '@parley/contracts/endpoint'
import { createAvatarUrls, showAvatarsOfAnswers } from '@parley/files/avatar-urls'
import { ServiceError } from '@parley/kit/errors'
import { createGate } from '@parley/kit/gate'
import { createApp, createRequestGate } from '@parley/kit/http'
import { createListener } from '@parley/kit/listener'
import { createOpenStreams } from '@parley/kit/open-streams'
import { header, stateOf } from '@parley/kit/request-lifecycle'
import { openRuntime } from '@parley/kit/runtime'
import type { Service } from '@parley/kit/service'
import { createVisitorTokens } from '@parley/kit/visitor-tokens'
import { createAdmission } from './admission/admission.ts'
import { createJsonReader } from './admission/body.ts'
import { createIpOf } from './admission/client-ip.ts'
import { createCredentialCache } from './admission/credential-cache.ts'
import { createRateLimiter } from './admission/rate-limiter.ts'
import { createRedisCircuit } from './admission/redis-circuit.ts'
import { createResolverOf } from './admission/resolvers.ts'
import { readVisitorAccess, type VisitorAccess } from './admission/visitor-access.ts'
import { createVisitorResolver } from './admission/visitor-tokens.ts'
import { consolePages } from './apps/console.ts'
import { demoPage } from './apps/demo.ts'
import { widgetPages } from './apps/widget.ts'
import { sweepAuditLog } from './audit/sweep.ts'
import type { Config } from './config.ts'
import type { GatewayContext } from './context.ts'
import { createCredentials } from './identity/credentials.ts'
import { createPasswords, type PasswordCost, type Passwords } from './identity/domain/passwords.ts'
import { workIdentityJobs } from './identity/jobs.ts'
import { identityPages } from './identity/pages/identity-pages.ts'
import { identityRoutes } from './identity/routes.ts'
import { devMail } from './mail/dev-mail.ts'
import { createMailer } from './mail/mailer.ts'
import { pages } from './pages/pages.ts'
import { createAssertions } from './proxy/assertions.ts'
import { accessBatches, createEventStreams } from './proxy/event-streams.ts'
import { createUpstreams } from './proxy/upstreams.ts'
import { openNotifier } from './push/notifier.ts'
import { workNotifyAgents } from './push/notify-agents.ts'
import { workNotifyPeople } from './push/notify-people.ts'
import { createFail, createIngress } from './routing/ingress.ts'
import { boundBodies, defaultDiscardMs } from './routing/request-body.ts'
import { compileRoutes } from './routing/routes.ts'
import { answerBrokenRequests, refuseOtherUpgrades, shouldUpgrade } from './routing/upgrades.ts'
import type { DB } from './schema.ts'
import { createBatcher } from './sockets/batch.ts'
import type { FeedSource } from './sockets/feeds/source.ts'
import { createSockets } from './sockets/sockets.ts'
import { deleteDueWorkspaces } from './workspace-deletion/begin.ts'
import { workFinishPurge } from './workspace-deletion/finish-purge.ts'

export interface GatewayOptions {
  /** The endpoints to route; the platform's unless a test brings its own. */
  endpoints?: readonly Endpoint[]
  /** The kinds of feeds that sockets receive; the platform's unless a test brings its own. */
  feeds?: readonly FeedSource[]
  /** How long a call's body may take to arrive. */
  bodyTimeoutMs?: number
  /** What the console was built into; its own unless a test brings one. */
  consoleFolder?: string
  /** Over how long the pace of uploads and downloads is measured. */
  rateWindowMs?: number
  /** How long an upload, a download or an event stream may move nothing. */
  idleStreamMs?: number
  /** How long the rest of a body is read that nobody wants. */
  discardMs?: number
  /** What hashing a password costs; a test's sign-ins would cost little else. */
  passwordCost?: PasswordCost
  /** Which visitors may call; as the support desk has it unless a test says. */
  visitorAccess?: VisitorAccess
  /** What hashes passwords, where a test looks at what it is given. */
  passwords?: Passwords
}

/** An upload may take this long; whatever else is slow on purpose is ended much earlier. */
const requestTimeoutMs = 3_600_000
const headersTimeoutMs = 15_000
/** What says that somebody's access has changed can be lost. */
const recheckStreamsEveryMs = 60_000
const checkConnectionsEveryMs = 5_000
/** Visitors that are looked up at once. */
const visitorBatches = { size: 500, parallel: 2 }

/** The gateway: the only public service, with identity, sockets and mail. */
export function createService(config: Config, options: GatewayOptions = {}): Service {
  const { endpoints = catalog, bodyTimeoutMs = 30_000, rateWindowMs = 60_000, passwordCost } = options
  const { discardMs = defaultDiscardMs } = options
  const runtime = openRuntime<DB>('gateway', config)
  const { db, redis, log, metrics, readiness } = runtime
  const passwords = options.passwords ?? createPasswords({ cost: passwordCost, metrics })
  const ctx: GatewayContext = {
    ...runtime,
    config,
    credentials: createCredentials({ db, jwtSecret: config.JWT_SECRET, prefix: config.REDIS_PREFIX, log }),
    mailer: createMailer({ config, db }),
  }
  workIdentityJobs(ctx)
  sweepAuditLog(ctx)
  workFinishPurge(ctx)
  deleteDueWorkspaces(ctx)
  const notifier = openNotifier(ctx)
  workNotifyPeople(ctx, notifier)
  workNotifyAgents(ctx, notifier)

  const ipOf = createIpOf(config.TRUSTED_PROXIES)
  const circuit = createRedisCircuit({ redis, prefix: config.REDIS_PREFIX, log })
  const mayVisit = createBatcher(options.visitorAccess ?? readVisitorAccess(db), visitorBatches)
  const { sessions, apiKeys } = ctx.credentials
  const visitors = createVisitorResolver({ tokens: createVisitorTokens(config), mayVisit, prefix: config.REDIS_PREFIX })
  const resolverOf = createResolverOf([sessions, apiKeys, visitors])
  const rateLimiter = createRateLimiter({ redis, circuit, config, log })
  const requests = createRequestGate(config, metrics)
  const admit = createAdmission({
    resolverOf,
    credentialCache: createCredentialCache({ resolve: async (token) => resolverOf(token)?.resolve(token), circuit }),
    rateLimiter,
    readJson: createJsonReader(),
    requests,
    publicOrigin: new URL(config.PUBLIC_URL).origin,
  })
  const fail = createFail(runtime, discardMs)
  const streams = createOpenStreams({
    keepAliveMs: config.STREAM_KEEP_ALIVE_MS,
    checksAtOnce: accessBatches.size,
    log,
  })
  runtime.every('recheck-streams', recheckStreamsEveryMs, streams.recheck)
  const upstreams = createUpstreams(config, {
    fail,
    rateWindowMs,
    onEventStream: createEventStreams({ streams, db, mayVisit }),
    ...(options.idleStreamMs !== undefined && { idleStreamMs: options.idleStreamMs }),
  })
  upstreams.report(readiness)
  const app = createApp({
    ...runtime,
    routes: identityRoutes(ctx, passwords, rateLimiter),
    requests,
    streams,
    transformResponse: showAvatarsOfAnswers(createAvatarUrls(config)),
    authenticate: callerOf,
    ipOf,
    originOf: (request) => header(request, 'origin'),
    before: [
      pages(ctx, endpoints),
      identityPages(ctx),
      consolePages(ctx, options.consoleFolder),
      widgetPages(ctx, requests),
      demoPage(ctx),
      devMail(ctx),
    ],
  })
  const ingress = createIngress({
    resourceAt: compileRoutes(endpoints),
    admit,
    app,
    upstreams: upstreams.byName,
    sign: createAssertions(config.INTERNAL_SIGNING_KEY),
    ipOf,
    observers: runtime,
    bodyTimeoutMs,
    fail,
    calls: createGate({
      name: 'calls',
      metrics,
      shares: config.RATE_LIMITS
        ? {
            person: config.CALLS_PER_PERSON,
            workspace: config.CALLS_PER_WORKSPACE,
            ip: config.CALLS_PER_ADDRESS,
          }
        : {},
    }),
    streams: createGate({
      name: 'streams',
      metrics,
      shares: config.RATE_LIMITS
        ? {
            person: config.STREAMS_PER_PERSON,
            workspace: config.STREAMS_PER_WORKSPACE,
            ip: config.STREAMS_PER_ADDRESS,
          }
        : {},
    }),
  })
  const listener = createListener(ingress.onRequest, log, {
    keepAliveTimeout: 75_000,
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: checkConnectionsEveryMs,
    shouldUpgradeCallback: shouldUpgrade,
    // The ingress refuses a request without one: Node's own answer would be in neither dialect.
    requireHostHeader: false,
  })
  listener.server.on('checkContinue', ingress.onExpectation)
  // Any other expectation may be ignored (RFC 9110 §10.1.1); Node's own answer would be in neither dialect.
  listener.server.on('checkExpectation', ingress.onRequest)
  upstreams.attach(listener.server)
  refuseOtherUpgrades(listener.server)
  answerBrokenRequests(listener.server)
  const sockets = createSockets({ ...ctx, requests, resolverOf, mayVisit }, listener.server, options)
  boundBodies(listener.server, discardMs)

  let stopped: Promise<void> | undefined
  return {
    async start() {
      const url = await listener.listen(config.HOST, config.PORT)
      streams.watch(runtime.subscriber, config.REDIS_PREFIX)
      await Promise.all([runtime.start(), circuit.tried])
      await sockets.start()
      log.info({ url }, 'gateway is ready')
      return url
    },
    stop() {
      stopped ??= (async () => {
        readiness.stop()
        ingress.drain()
        const drained = Promise.all([streams.end(), listener.drain(config.DRAIN_TIMEOUT_MS)])
        await sockets.close()
        await drained
        upstreams.close()
        circuit.stop()
        await runtime.close()
        ctx.mailer.close()
      })()
      return stopped
    },
  }
}

/** The ingress has established it before. */
function callerOf(request: IncomingMessage) {
  const { caller } = stateOf(request)
  if (!caller) throw new ServiceError('unauthorized', 'Send a bearer token or an API key.')
  return caller
}
