import type { Priority } from '@parley/contracts/desk/conversation'
import { conversationLimits } from '@parley/contracts/desk/conversation-actions'
import { conversationUpdated } from '@parley/contracts/desk/events'
import { ServiceError } from '@parley/kit/errors'
import { byHand } from './conversation-rules.ts'
import { change, type Draft } from './draft.ts'

/** Gives the conversation these labels, and no others. */
export function setLabels(draft: Draft, labelIds: string[]): void {
  const before = draft.row.label_ids
  if (labelIds.length === before.length && labelIds.every((id) => before.includes(id))) return
  if (labelIds.length > conversationLimits.labels)
    throw new ServiceError('conflict', `A conversation has at most ${conversationLimits.labels} labels.`)
  change(draft, conversationUpdated, { label_ids: labelIds })
}

export function setPriority(draft: Draft, priority: Priority | null): void {
  if (draft.row.priority !== priority) change(draft, conversationUpdated, { priority })
}

/**
 * Puts the conversation off until a time, or until its visitor writes; null ends that.
 *
 * @throws ServiceError 409 for one that is closed
 */
export function snooze(draft: Draft, until: string | null): void {
  if (draft.row.snoozed_until === until) return
  if (until !== null && draft.row.status === 'CLOSED') throw new ServiceError('conflict', 'The conversation is closed.')
  change(draft, conversationUpdated, { snoozed_until: until })
}

/** Has the conversation wait for a team instead of the agent who has it. */
export function handToTeam(draft: Draft, teamId: string): void {
  const { status, agent_id, team_id } = draft.row
  if (status === 'CLOSED') throw new ServiceError('conflict', 'The conversation is closed.')
  if (status === 'WAITING' && agent_id === null && team_id === teamId) return
  change(draft, conversationUpdated, {
    ...byHand(draft.row),
    ...{ status: 'WAITING', agent_id: null, team_id: teamId },
  })
}
