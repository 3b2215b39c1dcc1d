import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '@parley/kit/log'
import type { Engine, Message, Stop, ToolCall, Turn } from '../engines/engine.ts'
import type { ActiveRun } from '../runs/runner.ts'
import { maxResultLength, type Tool, type ToolResult } from '../tools/tool.ts'

/** Turns of one run: an engine that keeps asking for tools is ended. */
const maxTurns = 12
/** Tools that one turn may ask for. */
const maxCalls = 8
const previewLength = 200

export interface Conversation {
  engine: Engine
  tools: readonly Tool[]
  /** The first turn; the tools are added to it. */
  turn: Omit<Turn, 'tools'>
  log: Log
}

/** One call of a tool, as `debug` shows it. */
export interface CallTrace {
  name: string
  input: unknown
  outputPreview: string
  duration: number
}

/**
 * Lets an engine answer a run: says what it says, runs the tools it asks for, in the order it asked, and goes on with
 * their results until it has said all.
 *
 * @returns why it stopped, and the calls that were made
 */
export async function converse(
  run: ActiveRun<unknown>,
  { engine, tools, turn, log }: Conversation,
): Promise<{ stop: Stop; calls: CallTrace[] }> {
  const messages: Message[] = [...turn.messages]
  const traces: CallTrace[] = []
  for (let number = 1; ; number++) {
    const isLast = number === maxTurns
    const calls: ToolCall[] = []
    let said = ''
    let stop: Stop = 'end'
    const given = {
      ...turn,
      messages,
      tools: isLast ? [] : tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
    }
    for await (const event of engine.stream(given, run.signal)) {
      if (event.type === 'text') {
        said += event.text
        run.say(event.text)
      } else if (event.type === 'tool_call') calls.push(event.call)
      else {
        stop = event.stop
        run.model = event.model
        if (event.confidence !== undefined) run.confidence = event.confidence
        for (const field of Object.keys(run.usage) as (keyof typeof run.usage)[]) run.usage[field] += event.usage[field]
      }
    }
    if (isLast || (stop !== 'tools' && stop !== 'paused')) return { stop, calls: traces }
    const parts = [
      ...(said === '' ? [] : [{ type: 'text', text: said } as const]),
      ...calls.map((call) => ({ type: 'tool_call', call }) as const),
    ]
    if (parts.length > 0) messages.push({ role: 'assistant', parts })
    if (calls.length === 0) continue
    const results: Message['parts'][number][] = []
    for (const [place, call] of calls.entries()) {
      const { text, failed } =
        place < maxCalls ? await callTool(call) : { text: `At most ${maxCalls} tools at once.`, failed: true }
      results.push({ type: 'tool_result', callId: call.id, text, failed })
    }
    messages.push({ role: 'user', parts: results })
  }

  /** Runs a tool, with its four events. */
  async function callTool({ id, name, input }: ToolCall): Promise<ToolResult> {
    const startedAt = performance.now()
    run.emit('tool_start', { tool: name, toolId: id, timestamp: new Date().toISOString() })
    run.emit('tool_call', { tool: name, input })
    const result = await runTool(name, input)
    run.signal.throwIfAborted()
    const duration = Math.round(performance.now() - startedAt)
    const preview = previewOf(result.text)
    run.emit('tool_result', { tool: name, duration, resultPreview: preview })
    run.emit('tool_complete', { tool: name, toolId: id, success: !result.failed, duration })
    if (!result.failed) run.toolsUsed.add(name)
    traces.push({ name, input, outputPreview: preview, duration })
    return { ...result, text: result.text.slice(0, maxResultLength) }
  }

  /** A tool that fails is an answer to the engine, not an error of the run. */
  async function runTool(name: string, input: unknown): Promise<ToolResult> {
    const tool = tools.find((each) => each.name === name)
    if (!tool) return { text: `There is no tool ${name.slice(0, 100)}.`, failed: true }
    const ended = new AbortController()
    const timeout = AbortSignal.timeout(tool.timeoutMs)
    const signal = AbortSignal.any([run.signal, timeout, ended.signal])
    try {
      return await Promise.race([tool.run(input, run, signal), failAfter(tool.timeoutMs, ended.signal)])
    } catch (error) {
      if (!run.signal.aborted && !timeout.aborted) log.warn({ err: error, tool: name }, 'a tool failed')
      const why = timeout.aborted ? 'It took too long.' : 'It cannot be used right now.'
      return { text: why, failed: true }
    } finally {
      ended.abort()
    }
  }
}

/** Ends the wait for a tool that does not heed its signal. */
async function failAfter(ms: number, signal: AbortSignal): Promise<never> {
  await wait(ms, undefined, { signal })
  throw new Error('The tool took too long.')
}

/** At most 200 characters, none of them half. */
function previewOf(text: string): string {
  const preview = text.slice(0, previewLength)
  return preview.isWellFormed() ? preview : preview.slice(0, -1)
}
