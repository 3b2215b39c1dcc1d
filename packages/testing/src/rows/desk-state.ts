import type { TestDatabase } from '../database.ts'

/** A message or a note of a conversation. */
export interface DeskRow {
  conversationId: string
  id: string
  seq: number
  kind: 'VISITOR' | 'AGENT' | 'AI' | 'SYSTEM' | 'NOTE'
  content: string
}

/** All that is said in a workspace's conversations, notes too, in order; ids as UUIDs. */
export const readDeskRows = (database: TestDatabase, workspaceId: string): Promise<DeskRow[]> =>
  database.query<DeskRow & Record<string, unknown>>(
    `select conversation_id as "conversationId", id, seq, sender_type as kind, content
     from support_desk.messages where workspace_id = $1
     union all
     select conversation_id, id, seq, 'NOTE', content from support_desk.notes where workspace_id = $1
     order by 1, 3, 2`,
    [workspaceId],
  )

/** Where a workspace's conversations stand; ids as UUIDs. */
export interface DeskConversation {
  id: string
  visitorId: string
  agentId: string | null
  status: string
  seq: number
  rev: number
  visitorRev: number
  unread: number
  rating: number | null
  agentReadSeq: number
  visitorReadSeq: number
  isSnoozed: boolean
}

export const readDeskConversations = (database: TestDatabase, workspaceId: string): Promise<DeskConversation[]> =>
  database.query<DeskConversation & Record<string, unknown>>(
    `select id, visitor_id as "visitorId", agent_id as "agentId", status, seq, rev, rev - hidden_revs as "visitorRev", rating,
       visitor_messages - visitor_messages_read as unread, agent_read_seq as "agentReadSeq",
       visitor_read_seq as "visitorReadSeq", snoozed_until is not null as "isSnoozed"
     from support_desk.conversations where workspace_id = $1 order by id`,
    [workspaceId],
  )

/** How visitors have rated each agent of a workspace: every rating that there is, by the agent's UUID. */
export async function readScores(database: TestDatabase, workspaceId: string): Promise<Map<string, number[]>> {
  const rows = await database.query<{ agentId: string; scores: number[] }>(
    `select agent_id as "agentId", array_agg(score::int) as scores from support_desk.ratings
     where workspace_id = $1 and agent_id is not null group by 1`,
    [workspaceId],
  )
  return new Map(rows.map(({ agentId, scores }) => [agentId, scores]))
}

