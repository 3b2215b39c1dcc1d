import type { Output } from '@parley/client/index'

/** A tool that is called for an answer. */
export interface TriedTool {
  id: string
  name: string
  input?: unknown
  result?: string
  /** Undefined while it goes on. */
  isDone?: boolean
  durationMs?: number
}

/** An answer of a trial, as far as it has come. */
export interface TrialRun {
  question: string
  text: string
  tools: readonly TriedTool[]
  status: 'running' | 'done' | 'stopped' | 'failed'
  /** Why it failed. */
  problem?: string
}

export const begin = (question: string): TrialRun => ({ question, text: '', tools: [], status: 'running' })

export type TrialFrame = Exclude<Output<'tryTwin'>, { event: 'error' }>

/** The run after a frame. What names a tool alone is of the one that was started last without it. */
export function receive(run: TrialRun, { event, data }: TrialFrame): TrialRun {
  switch (event) {
    case 'text_delta':
      return { ...run, text: run.text + data.content }
    case 'tool_start':
      return { ...run, tools: [...run.tools, { id: data.toolId, name: data.tool }] }
    case 'tool_call':
      return changeTool(run, ({ name, input }) => name === data.tool && input === undefined, { input: data.input })
    case 'tool_result':
      return changeTool(run, ({ name, result }) => name === data.tool && result === undefined, {
        result: data.resultPreview,
      })
    case 'tool_complete':
      return changeTool(run, ({ id }) => id === data.toolId, { isDone: data.success, durationMs: data.duration })
    case 'done':
      return { ...run, text: data.reply, status: 'done' }
    default:
      return run
  }
}

function changeTool(run: TrialRun, isIt: (tool: TriedTool) => boolean, changes: Partial<TriedTool>): TrialRun {
  const at = run.tools.findIndex(isIt)
  if (at < 0) return run
  return { ...run, tools: run.tools.with(at, { ...run.tools[at]!, ...changes }) }
}
