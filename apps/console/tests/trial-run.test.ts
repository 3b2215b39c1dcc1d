import { describe, expect, it } from 'vitest'
import { begin, receive, type TrialFrame, type TrialRun } from '../src/admin/twins/trial-run.ts'

const timestamp = '2026-11-30T12:00:00.000Z'
const start = (tool: string, toolId: string): TrialFrame => ({ event: 'tool_start', data: { tool, toolId, timestamp } })

const after = (frames: readonly TrialFrame[]): TrialRun => frames.reduce(receive, begin('Where?'))

describe('a trial', () => {
  it('gathers what is written', () => {
    const written = after([
      { event: 'text_delta', data: { content: 'On the ', accumulated_length: 7 } },
      { event: 'text_delta', data: { content: 'left.', accumulated_length: 12 } },
    ])
    expect(written).toMatchObject({ question: 'Where?', text: 'On the left.', status: 'running' })
  })

  it('keeps two calls of one tool apart, whichever ends first', () => {
    const { tools } = after([
      start('search', 'a'),
      { event: 'tool_call', data: { tool: 'search', input: { query: 'one' } } },
      start('search', 'b'),
      { event: 'tool_call', data: { tool: 'search', input: { query: 'two' } } },
      { event: 'tool_complete', data: { tool: 'search', toolId: 'b', success: false, duration: 20 } },
      { event: 'tool_complete', data: { tool: 'search', toolId: 'a', success: true, duration: 40 } },
    ])
    expect(tools).toEqual([
      { id: 'a', name: 'search', input: { query: 'one' }, isDone: true, durationMs: 40 },
      { id: 'b', name: 'search', input: { query: 'two' }, isDone: false, durationMs: 20 },
    ])
  })

  it('takes no harm from a result of a tool that was never begun', () => {
    expect(after([{ event: 'tool_result', data: { tool: 'search', duration: 1, resultPreview: 'x' } }]).tools).toEqual(
      [],
    )
  })
})
