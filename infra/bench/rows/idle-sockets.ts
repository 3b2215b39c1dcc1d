import { join } from 'node:path'
import { freePort } from '@parley/embedded/ports'
import { root } from '@parley/local/root'
import { inBatches, openLightSocket } from '../light-socket.ts'
import { populate, unreachedLimits } from '../population.ts'
import { type Running, startProcess } from '../processes.ts'
import type { Measure } from './setting.ts'

const sockets = 1_000
const warmUp = 100
const roomsEach = 5
const peoplePerRoom = 50

interface Cost {
  heap: number
  resident: number
}

/**
 * What an idle socket costs: signed in and in five rooms, each a person of their own, against stock
 * socket.io with five rooms. Both processes are fresh and have seen a hundred sockets come and go.
 */
export const idleSockets: Measure = async ({ stack, log }) => {
  const channels = (sockets / peoplePerRoom) * roomsEach
  const population = await populate(stack.databaseUrl, {
    people: sockets,
    channels,
    membersOf: (channel) =>
      Array.from({ length: peoplePerRoom }, (_, i) => Math.floor(channel / roomsEach) * peoplePerRoom + i),
  })
  const port = await freePort()
  const gateway = await startProcess(
    join(root, 'services/gateway/src/main.ts'),
    { ...stack.env.gateway, ...unreachedLimits, PORT: String(port) },
    { url: `http://127.0.0.1:${port}`, probe: true },
  )
  const stock = await startProcess(join(import.meta.dirname, '../floors/stock-socket-io.ts'), {}, { probe: true })
  try {
    log('opening 1,000 sockets on each')
    const keys = population.people.map(({ key }) => key)
    const ours = await costOf(gateway, keys)
    const theirs = await costOf(stock, keys)
    return [
      {
        name: 'idle socket',
        unit: 'KiB of heap',
        ours: ours.heap / 1024,
        floor: theirs.heap / 1024,
        against: 'stock socket.io',
        ratio: ours.heap / theirs.heap,
        better: 'lower',
        goal: 1,
        details: {
          'resident after a burst of connects, ours (KiB)': ours.resident / 1024,
          'resident after a burst of connects, floor (KiB)': theirs.resident / 1024,
        },
      },
    ]
  } finally {
    await Promise.all([gateway.stop(), stock.stop()])
  }
}

async function costOf(process: Running, keys: string[]): Promise<Cost> {
  const open = (some: string[]) => inBatches(some, 50, (key) => openLightSocket(process.url, key))
  for (const socket of await open(keys.slice(0, warmUp))) socket.terminate()
  const before = await process.memory()
  const opened = await open(keys)
  const after = await process.memory()
  for (const socket of opened) socket.terminate()
  return {
    heap: (after.heapUsed + after.external - before.heapUsed - before.external) / keys.length,
    resident: (after.rss - before.rss) / keys.length,
  }
}