/** The counters of a workspace's desk, each with the figures that its rows come to, where those are others. */
export const findWrongCounters = (database: TestDatabase, workspaceId: string) =>
  database.query(
    `with counted as (
       select agent_id, status, sum(total) as total, sum(unread) as unread
       from support_desk.conversation_counts where workspace_id = $1 group by 1, 2
     ), said as (
       select c.id, c.status, c.agent_id,
         count(m.id) as messages, coalesce(max(m.seq), 0) as last,
         count(*) filter (where m.sender_type = 'VISITOR') as visitors,
         count(*) filter (where m.sender_type = 'VISITOR' and m.seq <= c.agent_read_seq) as visitors_read,
         count(*) filter (where m.sender_type in ('AGENT', 'AI')) as agents,
         count(*) filter (where m.sender_type in ('AGENT', 'AI') and m.seq <= c.visitor_read_seq) as agents_read
       from support_desk.conversations c
       left join support_desk.messages m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
       where c.workspace_id = $1 group by c.workspace_id, c.id
     ), real as (
       select coalesce(agent_id, '00000000-0000-0000-0000-000000000000') as agent_id, status, count(*) as total,
         sum(visitors - visitors_read) as unread
       from said group by 1, 2
     ), numbered as (
       select conversation_id, count(seq) as rows, max(seq) as seq, max(rev) as rev, count(*) - count(seq) as notes from (
         select conversation_id, seq, rev from support_desk.messages where workspace_id = $1
         union all select conversation_id, null, rev from support_desk.notes where workspace_id = $1
       ) r group by 1
     ), rated as (
       select agent_id, sum(score) as sum, count(*) as count
       from support_desk.ratings where workspace_id = $1 and agent_id is not null group by 1
     )
     select 'conversation_counts' as counter, agent_id || ' ' || status as of,
       concat_ws(' ', coalesce(k.total, 0), coalesce(k.unread, 0)) as counted,
       concat_ws(' ', coalesce(r.total, 0), coalesce(r.unread, 0)) as real
     from counted k full join real r using (agent_id, status)
     where (coalesce(k.total, 0), coalesce(k.unread, 0)) <> (coalesce(r.total, 0), coalesce(r.unread, 0))
     union all
     select 'conversations', c.id::text,
       concat_ws(' ', c.message_count, c.last_message_seq, c.visitor_messages, c.visitor_messages_read, c.agent_messages,
         c.agent_messages_read),
       concat_ws(' ', s.messages, s.last, s.visitors, s.visitors_read, s.agents, s.agents_read)
     from support_desk.conversations c join said s on s.id = c.id
     where c.workspace_id = $1
       and (c.message_count, c.last_message_seq, c.visitor_messages, c.visitor_messages_read, c.agent_messages,
         c.agent_messages_read) <> (s.messages, s.last, s.visitors, s.visitors_read, s.agents, s.agents_read)
     union all
     select 'seq and rev', c.id::text, concat_ws(' ', c.seq, c.seq, c.rev, c.hidden_revs),
       concat_ws(' ', n.rows, n.seq, n.rev, n.notes)
     from support_desk.conversations c join numbered n on n.conversation_id = c.id
     where c.workspace_id = $1 and (c.seq <> n.rows or c.seq <> n.seq or c.rev < n.rev or c.hidden_revs < n.notes)
     union all
     select 'visitor_counts', '', concat_ws(' ', k.total, k.back), concat_ws(' ', r.total, r.back)
     from (select coalesce(sum(total), 0) as total, coalesce(sum(returning_total), 0) as back
         from support_desk.visitor_counts where workspace_id = $1) k,
       (select count(*) as total, count(*) filter (where visits > 1) as back
         from support_desk.visitors where workspace_id = $1) r
     where (k.total, k.back) <> (r.total, r.back)
     union all
     select 'ratings', coalesce(a.user_id, r.agent_id)::text, concat_ws(' ', a.rating_sum, a.rating_count),
       concat_ws(' ', r.sum, r.count)
     from (select * from support_desk.agents where workspace_id = $1) a full join rated r on r.agent_id = a.user_id
     where (coalesce(a.rating_sum, 0), coalesce(a.rating_count, 0)) <> (coalesce(r.sum, 0), coalesce(r.count, 0))`,
    [workspaceId],
  )

/** How many messages and notes of a workspace have no search document, and documents no message. */
export async function countMisfiled(database: TestDatabase, workspaceId: string): Promise<number> {
  const [found] = await database.query<{ count: number }>(
    `with rows as (
       select conversation_id, seq, 0 as note_rev from support_desk.messages where workspace_id = $1
       union all select conversation_id, seq, rev from support_desk.notes where workspace_id = $1
     ), documents as (
       select conversation_id, seq, note_rev from support_desk.search_documents where workspace_id = $1
     )
     select count(*)::int as count from (
       (select * from rows except select * from documents) union all (select * from documents except select * from rows)
     ) misfiled`,
    [workspaceId],
  )
  return found!.count
}

/** How many conversations are put off until a time. */
export async function countPutOff(database: TestDatabase, workspaceId: string): Promise<number> {
  const [found] = await database.query<{ count: number }>(
    `select count(*)::int as count from support_desk.conversations
     where workspace_id = $1 and snoozed_until < '9999-12-31'`,
    [workspaceId],
  )
  return found!.count
}

export async function countVisitors(database: TestDatabase, workspaceId: string): Promise<number> {
  const [found] = await database.query<{ count: number }>(
    'select count(*)::int as count from support_desk.visitors where workspace_id = $1',
    [workspaceId],
  )
  return found!.count
}
