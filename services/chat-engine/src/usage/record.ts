import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { Usage } from '../engines/engine.ts'
import type { Prices } from './prices.ts'

export interface UsageEntry {
  workspaceId: string
  /** Who asked; null where nobody did, such as for the analysis of a conversation. */
  userId: string | null
  /** Which twin answered, if one did: its own budget counts it too. */
  twinId: string | null
  /** Whose cost it is, if it is a run's. */
  runId: string | null
  purpose: 'chat' | 'twin' | 'summary' | 'analysis' | 'knowledge' | 'desk'
  /** As the engine named it. */
  model: string
  usage: Usage
}

/** As many answers of a workspace can end at once without waiting for one another. */
const slots = 16

/**
 * Records what an answer has used, in the transaction that stores the answer: once in a transaction, and before it posts
 * to a channel, since it locks the day's row of the same person, twin and model. One statement, of as many rows however
 * much was used before.
 */
export async function recordUsage(tx: Db, prices: Prices, entry: UsageEntry): Promise<void> {
  const { workspaceId, userId, twinId, runId, purpose, model, usage } = entry
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = usage
  const billionths = prices.costOf(model, usage)
  const unpriced = billionths === null ? inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens : 0
  const slot = Math.floor(Math.random() * slots)
  await sql`
    with given as materialized (
      select (now() at time zone 'UTC')::date as day, ${billionths}::numeric * 0.000000001 as cost_usd),
    of_day as (
      insert into usage_days as u (workspace_id, day, user_id, twin_id, model, purpose, answers, input_tokens, output_tokens,
        cache_read_tokens, cache_write_tokens, cost_usd, unpriced_tokens)
      select ${workspaceId}, day, ${userId}, ${twinId}, ${model}, ${purpose}, 1, ${inputTokens}, ${outputTokens},
        ${cacheReadTokens}, ${cacheWriteTokens}, coalesce(cost_usd, 0), ${unpriced}
      from given
      on conflict (workspace_id, day, user_id, twin_id, model, purpose) do update set
        answers = u.answers + 1,
        input_tokens = u.input_tokens + excluded.input_tokens,
        output_tokens = u.output_tokens + excluded.output_tokens,
        cache_read_tokens = u.cache_read_tokens + excluded.cache_read_tokens,
        cache_write_tokens = u.cache_write_tokens + excluded.cache_write_tokens,
        cost_usd = u.cost_usd + excluded.cost_usd,
        unpriced_tokens = u.unpriced_tokens + excluded.unpriced_tokens),
    of_month as (
      insert into usage_months as u (workspace_id, month, scope_id, slot, cost_usd)
      select ${workspaceId}, date_trunc('month', day)::date, scope_id, ${slot}, cost_usd
      from given, unnest(array[${workspaceId}, ${twinId}]::uuid[]) as scope_id
      where scope_id is not null and cost_usd > 0
      on conflict (workspace_id, month, scope_id, slot) do update set cost_usd = u.cost_usd + excluded.cost_usd)
    update runs set cost_usd = given.cost_usd from given where workspace_id = ${workspaceId} and id = ${runId}`.execute(
    tx,
  )
}
