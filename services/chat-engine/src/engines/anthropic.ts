import { setTimeout as wait } from 'node:timers/promises'
import Anthropic, { APIConnectionError, APIError } from '@anthropic-ai/sdk'
import type {
  ContentBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
  RawContentBlockDelta,
  RawMessageStreamEvent,
  StopReason,
  ToolUnion,
} from '@anthropic-ai/sdk/resources/messages'
import {
  type Engine,
  EngineError,
  type EngineEvent,
  estimateTokens,
  type Message,
  noUsage,
  type Stop,
  type Turn,
  type Usage,
} from './engine.ts'
import { quoted } from './quoted.ts'

export interface AnthropicOptions {
  apiKey: string
  /** Where the Messages API is. Default: Anthropic's. */
  baseUrl?: string
  /** How often a turn is tried in all, as long as nothing of an answer has come. */
  attempts: number
  /** The wait before the second attempt; it doubles with each, and `retry-after` counts where it is longer. */
  backoffMs: number
  /** The longest wait that `retry-after` may ask for; beyond it the turn fails at once. */
  maxWaitMs: number
  /** How long nothing may come, before the first event or between two. */
  silenceMs: number
}

/**
 * Claude by Anthropic's Messages API. The tools and the instructions are marked to be cached, and so is the conversation
 * up to its last message, so that the next turn reads what this one wrote.
 *
 * A turn is tried again after a 429, a 529, another 5xx and a lost connection, as long as nothing of the answer came:
 * after the first piece somebody may have seen it.
 */
export function createAnthropicEngine(options: AnthropicOptions): Engine {
  const { attempts, backoffMs, maxWaitMs, silenceMs } = options
  const client = new Anthropic({
    apiKey: options.apiKey,
    baseURL: options.baseUrl,
    // Retried here instead, since the SDK's retries end where the stream begins.
    maxRetries: 0,
    logLevel: 'off',
  })

  async function* stream(turn: Turn, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    const request = requestOf(turn)
    for (let attempt = 1; ; attempt++) {
      let began = false
      try {
        for await (const event of ask(request, signal)) {
          began ||= event.type === 'text' || event.type === 'tool_call' || event.type === 'end'
          yield event
        }
        return
      } catch (error) {
        signal.throwIfAborted()
        const failure = toEngineError(error)
        if (began || attempt >= attempts || !isPassing(failure)) throw failure
        // Half of the wait is random, so that turns that failed together do not come back together.
        const ownMs = backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2)
        const waitMs = Math.max(ownMs, failure.retryAfterMs ?? 0)
        if (waitMs > maxWaitMs) throw failure
        await wait(waitMs, undefined, { signal })
      }
    }
  }

  /** One request, ended when nothing comes for too long. */
  async function* ask(request: MessageCreateParamsStreaming, signal: AbortSignal): AsyncGenerator<EngineEvent> {
    const silence = new AbortController()
    const timer = setTimeout(() => silence.abort(), silenceMs)
    try {
      const events = await client.messages.create(request, { signal: AbortSignal.any([signal, silence.signal]) })
      yield* read(events, () => timer.refresh())
    } catch (error) {
      if (silence.signal.aborted) throw slow(error)
      throw error
    } finally {
      clearTimeout(timer)
    }
    // The SDK ends an aborted stream without an error.
    signal.throwIfAborted()
    if (silence.signal.aborted) throw slow()
  }

  return { name: 'anthropic', stream }
}

/** Translates the events of one answer. */
async function* read(events: AsyncIterable<RawMessageStreamEvent>, onEvent: () => void): AsyncGenerator<EngineEvent> {
  const usage: Usage = { ...noUsage }
  /** The tool calls that are being written, by their place in the answer. */
  const calls = new Map<number, { id: string; name: string; json: string }>()
  let model = ''
  let stop: StopReason | null = null
  let hasCutInput = false
  /** Bytes of the answer that have come, and whether the API has counted its tokens. */
  let written = 0
  let isCounted = false
  try {
    for await (const event of events) {
      onEvent()
      switch (event.type) {
        case 'message_start':
          model = event.message.model
          usage.inputTokens = event.message.usage.input_tokens
          usage.cacheReadTokens = event.message.usage.cache_read_input_tokens ?? 0
          usage.cacheWriteTokens = event.message.usage.cache_creation_input_tokens ?? 0
          usage.outputTokens = event.message.usage.output_tokens
          yield { type: 'begun', model, usage: { ...usage } }
          break
        case 'content_block_start':
          if (event.content_block.type === 'text' && event.content_block.text !== '')
            yield { type: 'text', text: event.content_block.text }
          if (event.content_block.type === 'tool_use')
            calls.set(event.index, { id: event.content_block.id, name: event.content_block.name, json: '' })
          break
        case 'content_block_delta': {
          const { delta, index } = event
          written += sizeOf(delta)
          if (delta.type === 'text_delta') yield { type: 'text', text: delta.text }
          const call = delta.type === 'input_json_delta' ? calls.get(index) : undefined
          if (call && delta.type === 'input_json_delta') call.json += delta.partial_json
          break
        }
        case 'content_block_stop': {
          const call = calls.get(event.index)
          calls.delete(event.index)
          if (!call) break
          const input = parseInput(call.json)
          if (input === undefined) hasCutInput = true
          else yield { type: 'tool_call', call: { id: call.id, name: call.name, input } }
          break
        }
        case 'message_delta':
          stop = event.delta.stop_reason
          usage.outputTokens = event.usage.output_tokens
          isCounted = true
          break
        case 'message_stop':
          if (hasCutInput && !cutting.has(stop)) throw new EngineError('broken', 'A tool’s input is not JSON.')
          yield { type: 'end', stop: stopOf(stop), model, usage }
          return
      }
    }
    throw new EngineError('unreachable', 'The answer broke off.')
  } catch (error) {
    if (!isCounted) usage.outputTokens = Math.max(usage.outputTokens, estimateTokens(written))
    if (model !== '') yield { type: 'broken_off', model, usage }
    throw error
  }
}

