import { sql } from 'kysely'
import type { Db } from '../context.ts'
import type { ConversationRow, Draft } from '../domain/draft.ts'
import { factsOf } from '../domain/report-facts.ts'

/** How many facts are added to hours at once. */
export const maxFolded = 1_000

/** Notes for reports what has become of conversations. */
export async function recordFacts(tx: Db, drafts: readonly Draft[]): Promise<void> {
  const rows = drafts.flatMap((draft) =>
    factsOf(draft).map(({ metric, since, agentId = draft.row.agent_id }) => ({
      ...placeOf({ ...draft.row, agent_id: agentId }),
      metric,
      value: since === undefined ? 0 : sql<number>`extract(epoch from now() - ${since}::timestamptz) * 1000`,
    })),
  )
  if (rows.length > 0) await tx.insertInto('report_facts').values(rows).execute()
}

/** By what reports count something: as it was when it happened. */
type Place = Pick<ConversationRow, 'workspace_id' | 'agent_id' | 'site_id' | 'label_ids'>

/** How a visitor has rated, as it is counted. */
export interface CountedRating extends Pick<ConversationRow, 'agent_id' | 'label_ids'> {
  score: number
  ratedAt: string
}

/** Notes for reports how a visitor has rated a conversation: now, if not given. */
export async function recordRating(
  tx: Db,
  rated: Place,
  { score, ratedAt }: { score: number; ratedAt?: string | undefined },
): Promise<void> {
  const at = ratedAt !== undefined && { happened_at: ratedAt }
  await tx
    .insertInto('report_facts')
    .values({ ...placeOf(rated), ...at, metric: 'rating', value: score })
    .execute()
}

/** Takes a rating back that another one takes the place of. */
export async function takeBackRating(tx: Db, row: Place, { score, ratedAt, ...place }: CountedRating): Promise<void> {
  await tx
    .insertInto('report_facts')
    .values({ ...placeOf({ ...row, ...place }), happened_at: ratedAt, metric: 'rating', amount: -1, value: score })
    .execute()
}

/** Takes back that a conversation was opened at a time: it was merged with one that was opened before. */
export async function takeBackOpening(tx: Db, row: Place, openedAt: string): Promise<void> {
  const place = placeOf({ ...row, agent_id: null, label_ids: [] })
  await tx
    .insertInto('report_facts')
    .values({ ...place, happened_at: openedAt, metric: 'opened', amount: -1 })
    .execute()
}

const placeOf = ({ workspace_id, agent_id, site_id, label_ids }: Place) => ({
  ...{ workspace_id, agent_id, site_id, label_ids },
})

/** The workspaces of the facts that wait longest, and how many of these there are. */
export async function findFacts(db: Db): Promise<{ workspaceId: string; count: number }[]> {
  return db
    .selectFrom((eb) =>
      eb.selectFrom('report_facts').select('workspace_id').orderBy('happened_at').limit(maxFolded).as('oldest'),
    )
    .select(({ fn }) => ['oldest.workspace_id as workspaceId', fn.countAll<number>().as('count')])
    .groupBy('oldest.workspace_id')
    .execute()
}

/**
 * Adds a workspace's oldest facts to the hours of its time zone, and removes them, once: what another process is at is left
 * to it. Hours are locked in their order.
 */
export async function foldFacts(db: Db, workspaceId: string): Promise<void> {
  // Raw: unnesting, and deletions that are read.
  await sql`
    with folded as (
      delete from report_facts f
      where f.workspace_id = ${workspaceId} and f.id in (
        select t.id from report_facts t where t.workspace_id = ${workspaceId}
        order by t.happened_at limit ${maxFolded} for update skip locked)
      returning f.*
    ), placed as (
      select of.dimension, of.key, f.metric, f.amount, f.amount * f.value as value,
        date_trunc('hour', f.happened_at,
          coalesce((select d.timezone from desks d where d.workspace_id = ${workspaceId}), 'UTC')) as hour,
        case f.metric when 'rating' then f.value
          else greatest(0, ceil(4 * ln(greatest(f.value, 1) / 1000.0::float8) / ln(2.0::float8))) end::smallint as bucket
      from folded f cross join lateral (
        select 'all' as dimension, '00000000-0000-0000-0000-000000000000'::uuid as key
        union all select 'agent', f.agent_id where f.agent_id is not null
        union all select 'site', f.site_id where f.site_id is not null
        union all select 'label', unnest(f.label_ids)) of
    )
    insert into report_hours as h (workspace_id, dimension, hour, key, metric, bucket, total, sum)
    select ${workspaceId}, dimension, hour, key, metric, bucket, sum(amount), sum(value)
    from placed group by dimension, hour, key, metric, bucket
    order by dimension, hour, key, metric, bucket
    on conflict (workspace_id, dimension, hour, key, metric, bucket) do update
    set total = h.total + excluded.total, sum = h.sum + excluded.sum`.execute(db)
}
