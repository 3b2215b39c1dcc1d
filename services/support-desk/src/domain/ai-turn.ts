import type { ConversationRow } from './draft.ts'
import { untilVisitorWrites } from './until-visitor-writes.ts'

/** How long AI may take before an agent is given the conversation all the same. */
const turnMs = 60_000

type Turn = Pick<ConversationRow, 'assignable_at'>

/**
 * AI answers before a conversation is given to an agent automatically: it is AI's turn from when its visitor writes. What AI
 * has answered waits for its visitor, and whoever takes it by hand; what it hands over, or fails at, is assigned.
 */
export const beginTurn = (): Turn => ({ assignable_at: new Date(Date.now() + turnMs).toISOString() })

/** AI has answered. */
export const answeredTurn = (): Turn => ({ assignable_at: untilVisitorWrites })

/** AI has handed over, has failed, or is not to answer; the conversation has waited since it came. */
export const endedTurn = (row: ConversationRow): Turn | undefined =>
  isAiTurn(row) ? { assignable_at: row.queued_at } : undefined

/** Whether nobody is to be given the conversation automatically yet. */
export const isAiTurn = ({ assignable_at }: Turn): boolean => Date.parse(assignable_at) > Date.now()
