import { encodeId } from '@parley/contracts/type-id'
import type { Db } from '../../db.ts'
import type { Viewing } from '../socket.ts'

/** A conversation of a workspace, and a person of it as others see them looking at it; undefined where there is none. */
export async function findViewing(
  db: Db,
  asked: { workspaceId: string; userId: string; conversationId: string },
): Promise<Omit<Viewing, 'publishedAt'> | undefined> {
  const found = await db
    .selectFrom('support_desk.conversation_heads as h')
    .innerJoin('people as p', 'p.workspace_id', 'h.workspace_id')
    .select(['p.display_name', 'p.avatar_url'])
    .where('h.workspace_id', '=', asked.workspaceId)
    .where('h.conversation_id', '=', asked.conversationId)
    .where('p.user_id', '=', asked.userId)
    .executeTakeFirst()
  if (!found) return undefined
  const viewer = { id: encodeId('usr', asked.userId), name: found.display_name, avatarUrl: found.avatar_url }
  return { conversationId: asked.conversationId, viewer }
}
