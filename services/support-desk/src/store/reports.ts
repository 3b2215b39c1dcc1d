import { type DeskReport, reportLimits } from '@parley/contracts/desk/reports'
import { type SqlBool, sql } from 'kysely'
import type { Db } from '../context.ts'
import { type Count, rounded } from '../domain/report-figures.ts'

/** The days of a report in its time zone, both included, as times: the end is no part of it. */
export interface ReportRange {
  workspaceId: string
  timezone: string
  start: string
  end: string
}

/** Sums of bigint are numeric, which has no type of its own here. */
const sums = [sql<number>`sum(total)::int8`.as('total'), sql<number>`sum(sum)::int8`.as('sum')] as const

export type Dimension = 'agent' | 'site' | 'label'

/** When days begin and end in a time zone; without any, those until today. */
export async function findReportRange(
  db: Db,
  { workspaceId, timezone }: Pick<ReportRange, 'workspaceId' | 'timezone'>,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<{ from: string; to: string; days: number } & ReportRange> {
  const { rows } = await sql<{ from: string; to: string; days: number; start: string; end: string }>`
    select "from", "to", "to" - "from" + 1 as days,
      "from"::timestamp at time zone ${timezone} as start, ("to" + 1)::timestamp at time zone ${timezone} as end
    from (select last."to", coalesce(${from ?? null}::date, last."to" - 6) as "from"
      from (select coalesce(${to ?? null}::date, (now() at time zone ${timezone})::date) as "to") last) given`.execute(
    db,
  )
  return { ...rows[0]!, workspaceId, timezone }
}

/** What has happened in each day or hour in which something did. */
export async function readSeries(
  db: Db,
  { workspaceId, timezone, start, end }: ReportRange,
  interval: 'day' | 'hour',
): Promise<(Count & { start: string })[]> {
  return db
    .selectFrom('report_hours')
    .select([
      sql<string>`date_trunc(${interval}, hour, ${timezone})`.as('start'),
      ...(['metric', 'bucket'] as const),
      ...sums,
    ])
    .where('workspace_id', '=', workspaceId)
    .where('dimension', '=', 'all')
    .where('hour', '>=', start)
    .where('hour', '<', end)
    .groupBy(['start', 'metric', 'bucket'])
    .$castTo<Count & { start: string }>()
    .execute()
}

/** When each day or hour begins. A quarter of an hour is the smallest step of any time zone. */
export async function listStarts(
  db: Db,
  { timezone, start, end }: ReportRange,
  interval: 'day' | 'hour',
): Promise<string[]> {
  const { rows } = await sql<{ start: string }>`
    select distinct date_trunc(${interval}, step, ${timezone}) as start
    from generate_series(${start}::timestamptz, ${end}::timestamptz - interval '15 minutes', '15 minutes') step
    order by start`.execute(db)
  return rows.map((row) => row.start)
}

/** What has happened of each agent, site or label: of those of which there is most. */
export async function readByKey(
  db: Db,
  { workspaceId, start, end }: ReportRange,
  dimension: Dimension,
): Promise<(Count & { key: string })[]> {
  return db
    .with('counted', (qc) =>
      qc
        .selectFrom('report_hours')
        .select([...(['key', 'metric', 'bucket'] as const), ...sums])
        .where('workspace_id', '=', workspaceId)
        .where('dimension', '=', dimension)
        .where('hour', '>=', start)
        .where('hour', '<', end)
        .groupBy(['key', 'metric', 'bucket']),
    )
    .with('most', (qc) =>
      qc
        .selectFrom('counted')
        .select(({ fn }) => ['key', fn.sum<number>('total').as('weight')])
        .groupBy('key')
        .orderBy('weight', 'desc')
        .orderBy('key')
        .limit(reportLimits.rows),
    )
    .selectFrom('counted')
    .innerJoin('most', 'most.key', 'counted.key')
    .select(['counted.key', 'counted.metric', 'counted.bucket', 'counted.total', 'counted.sum'])
    .orderBy('most.weight', 'desc')
    .orderBy('counted.key')
    .$castTo<Count & { key: string }>()
    .execute()
}

/** What agents, sites or labels are called, those that are there still. */
export async function findNames(
  db: Db,
  workspaceId: string,
  dimension: Dimension,
  keys: string[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const rows =
    dimension === 'agent'
      ? await db
          .selectFrom('gateway.people')
          .select(['user_id as key', 'display_name as name'])
          .where('workspace_id', '=', workspaceId)
          .where('user_id', 'in', keys)
          .execute()
      : await db
          .selectFrom(dimension === 'site' ? 'sites' : 'labels')
          .select(['id as key', 'name'])
          .where('workspace_id', '=', workspaceId)
          .where('id', 'in', keys)
          .execute()
  return new Map(rows.map(({ key, name }) => [key, name]))
}

interface TopicRow {
  topic: string
  resolved: number
  responses: number
  responseMs: number | null
  responsePercentiles: number[] | null
  resolutionMs: number
  resolutionPercentiles: number[]
  ratings: number
  rating: number | null
  satisfied: number
}

/** What conversations were about that are closed, of the newest of them: read of the rows, so that nothing of them outlives them. */
export async function readTopics(db: Db, { workspaceId, start, end }: ReportRange): Promise<DeskReport['topics']> {
  const msBetween = (from: string, to: string) =>
    sql<number>`round(extract(epoch from ${sql.ref(to)} - ${sql.ref(from)}) * 1000)::int8`
  const newest = db
    .selectFrom('conversations as c')
    .select([
      'c.topics',
      'c.rating',
      msBetween('c.opened_at', 'c.first_answered_at').as('responseMs'),
      msBetween('c.opened_at', 'c.closed_at').as('resolutionMs'),
    ])
    .where('c.workspace_id', '=', workspaceId)
    .where('c.closed_at', '>=', start)
    .where('c.closed_at', '<', end)
    .orderBy('c.closed_at', 'desc')
    .limit(reportLimits.topicConversations)
  const percentiles = (of: string) =>
    sql<number[]>`percentile_disc(array[0.5, 0.9, 0.95]) within group (order by ${sql.ref(of)})`
  const rows: TopicRow[] = await db
    .selectFrom(newest.as('n'))
    .innerJoin(sql<{ topic: string }>`lateral unnest(n.topics)`.as<'t'>(sql`t (topic)`), (join) =>
      join.on(sql<SqlBool>`true`),
    )
    .select(({ fn }) => [
      't.topic',
      fn.countAll<number>().as('resolved'),
      fn.count<number>('n.responseMs').as('responses'),
      sql<number | null>`round(avg(n."responseMs"))::int8`.as('responseMs'),
      percentiles('n.responseMs').as('responsePercentiles'),
      sql<number>`round(avg(n."resolutionMs"))::int8`.as('resolutionMs'),
      percentiles('n.resolutionMs').as('resolutionPercentiles'),
      fn.count<number>('n.rating').as('ratings'),
      sql<number | null>`avg(n.rating)::float8`.as('rating'),
      sql<number>`count(*) filter (where n.rating >= 4)`.as('satisfied'),
    ])
    .groupBy('t.topic')
    .orderBy('resolved', 'desc')
    .orderBy('t.topic')
    .limit(reportLimits.topics)
    .execute()
  return rows.map((row) => ({
    topic: row.topic,
    resolved: row.resolved,
    firstResponse: durations(row.responses, row.responseMs, row.responsePercentiles ?? []),
    resolution: durations(row.resolved, row.resolutionMs, row.resolutionPercentiles),
    csat: {
      count: row.ratings,
      average: row.rating === null ? null : rounded(row.rating),
      satisfied: row.ratings === 0 ? null : rounded(row.satisfied / row.ratings),
    },
  }))
}

const durations = (count: number, averageMs: number | null, [p50Ms, p90Ms, p95Ms]: (number | string)[]) => ({
  ...{ count, averageMs },
  ...{ p50Ms: numberOf(p50Ms), p90Ms: numberOf(p90Ms), p95Ms: numberOf(p95Ms) },
})

/** Arrays of bigint come as text. */
const numberOf = (value: number | string | undefined): number | null =>
  value === undefined || value === null ? null : Number(value)
