import type { StoredRun } from '../store/runs.ts'
import type { NewRun, Run } from './run.ts'

/** A run as it was started, from its row. */
export function restore<Request>(stored: StoredRun): Run<Request> {
  return {
    workspaceId: stored.workspace_id,
    id: stored.id,
    userId: stored.user_id,
    destination:
      stored.session_id === null
        ? { channelId: stored.channel_id!, threadId: stored.thread_id }
        : { sessionId: stored.session_id },
    request: stored.request as Request,
    twinId: stored.twin_id,
    retryOf: stored.retry_of,
    questionId: stored.question_id,
    requestKey: stored.idempotency_key === null ? null : { key: stored.idempotency_key, hash: stored.request_hash! },
    trace: stored.trace as unknown as NewRun['trace'],
  }
}
