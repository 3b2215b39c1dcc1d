import type { Draft } from './draft.ts'
import type { Metric } from './metric.ts'

/** Something that has happened in a conversation, and since when it was waited for. */
export interface Fact {
  metric: Metric
  since?: string
  /** Whose it is, where that is not who has the conversation now. */
  agentId?: string | null
}

const metricOfSender = { VISITOR: 'visitor_message', AGENT: 'agent_message', AI: 'ai_message' } as const

/** What reports count of what has become of a conversation. */
export function factsOf({ isNew, before, row, messages }: Draft): Fact[] {
  const isReopened = !isNew && before.status === 'CLOSED' && row.status !== 'CLOSED'
  // What was merged into another one is resolved with that.
  const isClosed = before.status !== 'CLOSED' && row.status === 'CLOSED' && row.merged_into === null
  const isAnswer = messages.some(({ senderType }) => senderType === 'AGENT') && before.waiting_since !== null
  return [
    ...(isNew ? [{ metric: 'opened' } as const] : []),
    ...(isReopened ? [{ metric: 'reopened', agentId: before.agent_id } as const] : []),
    ...messages.flatMap(({ senderType }) => (senderType === 'SYSTEM' ? [] : [{ metric: metricOfSender[senderType] }])),
    ...(isAnswer ? [{ metric: 'response', since: before.waiting_since! } as const] : []),
    ...(isAnswer && before.first_answered_at === null
      ? [{ metric: 'first_response', since: before.opened_at } as const]
      : []),
    ...(isClosed ? [{ metric: 'closed', since: before.opened_at } as const] : []),
  ]
}
