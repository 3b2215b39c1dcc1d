import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLoops, type LoopWork } from '../src/loops.ts'
import { createMetrics } from '../src/metrics.ts'

const second = 1_000

/** Loops with what they have logged. */
function openLoops() {
  const lines: { level: number; loop: string; msg: string }[] = []
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const metrics = createMetrics('test')
  return {
    lines,
    loops: createLoops({ log, metrics }),
    async counted(outcome: string) {
      const { values } = await metrics.loops.get()
      return values.find(({ metricName, labels }) => metricName?.endsWith('_count') && labels.outcome === outcome)
        ?.value
    },
  }
}

/** Starts a loop alone. */
function run(intervalMs: number, work: LoopWork) {
  const opened = openLoops()
  const loop = opened.loops.every('tests', intervalMs, work)
  opened.loops.start()
  return { ...opened, loop }
}

/** Lets time pass, with all that runs meanwhile. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a loop', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => {
    vi.restoreAllMocks()
    vi.useRealTimers()
  })

  it('runs at the start of its process, and an interval after each run has ended, never twice at once', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const work = vi.fn(() => new Promise<void>((resolve) => void setTimeout(resolve, 3 * second)))
    const { loops } = openLoops()
    loops.every('tests', second, work)
    await pass(0)
    expect(work).not.toHaveBeenCalled()
    loops.start()
    await pass(3 * second)
    expect(work).toHaveBeenCalledTimes(1)
    await pass(second)
    expect(work).toHaveBeenCalledTimes(2)
    void loops.close()
  })

  it('begins after the first run of the loop before it, unless that takes long', async () => {
    const { loops } = openLoops()
    const runs: string[] = []
    const first = Promise.withResolvers<void>()
    const second = Promise.withResolvers<void>()
    const begin = (name: string, end?: Promise<void>) =>
      loops.every(name, 60_000, async () => {
        runs.push(name)
        await end
      })
    begin('first', first.promise)
    begin('second', second.promise)
    begin('third')
    loops.start()
    expect(runs).toEqual(['first'])
    first.resolve()
    await pass(0)
    expect(runs).toEqual(['first', 'second'])
    await pass(100)
    expect(runs).toEqual(['first', 'second', 'third'])
    second.resolve()
    await loops.close()
  })

  it('varies the interval, so that replicas do not run together', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0)
    const work = vi.fn(async () => {})
    const { loops } = run(second, work)
    await pass(0)
    random.mockReturnValue(1)
    await pass(900)
    expect(work).toHaveBeenCalledTimes(2)
    await pass(1_099)
    expect(work).toHaveBeenCalledTimes(2)
    await pass(1)
    expect(work).toHaveBeenCalledTimes(3)
    await loops.close()
  })

  it('runs again when the work asks for it', async () => {
    const answers = [0, 60 * second, 3_600 * second]
    const work = vi.fn(async () => answers.shift())
    const { loops } = run(second, work)
    await pass(second)
    expect(work).toHaveBeenCalledTimes(2)
    await pass(60 * second)
    expect(work).toHaveBeenCalledTimes(3)
    await loops.close()
  })

  it('runs at once when it is woken, once however often, but keeps a pause that the work asked for', async () => {
    const answers = [undefined, undefined, undefined, 5 * second]
    const ends: (() => void)[] = []
    const work = vi.fn(async () => {
      await new Promise<void>((resolve) => void ends.push(resolve))
      return answers.shift()
    })
    const end = () => {
      ends.shift()!()
      return pass(0)
    }
    const { loop, loops } = run(60 * second, work)
    await end()
    loop.wake()
    loop.wake()
    await pass(0)
    expect(work).toHaveBeenCalledTimes(2)
    loop.wake() // while it runs
    loop.wake()
    await end()
    expect(work).toHaveBeenCalledTimes(3)
    await end()
    expect(work).toHaveBeenCalledTimes(3)
    loop.wake()
    await pass(0)
    expect(work).toHaveBeenCalledTimes(4)
    await end()
    loop.wake()
    await pass(5 * second - 1)
    expect(work).toHaveBeenCalledTimes(4)
    await pass(1)
    expect(work).toHaveBeenCalledTimes(5)
    void end()
    await loops.close()
  })

  it('retries later each time, says so once when it begins to fail and once when it works again, and counts', async () => {
    let isBroken = true
    const work = vi.fn(async () => {
      if (isBroken) throw new Error('no luck')
    })
    const { loop, loops, lines, counted } = run(second, work)
    for (const [runs, afterMs] of [
      [2, 1],
      [3, 2],
      [4, 4],
      [5, 5],
      [6, 5],
    ] as const) {
      loop.wake()
      await pass(afterMs * second - 1)
      expect(work).toHaveBeenCalledTimes(runs - 1)
      await pass(1)
      expect(work).toHaveBeenCalledTimes(runs)
    }
    expect(lines).toEqual([expect.objectContaining({ level: 40, loop: 'tests', err: expect.anything() })])
    isBroken = false
    await pass(7 * second)
    expect(lines.slice(1)).toEqual([expect.objectContaining({ level: 30, loop: 'tests', failures: 6 })])
    expect(await counted('failed')).toBe(6)
    expect(await counted('done')).toBe(work.mock.calls.length - 6)
    await loops.close()
  })

  it('retries soon where its interval is long, and no later than after that', async () => {
    const work = vi.fn(async () => {
      throw new Error('no luck')
    })
    const { loops } = run(10 * second, work)
    await pass(0)
    for (const [runs, afterMs] of [
      [2, 1],
      [3, 2],
      [4, 4],
      [5, 8],
      [6, 10],
      [7, 10],
    ] as const) {
      await pass(afterMs * second - 1)
      expect(work).toHaveBeenCalledTimes(runs - 1)
      await pass(1)
      expect(work).toHaveBeenCalledTimes(runs)
    }
    await loops.close()
  })

  it('is aborted with its process, which waits for the run and logs no failure', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const signals: AbortSignal[] = []
    const { loops, lines } = run(second, async (signal) => {
      signals.push(signal)
      await promise
      signal.throwIfAborted()
    })
    await pass(0)
    const closed = vi.fn()
    const closing = loops.close().then(closed)
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
    await pass(0)
    expect(closed).not.toHaveBeenCalled()
    resolve()
    await closing
    await pass(60 * second)
    expect(signals).toHaveLength(1)
    expect(lines).toEqual([])
  })

  it('ends at once while it pauses', async () => {
    const work = vi.fn(async () => 3_600 * second)
    const { loops } = run(second, work)
    await pass(0)
    await loops.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
