import { randomUUID } from 'node:crypto'
import type { VisitorCaller } from '@parley/kit/assertion'
import type { TestDatabase } from '../database.ts'

/** Writes a site of a workspace; its id. */
export async function insertSite(database: TestDatabase, workspaceId: string): Promise<string> {
  const id = randomUUID()
  await database.query(`insert into support_desk.sites (workspace_id, id, name, domain) values ($1, $2, 'Shop', $3)`, [
    workspaceId,
    id,
    `${id}.example`,
  ])
  return id
}

/** Writes an active widget key of a workspace, which any site may use; its id. */
export async function insertWidgetKey(
  database: TestDatabase,
  workspaceId: string,
  plainKey: string = randomUUID(),
): Promise<string> {
  const id = randomUUID()
  await database.query(
    `insert into support_desk.widget_keys (workspace_id, id, name, key_prefix, key_hash, domains, status)
     values ($1, $2, 'Widget', 'prl_wk_', sha256(convert_to($3, 'UTF8')), '{}', 'ACTIVE')`,
    [workspaceId, id, plainKey],
  )
  return id
}

/** Writes a visitor of a workspace, who may call with this widget key, or with one of their own. */
export async function insertVisitor(
  database: TestDatabase,
  workspaceId: string,
  widgetKeyId?: string,
): Promise<VisitorCaller> {
  const visitorId = randomUUID()
  await database.query('insert into support_desk.visitors (workspace_id, id) values ($1, $2)', [workspaceId, visitorId])
  return {
    kind: 'visitor',
    visitorId,
    workspaceId,
    widgetKeyId: widgetKeyId ?? (await insertWidgetKey(database, workspaceId)),
    siteId: null,
  }
}

/** Until when a visitor is online, in ms, as far as gateways have said; undefined where none has. */
export async function readOnlineUntil(
  database: TestDatabase,
  { workspaceId, visitorId }: Pick<VisitorCaller, 'workspaceId' | 'visitorId'>,
): Promise<number | undefined> {
  const [found] = await database.query<{ until: number }>(
    `select extract(epoch from online_until)::float8 * 1000 as until from support_desk.online_visitors
     where workspace_id = $1 and visitor_id = $2`,
    [workspaceId, visitorId],
  )
  return found?.until
}

/** Has a workspace's visitors, who were written by themselves, found by what searches begin with. */
export async function insertStarts(database: TestDatabase, workspaceId: string): Promise<void> {
  await database.queryAs(
    'support-desk',
    `insert into visitor_starts (workspace_id, visitor_id, start, is_name)
     select v.workspace_id, v.id, made.start, made.is_name from visitors v, starts_of(v.search_text) made
     where v.workspace_id = $1 on conflict do nothing`,
    [workspaceId],
  )
}

/** Writes a conversation of a visitor's that an agent has, without messages; its id. */
export async function insertConversation(
  database: TestDatabase,
  { workspaceId, visitorId, agentId }: { workspaceId: string; visitorId: string; agentId: string },
): Promise<string> {
  const id = randomUUID()
  await database.query(
    `insert into support_desk.conversations (workspace_id, id, visitor_id, agent_id, status)
     values ($1, $2, $3, $4, 'ACTIVE')`,
    [workspaceId, id, visitorId, agentId],
  )
  return id
}

/** Writes a message of the visitor's, the first of a conversation, which is found by it soon. */
export async function insertMessage(
  database: TestDatabase,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
  content: string,
): Promise<void> {
  await database.query(
    `with message as (
       insert into support_desk.messages (workspace_id, conversation_id, seq, rev, sender_type, message_type, content)
       values ($1, $2, 1, 1, 'VISITOR', 'TEXT', $3)
     ), numbered as (
       update support_desk.conversations set seq = 1, rev = 1, message_count = 1, last_message_seq = 1, visitor_messages = 1
       where workspace_id = $1 and id = $2)
     insert into support_desk.search_queue (workspace_id, conversation_id, seq) values ($1, $2, 1)`,
    [workspaceId, conversationId, content],
  )
}

/** Removes a visitor, or a widget key. */
export async function deleteVisitorOrKey(
  database: TestDatabase,
  whose: { workspaceId: string } & ({ visitorId: string } | { widgetKeyId: string }),
): Promise<void> {
  const [table, id] = 'visitorId' in whose ? ['visitors', whose.visitorId] : ['widget_keys', whose.widgetKeyId]
  await database.query(`delete from support_desk.${table} where workspace_id = $1 and id = $2`, [whose.workspaceId, id])
}

/** Writes how visitors have rated an agent: the sum of their scores, and how many there are. */
export const rateAgent = (
  database: TestDatabase,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  { sum, count }: { sum: number; count: number },
) => database.query('insert into support_desk.agents values ($1, $2, $3, $4)', [workspaceId, userId, sum, count])
