import { type AnswerFrame, receiveTool, type ToolCall } from '../../store/tool-calls.ts'

/** An answer of a trial, as far as it has come. */
export interface TrialRun {
  question: string
  text: string
  tools: readonly ToolCall[]
  status: 'running' | 'done' | 'stopped' | 'failed'
  /** Why it failed. */
  problem?: string
}

export const begin = (question: string): TrialRun => ({ question, text: '', tools: [], status: 'running' })

/** The run after a frame. */
export function receive(run: TrialRun, frame: AnswerFrame): TrialRun {
  const { event, data } = frame
  if (event === 'text_delta') return { ...run, text: run.text + data.content }
  if (event === 'done') return { ...run, text: data.reply, status: 'done' }
  return { ...run, tools: receiveTool(run.tools, frame) }
}
