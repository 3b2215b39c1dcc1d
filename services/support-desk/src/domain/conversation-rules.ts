import type { ConversationStatus } from '@parley/contracts/desk/conversation'
import {
  conversationAssigned,
  conversationReopened,
  conversationResolved,
  conversationUpdated,
} from '@parley/contracts/desk/events'
import type { Language } from '@parley/contracts/fields'
import { endedTurn } from './ai-turn.ts'
import { type ConversationRow, change, type Draft, say } from './draft.ts'

/** Who has a conversation now; nobody has one that waits or is closed. */
export const holderOf = ({ status, agent_id }: Pick<ConversationRow, 'status' | 'agent_id'>): string | null =>
  status === 'ACTIVE' ? agent_id : null

/** What a person says or decides ends what AI had begun to write, and leaves the conversation to people. */
export const byHand = (row: ConversationRow) => ({ epoch: row.epoch + 1, is_left_to_people: true, ...endedTurn(row) })

/** Gives the conversation to an agent who answers it or was chosen; no change where they have it. */
export function assign(draft: Draft, agentId: string): void {
  if (holderOf(draft.row) === agentId) return
  change(draft, conversationAssigned, {
    ...byHand(draft.row),
    status: 'ACTIVE',
    agent_id: agentId,
  })
}

/** An agent has written: AI is to say nothing that it had begun before. */
export function silenceAi(draft: Draft): void {
  draft.row = { ...draft.row, ...byHand(draft.row) }
}

const resolvedText: Record<Language, string> = {
  en: 'This conversation was resolved.',
  tr: 'Bu görüşme çözümlendi.',
  de: 'Diese Unterhaltung wurde abgeschlossen.',
  es: 'Esta conversación se ha resuelto.',
}

/** Closes the conversation, which is put off no longer, and says so to its visitor; no change where it is closed. */
export function resolve(draft: Draft, { id, language }: { id: string; language: Language }): void {
  if (draft.row.status === 'CLOSED') return
  say(draft, {
    id,
    senderType: 'SYSTEM',
    senderId: null,
    senderName: null,
    content: resolvedText[language],
    attachments: [],
  })
  change(draft, conversationResolved, {
    ...byHand(draft.row),
    ...{ status: 'CLOSED', snoozed_until: null },
    resolutions: draft.row.resolutions + 1,
    rating: null,
  })
}

/** Whom it leaves the conversation with: its agent, if it is the one who was found to be an agent still. */
const keptBy = ({ row }: Draft, lockedAgent: string | null): string | null =>
  row.agent_id === lockedAgent ? lockedAgent : null

/**
 * Sets the status, and ends that it is put off.
 *
 * @param lockedAgent the agent whom it had, where they are known to be one still
 */
export function setStatus(draft: Draft, status: ConversationStatus, lockedAgent: string | null): void {
  if (draft.row.status === status) return
  change(draft, conversationUpdated, {
    ...byHand(draft.row),
    ...{ status, snoozed_until: null },
    ...(status === 'WAITING' && { agent_id: null }),
    ...(status === 'ACTIVE' && { agent_id: keptBy(draft, lockedAgent) }),
  })
}

/**
 * Has a closed conversation wait again, since its visitor writes: for the agent whom it had, or for anybody.
 *
 * @param lockedAgent the agent whom it had, where they are known to be one still, and available
 */
export function reopen(draft: Draft, lockedAgent: string | null): void {
  if (draft.row.status !== 'CLOSED') return
  change(draft, conversationReopened, {
    status: 'WAITING',
    agent_id: keptBy(draft, lockedAgent),
    is_left_to_people: false,
    has_away_message: false,
  })
}
