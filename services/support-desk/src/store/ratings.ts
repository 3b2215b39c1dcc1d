import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { ConversationRow } from '../domain/draft.ts'
import { type CountedRating, recordRating, takeBackOpening, takeBackRating } from './report-facts.ts'

/**
 * Writes what a visitor says of a locked conversation's last resolution, and adds it to its agent's scores. Reports count a
 * conversation's last rating alone.
 *
 * @returns whether that is another rating than it had
 */
export async function rate(
  tx: Db,
  row: ConversationRow,
  { score, comment }: { score: number; comment: string | null },
): Promise<boolean> {
  const { workspace_id, id, resolutions } = row
  const before = await tx
    .selectFrom('ratings')
    .select(['score', 'comment', 'agent_id', 'label_ids'])
    .where('workspace_id', '=', workspace_id)
    .where('conversation_id', '=', id)
    .where('resolution', '=', resolutions)
    .executeTakeFirst()
  // Who had it when it was rated first, whoever was given it since; and what it was sorted by.
  const { agent_id: agentId, label_ids } = before ?? row
  const last = await findLastRating(tx, row)
  if (last) await takeBackRating(tx, row, last)
  const isReplaced = before !== undefined && last?.resolution === resolutions
  await recordRating(
    tx,
    { ...row, agent_id: agentId, label_ids },
    { score, ...(isReplaced && { ratedAt: last.ratedAt }) },
  )
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
      conflict
        .columns(['workspace_id', 'conversation_id', 'resolution'])
        .doUpdateSet(({ ref }) => ({ score, comment, ...(!isReplaced && { created_at: ref('excluded.created_at') }) })),
    )
    .execute()
  const isOther = row.rating !== score || before?.comment !== comment
  if (agentId === null) return isOther
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
  return isOther
}

/** Has reports count two conversations that are merged as one: opened when the first was, with the last rating of both. */
export async function countAsOne(tx: Db, row: ConversationRow, other: ConversationRow): Promise<void> {
  const [, later] = [row, other].toSorted((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at))
  await takeBackOpening(tx, later!, later!.created_at)
  const [ofRow, ofOther] = [await findLastRating(tx, row), await findLastRating(tx, other)]
  if (!ofRow || !ofOther) return
  const isRowEarlier = Date.parse(ofRow.ratedAt) < Date.parse(ofOther.ratedAt)
  await (isRowEarlier ? takeBackRating(tx, row, ofRow) : takeBackRating(tx, other, ofOther))
}

/** The rating of a conversation that reports count. */
function findLastRating(
  tx: Db,
  { workspace_id, id }: ConversationRow,
): Promise<(CountedRating & { resolution: number }) | undefined> {
  return tx
    .selectFrom('ratings')
    .select(['resolution', 'score', 'agent_id', 'label_ids', 'created_at as ratedAt'])
    .where('workspace_id', '=', workspace_id)
    .where('conversation_id', '=', id)
    .orderBy('created_at', 'desc')
    .orderBy('resolution', 'desc')
    .limit(sql.lit(1))
    .executeTakeFirst()
}
