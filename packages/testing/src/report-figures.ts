import type { ReportFigures } from '@parley/contracts/desk/reports'
import { expect } from 'vitest'
import type { ExpectedFigures } from './rows/desk-reports.ts'

/** Percentiles come of a histogram: within a fifth, where all below a second are alike, and never above the largest value. */
export function expectFigures(given: ReportFigures, { counts, times, scores }: ExpectedFigures): void {
  expect(given).toMatchObject(counts)
  for (const name of ['firstResponse', 'response', 'resolution'] as const) {
    const [{ count, averageMs, ...percentiles }, exact] = [
      given[name],
      times[name].toSorted((one, other) => one - other),
    ]
    expect(count).toBe(exact.length)
    if (count === 0) continue
    expect(Math.abs(averageMs! - exact.reduce((sum, each) => sum + each, 0) / count)).toBeLessThan(3)
    for (const [part, ms] of [
      [0.5, percentiles.p50Ms],
      [0.9, percentiles.p90Ms],
      [0.95, percentiles.p95Ms],
    ] as const) {
      const own = Math.max(1_000, exact[Math.ceil(part * count) - 1]!)
      expect(Math.max(1_000, ms!) / own).toBeGreaterThan(0.83)
      expect(Math.max(1_000, ms!) / own).toBeLessThan(1.2)
      expect(ms!).toBeLessThan(exact.at(-1)! + 3)
    }
  }
  expect(given.csat.count).toBe(scores.length)
  if (scores.length === 0) return
  expect(given.csat.average).toBeCloseTo(scores.reduce((sum, each) => sum + each, 0) / scores.length, 3)
  expect(given.csat.satisfied).toBeCloseTo(scores.filter((each) => each >= 4).length / scores.length, 3)
}
