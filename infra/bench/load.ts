import autocannon from 'autocannon'
import type { Running } from './processes.ts'

export interface Load {
  /** Successful answers per second. */
  rate: number
  p50: number
  p99: number
  /** CPU time that what is under load used for each answer, in microseconds; NaN where it is not known. */
  cpuMicros: number
}

export interface Target {
  url: string
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  /** What each connection sends, by its number. */
  each?: (connection: number) => { headers: Record<string, string>; body?: string }
}

/** Asks as fast as answers come, over a fixed number of connections. Anything but a 2xx fails the measurement. */
export async function pressOn(
  target: Target,
  options: { connections: number; seconds: number; process?: Pick<Running, 'cpuSeconds'> },
): Promise<Load> {
  let connection = 0
  const cpuBefore = options.process?.cpuSeconds() ?? Number.NaN
  let lastError: Error | undefined
  const run = autocannon({
    url: target.url,
    method: target.method ?? 'GET',
    headers: target.headers ?? {},
    connections: options.connections,
    duration: options.seconds,
    setupClient(client) {
      const own = target.each?.(connection++)
      if (!own) return
      client.setHeaders({ ...target.headers, ...own.headers })
      if (own.body !== undefined) client.setBody(own.body)
    },
  })
  run.on('reqError', (error) => {
    lastError = error
  })
  const result = await run
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(
      `${target.url}: ${result.non2xx} answers were no success and ${result.errors} requests failed (${lastError?.message}).`,
    )
  const answers = result['2xx']
  const cpu = (options.process?.cpuSeconds() ?? Number.NaN) - cpuBefore
  return {
    rate: answers / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpuMicros: (cpu / answers) * 1e6,
  }
}
