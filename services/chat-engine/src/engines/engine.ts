import type { Findings } from './findings.ts'

/** A picture that a person sent, already checked: JPEG, PNG, GIF or WebP of at most 5 MB. */
export interface Picture {
  mediaType: 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp'
  base64: string
}

/** Part of what somebody said. Parts of one message stay in their order. */
export type Part =
  | { type: 'text'; text: string }
  | { type: 'picture'; picture: Picture }
  | { type: 'tool_call'; call: ToolCall }
  | {
      type: 'tool_result'
      callId: string
      /** The tool that answered: what it says is a stranger's. */
      source: string
      text: string
      failed: boolean
      found?: Findings
    }

/** `assistant` is the engine itself; everything else that is said to it is `user`. */
export interface Message {
  role: 'user' | 'assistant'
  parts: readonly Part[]
}

/** A tool as an engine receives it. */
export interface ToolDescription {
  name: string
  description: string
  /** JSON Schema of an object. */
  inputSchema: Readonly<Record<string, unknown>>
}

/** A tool that the engine asks for. `input` is what it wrote, not yet checked against the tool's schema. */
export interface ToolCall {
  id: string
  name: string
  input: unknown
}

/** What an engine is asked: to say what comes next. */
export interface Turn {
  model: string
  /**
   * Who answers and by which rules. It is the same from turn to turn, so that an engine may keep it in a cache, and never
   * holds text from channels, visitors, files, tools or pages: that is data, and goes into `messages`.
   */
  instructions: string
  /** Oldest first; the last is `user`. */
  messages: readonly Message[]
  tools: readonly ToolDescription[]
  /** Whether the person wants the web searched, for an engine that does not judge that itself. */
  wantsWeb?: boolean
  /** Tokens that it may write at most. */
  maxTokens: number
  stopSequences?: readonly string[]
}

/** Tokens that a turn used, as the engine counts them. */
export interface Usage {
  inputTokens: number
  outputTokens: number
  /** Input that was read from the engine's cache, and that was written to it; not part of `inputTokens`. */
  cacheReadTokens: number
  cacheWriteTokens: number
}

/**
 * Why an engine stopped:
 * - `end`: it said what it had to say.
 * - `tools`: it asked for tools, and wants their results.
 * - `paused`: it wants to go on with the same messages and what it said so far.
 * - `max_tokens`: `maxTokens` were written; the text ends in the middle.
 * - `stop_sequence`: one of `stopSequences` came.
 * - `refusal`: it declines to answer.
 * - `context_exceeded`: the conversation fills all that the model can take; the text ends in the middle.
 * - `other`: for a reason that is not known here; the text may end in the middle.
 */
export type Stop =
  | 'end'
  | 'tools'
  | 'paused'
  | 'max_tokens'
  | 'stop_sequence'
  | 'refusal'
  | 'context_exceeded'
  | 'other'

/** What an engine yields. `end` comes once, last; all tool calls come before it. */
export type EngineEvent =
  /** What an answer has used when it begins; what comes later instead, `broken_off` or `end`, counts it too. */
  | { type: 'begun'; model: string; usage: Usage }
  | { type: 'text'; text: string }
  | { type: 'tool_call'; call: ToolCall }
  /** What an answer has used that breaks off: it comes before the error, or before the turn is tried again. */
  | { type: 'broken_off'; model: string; usage: Usage }
  | {
      type: 'end'
      stop: Stop
      /** The model that answered. */
      model: string
      usage: Usage
      /** 0 to 1, where the engine knows how well its sources answer; undefined where it does not. */
      confidence?: number
    }

/** Says what comes next in a conversation. Tools are run by whoever asks: their results come with the next turn. */
export interface Engine {
  readonly name: 'anthropic' | 'local'
  /**
   * What it yields is what it said: `storableEvents` makes it what can be stored.
   *
   * @param signal ends the turn; what was yielded until then stands
   * @throws EngineError when it cannot be asked, or its answer breaks off; the signal's reason once it is aborted
   */
  stream(turn: Turn, signal: AbortSignal): AsyncIterable<EngineEvent>
}

/**
 * Why an engine gave no whole answer:
 * - `busy`: it takes no more right now (429, 529), also after retries.
 * - `unreachable`: no connection, or it was lost; a fault on its side (5xx).
 * - `slow`: nothing came for too long.
 * - `broken`: what came cannot be read.
 * - `context_exceeded`: the conversation is longer than the model can take.
 * - `rejected`: it says that the request is wrong (another 4xx).
 * - `misconfigured`: its key or model is not accepted.
 */
export type EngineFailure =
  | 'busy'
  | 'unreachable'
  | 'slow'
  | 'broken'
  | 'context_exceeded'
  | 'rejected'
  | 'misconfigured'

/** The one error that engines throw on purpose. */
export class EngineError extends Error {
  override name = 'EngineError'
  readonly failure: EngineFailure
  /** After how many milliseconds the engine says that it may be asked again. */
  readonly retryAfterMs: number | undefined

  constructor(failure: EngineFailure, message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, { cause: options.cause })
    this.failure = failure
    this.retryAfterMs = options.retryAfterMs
  }
}

export const noUsage: Readonly<Usage> = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }

const bytesPerToken = 4

/** Tokens that nobody came to count, by the bytes of their text. */
export const estimateTokens = (bytes: number): number => Math.ceil(bytes / bytesPerToken)

/** Adds what a turn has used to what was used before. */
export function addUsage(to: Usage, used: Readonly<Usage>): void {
  for (const kind of Object.keys(used) as (keyof Usage)[]) to[kind] += used[kind]
}
