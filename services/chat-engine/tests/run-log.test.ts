import { createLog } from '@parley/kit/log'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRunLog, type LoggedEvent } from '../src/runs/log.ts'
import type { RunEvent, RunRef } from '../src/runs/run.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout'] }))
afterEach(() => void vi.useRealTimers())

const runs = (count: number): RunRef[] =>
  Array.from({ length: count }, (_, i) => ({ workspaceId: 'w', id: `run-${i}` }))
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A log whose statements are as many arrays of events, and end when the test says so. */
function begin() {
  const statements: LoggedEvent[][] = []
  const delivered: { id: string; event: RunEvent }[] = []
  let end: () => void = () => {}
  const log = createRunLog({
    store: (events) => {
      statements.push([...events])
      return new Promise((resolve) => {
        end = () => resolve(true)
      })
    },
    deliver: ({ id }, event) => void delivered.push({ id, event }),
    onLost: () => {},
    log: createLog('chat-engine', { LOG_LEVEL: 'silent' }),
  })
  return { log, statements, delivered, end: () => end() }
}

describe('the log of runs', () => {
  it('delivers nothing that is not stored, and stores the pieces that come meanwhile as one', async () => {
    const { log, statements, delivered, end } = begin()
    const [run] = runs(1)
    log.appendText(run!, 'a', 1)
    await turn()
    log.appendText(run!, 'b', 2)
    log.appendText(run!, 'c', 3)
    await turn()
    expect(statements).toHaveLength(1)
    expect(delivered).toEqual([])
    end()
    await turn()
    expect(statements).toHaveLength(2)
    end()
    await log.flush()
    expect(delivered.map(({ event }) => event)).toEqual([
      { number: 1, event: 'text_delta', data: { content: 'a', accumulated_length: 1 } },
      { number: 2, event: 'text_delta', data: { content: 'bc', accumulated_length: 3 } },
    ])
  })

  it('gathers what comes within some milliseconds where many runs write, and where few do waits for nothing', async () => {
    const { log, statements, end } = begin()
    const many = runs(10)
    for (const run of many) log.appendText(run, 'a', 1)
    await turn()
    end()
    await turn()
    log.appendText(many[0]!, 'b', 2)
    await turn()
    expect(statements.map((events) => events.length)).toEqual([10])
    await vi.advanceTimersByTimeAsync(100)
    expect(statements.map((events) => events.length)).toEqual([10, 1])
    log.appendText(many[1]!, 'b', 2)
    end()
    await turn()
    expect(statements.map((events) => events.length)).toEqual([10, 1, 1])
  })
})
