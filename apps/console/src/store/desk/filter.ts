import type { Conversation, Input, SavedView } from '@parley/client/index'

/** By what conversations are filtered, as a saved view keeps it. */
export type Filter = SavedView['filter']
export type Sort = NonNullable<Input<'listAgentConversations'>['sort']>

/** Which conversations a list has, and in which order. */
export interface Listed {
  filter: Filter
  sort: Sort
}

/** Whether a conversation is in a list; what a text finds, only the server knows. */
export function matches(conversation: Conversation, filter: Filter, myId: string): boolean {
  const { status, agent, isSnoozed, team, labels, priority, siteId, sla, mergedInto } = conversation
  const wants = <T>(wanted: T | undefined, is: T) => wanted === undefined || wanted === is
  return (
    mergedInto === null &&
    (filter.status?.some((each) => each.toUpperCase() === status) ?? true) &&
    wants(filter.mine, agent?.id === myId) &&
    wants(filter.unassigned, agent === null) &&
    wants(filter.agentId, agent?.id) &&
    wants(filter.siteId, siteId ?? undefined) &&
    wants(filter.teamId, team?.id) &&
    wants(filter.priority, priority ?? undefined) &&
    wants(filter.snoozed, isSnoozed) &&
    wants(
      filter.breached,
      [sla?.firstResponse, sla?.resolution].some((goal) => goal?.breachedAt),
    ) &&
    (filter.label === undefined || labels.some(({ id }) => id === filter.label))
  )
}

/** The order of two conversations in a list: which comes first. */
export function compare(sort: Sort, a: Conversation, b: Conversation): number {
  if (sort === 'longest_waiting') return (a.waitingSince ?? '').localeCompare(b.waitingSince ?? '')
  return b.updatedAt.localeCompare(a.updatedAt)
}
