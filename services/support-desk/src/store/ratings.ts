import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { ConversationRow } from '../domain/draft.ts'
import { recordRating } from './report-facts.ts'

/** Writes what a visitor says of a locked conversation's last resolution, and adds it to its agent's scores. */
export async function rate(
  tx: Db,
  row: ConversationRow,
  { score, comment }: { score: number; comment: string | null },
): Promise<void> {
  const { workspace_id, id, resolutions } = row
  const before = await tx
    .selectFrom('ratings')
    .select(['score', 'agent_id', 'label_ids', 'created_at as ratedAt'])
    .where('workspace_id', '=', workspace_id)
    .where('conversation_id', '=', id)
    .where('resolution', '=', resolutions)
    .executeTakeFirst()
  // Who had it when it was rated first, whoever was given it since; and what it was sorted by.
  const { agent_id: agentId, label_ids } = before ?? row
  await tx
    .insertInto('ratings')
    .values({
      workspace_id,
      conversation_id: id,
      resolution: resolutions,
      agent_id: agentId,
      label_ids,
      score,
      comment,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'conversation_id', 'resolution']).doUpdateSet({ score, comment }),
    )
    .execute()
  await recordRating(tx, { ...row, agent_id: agentId, label_ids }, { score, before })
  if (agentId === null) return
  const added = { rating_sum: score - (before?.score ?? 0), rating_count: before ? 0 : 1 }
  await tx
    .insertInto('agents')
    .values({ workspace_id, user_id: agentId, ...added })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'user_id']).doUpdateSet({
        rating_sum: sql`agents.rating_sum + excluded.rating_sum`,
        rating_count: sql`agents.rating_count + excluded.rating_count`,
      }),
    )
    .execute()
}
