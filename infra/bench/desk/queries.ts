import { conversationStatuses } from '@parley/contracts/desk/conversation'
import type { Db } from '@parley/support-desk/context'
import { documentQuery } from '@parley/support-desk/domain/document-query'
import { foldedText } from '@parley/support-desk/domain/visitor-text'
import {
  type ConversationFilter,
  countConversations,
  listConversations,
  plannedForText,
  searchConversations,
} from '@parley/support-desk/store/conversation-lists'
import { listAgentStats, readStatusCounts } from '@parley/support-desk/store/conversation-stats'
import { matchStart, matchVisitors } from '@parley/support-desk/store/visitor-search'
import { listVisitors, readVisitorStats } from '@parley/support-desk/store/visitors'
import { type Kysely, sql } from 'kysely'
import { type DeskSite, fewWord } from './population.ts'

/** Something that a desk asks all day, over HTTP and as the statements that answer it. */
export interface DeskQuery {
  name: string
  key: string
  /** Path and query of the `i`-th request. */
  path(i: number): string
  /** The store's own functions, called for the same answer. */
  run(db: Kysely<unknown>, i: number): Promise<unknown>
}

const limit = 50
const page = { offset: 0, limit }
const everything: ConversationFilter = { sort: 'last_updated', statuses: conversationStatuses }

export function deskQueries({ workspaceId, owner, agents, visitors }: DeskSite): DeskQuery[] {
  const agent = agents[0]!
  const own: ConversationFilter = { ...everything, statuses: ['ACTIVE'], agentId: agent.userId }
  const waiting: ConversationFilter = { ...everything, statuses: ['WAITING'], agentId: null }
  const queue: ConversationFilter = { ...everything, sort: 'longest_waiting' }
  const emailOf = (i: number) => visitors[i % visitors.length]!.email

  const conversations = (name: string, textOf: (i: number) => string): DeskQuery => ({
    name: `conversations, search for ${name}`,
    key: agent.key,
    path: (i) => `/api/agent/conversations?${new URLSearchParams({ search: textOf(i), limit: String(limit) })}`,
    run: async (db, i) => {
      const text = textOf(i)
      const visitors = await matchStart(as(db), workspaceId, { text: foldedText(text), isOfName: true })
      const search = { documents: documentQuery(workspaceId, text), visitors, id: undefined }
      const filter = { ...everything, search }
      return plannedForText(as(db), (tx) => searchConversations(tx, workspaceId, filter, page))
    },
  })
  const searchedVisitors = (name: string, textOf: (i: number) => string): DeskQuery => ({
    name: `visitors, search for ${name}`,
    key: owner.key,
    path: (i) => `/api/tenant/visitors?${new URLSearchParams({ search: textOf(i), limit: String(limit) })}`,
    run: (db, i) => readVisitors(as(db), workspaceId, foldedText(textOf(i))),
  })
  return [
    {
      name: 'conversations of the tenant, with counts',
      key: owner.key,
      path: () => `/api/tenant/conversations?limit=${limit}`,
      run: (db) => readTenantList(as(db), workspaceId),
    },
    {
      name: 'inbox of an agent',
      key: agent.key,
      path: () => `/api/agent/conversations?mine=true&status=active&limit=${limit}`,
      run: (db) => readInbox(as(db), workspaceId, own),
    },
    {
      name: 'inbox, what waits',
      key: agent.key,
      path: () => `/api/agent/conversations?unassigned=true&status=waiting&limit=${limit}`,
      run: (db) => readInbox(as(db), workspaceId, waiting),
    },
    {
      name: 'inbox, the longest waiting',
      key: agent.key,
      path: () => `/api/agent/conversations?sort=longest_waiting&limit=${limit}`,
      run: async (db) => {
        await listConversations(as(db), workspaceId, queue, page)
        await countConversations(as(db), workspaceId, queue)
        await readStatusCounts(as(db), workspaceId)
      },
    },
    conversations('an email address', emailOf),
    conversations('a word of ten conversations', fewWord),
    conversations('a rare word', (i) => `w${4_900 + i}x`),
    conversations('a common word', (i) => `w${10 + i}x`),
    conversations('two words', (i) => `w${100 + i}x w${200 + i}x`),
    searchedVisitors('an email address', emailOf),
    searchedVisitors('a common name', (i) => ['Aylin', 'Selin', 'Mehmet', 'Gustav'][i % 4]!),
  ]
}

/** As the service's own. */
const as = (db: Kysely<unknown>): Db => db as Db

async function readTenantList(db: Db, workspaceId: string): Promise<void> {
  await listConversations(db, workspaceId, everything, page)
  await readStatusCounts(db, workspaceId)
  await listAgentStats(db, workspaceId)
}

async function readInbox(db: Db, workspaceId: string, filter: ConversationFilter): Promise<void> {
  await listConversations(db, workspaceId, filter, page)
  await readStatusCounts(db, workspaceId, filter.agentId)
  await readStatusCounts(db, workspaceId)
}

async function readVisitors(db: Db, workspaceId: string, text: string): Promise<void> {
  const match = await matchVisitors(db, workspaceId, { text, isOfName: false })
  await listVisitors(db, workspaceId, { match }, page)
  await readVisitorStats(db, workspaceId)
}

/** The tenant's list with counts, each of which is counted: how it would be without counters. */
export async function listByCounting(db: Kysely<unknown>, { workspaceId }: DeskSite): Promise<void> {
  await listConversations(as(db), workspaceId, everything, page)
  await sql`
    select c.agent_id, c.status, count(distinct c.id), count(m.id)
    from conversations c
    left join messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
      and m.sender_type = 'VISITOR' and m.seq > c.agent_read_seq
    where c.workspace_id = ${workspaceId} group by c.agent_id, c.status`.execute(db)
}
