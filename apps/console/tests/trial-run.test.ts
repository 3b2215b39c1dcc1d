import { describe, expect, it } from 'vitest'
import { begin, receive, type TrialRun } from '../src/admin/twins/trial-run.ts'
import type { AnswerFrame } from '../src/store/tool-calls.ts'

const timestamp = '2026-11-30T12:00:00.000Z'
const start = (tool: string, toolId: string): AnswerFrame => ({
  event: 'tool_start',
  data: { tool, toolId, timestamp },
})

const after = (frames: readonly AnswerFrame[]): TrialRun => frames.reduce(receive, begin('Where?'))

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
      { tool: 'search', tool_id: 'a', input: '{"query":"one"}', status: 'done', duration: 40, result_preview: null },
      { tool: 'search', tool_id: 'b', input: '{"query":"two"}', status: 'failed', duration: 20, result_preview: null },
    ])
  })

  it('takes no harm from a result of a tool that was never begun', () => {
    expect(after([{ event: 'tool_result', data: { tool: 'search', duration: 1, resultPreview: 'x' } }]).tools).toEqual(
      [],
    )
  })
})
