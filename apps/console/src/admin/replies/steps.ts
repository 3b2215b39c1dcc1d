import type { ConversationAction } from '@parley/client/index'

export type ActionType = ConversationAction['type']

/** An action of a macro while it is edited. */
export interface Step {
  key: string
  action: ConversationAction
}

export const stepOf = (action: ConversationAction): Step => ({ key: crypto.randomUUID(), action })

/** What a macro may do, in the order in which it is offered. */
export const actionTypes: readonly ActionType[] = [
  'reply',
  'note',
  'addLabel',
  'removeLabel',
  'setPriority',
  'assign',
  'assignTeam',
  'snooze',
  'resolve',
]

/** A day. */
const snoozeMinutes = 24 * 60

const actions: Record<ActionType, ConversationAction> = {
  reply: { type: 'reply', content: '' },
  note: { type: 'note', content: '' },
  addLabel: { type: 'addLabel', labelId: '' },
  removeLabel: { type: 'removeLabel', labelId: '' },
  setPriority: { type: 'setPriority', priority: 'HIGH' },
  snooze: { type: 'snooze', minutes: snoozeMinutes },
  assign: { type: 'assign', agentId: null },
  assignTeam: { type: 'assignTeam', teamId: '' },
  resolve: { type: 'resolve' },
}

/** A step of a kind, with what is to be chosen still open. */
export const newStep = (type: ActionType): Step => stepOf(actions[type])

/** For how long a macro puts a conversation off, in minutes; null: until its visitor writes. */
export const snoozes = { hour: 60, day: snoozeMinutes, week: 7 * snoozeMinutes, always: null } as const
