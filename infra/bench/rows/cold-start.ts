import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serviceNames } from '@parley/contracts/services'
import { freePort } from '@parley/embedded/ports'
import { root } from '@parley/local/root'
import { type Running, startProcess, untilReady } from '../processes.ts'
import { interleave, median } from '../rounds.ts'
import type { Measure } from './setting.ts'

/**
 * From nothing to six ready services, PostgreSQL and Redis being there and migrated, against six
 * processes of express, pg and ioredis.
 */
export const coldStart: Measure = async ({ stack, rounds, log }) => {
  const floor = join(import.meta.dirname, '../floors/bare-start.ts')
  // As in the image: what has been compiled is kept. The first round, which does not count, fills it.
  const NODE_COMPILE_CACHE = mkdtempSync(join(tmpdir(), 'parley-compiled-'))
  const measured = await interleave(
    {
      platform: async () => {
        const ports = Object.fromEntries(await Promise.all(serviceNames.map(async (name) => [name, await freePort()])))
        return timed(
          serviceNames.map((name) => async () => {
            const url = `http://127.0.0.1:${ports[name]}`
            const file = join(root, `services/${name}/src/main.ts`)
            return startProcess(file, { ...stack.env[name], NODE_COMPILE_CACHE, PORT: String(ports[name]) }, { url })
          }),
        )
      },
      floor: () =>
        timed(
          serviceNames.map((name) => async () => {
            const env = { NODE_COMPILE_CACHE, DATABASE_URL: stack.databaseUrls[name], REDIS_URL: stack.redisUrl }
            const process = await startProcess(floor, env)
            await untilReady(process.url)
            return process
          }),
        ),
    },
    { rounds, log },
  ).finally(() => rmSync(NODE_COMPILE_CACHE, { recursive: true, force: true }))
  const seconds = (starts: Start[]) => median(starts.map((each) => each.seconds))
  const cpu = (starts: Start[]) => median(starts.map((each) => each.cpuSeconds))
  const ours = seconds(measured.platform)
  const theirs = seconds(measured.floor)
  return [
    {
      name: 'cold start, six services',
      unit: 's',
      ours,
      floor: theirs,
      against: 'six of express + pg + ioredis',
      ratio: ours / theirs,
      better: 'lower',
      details: {
        'CPU until ready, ours (s)': cpu(measured.platform),
        'CPU until ready, floor (s)': cpu(measured.floor),
      },
    },
  ]
}

interface Start {
  seconds: number
  cpuSeconds: number
}

async function timed(starts: (() => Promise<Running>)[]): Promise<Start> {
  const startedAt = performance.now()
  const running = await Promise.all(starts.map((start) => start()))
  const seconds = (performance.now() - startedAt) / 1000
  const cpuSeconds = running.reduce((sum, each) => sum + each.cpuSeconds(), 0)
  await Promise.all(running.map((each) => each.stop()))
  return { seconds, cpuSeconds }
}
