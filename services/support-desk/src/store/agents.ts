import type { ConversationViewer } from '@parley/contracts/desk/conversation'
import { ServiceError } from '@parley/kit/errors'
import { sql } from 'kysely'
import type { Db } from '../context.ts'
import { holderOf } from '../domain/conversation-rules.ts'
import type { ConversationRow } from '../domain/draft.ts'

/**
 * An agent's name, who stays one until the transaction ends: locked before the conversation that is given to them. Undefined
 * for somebody who is none.
 */
export async function lockAgent(tx: Db, workspaceId: string, userId: string): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock_shared(agent_key(${workspaceId}, ${userId}))`.execute(tx)
  const agent = await tx
    .selectFrom('gateway.people')
    .select('display_name')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .where('agent', '=', true)
    .executeTakeFirst()
  return agent?.display_name
}

/** Locks the agent whom a conversation has or had, as `lockAgent` does; null where there is none, or they are none any more. */
export async function lockAgentOf(
  tx: Db,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<string | null> {
  const found = await tx
    .selectFrom('conversations')
    .select('agent_id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  const agentId = found?.agent_id ?? null
  return agentId !== null && (await lockAgent(tx, workspaceId, agentId)) !== undefined ? agentId : null
}

/** What a person of the workspace is called; null for nobody of it. */
export async function findPersonName(db: Db, workspaceId: string, userId: string): Promise<string | null> {
  const person = await db
    .selectFrom('gateway.people')
    .select('display_name')
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return person?.display_name ?? null
}

/** Those of these people who are agents, owners or admins, by name. */
export async function findPeopleAtDesk(db: Db, workspaceId: string, userIds: string[]): Promise<ConversationViewer[]> {
  return db
    .selectFrom('gateway.people')
    .select(['user_id as id', 'display_name as name', 'avatar_url as avatarUrl'])
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', sql<string>`any(${userIds}::uuid[])`)
    .where(({ or, eb }) => or([eb('agent', '=', true), eb('role', 'in', ['owner', 'admin'])]))
    .orderBy('display_name')
    .execute()
}

/** @throws ServiceError 409 naming another agent who has the conversation */
export async function requireFree(
  db: Db,
  workspaceId: string,
  row: Pick<ConversationRow, 'status' | 'agent_id'>,
  userId: string,
): Promise<void> {
  const holder = holderOf(row)
  if (holder === null || holder === userId) return
  const name = await findPersonName(db, workspaceId, holder)
  throw new ServiceError('conflict', `${name ?? 'Another agent'} has this conversation.`)
}
