// Times and memory of sandboxed Python on this machine: node packages/sandbox/bench/measure.ts
import { readFileSync } from 'node:fs'
import { findConfinement } from '../src/confinement.ts'
import { defaultLimits, startPython } from '../src/python-process.ts'
import { findSnapshot } from '../src/snapshot.ts'

const runs = 7
const program = 'import json, statistics\njson.dumps({"mean": statistics.mean(range(100))})'
const never = new AbortController().signal
const print = (line: string) => process.stdout.write(`${line}\n`)

/** The least and the median: on a busy machine the least says more. */
function summary(values: number[]): string {
  const sorted = values.map(Math.round).sort((a, b) => a - b)
  return `${sorted[0]} (median ${sorted[Math.floor(sorted.length / 2)]})`
}

/** Resident memory in MB and CPU time in ms of a process and its children; Linux alone shows them. */
function usageOf(pid: number): { memory: number; cpu: number } {
  const [, kibibytes = 0] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
    .slice(11, 13)
    .map(Number)
  const usage = { memory: Number(kibibytes) / 1024, cpu: (ticks[0]! + ticks[1]!) * 10 }
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  for (const child of children) {
    const { memory, cpu } = usageOf(Number(child))
    usage.memory += memory
    usage.cpu += cpu
  }
  return usage
}

const confinement = await findConfinement()
const snapshot = await findSnapshot(confinement, never)
const times = { load: [] as number[], loadCpu: [] as number[], memory: [] as number[], run: [] as number[] }
for (let run = 0; run < runs; run += 1) {
  const startedAt = performance.now()
  const python = await startPython(confinement, defaultLimits, never, snapshot)
  times.load.push(performance.now() - startedAt)
  if (confinement !== 'none') {
    const { memory, cpu } = usageOf(python.pid)
    times.memory.push(memory)
    times.loadCpu.push(cpu)
  }
  const { error, durationMs } = await python.run(program, never)
  if (error) throw new Error(error)
  times.run.push(durationMs)
}
print(`${runs} processes, confined by ${confinement}`)
print(`load: ${summary(times.load)} ms, ${summary(times.loadCpu)} ms of CPU time, ${summary(times.memory)} MB`)
print(`run in a loaded process, until it is gone: ${summary(times.run)} ms`)
