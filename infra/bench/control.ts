import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Row } from './report.ts'
import { median } from './rounds.ts'

/** Below this share of the cores, something else was running. */
const quietShare = 0.95
const spinMs = 200
const times = 5

/** Keeps one core busy for a while, each time it is asked to. */
const spinning = `
  const { parentPort, workerData } = require('node:worker_threads')
  parentPort.on('message', () => {
    const until = performance.now() + workerData.spinMs
    while (performance.now() < until);
    parentPort.postMessage(0)
  })`

/** The part of all cores that a program gets which wants them all: 1 on a quiet machine, 0.5 beside another such program. */
export async function shareOfCores(cores = availableParallelism()): Promise<number> {
  const workers = Array.from({ length: cores }, () => new Worker(spinning, { eval: true, workerData: { spinMs } }))
  const answerOf = (worker: Worker) =>
    new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve())
      worker.once('error', reject)
      worker.postMessage(0)
    })
  const shares: number[] = []
  try {
    for (let i = 0; i <= times; i++) {
      const startedAt = performance.now()
      const before = process.cpuUsage()
      await Promise.all(workers.map(answerOf))
      const { user, system } = process.cpuUsage(before)
      // The first starts the threads.
      if (i > 0) shares.push((user + system) / 1_000 / (performance.now() - startedAt) / cores)
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return Math.min(1, median(shares))
}

/**
 * Says whether the machine was quiet, as a row: what the bench could get of its cores before and after everything else, the
 * smaller of the two.
 */
export function controlRow(before: number, after: number): Row {
  const share = Math.min(before, after)
  return {
    name: 'control',
    unit: 'of the cores',
    ours: share,
    floor: 1,
    against: 'a quiet machine',
    ratio: share,
    better: 'higher',
    goal: quietShare,
    details: { 'of the cores, before': before, 'of the cores, after': after },
  }
}

/** What to say before the figures of a machine that was not quiet. */
export const warningOf = ({ ours }: Row): string | undefined =>
  ours >= quietShare
    ? undefined
    : `This machine was not quiet: the bench could get ${Math.round(ours * 100)} % of its cores. Do not compare these figures.`
