import type { SenderType } from '@parley/contracts/desk/conversation'
import {
  type conversationAssigned,
  type conversationCreated,
  type conversationRated,
  conversationRead,
  type conversationReopened,
  type conversationResolved,
  type conversationSlaBreached,
  conversationUpdated,
} from '@parley/contracts/desk/events'
import type { UnsignedAttachment } from '@parley/contracts/messages/attachment'
import type { ConversationAnalysis } from '@parley/contracts/summaries/jobs'
import type { Selectable } from 'kysely'
import type { Conversations } from '../schema.ts'
import { wasMerged } from './refusals.ts'

/** A conversation's row, but for what AI finds of it. */
export type ConversationRow = Omit<Selectable<Conversations>, 'analysis'>

/** An event that says how a conversation is now. */
export type ChangeEvent =
  | typeof conversationCreated
  | typeof conversationUpdated
  | typeof conversationAssigned
  | typeof conversationResolved
  | typeof conversationReopened
  | typeof conversationRead
  | typeof conversationRated
  | typeof conversationSlaBreached

/** A message before it has its numbers. */
export interface NewMessage {
  id: string
  senderType: SenderType
  senderId: string | null
  senderName: string | null
  content: string
  attachments: UnsignedAttachment[]
}

export interface NewNote {
  id: string
  authorId: string
  authorName: string
  content: string
}

/** Those of a row or a change. */
export interface Numbers {
  seq: number
  rev: number
  /** How many changes up to this one the conversation’s visitor sees nothing of. */
  hiddenRevs: number
}

/** What is to become of a locked conversation: decided here, and written at once by `saveDraft`. */
export interface Draft {
  readonly before: ConversationRow
  /** Whether it was made by this transaction. */
  readonly isNew: boolean
  row: ConversationRow
  /** What AI has found of it; undefined where that stays as it is. */
  analysis?: ConversationAnalysis | null
  messages: (NewMessage & Numbers)[]
  notes: (NewNote & Numbers)[]
  /** In the order of their `rev`: of a message or a note, or of the conversation itself. */
  events: (({ of: 'message' | 'note'; id: string } | { of: 'conversation'; event: ChangeEvent }) & Numbers)[]
}

/** @throws ServiceError 409 for a conversation that was merged into another: nothing becomes of it any more */
export function beginDraft(row: ConversationRow, { isNew = false } = {}): Draft {
  if (row.merged_into !== null) throw wasMerged(row.merged_into)
  return { before: row, isNew, row, messages: [], notes: [], events: [] }
}

/** Counts a change of anything in the conversation; one that is hidden from its visitor is none to them. */
function nextChange(draft: Draft, { isHidden = false } = {}): Numbers {
  const [rev, hiddenRevs] = [draft.row.rev + 1, draft.row.hidden_revs + (isHidden ? 1 : 0)]
  draft.row = { ...draft.row, rev, hidden_revs: hiddenRevs }
  return { seq: draft.row.seq, rev, hiddenRevs }
}

/** Changes the conversation itself: columns of its row. */
export function change(draft: Draft, event: ChangeEvent, columns: Partial<ConversationRow>): void {
  const numbers = nextChange(draft, { isHidden: event.views !== undefined })
  draft.row = { ...draft.row, ...columns, changed_rev: numbers.rev, changed_hidden_revs: numbers.hiddenRevs }
  draft.events.push({ of: 'conversation', event, ...numbers })
}

/** Adds a message under the next numbers. */
export function say(draft: Draft, message: NewMessage): void {
  const isVisitors = message.senderType === 'VISITOR'
  // What was put off waits no longer.
  if (isVisitors && draft.row.snoozed_until !== null) change(draft, conversationUpdated, { snoozed_until: null })
  draft.row = { ...draft.row, seq: draft.row.seq + 1 }
  const numbers = nextChange(draft)
  const { row } = draft
  const isAgents = message.senderType === 'AGENT' || message.senderType === 'AI'
  draft.row = {
    ...row,
    message_count: row.message_count + 1,
    last_message_seq: numbers.seq,
    visitor_messages: row.visitor_messages + (isVisitors ? 1 : 0),
    agent_messages: row.agent_messages + (isAgents ? 1 : 0),
    ...(message.senderType === 'AGENT' && { has_away_message: false }),
  }
  draft.messages.push({ ...message, ...numbers })
  draft.events.push({ of: 'message', id: message.id, ...numbers })
}

/** Adds a note behind the last message: of the numbers that its visitor knows it takes none. */
export function annotate(draft: Draft, note: NewNote): void {
  const numbers = nextChange(draft, { isHidden: true })
  draft.notes.push({ ...note, ...numbers })
  draft.events.push({ of: 'note', id: note.id, ...numbers })
}

/** Marks what a side has been written as read, all of it. */
export function read(draft: Draft, side: 'agent' | 'visitor'): void {
  const { row } = draft
  const isAll =
    side === 'agent'
      ? row.visitor_messages_read === row.visitor_messages
      : row.agent_messages_read === row.agent_messages
  if (isAll) return
  const columns =
    side === 'agent'
      ? { agent_read_seq: row.seq, visitor_messages_read: row.visitor_messages }
      : { visitor_read_seq: row.seq, agent_messages_read: row.agent_messages }
  change(draft, conversationRead, columns)
}
