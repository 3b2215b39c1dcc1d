import { type ConversationStatus, conversationStatuses } from '@parley/contracts/desk/conversation'
import { listAgentConversations, listTenantConversations } from '@parley/contracts/desk/conversation-lists'
import { decodeId } from '@parley/contracts/type-id'
import { invalid } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import { isUnspaced } from '@parley/text/fold'
import type { Context, Db } from '../context.ts'
import { documentQuery } from '../domain/document-query.ts'
import { foldedText } from '../domain/visitor-text.ts'
import {
  type ConversationFilter,
  type ConversationSearch,
  countConversations,
  existsConversation,
  listConversations,
  plannedForText,
  searchConversations,
} from '../store/conversation-lists.ts'
import { listAgentStats, readStatusCounts } from '../store/conversation-stats.ts'
import { isNobody, matchStart, type VisitorMatch } from '../store/visitor-search.ts'

export const listTenantConversationsRoute = ({ db }: Context) =>
  route(listTenantConversations, async ({ query, caller: { workspaceId } }) => {
    const { status, agentId, ...given } = query
    const page = await readPage(db, workspaceId, given, {
      statuses: status === 'all' ? conversationStatuses : [status],
      agentId: agentId === 'all' ? undefined : agentId,
    })
    return ok({ ...page, agentStats: await listAgentStats(db, workspaceId) })
  })

export const listAgentConversationsRoute = ({ db }: Context) =>
  route(listAgentConversations, async ({ query, caller: { workspaceId, userId } }) => {
    const { status = conversationStatuses, mine, unassigned, agentId, ...given } = query
    const whose = [...(mine ? [userId] : []), ...(unassigned ? [null] : []), ...(agentId ? [agentId] : [])]
    if (whose.length > 1) throw invalid('agentId', 'Only one of mine, unassigned and agentId may be given.')
    const page = await readPage(db, workspaceId, given, { statuses: status, agentId: whose[0] })
    return ok({ ...page, counts: await readStatusCounts(db, workspaceId) })
  })

/** What both lists take. */
interface Given
  extends Pick<ConversationFilter, 'sort' | 'siteId' | 'teamId' | 'label' | 'priority' | 'snoozed' | 'breached'> {
  search?: string | undefined
  updated_after?: string | undefined
  before?: string | undefined
  limit: number
  offset: number
}

async function readPage(
  db: Db,
  workspaceId: string,
  { sort, search, updated_after: updatedAfter, before, limit, offset, ...filters }: Given,
  { statuses, agentId }: Pick<ConversationFilter, 'statuses' | 'agentId'>,
) {
  if (sort === 'longest_waiting') requireWaiting(statuses, filters)
  if (before !== undefined && !(await existsConversation(db, workspaceId, before)))
    throw invalid('before', 'Must be a conversation of the workspace.')
  const others = { ...filters, updatedAfter, search: search ? await searchOf(db, workspaceId, search) : undefined }
  const filter = { ...others, sort, statuses, agentId }
  const read = async (from: Db, filter: ConversationFilter) => {
    if (filter.search && before === undefined)
      return { ...(await searchConversations(from, workspaceId, filter, { offset, limit })), limit, offset }
    const conversations = await listConversations(from, workspaceId, filter, { before, offset, limit })
    const isCounted = sort === 'last_updated' && Object.values(others).every((value) => value === undefined)
    const total = isCounted
      ? await sumOf(from, workspaceId, filter)
      : await countConversations(from, workspaceId, filter)
    return { conversations, total, limit, offset }
  }
  if (!search || !filter.search) return read(db, filter)
  const visitors = partOf(search)
  const inside = { ...filter, search: { ...filter.search, visitors } }
  return plannedForText(db, async (tx) => {
    const page = await read(tx, filter)
    return page.total === 0 && !isNobody(visitors) ? read(tx, inside) : page
  })
}

/** @throws ServiceError 400 where what is asked for is not in the queue */
function requireWaiting(statuses: readonly ConversationStatus[], { snoozed }: Pick<Given, 'snoozed'>): void {
  const isAll = statuses.length === conversationStatuses.length
  if (!isAll && statuses.some((status) => status !== 'WAITING'))
    throw invalid('status', 'The longest waiting are sorted among those that wait.')
  if (snoozed) throw invalid('snoozed', 'What is put off is not among the longest waiting.')
}

const searchOf = async (db: Db, workspaceId: string, text: string): Promise<ConversationSearch> => ({
  documents: documentQuery(workspaceId, text),
  visitors: await matchStart(db, workspaceId, { text: foldedText(text), isOfName: true }),
  id: decodeId(text.trim(), ['vis', 'cnv']),
})

/** Parts of names go by an index of three characters; those of scripts without spaces are few and short. */
function partOf(given: string): VisitorMatch {
  const text = foldedText(given)
  return text.length < 3 && !isUnspaced(text) ? { ids: [] } : { part: { text, isOfName: true } }
}

/** What the counters have of a filter by status and agent alone. */
async function sumOf(db: Db, workspaceId: string, { statuses, agentId }: ConversationFilter): Promise<number> {
  const { active, waiting, closed } = await readStatusCounts(db, workspaceId, agentId)
  const counts = { ACTIVE: active, WAITING: waiting, CLOSED: closed }
  return statuses.reduce((sum, status) => sum + counts[status], 0)
}
