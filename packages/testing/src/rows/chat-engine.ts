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
