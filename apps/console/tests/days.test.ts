import { describe, expect, it } from 'vitest'
import { daysBetween, ranges } from '../src/admin/usage/days.ts'

describe('ranges of days', () => {
  const now = new Date('2026-03-01T00:30:00Z')

  it('are days of UTC, both ends included', () => {
    expect(ranges.month(now)).toEqual(['2026-03-01', '2026-03-01'])
    expect(ranges.lastMonth(now)).toEqual(['2026-02-01', '2026-02-28'])
    expect(daysBetween(...ranges.days30(now))).toHaveLength(30)
    expect(daysBetween('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
  })
})
