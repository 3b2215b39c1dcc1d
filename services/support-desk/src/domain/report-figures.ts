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
  const byBucket = counts.toSorted((one, other) => one.bucket - other.bucket)
  const percentile = (part: number): number | null => {
    let below = 0
    for (const { bucket, total } of byBucket) {
      below += total
      if (total > 0 && below >= part * count) return middleOf(bucket)
    }
    return null
  }
  return {
    count,
    averageMs: count === 0 ? null : Math.round(sumOf(counts) / count),
    ...{ p50Ms: percentile(0.5), p90Ms: percentile(0.9), p95Ms: percentile(0.95) },
  }
}

/** The middle of a bucket, which goes from a quarter of a power of two of seconds to the next; the first is all below one. */
const middleOf = (bucket: number): number => Math.round(1_000 * 2 ** ((bucket - 0.5) / 4))

function csatOf(counts: readonly Count[]): ReportFigures['csat'] {
  const count = totalOf(counts)
  if (count === 0) return { count, average: null, satisfied: null }
  const satisfied = totalOf(counts.filter(({ bucket }) => bucket >= 4))
  return { count, average: rounded(sumOf(counts) / count), satisfied: rounded(satisfied / count) }
}

/** To four decimals. */
export const rounded = (number: number): number => Math.round(number * 10_000) / 10_000
