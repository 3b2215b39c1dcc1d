import type { AnswerSource } from '@parley/contracts/chat/answer-source'
import { maxToolInput, type RunTool } from '@parley/contracts/chat/runs'
import type { RunEvent } from './run.ts'

/** What clients receive of a call of a tool. */
export type ToolEvent = Pick<RunEvent, 'event' | 'data'>

/** Sources that are kept of an answer. */
const maxSources = 20

type ToolData = Partial<{
  tool: string
  toolId: string
  input: unknown
  duration: number
  resultPreview: string
  sources: AnswerSource[]
  success: boolean
}>

/**
 * The calls of tools that a run's events are about. Of one that has ended, what was found in messages and documents is kept
 * by its sources alone, which are gone when they are; and a call that had not been answered has failed.
 */
export function toolsOf(events: readonly ToolEvent[], hasEnded: boolean): RunTool[] {
  const tools: RunTool[] = []
  for (const { event, data } of events) {
    const given = data as ToolData
    const last = tools.at(-1)
    if (event === 'tool_start') {
      const { tool = '', toolId = '' } = given
      tools.push({ tool, tool_id: toolId, status: 'running', input: null, duration: null, result_preview: null })
    } else if (!last) continue
    else if (event === 'tool_call') last.input = shortInput(given.input)
    else if (event === 'tool_result') {
      last.duration = given.duration ?? null
      last.result_preview = hasEnded && given.sources?.length ? null : (given.resultPreview ?? null)
    } else if (event === 'tool_complete') last.status = given.success ? 'done' : 'failed'
  }
  for (const tool of tools) if (hasEnded && tool.status === 'running') tool.status = 'failed'
  return tools
}

/** Of what the tools have found, what an answer names by its id, in that order. */
export function sourcesOf(reply: string, events: readonly ToolEvent[]): AnswerSource[] {
  const found = new Map<string, AnswerSource>()
  for (const { data } of events)
    for (const source of (data as ToolData).sources ?? []) if (!found.has(source.id)) found.set(source.id, source)
  return [...found.values()]
    .map((source) => ({ source, at: reply.indexOf(source.id) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .slice(0, maxSources)
    .map(({ source }) => source)
}

function shortInput(input: unknown): string {
  const text = JSON.stringify(input ?? null).slice(0, maxToolInput)
  return text.isWellFormed() ? text : text.slice(0, -1)
}
