import type { Run } from '@parley/contracts/chat/runs'
import type { Unsigned } from '@parley/contracts/messages/attachment'
import { ServiceError } from '@parley/kit/errors'
import type { Db } from '../context.ts'
import type { AnswerFile } from '../runs/run.ts'
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

type Tool = Run['tools'][number]

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
    tools: toolsOf(events, run.ended_at !== null),
    tools_used: run.tools_used,
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
    feedback: run.rating === null ? null : { rating: run.rating as 1 | -1, comment: run.comment },
    created_at: run.created_at,
    ended_at: run.ended_at,
  }
}

/** The tools of a run, by its events; one that had not answered when the run ended has failed. */
function toolsOf(events: readonly { event: string; data: unknown }[], hasEnded: boolean): Tool[] {
  const tools: Tool[] = []
  for (const { event, data } of events) {
    const given = data as { tool: string; toolId: string; duration: number; resultPreview: string; success: boolean }
    const last = tools.at(-1)
    if (event === 'tool_start')
      tools.push({ tool: given.tool, tool_id: given.toolId, status: 'running', duration: null, result_preview: null })
    else if (event === 'tool_result' && last)
      Object.assign(last, { duration: given.duration, result_preview: given.resultPreview })
    else if (event === 'tool_complete' && last) last.status = given.success ? 'done' : 'failed'
  }
  for (const tool of tools) if (hasEnded && tool.status === 'running') tool.status = 'failed'
  return tools
}
