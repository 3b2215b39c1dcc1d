import type { ReportDurations, ReportFigures } from '@parley/contracts/desk/reports'
import type { Metric } from './metric.ts'

/** How often something has happened, and its values added up, in a bucket of their histogram. */
export interface Count {
  metric: Metric
  bucket: number
  total: number
  sum: number
}

/** Adds up counts, such as of several hours. */
export function figuresOf(counts: readonly Count[]): ReportFigures {
  const of = (metric: Metric) => counts.filter((each) => each.metric === metric)
  const closed = durationsOf(of('closed'))
  return {
    opened: totalOf(of('opened')),
    reopened: totalOf(of('reopened')),
    resolved: closed.count,
    visitorMessages: totalOf(of('visitor_message')),
    agentMessages: totalOf(of('agent_message')),
    aiMessages: totalOf(of('ai_message')),
    firstResponse: durationsOf(of('first_response')),
    resolution: closed,
    csat: csatOf(of('rating')),
    response: durationsOf(of('response')),
  }
}

const totalOf = (counts: readonly Count[]): number => counts.reduce((sum, { total }) => sum + total, 0)
const sumOf = (counts: readonly Count[]): number => counts.reduce((sum, each) => sum + each.sum, 0)

function durationsOf(counts: readonly Count[]): ReportDurations {
  const count = totalOf(counts)
  const buckets = Map.groupBy(counts, ({ bucket }) => bucket)
  const ascending = [...buckets.keys()].sort((one, other) => one - other).map((bucket) => buckets.get(bucket)!)
  const percentile = (part: number): number | null => {
    let below = 0
    for (const inBucket of ascending) {
      const total = totalOf(inBucket)
      below += total
      if (total > 0 && below >= part * count) return averageOf(inBucket, total)
    }
    return null
  }
  return {
    count,
    averageMs: count === 0 ? null : averageOf(counts, count),
    ...{ p50Ms: percentile(0.5), p90Ms: percentile(0.9), p95Ms: percentile(0.95) },
  }
}

/** Of the values of a bucket: so a percentile is never above the largest of them. */
const averageOf = (counts: readonly Count[], total: number): number => Math.round(sumOf(counts) / total)

function csatOf(counts: readonly Count[]): ReportFigures['csat'] {
  const count = totalOf(counts)
  if (count === 0) return { count, average: null, satisfied: null }
  const satisfied = totalOf(counts.filter(({ bucket }) => bucket >= 4))
  return { count, average: rounded(sumOf(counts) / count), satisfied: rounded(satisfied / count) }
}

/** To four decimals. */
export const rounded = (number: number): number => Math.round(number * 10_000) / 10_000
