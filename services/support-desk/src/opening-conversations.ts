import { conversationCreated } from '@parley/contracts/desk/events'
import { visitorQuota } from '@parley/contracts/desk/widget-messages'
import type { VisitorCaller } from '@parley/kit/assertion'
import { ServiceError } from '@parley/kit/errors'
import type { Db } from './context.ts'
import { reopen } from './domain/conversation-rules.ts'
import { beginDraft, change, type Draft } from './domain/draft.ts'
import { noSuchConversation } from './domain/refusals.ts'
import type { OnlineAgents } from './online-agents.ts'
import { lockAgentOf } from './store/agents.ts'
import {
  countOpenConversations,
  findVisitorConversation,
  insertConversation,
  lockConversation,
} from './store/conversations.ts'
import { isAvailable } from './store/routing.ts'

type Connected = Pick<OnlineAgents, 'has'>

/**
 * The conversation that the visitor, who is locked, writes in: it is open then, and locked too.
 *
 * @param countNew called before one is begun; what it throws refuses that
 */
export async function openConversation(
  tx: Db,
  { workspaceId, visitorId, siteId }: Pick<VisitorCaller, 'workspaceId' | 'visitorId' | 'siteId'>,
  { conversationId, newConversation }: { conversationId?: string | undefined; newConversation: boolean },
  { onlineAgents, countNew }: { onlineAgents: Connected; countNew?: () => Promise<void> },
): Promise<Draft> {
  const isNew = newConversation && conversationId === undefined
  const found = isNew ? undefined : await findVisitorConversation(tx, workspaceId, visitorId, conversationId)
  const lockedAgent =
    found?.status === 'CLOSED' ? await lockAvailableAgentOf(tx, { workspaceId, id: found.id }, onlineAgents) : null
  const row = found && (await lockConversation(tx, workspaceId, found.id))
  if (!row && conversationId !== undefined) throw noSuchConversation()
  if (row && row.status !== 'CLOSED') return beginDraft(row)
  const open = await countOpenConversations(tx, workspaceId, visitorId, visitorQuota.openConversations)
  if (open >= visitorQuota.openConversations)
    throw new ServiceError('conflict', `You have ${visitorQuota.openConversations} open conversations already.`)
  if (row) {
    const draft = beginDraft(row)
    reopen(draft, lockedAgent)
    return draft
  }
  await countNew?.()
  const draft = beginDraft(await insertConversation(tx, { workspaceId, visitorId, siteId }), { isNew: true })
  change(draft, conversationCreated, {})
  return draft
}

/** Locks the agent whom a conversation had, where they would be assigned one by itself: connected, and neither away nor busy. */
async function lockAvailableAgentOf(
  tx: Db,
  about: { workspaceId: string; id: string },
  onlineAgents: Connected,
): Promise<string | null> {
  const agentId = await lockAgentOf(tx, about)
  if (agentId === null || !(await isAvailable(tx, about.workspaceId, agentId))) return null
  return (await onlineAgents.has(about.workspaceId, agentId)) ? agentId : null
}
