import { sendChat } from '@parley/contracts/chat/chat'
import type { AnswerOf } from '@parley/contracts/endpoint'
import { type ErrorCode, errorStatus } from '@parley/contracts/error-codes'
import { ServiceError } from '@parley/kit/errors'
import { claimed, transact } from '@parley/kit/idempotency'
import { ok, type SlowRequest, slowRoute } from '@parley/kit/route'
import type { RunEvent } from '../../runs/run.ts'
import { findRunOfKey, readRun, type StoredRun } from '../../store/runs.ts'
import { type ChatContext, confidenceOf } from '../chat.ts'
import { runFor } from '../question.ts'
import { requestOf } from '../request.ts'

type Answer = AnswerOf<typeof sendChat>
type Request = Pick<SlowRequest<typeof sendChat>, 'body' | 'caller' | 'trace' | 'idempotencyKey' | 'withinShare'>

/** How long a caller waits for an answer: less than proxies on the way do. */
const waitMs = 100_000

export const sendChatRoute = (context: ChatContext) =>
  slowRoute(sendChat, (request) =>
    claimed(context.db, request, async () => {
      const answer = await answerOf(context, request)
      return transact(context.db, request, async () => ok(answer))
    }),
  )

/** Asks, and waits for the answer; a request that is repeated under its key waits for the same one. */
export async function answerOf(context: ChatContext, request: Request): Promise<Answer> {
  const { db, chat } = context
  const { body, withinShare, idempotencyKey = null } = request
  const given = { ...(await withinShare(() => runFor(context, request))), idempotencyKey }
  const signal = AbortSignal.timeout(waitMs)
  // A request whose first attempt was cut off finds the run that this one began.
  const earlier = idempotencyKey === null ? undefined : await withinShare(() => findRunOfKey(db, given, idempotencyKey))
  if (earlier && requestOf(earlier).message !== body.message)
    throw new ServiceError('idempotency_mismatch', 'This Idempotency-Key was used with another request.')
  const failed = earlier?.status === 'failed' ? earlier : undefined
  if (earlier && !failed && earlier.ended_at !== null) return answerFrom(earlier, body.debug, [])
  const run = { workspaceId: given.workspaceId, id: earlier?.id ?? '' }
  const { id, events } =
    earlier && !failed
      ? { id: earlier.id, events: chat.runner.follow(run, 0, signal) }
      : await withinShare(() =>
          chat.ask({
            run: failed ? { ...given, retryOf: failed.id, questionId: failed.question_id } : given,
            extras: { pictures: body.images ?? [], attachments: body.attachments ?? [] },
            signal,
          }),
        )
  const { last, toolCalls } = await received(events, signal, id)
  const stored = await withinShare(() => readRun(db, { ...run, id }))
  if (last.event === 'error' || !stored) throw failureOf(last.data as { code: string; message: string })
  return answerFrom(stored, body.debug, toolCalls)
}

/** What a run that has ended has answered. */
function answerFrom(run: StoredRun, debug: boolean, toolCalls: NonNullable<Answer['toolCalls']>): Answer {
  const { personality, sessionId } = requestOf(run)
  return {
    messageId: run.reply_message_id,
    reply: run.reply ?? '',
    personality: personality.handle,
    sessionId,
    timestamp: run.ended_at!,
    responseTime: Date.parse(run.ended_at!) - Date.parse(run.created_at),
    attachments: [],
    confidence: confidenceOf(run),
    metadata: {
      toolsUsed: run.tools_used,
      model: run.model,
      stopReason: (run.stop_reason ?? 'end') as Answer['metadata']['stopReason'],
      runId: run.id,
    },
    ...(debug && { toolCalls }),
  }
}

/** The last event of a run, and the calls of tools before it. */
async function received(events: AsyncIterable<RunEvent>, signal: AbortSignal, runId: string) {
  const toolCalls: NonNullable<Answer['toolCalls']> = []
  try {
    for await (const event of events) {
      const data = event.data as { tool: string; input: never; duration: number; resultPreview: string }
      if (event.event === 'tool_call')
        toolCalls.push({ name: data.tool, input: data.input, outputPreview: '', duration: 0 })
      else if (event.event === 'tool_result')
        Object.assign(toolCalls.at(-1) ?? {}, { outputPreview: data.resultPreview, duration: data.duration })
      else if (event.event === 'done' || event.event === 'error') return { last: event, toolCalls }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  throw new ServiceError(
    'timeout',
    `The answer takes long. It goes on, and can be received at /api/v2/chat/stream/${runId}.`,
  )
}

/** What a run failed with, as an answer. */
function failureOf({ code, message }: { code: string; message: string }): ServiceError {
  if (code === 'context_exceeded') return new ServiceError('invalid_input', message)
  return new ServiceError(code in errorStatus ? (code as ErrorCode) : 'bad_gateway', message)
}
