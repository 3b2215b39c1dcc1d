import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createClient } from '@parley/client/client'
import { register } from '@parley/contracts/identity/auth'
import { freePort } from '@parley/embedded/ports'
import { root } from '@parley/local/root'
import { findNginx, startNginx } from '../floors/nginx.ts'
import { type Load, pressOn } from '../load.ts'
import { unreachedLimits } from '../population.ts'
import { startProcess } from '../processes.ts'
import { interleave, median } from '../rounds.ts'
import type { Measure } from './setting.ts'

const connections = 32

/**
 * The gateway, checking a JWT and counting limits, against http-proxy-middleware alone and against nginx, each in
 * front of the same service that has its answer ready.
 */
export const gatewayAgainstProxies: Measure = async ({ stack, rounds, seconds, log }) => {
  const floors = join(import.meta.dirname, '../floors')
  const upstream = await startProcess(join(floors, 'upstream.ts'), {})
  const proxy = await startProcess(join(floors, 'bare-proxy.ts'), { TARGET: upstream.url })
  const port = await freePort()
  const gateway = await startProcess(
    join(root, 'services/gateway/src/main.ts'),
    { ...stack.env.gateway, ...unreachedLimits, PORT: String(port), MESSAGING_URL: upstream.url },
    { url: `http://127.0.0.1:${port}` },
  )
  const nginx = findNginx() ? await startNginx(upstream.url) : undefined
  try {
    const { token } = await createClient({ baseUrl: gateway.url }).call(register, {
      email: `${randomUUID()}@bench.test`,
      password: randomUUID(),
      name: 'Bench',
    })
    const path = `/api/v2/messages/${randomUUID()}`
    const headers = { authorization: `Bearer ${token}` }
    const against = (process: typeof gateway) => () =>
      pressOn({ url: `${process.url}${path}`, headers }, { connections, seconds, process })
    const measured = await interleave<'gateway' | 'proxy' | 'nginx', Load>(
      {
        gateway: against(gateway),
        proxy: against(proxy),
        ...((nginx && { nginx: against(nginx) }) as { nginx: () => Promise<Load> }),
      },
      { rounds, log },
    )
    const rate = (loads: Load[]) => median(loads.map((load) => load.rate))
    const cpu = (loads: Load[]) => median(loads.map((load) => load.cpuMicros))
    const ours = rate(measured.gateway)
    const row = (floor: Load[], against: string, goal?: number) => ({
      name: 'gateway: JWT and limits',
      unit: 'answers/s',
      ours,
      floor: rate(floor),
      against,
      ratio: ours / rate(floor),
      better: 'higher' as const,
      ...(goal && { goal }),
      details: {
        'CPU per answer, ours (µs)': cpu(measured.gateway),
        'CPU per answer, floor (µs)': cpu(floor),
        'p99, ours (ms)': median(measured.gateway.map(({ p99 }) => p99)),
        'p99, floor (ms)': median(floor.map(({ p99 }) => p99)),
      },
    })
    const rows = [row(measured.proxy, 'bare http-proxy-middleware', 0.8)]
    return nginx ? [...rows, row(measured.nginx, 'nginx, one worker')] : rows
  } finally {
    await Promise.all([gateway, proxy, upstream, nginx].map((each) => each?.stop()))
  }
}
