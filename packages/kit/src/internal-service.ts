import type { ServiceName } from '@parley/contracts/services'
import { assertionHeader, createVerifier } from './assertion.ts'
import { createApp, createRequestGate, type TransformResponse } from './http.ts'
import { createListener } from './listener.ts'
import { createOpenStreams } from './open-streams.ts'
import { header } from './request-lifecycle.ts'
import type { Route } from './route.ts'
import type { ServiceRuntime } from './runtime.ts'
import type { Service } from './service.ts'

/** The headers in which the gateway passes on the client's IP address, and the `Origin` that it has sent. */
export const clientIpHeader = 'x-parley-client-ip'
export const clientOriginHeader = 'x-parley-client-origin'

/** An upload may take this long; the gateway ends whatever else is slow. */
const requestTimeoutMs = 3_600_000
/** What says that a caller's access has changed can be lost. */
const recheckStreamsEveryMs = 60_000

/**
 * A service behind the gateway: its routes, answered only to callers it trusts.
 *
 * @param transforms change each response body for its caller before it is sent, one after the other
 */
export function createInternalService<DB>(
  name: ServiceName,
  runtime: ServiceRuntime<DB>,
  routes: Route[],
  ...transforms: TransformResponse[]
): Service {
  const { config, log, metrics, readiness, tracing } = runtime
  const streams = createOpenStreams({ keepAliveMs: config.STREAM_KEEP_ALIVE_MS, log })
  metrics.gauge('parley_streams_open', 'Event streams that are being answered.', () => streams.size)
  runtime.every('recheck-streams', recheckStreamsEveryMs, streams.recheck)
  const verify = createVerifier(name, config.INTERNAL_TRUSTED_CALLERS)
  const app = createApp({
    routes,
    transformResponse: (...answer) => {
      for (const transform of transforms) transform(...answer)
    },
    log,
    metrics,
    readiness,
    tracing,
    requests: createRequestGate(config, metrics),
    streams,
    authenticate: (request) => verify(request.header(assertionHeader)),
    ipOf: (request) => String(request.headers[clientIpHeader] ?? request.socket.remoteAddress ?? ''),
    originOf: (request) => header(request, clientOriginHeader),
  })
  const listener = createListener(app, log, { requestTimeout: requestTimeoutMs })
  let stopped: Promise<void> | undefined
  return {
    async start() {
      const url = await listener.listen(config.HOST, config.PORT)
      streams.watch(runtime.subscriber, config.REDIS_PREFIX)
      await runtime.start()
      log.info({ url }, `${name} is ready`)
      return url
    },
    stop() {
      stopped ??= (async () => {
        readiness.stop()
        await Promise.all([streams.end(), listener.drain(config.DRAIN_TIMEOUT_MS)])
        await runtime.close()
      })()
      return stopped
    },
  }
}
