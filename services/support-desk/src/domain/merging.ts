import { conversationLimits } from '@parley/contracts/desk/conversation-actions'
import { conversationUpdated } from '@parley/contracts/desk/events'
import { byHand } from './conversation-rules.ts'
import { type ConversationRow, change, type Draft } from './draft.ts'

/** Merges that follow each other so soon count as one, see `conversation_position`. */
const soonMs = 120_000

/**
 * The conversation takes over another, whose rows and changes are numbered behind its own, though no event says so: whoever
 * receives the last one reads what is missing before it.
 */
export function absorb(
  draft: Draft,
  other: ConversationRow,
  { isOthersNewer, now }: { isOthersNewer: boolean; now: Date },
): void {
  const { row } = draft
  draft.row = {
    ...row,
    seq: row.seq + other.seq,
    rev: row.rev + other.rev,
    hidden_revs: row.hidden_revs + other.hidden_revs,
  }
  change(draft, conversationUpdated, {
    ...byHand(row),
    ...sinceWhen(row, other),
    ...moved(row, now),
    message_count: row.message_count + other.message_count,
    last_message_seq: isOthersNewer ? row.seq + other.last_message_seq : row.last_message_seq,
    ...readByBoth(row, other),
    label_ids: [...new Set([...row.label_ids, ...other.label_ids])].slice(0, conversationLimits.labels),
    priority: row.priority ?? other.priority,
    team_id: row.team_id ?? other.team_id,
    resolutions: row.resolutions + other.resolutions,
    rating: row.rating ?? other.rating,
  })
}

/** It waits, and so does its visitor, since the longer one of both has. Its goals stay what they are. */
const sinceWhen = (row: ConversationRow, other: ConversationRow): Partial<ConversationRow> => ({
  ...(other.status === 'WAITING' && { queued_at: earlier(row.queued_at, other.queued_at) }),
  waiting_since:
    row.waiting_since && other.waiting_since
      ? earlier(row.waiting_since, other.waiting_since)
      : (row.waiting_since ?? other.waiting_since),
})

/** Since when, and behind which number, there are rows that are older than their place. */
function moved({ seq, moved_at, moved_after_seq }: ConversationRow, now: Date): Partial<ConversationRow> {
  const isSoon = moved_at !== null && now.getTime() - Date.parse(moved_at) < soonMs
  return { moved_at: now.toISOString(), moved_after_seq: isSoon ? moved_after_seq : seq }
}

const earlier = (a: string, b: string) => (Date.parse(b) < Date.parse(a) ? b : a)

/**
 * How far both sides have read: to where they had read the other, where they had read all of the one before. Else what
 * they had read of the other counts as unread again, since it comes behind what they have not read.
 */
function readByBoth(row: ConversationRow, other: ConversationRow): Partial<ConversationRow> {
  const hasAgent = row.visitor_messages === row.visitor_messages_read
  const hasVisitor = row.agent_messages === row.agent_messages_read
  return {
    visitor_messages: row.visitor_messages + other.visitor_messages,
    agent_messages: row.agent_messages + other.agent_messages,
    ...(hasAgent && {
      visitor_messages_read: row.visitor_messages_read + other.visitor_messages_read,
      agent_read_seq: row.seq + other.agent_read_seq,
    }),
    ...(hasVisitor && {
      agent_messages_read: row.agent_messages_read + other.agent_messages_read,
      visitor_read_seq: row.seq + other.visitor_read_seq,
    }),
  }
}

/** The conversation was taken over by another: nothing is left but where it went. */
export function dissolve(draft: Draft, mergedInto: string): void {
  draft.analysis = null
  change(draft, conversationUpdated, {
    merged_into: mergedInto,
    ...byHand(draft.row),
    status: 'CLOSED',
    label_ids: [],
    priority: null,
    team_id: null,
    snoozed_until: null,
    message_count: 0,
    last_message_seq: 0,
    visitor_messages: 0,
    visitor_messages_read: 0,
    agent_messages: 0,
    agent_messages_read: 0,
    resolutions: 0,
    rating: null,
    topics: [],
    waiting_since: null,
    sla: null,
    sla_due_at: null,
    sla_breached_at: null,
  })
}
