import { type ConversationStatus, conversationStatuses } from '@parley/contracts/desk/conversation'
import type { SavedView } from '@parley/contracts/desk/saved-views'
import { countAgentViews, viewCountLimits } from '@parley/contracts/desk/view-counts'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { presetsOfKind } from '../presets.ts'
import { type ConversationFilter, countEach } from '../store/conversation-lists.ts'

export const countAgentViewsRoute = ({ db }: Context) =>
  route(countAgentViews, async ({ caller }) => {
    const { workspaceId, userId } = caller
    const saved = await presetsOfKind('view').list(db, caller)
    const counted = saved.slice(0, viewCountLimits.views).filter(({ filter }) => filter.search === undefined)
    const [mine = 0, waiting = 0, snoozed = 0, ...others] = await countEach(
      db,
      workspaceId,
      [
        { sort: 'last_updated', statuses: ['WAITING', 'ACTIVE'], agentId: userId, snoozed: false },
        { sort: 'longest_waiting', statuses: ['WAITING'] },
        { sort: 'last_updated', statuses: ['WAITING', 'ACTIVE'], snoozed: true },
        ...counted.map(({ filter }) => filterOf(filter, userId)),
      ],
      viewCountLimits.conversations,
    )
    return ok({ mine, waiting, snoozed, views: counted.map(({ id }, at) => ({ id, count: others[at]! })) })
  })

/** What a saved view lists, whose ids are kept as rows have them. */
function filterOf(
  { status, mine, unassigned, agentId, search: _, ...rest }: SavedView['filter'],
  userId: string,
): ConversationFilter {
  const isListed = (each: ConversationStatus) => status?.some((one) => one.toUpperCase() === each) ?? true
  return {
    ...rest,
    sort: 'last_updated',
    statuses: conversationStatuses.filter(isListed),
    agentId: mine ? userId : unassigned ? null : agentId,
  }
}
