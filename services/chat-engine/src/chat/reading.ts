import type { Run } from '@parley/contracts/chat/runs'
import type { Unsigned } from '@parley/contracts/messages/attachment'
import { ServiceError } from '@parley/kit/errors'
import type { Db } from '../context.ts'
import type { AnswerFile } from '../runs/run.ts'
import { toolsOf } from '../runs/tool-events.ts'
import { type DetailedRun, findReadableRun, type Reader, type StoredRun } from '../store/runs.ts'
import { requestOf } from './request.ts'

/** @throws ServiceError 404 when there is no such run, or the person cannot read it */
export async function requireRun(db: Db, reader: Reader, id: string): Promise<StoredRun> {
  const run = await findReadableRun(db, reader, id)
  if (!run) throw noRun()
  return run
}

export const noRun = () => new ServiceError('not_found', 'No such run.')

/** The files of a stored run's answer. */
export const filesOf = ({ attachments }: { attachments: unknown }): AnswerFile[] => attachments as AnswerFile[]

/** The sources of a stored run’s answer. */
export const sourcesOfRun = ({ sources }: { sources: unknown }): Run['sources'] => sources as Run['sources']

/** A run as it is shown. */
export function showRun(run: DetailedRun): Unsigned<Run> {
  const request = requestOf(run)
  const events = run.events ?? []
  const written = events.flatMap(({ event, data }) =>
    event === 'text_delta' ? [(data as { content: string }).content] : [],
  )
  return {
    id: run.id,
    status: run.status as Run['status'],
    user_id: run.user_id,
    personality: request.personality.handle,
    ai_twin_id: run.twin_id,
    session_id: run.session_id,
    channel_id: run.channel_id,
    thread_id: run.thread_id,
    question: request.message ?? '',
    question_message_id: run.question_id,
    text: run.reply ?? written.join(''),
    attachments: filesOf(run),
    tools: run.ended_at === null ? toolsOf(events, false) : (run.tools as Run['tools']),
    tools_used: run.tools_used,
    sources: sourcesOfRun(run),
    reply_message_id: run.reply_message_id,
    model: run.model,
    confidence: run.confidence,
    stop_reason: run.stop_reason as Run['stop_reason'],
    error: run.error_code === null ? null : { code: run.error_code, message: run.error_message ?? '' },
    retry_of: run.retry_of,
    usage: {
      input_tokens: run.input_tokens,
      output_tokens: run.output_tokens,
      cache_read_tokens: run.cache_read_tokens,
      cache_write_tokens: run.cache_write_tokens,
    },
    cost_usd: run.cost_usd === null ? null : Math.round(Number(run.cost_usd) * 1e6) / 1e6,
    feedback: run.rating === null ? null : { rating: run.rating as 1 | -1, comment: run.comment },
    created_at: run.created_at,
    ended_at: run.ended_at,
  }
}
