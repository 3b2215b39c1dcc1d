import type { ReplyVariable } from '@parley/contracts/desk/reply-variables'
import type { Db } from '../context.ts'

/** What the variables of a prepared text stand for in a conversation, sent by an agent; undefined where there is none such. */
export async function findReplyValues(
  db: Db,
  workspaceId: string,
  { conversationId, userId }: { conversationId: string; userId: string },
): Promise<Record<ReplyVariable, string | null> | undefined> {
  const found = await db
    .selectFrom('conversations as c')
    .innerJoin('visitors as v', (join) =>
      join.onRef('v.workspace_id', '=', 'c.workspace_id').onRef('v.id', '=', 'c.visitor_id'),
    )
    .innerJoin('gateway.workspace_names as w', 'w.workspace_id', 'c.workspace_id')
    .leftJoin('gateway.people as p', (join) =>
      join.onRef('p.workspace_id', '=', 'c.workspace_id').on('p.user_id', '=', userId),
    )
    .select(['v.name', 'v.email', 'w.name as workspace', 'p.display_name as agent'])
    .where('c.workspace_id', '=', workspaceId)
    .where('c.id', '=', conversationId)
    .executeTakeFirst()
  if (!found) return undefined
  const { name, email, workspace, agent } = found
  return {
    'visitor.name': name,
    'visitor.firstName': firstOf(name),
    'visitor.email': email,
    'agent.name': agent,
    'agent.firstName': firstOf(agent),
    'workspace.name': workspace,
  }
}

const firstOf = (name: string | null): string | null => name && name.split(' ')[0]!