const sizeOf = (delta: RawContentBlockDelta): number =>
  Buffer.byteLength(
    delta.type === 'text_delta' ? delta.text : delta.type === 'input_json_delta' ? delta.partial_json : '',
  )

/** A tool's input; undefined where it is no JSON, as the beginning of one that was cut off. */
function parseInput(json: string): unknown {
  if (json === '') return {}
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** Reasons to stop in the middle, of a tool's input too: the API says them after it. */
const cutting: ReadonlySet<StopReason | null> = new Set<StopReason>([
  'max_tokens',
  'refusal',
  'model_context_window_exceeded',
])

const stops: Record<StopReason, Stop> = {
  end_turn: 'end',
  tool_use: 'tools',
  pause_turn: 'paused',
  max_tokens: 'max_tokens',
  stop_sequence: 'stop_sequence',
  refusal: 'refusal',
  model_context_window_exceeded: 'context_exceeded',
}

const stopOf = (reason: StopReason | null): Stop => (reason && stops[reason]) ?? 'other'

const cached = { cache_control: { type: 'ephemeral' } } as const

/** The turn as the Messages API takes it. Of its cache marks the request has three: tools, instructions, conversation. */
function requestOf(turn: Turn): MessageCreateParamsStreaming {
  const tools: ToolUnion[] = turn.tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    input_schema: { ...inputSchema, type: 'object' },
  }))
  const lastTool = tools.at(-1)
  if (lastTool) Object.assign(lastTool, cached)
  const messages = turn.messages.map(messageOf)
  const lastBlock = (messages.at(-1)?.content as ContentBlockParam[] | undefined)?.at(-1)
  if (lastBlock) Object.assign(lastBlock, cached)
  return {
    model: turn.model,
    max_tokens: turn.maxTokens,
    system: [{ type: 'text', text: turn.instructions, ...cached }],
    messages,
    stream: true,
    ...(tools.length > 0 && { tools }),
    ...(turn.stopSequences && { stop_sequences: [...turn.stopSequences] }),
  }
}

const messageOf = ({ role, parts }: Message): MessageParam => ({ role, content: parts.map(blockOf) })

function blockOf(part: Message['parts'][number]): ContentBlockParam {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text }
    case 'picture':
      return {
        type: 'image',
        source: { type: 'base64', media_type: part.picture.mediaType, data: part.picture.base64 },
      }
    case 'tool_call':
      return { type: 'tool_use', id: part.call.id, name: part.call.name, input: part.call.input }
    case 'tool_result':
      return {
        type: 'tool_result',
        tool_use_id: part.callId,
        content: quoted('tool_result', { source: part.source }, part.text),
        is_error: part.failed,
      }
  }
}

const isPassing = ({ failure }: EngineError): boolean => failure === 'busy' || failure === 'unreachable'

const slow = (cause?: unknown) => new EngineError('slow', 'The model did not answer in time.', { cause })

function toEngineError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause
  if (cause instanceof APIConnectionError)
    return new EngineError('unreachable', 'The model cannot be reached right now.', { cause })
  if (cause instanceof APIError) return ofAnswer(cause)
  if (cause instanceof SyntaxError) return new EngineError('broken', 'The model’s answer cannot be read.', { cause })
  return new EngineError('unreachable', 'The connection to the model was lost.', { cause })
}

/** What an error answer says, or an error event within a stream, which has a type and no status. */
function ofAnswer(cause: APIError): EngineError {
  const { status, type, headers } = cause
  if (status === 429 || status === 529 || type === 'overloaded_error' || type === 'rate_limit_error')
    return new EngineError('busy', 'The model is busy right now.', { cause, retryAfterMs: retryAfterMs(headers) })
  if (status === 401 || status === 403 || status === 404 || type === 'authentication_error')
    return new EngineError('misconfigured', 'The model does not accept this server’s key, or is unknown.', { cause })
  if (status === 413 || (status === 400 && tooLong.test(cause.apiMessage ?? '')))
    return new EngineError('context_exceeded', 'The conversation is too long for the model.', { cause })
  if (status !== undefined && status < 500)
    return new EngineError('rejected', 'The model refused the request.', { cause })
  return new EngineError('unreachable', 'The model cannot be used right now.', { cause })
}

/** The API has no code for it. */
const tooLong = /prompt is too long|context (limit|window)|input length/i

function retryAfterMs(headers: Headers | undefined): number | undefined {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : undefined
}
