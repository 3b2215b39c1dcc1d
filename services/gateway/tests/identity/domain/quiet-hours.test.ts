import { describe, expect, it } from 'vitest'
import { isQuiet } from '../../../src/identity/domain/quiet-hours.ts'

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const nights = { starts: '22:30', ends: '07:00', days: everyDay }
/** 2026-11-30 is a Monday. */
const at = (time: string, date = '2026-11-30') => new Date(`${date}T${time}:00Z`)

describe('quiet hours', () => {
  it.each([
    ['22:29', false],
    ['22:30', true],
    ['00:00', true],
    ['06:59', true],
    ['07:00', false],
  ])('over midnight include %s: %s', (time, is) => expect(isQuiet(nights, 'UTC', at(time))).toBe(is))

  it.each([
    ['11:59', false],
    ['12:00', true],
    ['13:00', false],
  ])('within a day include %s: %s', (time, is) =>
    expect(isQuiet({ starts: '12:00', ends: '13:00', days: everyDay }, null, at(time))).toBe(is),
  )

  it('are on the days on which they start, also after midnight', () => {
    const friday = { ...nights, days: [5] }
    expect(isQuiet(friday, 'UTC', at('23:00', '2026-12-04'))).toBe(true)
    expect(isQuiet(friday, 'UTC', at('06:00', '2026-12-05'))).toBe(true)
    expect(isQuiet(friday, 'UTC', at('23:00', '2026-12-05'))).toBe(false)
    expect(isQuiet({ ...nights, days: [7] }, 'UTC', at('06:00'))).toBe(true)
  })

  it('are in the person’s time zone, in summer as in winter', () => {
    const berlin = (date: string) => isQuiet(nights, 'Europe/Berlin', at('20:45', date))
    expect([berlin('2026-07-01'), berlin('2026-12-01')]).toEqual([true, false])
  })

  it('from one time to the same are a whole day, and nobody has any who has not chosen', () => {
    expect(isQuiet({ starts: '09:00', ends: '09:00', days: [1] }, 'UTC', at('08:59', '2026-12-01'))).toBe(true)
    expect(isQuiet({ starts: '09:00', ends: '09:00', days: [1] }, 'UTC', at('09:00', '2026-12-01'))).toBe(false)
    expect(isQuiet(null, 'UTC', at('23:00'))).toBe(false)
  })
})
