import { sendChat } from '@parley/contracts/chat/chat'
import type { AnswerOf } from '@parley/contracts/endpoint'
import { type ErrorCode, errorStatus } from '@parley/contracts/error-codes'
import type { Unsigned } from '@parley/contracts/messages/attachment'
import { ServiceError } from '@parley/kit/errors'
import { claimed, transact } from '@parley/kit/idempotency'
import { ok, type SlowRequest, slowRoute } from '@parley/kit/route'
import type { Db } from '../../context.ts'
import type { RequestKey, RunEvent } from '../../runs/run.ts'
import { findApproval } from '../../store/approvals.ts'
import { findReadableRun, type Reader, readRun, type StoredRun } from '../../store/runs.ts'
import { type ChatContext, confidenceOf } from '../chat.ts'
import { runFor } from '../question.ts'
import { filesOf, sourcesOfRun } from '../reading.ts'
import { requestOf } from '../request.ts'
import { findRunOfRequest, keyOf } from '../request-key.ts'

type Answer = Unsigned<AnswerOf<typeof sendChat>>
type Request = Pick<SlowRequest<typeof sendChat>, 'body' | 'caller' | 'trace' | 'withinShare'>
type ToolCalls = NonNullable<Answer['toolCalls']>

/** How long a caller waits for an answer: less than proxies on the way do. */
const waitMs = 100_000

export const sendChatRoute = (context: ChatContext) =>
  slowRoute(sendChat, (request) => {
    const key = keyOf(request)
    const recheck = recheckOf(request.caller, key)
    const work = async () => {
      const answer = await answerOf(context, request, key)
      return transact(context.db, request, async () => ok(answer), { recheck })
    }
    return claimed(context.db, request, work, recheck)
  })

/** Refuses a stored answer to whoever may not read it any more, or where it is deleted. */
export const recheckOf = (caller: Reader, key: RequestKey | null) => async (db: Db) => {
  if (!(await findEarlier(db, caller, key))) throw noAnswer()
}

/**
 * The run that the same request has begun before.
 *
 * @throws ServiceError 404 where its answer is deleted, or the caller may not read it any more; 422 where it was another
 *   request of the same key
 */
async function findEarlier(db: Db, caller: Reader, key: RequestKey | null): Promise<StoredRun | undefined> {
  const run = await findRunOfRequest(db, caller, key)
  if (!run) return undefined
  const isDeleted = run.reply_message_id === null ? !('message' in requestOf(run)) : run.reply === ''
  if (isDeleted || !(await findReadableRun(db, caller, run.id))) throw noAnswer()
  return run
}

const noAnswer = () => new ServiceError('not_found', 'The answer was deleted, or cannot be read any more.')

/**
 * Asks, and waits for the answer; a request that is repeated under its key waits for the same one.
 *
 * @throws ServiceError 409 `approval_required` where the answer waits for a person: for how long, nobody knows
 */
export async function answerOf(context: ChatContext, request: Request, requestKey: RequestKey | null): Promise<Answer> {
  const { db, chat } = context
  const { body, caller, withinShare } = request
  // A request whose first attempt was cut off finds the run that this one began.
  const earlier = await withinShare(() => findEarlier(db, caller, requestKey))
  const given = { ...(await withinShare(() => runFor(context, request))), requestKey }
  const signal = AbortSignal.timeout(waitMs)
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
  const { last, toolCalls } = await received(events, signal, id, (approval) =>
    withinShare(() => requireDecided(db, caller, id, approval)),
  )
  const stored = await withinShare(() => readRun(db, { ...run, id }))
  if (last.event === 'error' || !stored) throw failureOf(last.data as { code: string; message: string })
  return answerFrom(stored, body.debug, toolCalls)
}

/** What a run that has ended has answered. */
function answerFrom(run: StoredRun, debug: boolean, toolCalls: ToolCalls): Answer {
  const { personality, sessionId } = requestOf(run)
  return {
    messageId: run.reply_message_id,
    reply: run.reply ?? '',
    personality: personality.handle,
    sessionId,
    timestamp: run.ended_at!,
    responseTime: Date.parse(run.ended_at!) - Date.parse(run.created_at),
    attachments: filesOf(run),
    sources: sourcesOfRun(run),
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

/** An approval of a call of a tool, as its event names it. */
interface WantedApproval {
  tool: string
  approvalId: string
}

/** The last event of a run, and the calls of tools before it. */
async function received(
  events: AsyncIterable<RunEvent>,
  signal: AbortSignal,
  runId: string,
  onApproval: (wanted: WantedApproval) => Promise<void>,
) {
  const toolCalls: ToolCalls = []
  try {
    for await (const event of events) {
      const data = event.data as WantedApproval & { input: never; duration: number; resultPreview: string }
      if (event.event === 'tool_call')
        toolCalls.push({ name: data.tool, input: data.input, outputPreview: '', duration: 0 })
      else if (event.event === 'tool_result')
        Object.assign(toolCalls.at(-1) ?? {}, { outputPreview: data.resultPreview, duration: data.duration })
      else if (event.event === 'tool_approval') await onApproval(data)
      else if (event.event === 'done' || event.event === 'error') return { last: event, toolCalls }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  throw new ServiceError(
    'timeout',
    `The answer takes long. It goes on, and can be received at /api/v2/chat/stream/${runId}.`,
    { about: { run_id: runId } },
  )
}

/** @throws ServiceError 409 where a person has not decided yet whether a call may be made */
async function requireDecided(
  db: Db,
  caller: Request['caller'],
  runId: string,
  { tool, approvalId }: WantedApproval,
): Promise<void> {
  const approval = await findApproval(db, caller, approvalId)
  if (approval?.status !== 'pending') return
  throw new ServiceError(
    'approval_required',
    `A person has to approve a call of ${tool}, at /api/v2/approvals/${approvalId}. The answer goes on then, and can be received at /api/v2/chat/stream/${runId}.`,
    { about: { run_id: runId, approval_id: approvalId } },
  )
}

/** What a run failed with, as an answer. */
function failureOf({ code, message }: { code: string; message: string }): ServiceError {
  if (code === 'context_exceeded') return new ServiceError('invalid_input', message)
  return new ServiceError(code in errorStatus ? (code as ErrorCode) : 'bad_gateway', message)
}
