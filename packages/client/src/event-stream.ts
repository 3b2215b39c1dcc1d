import { type ErrorCode, errorStatus } from '@parley/contracts/error-codes'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { decodeBody } from './decode.ts'
import { ParleyError } from './parley-error.ts'
import { pause } from './pause.ts'

/** A frame of any stream. */
export interface Frame {
  event: string
  data: unknown
  id?: string | undefined
}

/**
 * Sends a stream's request; throws ParleyError where the answer is no stream.
 *
 * @param first the stream's first frame, where it is resumed
 */
export type Connect = (lastEventId: string | undefined, first?: Frame) => Promise<Response>

/** Attempts to resume a stream, one after another, after which it is given up. */
const maxAttempts = 7
const defaultRetryMs = 1_000
/** The pause between two attempts doubles up to this. */
const maxRetryMs = 4_000

/** The frames of a stream, in order, to its end. See `Client.stream`. */
export async function* readStream(
  connect: Connect,
  { lastEventId, isRepeatable, signal }: { lastEventId?: string; isRepeatable: boolean; signal?: AbortSignal },
): AsyncGenerator<Frame, void> {
  let position = lastEventId
  let first: Frame | undefined
  let response = await connect(position)
  for (;;) {
    try {
      for await (const frame of framesOf(response)) {
        position = frame.id ?? position
        first ??= frame
        yield frame
      }
      return
    } catch (interruption) {
      signal?.throwIfAborted()
      if (!(interruption instanceof Interruption)) throw interruption
      if (!isRepeatable || position === undefined) throw interruption.cause
      const at = position
      response = await resume(() => connect(at, first), interruption.retryMs, signal)
    }
  }
}

async function resume(connect: () => Promise<Response>, retryMs: number, signal?: AbortSignal): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const longestMs = Math.max(retryMs, Math.min(retryMs * 2 ** (attempt - 1), maxRetryMs))
    await pause(longestMs * (0.5 + Math.random() / 2), signal)
    try {
      return await connect()
    } catch (error) {
      const isFinal = error instanceof ParleyError && error.status < 500 && error.status !== 429
      if (isFinal || attempt === maxAttempts || signal?.aborted) throw error
    }
  }
}

/** A stream ended before its end. Its cause is what to throw where it is not resumed. */
class Interruption extends Error {
  readonly retryMs: number
  constructor(cause: unknown, retryMs = defaultRetryMs) {
    super('The stream was interrupted.', { cause })
    this.retryMs = retryMs
  }
}

/** @throws ParleyError where the answer is no stream */
export async function requireStream(response: Response): Promise<Response> {
  const { status, headers } = response
  if (status === 200 && /^text\/event-stream\b/.test(headers.get('content-type') ?? '')) return response
  throw new ParleyError({ status, headers, body: await decodeBody(response) })
}

async function* framesOf(response: Response): AsyncGenerator<Frame, void> {
  const received: EventSourceMessage[] = []
  /** What the server says where a stream should be resumed. */
  let retryMs: number | undefined
  const parser = createParser({
    onEvent: (message) => void received.push(message),
    onRetry: (ms) => {
      retryMs = ms
    },
  })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause) => {
        throw new Interruption(interrupted(response, cause))
      })
      if (value !== undefined) parser.feed(value)
      for (const { event = 'message', data: text, id } of received.splice(0)) {
        const data: unknown = JSON.parse(text)
        if (event !== 'error') yield { event, data, id }
        else if (retryMs === undefined) throw errorOf(data, response)
        else throw new Interruption(errorOf(data, response, 'unavailable'), retryMs)
      }
      if (!done) continue
      if (retryMs === undefined) return
      throw new Interruption(interrupted(response), retryMs)
    }
  } finally {
    // Whoever stops reading disconnects.
    reader.cancel().catch(() => {})
  }
}

/** What an `error` frame says. Its shape may be the stream's own, with a message and perhaps a code. */
function errorOf(data: unknown, { headers }: Response, fallback: ErrorCode = 'internal'): ParleyError {
  const { error, statusCode, code } = data as { error?: { code?: ErrorCode }; statusCode?: number; code?: ErrorCode }
  const status = statusCode ?? errorStatus[error?.code ?? code ?? fallback] ?? 500
  return new ParleyError({ status, headers, body: data })
}

function interrupted(response: Response, cause?: unknown): ParleyError {
  const error = errorOf({ message: 'The stream was interrupted.' }, response, 'unavailable')
  error.cause = cause
  return error
}
