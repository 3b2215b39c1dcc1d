import type { DeskReport, ReportDurations } from '@parley/contracts/desk/reports'
import { type Cell, csvRow } from '@parley/kit/csv'

type Figures = Partial<DeskReport['totals']>

const counts = ['opened', 'reopened', 'resolved', 'visitorMessages', 'agentMessages', 'aiMessages'] as const
const times = ['firstResponse', 'response', 'resolution'] as const
const measures = ['count', 'averageMs', 'p50Ms', 'p90Ms', 'p95Ms'] as const satisfies (keyof ReportDurations)[]

const header: Cell[] = [
  ...['section', 'key', 'name', ...counts],
  ...times.flatMap((time) => measures.map((measure) => `${time}.${measure}`)),
  ...['csat.count', 'csat.average', 'csat.satisfied'],
]

/** A report as CSV (RFC 4180), a row for each of its parts. */
export function csvOf(report: DeskReport): string {
  const rows: Cell[][] = [
    header,
    rowOf('totals', `${report.from}/${report.to}`, report.timezone, report.totals),
    ...report.series.map((each) => rowOf(report.interval, each.start, null, each)),
    ...report.agents.map((each) => rowOf('agent', each.agentId, each.name, each)),
    ...report.sites.map((each) => rowOf('site', each.siteId, each.name, each)),
    ...report.labels.map((each) => rowOf('label', each.labelId, each.name, each)),
    ...report.topics.map((each) => rowOf('topic', null, each.topic, each)),
  ]
  return rows.map(csvRow).join('')
}

const rowOf = (section: string, key: string | null, name: string | null, figures: Figures): Cell[] => [
  ...[section, key, name],
  ...counts.map((count) => figures[count] ?? null),
  ...times.flatMap((time) => measures.map((measure) => figures[time]?.[measure] ?? null)),
  ...(figures.csat ? [figures.csat.count, figures.csat.average, figures.csat.satisfied] : [null, null, null]),
]
