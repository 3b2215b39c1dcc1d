import {
  type DeskReport,
  downloadTenantReport,
  getTenantReport,
  maxReportDays,
  type ReportFigures,
} from '@parley/contracts/desk/reports'
import { encodeId } from '@parley/contracts/type-id'
import { invalid } from '@parley/kit/errors'
import { ok, type Request, route } from '@parley/kit/route'
import type { Context, Db } from '../context.ts'
import { csvOf } from '../domain/report-csv.ts'
import { type Count, figuresOf } from '../domain/report-figures.ts'
import { getDesk } from '../store/desks.ts'
import {
  type Dimension,
  findNames,
  findReportRange,
  listStarts,
  type ReportRange,
  readByKey,
  readSeries,
  readTopics,
} from '../store/reports.ts'

export const getReportRoute = ({ db }: Context) =>
  route(getTenantReport, async (request) => ok(await readReport(db, request)))

export const downloadReportRoute = ({ db }: Context) =>
  route(downloadTenantReport, async (request) => {
    const report = await readReport(db, request)
    const name = `report-${report.from}-${report.to}.csv`
    return {
      type: 'text/csv',
      text: csvOf(report),
      headers: { 'Content-Disposition': `attachment; filename="${name}"`, 'Cache-Control': 'no-store' },
    }
  })

async function readReport(
  db: Db,
  { query, caller: { workspaceId } }: Request<typeof getTenantReport | typeof downloadTenantReport>,
): Promise<DeskReport> {
  const { interval } = query
  const { timezone } = await getDesk(db, workspaceId)
  const { from, to, days, ...range } = await findReportRange(db, { workspaceId, timezone }, query)
  if (days < 1) throw invalid('to', 'Must not be before `from`.')
  if (days > maxReportDays[interval])
    throw invalid('to', `Must be at most ${maxReportDays[interval]} days, by the ${interval}.`)
  const counts = await readSeries(db, range, interval)
  const byStart = Map.groupBy(counts, ({ start }) => start)
  const starts = await listStarts(db, range, interval)
  return {
    ...{ from, to, timezone, interval },
    totals: figuresOf(merged(counts)),
    series: starts.map((start) => ({ start, ...figuresOf(byStart.get(start) ?? []) })),
    agents: (await readRows(db, range, 'agent')).map(({ key, ...row }) => ({ agentId: encodeId('usr', key), ...row })),
    sites: (await readRows(db, range, 'site')).map(({ key, ...row }) => ({ siteId: encodeId('sit', key), ...row })),
    labels: (await readRows(db, range, 'label')).map(({ key, ...row }) => ({ labelId: encodeId('lbl', key), ...row })),
    topics: await readTopics(db, range),
  }
}

/** The counts of a bucket added up, whenever they were. */
function merged(counts: readonly Count[]): Count[] {
  const ofBuckets = Map.groupBy(counts, ({ metric, bucket }) => `${metric} ${bucket}`)
  return [...ofBuckets.values()].map((same) => ({
    ...same[0]!,
    total: same.reduce((sum, each) => sum + each.total, 0),
    sum: same.reduce((sum, each) => sum + each.sum, 0),
  }))
}

async function readRows(
  db: Db,
  range: ReportRange,
  dimension: Dimension,
): Promise<(ReportFigures & { key: string; name: string | null })[]> {
  const byKey = Map.groupBy(await readByKey(db, range, dimension), ({ key }) => key)
  const names = await findNames(db, range.workspaceId, dimension, [...byKey.keys()])
  return [...byKey].map(([key, counts]) => ({ key, name: names.get(key) ?? null, ...figuresOf(counts) }))
}
