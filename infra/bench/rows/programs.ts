import { join } from 'node:path'
import { findConfinement } from '@parley/sandbox/confinement'
import { defaultLimits, type PythonProcess, startPython } from '@parley/sandbox/python-process'
import { findSnapshot } from '@parley/sandbox/snapshot'
import { type Running, startProcess } from '../processes.ts'
import { interleave, median } from '../rounds.ts'
import type { Measure } from './setting.ts'

const program = 'import json, statistics\njson.dumps({"mean": statistics.mean(range(100))})'
const never = new AbortController().signal

/** In milliseconds. */
interface Times {
  /** From nothing until the program's result. */
  cold: number
  /** The same in a process that has loaded Python; ours is gone after it. */
  warm: number
}

/** A program of `code_interpreter`, confined as this system allows, against Pyodide in a Node process that nothing confines. */
export const programs: Measure = async ({ rounds, log }) => {
  const confinement = await findConfinement()
  const snapshot = await findSnapshot(confinement, never)
  log(`confined by ${confinement}`)

  const confined = {
    start: () => startPython(confinement, defaultLimits, never, snapshot),
    async run(python: PythonProcess) {
      const { error } = await python.run(program, never)
      if (error) throw new Error(error)
    },
    stop: (python: PythonProcess) => python.stop(),
  }
  const bare = {
    start: () => startProcess(join(import.meta.dirname, '../floors/bare-python.ts'), {}),
    async run({ url }: Running) {
      const answer = await fetch(url, { method: 'POST', body: program })
      if (!answer.ok || !(await answer.text()).includes('49.5')) throw new Error('The program has no result.')
    },
    stop: (python: Running) => python.stop(),
  }

  const measured = await interleave({ ours: () => timed(confined), floor: () => timed(bare) }, { rounds, log })
  return (['cold', 'warm'] as const).map((part) => {
    const [ours, floor] = [measured.ours, measured.floor].map((turns) => median(turns.map((turn) => turn[part])))
    return {
      name: `a Python program, ${part}`,
      unit: 'ms',
      ours: ours!,
      floor: floor!,
      against: 'Pyodide, confined by nothing',
      ratio: ours! / floor!,
      better: 'lower' as const,
      details: { 'more than the floor (ms)': ours! - floor! },
    }
  })
}

interface Contender<P> {
  start(): Promise<P>
  run(python: P): Promise<void>
  stop(python: P): Promise<void>
}

async function timed<P>({ start, run, stop }: Contender<P>): Promise<Times> {
  const startedAt = performance.now()
  const first = await start()
  await run(first)
  const cold = performance.now() - startedAt
  await stop(first)
  const loaded = await start()
  const askedAt = performance.now()
  await run(loaded)
  const warm = performance.now() - askedAt
  await stop(loaded)
  return { cold, warm }
}
