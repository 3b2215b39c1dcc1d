import type { Output, Run } from '@parley/client/index'

/** A call of a tool by an answer. */
export type ToolCall = Run['tools'][number]

/** A frame of an answer that is streamed. */
export type AnswerFrame = Exclude<Output<'tryTwin'> | Output<'streamChat'>, { event: 'error' }>

/** Characters of what a tool was called with that are shown, as the API keeps them. */
const maxInput = 500

/** The calls of tools after a frame. What names a tool alone is of the first call of it that is without that. */
export function receiveTool(tools: readonly ToolCall[], { event, data }: AnswerFrame): readonly ToolCall[] {
  switch (event) {
    case 'tool_start':
      return [
        ...tools,
        { tool: data.tool, tool_id: data.toolId, status: 'running', input: null, duration: null, result_preview: null },
      ]
    case 'tool_call': {
      const input = JSON.stringify(data.input).slice(0, maxInput)
      return changed(tools, (call) => call.tool === data.tool && call.input === null, { input })
    }
    case 'tool_result':
      return changed(tools, (call) => call.tool === data.tool && call.result_preview === null, {
        result_preview: data.resultPreview,
      })
    case 'tool_complete':
      return changed(tools, (call) => call.tool_id === data.toolId, {
        status: data.success ? 'done' : 'failed',
        duration: data.duration,
      })
    default:
      return tools
  }
}

/** With another in the place of the one of the same id, or at the end. */
export function withTool(tools: readonly ToolCall[], tool: ToolCall): readonly ToolCall[] {
  const at = tools.findIndex(({ tool_id }) => tool_id === tool.tool_id)
  return at < 0 ? [...tools, tool] : tools.with(at, tool)
}

function changed(tools: readonly ToolCall[], isIt: (call: ToolCall) => boolean, changes: Partial<ToolCall>) {
  const at = tools.findIndex(isIt)
  return at < 0 ? tools : tools.with(at, { ...tools[at]!, ...changes })
}
