import type { Server } from 'node:http'
import type { Upstream as UpstreamName } from '@parley/contracts/limits'
import type { Readiness } from '@parley/kit/readiness'
import type { Config } from '../config.ts'
import type { Fail } from '../routing/ingress.ts'
import { createUpstream, proxiesOfUpstream, type Upstream, type UpstreamOptions } from './upstream.ts'

const probeTimeoutMs = 1_500

/** The five services behind the ingress. */
export function createUpstreams(
  config: Config,
  options: Pick<UpstreamOptions, 'rateWindowMs' | 'idleStreamMs' | 'onEventStream'> & { fail: Fail },
) {
  const urls: Record<UpstreamName, string> = {
    channels: config.CHANNELS_URL,
    messaging: config.MESSAGING_URL,
    'chat-engine': config.CHAT_ENGINE_URL,
    integrations: config.INTEGRATIONS_URL,
    'support-desk': config.SUPPORT_DESK_URL,
  }
  const names = Object.keys(urls) as UpstreamName[]
  const byName = Object.fromEntries(
    names.map((name) => [
      name,
      createUpstream({
        name,
        url: urls[name],
        timeoutMs: config.UPSTREAM_TIMEOUT_MS,
        minBytesPerSecond: config.MIN_TRANSFER_BYTES_PER_SECOND,
        ...options,
      }),
    ]),
  ) as Record<UpstreamName, Upstream>

  return {
    byName,

    /** Makes room for what waits for the server's end: each proxy does, from its first request on. */
    attach(server: Server): void {
      server.setMaxListeners(server.getMaxListeners() + names.length * proxiesOfUpstream)
    },

    /** Names them in `/readyz`. The gateway works without any of them: their calls alone answer 503. */
    report(readiness: Readiness): void {
      for (const name of names) readiness.add(name, () => probe(urls[name]), { required: false, awaited: false })
    },

    close(): void {
      for (const upstream of Object.values(byName)) upstream.close()
    },
  }
}

async function probe(url: string): Promise<void> {
  const answer = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(probeTimeoutMs) }).catch(
    (cause) => {
      throw new Error('cannot be reached', { cause })
    },
  )
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`not ready (${answer.status})`)
}
