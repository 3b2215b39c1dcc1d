import { randomUUID } from 'node:crypto'
import type { TestDatabase } from '../database.ts'

/** Writes a twin of a workspace; its id. */
export async function createTwin(
  database: TestDatabase,
  { workspaceId }: { workspaceId: string },
  { name = 'Twin', handle = randomUUID(), avatarUrl = null as string | null } = {},
): Promise<string> {
  const [twin] = await database.query<{ id: string }>(
    `insert into chat_engine.twins (workspace_id, name, handle, avatar_url) values ($1, $2, $3, $4) returning id`,
    [workspaceId, name, handle, avatarUrl],
  )
  return twin!.id
}

/** Writes an approval that a run waits for; its id. */
export async function insertApproval(
  database: TestDatabase,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  { channelId, minutes }: { channelId: string | null; minutes: number },
): Promise<string> {
  const [made] = await database.query<{ id: string }>(
    `with lease as (
       insert into chat_engine.leases (id, until) values (gen_random_uuid(), now() + interval '1 day') returning id),
     run as (
       insert into chat_engine.runs (workspace_id, user_id, channel_id, session_id, request, trace, status, lease_id)
       select $1, $2, $3::uuid, case when $3::uuid is null then gen_random_uuid() end,
         '{"message": "Write it.", "personality": {"handle": "lvng"}}', '{}', 'waiting', id
       from lease
       returning id)
     insert into chat_engine.approvals (workspace_id, run_id, user_id, channel_id, tool, input, reason, expires_at)
     select $1, id, $2, $3, 'files__write', '{}', 'permission', now() + $4 * interval '1 minute' from run
     returning id`,
    [workspaceId, userId, channelId, minutes],
  )
  return made!.id
}

/** Writes an MCP server, the only one of its workspace; its id. */
export async function insertOnlyServer(
  database: TestDatabase,
  { workspaceId, userId }: { workspaceId: string; userId: string },
): Promise<string> {
  await database.query('delete from chat_engine.mcp_servers where workspace_id = $1', [workspaceId])
  const [made] = await database.query<{ id: string }>(
    `insert into chat_engine.mcp_servers (workspace_id, name, url, header_names, trusts_read_only, is_enabled, created_by)
     values ($1, $2, 'http://127.0.0.1:9/mcp', '{}', false, true, $3) returning id`,
    [workspaceId, `s-${randomUUID().slice(0, 8)}`, userId],
  )
  return made!.id
}

/** A run as it is stored, and what was stored as its answer where it was asked. */
export interface RunWithReplies {
  id: string
  status: string
  in_channel: boolean
  error_code: string | null
  reply: string | null
  replies: string[]
}

/** Every run, of private conversations and of channels, oldest first. */
export const runsWithReplies = (database: TestDatabase): Promise<RunWithReplies[]> =>
  database.query(
    `select r.id, r.status, r.channel_id is not null as in_channel, r.error_code, r.reply, array(
       select m.content from chat_engine.chat_messages m
       where r.session_id is not null and m.workspace_id = r.workspace_id and m.run_id = r.id and m.role = 'assistant'
       union all
       select m.content from messaging.messages m
       where m.workspace_id = r.workspace_id and m.channel_id = r.channel_id and m.ai_twin_id is not null
         and m.metadata->>'run_id' = r.id::text) as replies
     from chat_engine.runs r order by r.id`,
  )

/** Every answer that is a picture or a video, oldest first. */
export const mediaRuns = (
  database: TestDatabase,
): Promise<{ status: string; reply: string | null; attachments: object[] }[]> =>
  database.query(`select status, reply, attachments from chat_engine.runs where request ? 'makes' order by id`)

/** Has answers wait with their end, where usage is recorded, until the returned function is called. */
export const holdEnds = (database: TestDatabase): Promise<() => Promise<void>> =>
  database.lockTable('chat_engine.usage_days')
