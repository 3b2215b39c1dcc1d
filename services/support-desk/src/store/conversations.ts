import type { ConversationDetails } from '@parley/contracts/desk/conversation'
import type { Db } from '../context.ts'

/** A single conversation with all that is known of it; undefined where there is none. */
export async function findConversationDetails(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<ConversationDetails | undefined> {
  const found = await db
    .selectFrom('conversation_resources as r')
    .innerJoin('conversations as c', (join) =>
      join.onRef('c.workspace_id', '=', 'r.workspace_id').onRef('c.id', '=', 'r.id'),
    )
    .innerJoin('gateway.workspace_names as w', 'w.workspace_id', 'r.workspace_id')
    .select(['r.resource', 'c.analysis', 'w.name'])
    .where('r.workspace_id', '=', workspaceId)
    .where('r.id', '=', id)
    .$narrowType<Pick<ConversationDetails, 'analysis'>>()
    .executeTakeFirst()
  return found && { ...found.resource, workspace: { id: workspaceId, name: found.name }, analysis: found.analysis }
}
