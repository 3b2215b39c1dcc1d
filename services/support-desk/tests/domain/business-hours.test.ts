import { updateTenantWorkspace } from '@parley/contracts/desk/workspace'
import { describe, expect, it, vi } from 'vitest'
import { calendarOf } from '../../src/domain/business-hours.ts'

const span = (opens: string, closes: string) => ({ opens, closes })
const every = (...spans: ReturnType<typeof span>[]) => ({
  ...{
    monday: spans,
    tuesday: spans,
    wednesday: spans,
    thursday: spans,
    friday: spans,
    saturday: spans,
    sunday: spans,
  },
})
const office = { monday: [span('09:00', '12:30'), span('13:30', '17:00')], tuesday: [span('09:00', '17:00')] }
const hour = 3_600_000
const at = (text: string) => new Date(text)
const open = (closesAt: string | null) => ({
  isOpen: true,
  opensAt: null,
  closesAt: closesAt && at(closesAt).toISOString(),
})
const closed = (opensAt: string | null) => ({
  isOpen: false,
  opensAt: opensAt && at(opensAt).toISOString(),
  closesAt: null,
})

describe('a desk’s hours', () => {
  it.each([
    ['2026-11-30T07:59:59+01:00', closed('2026-11-30T09:00+01:00')],
    ['2026-11-30T09:00+01:00', open('2026-11-30T12:30+01:00')],
    ['2026-11-30T12:30+01:00', closed('2026-11-30T13:30+01:00')],
    ['2026-11-30T16:59:59.999+01:00', open('2026-11-30T17:00+01:00')],
    ['2026-12-01T17:00+01:00', closed('2026-12-07T09:00+01:00')],
    // Until Tuesday, which is a holiday; and a Thursday with hours of its own.
    ['2026-12-21T18:00+01:00', closed('2026-12-24T10:00+01:00')],
  ])('at %s, in Berlin', (time, state) => {
    const holidays = [
      { date: '2026-12-22', spans: [] },
      { date: '2026-12-24', spans: [span('10:00', '12:00')] },
    ]
    expect(calendarOf({ days: office, holidays }, 'Europe/Berlin').stateAt(at(time))).toEqual(state)
  })

  it('are the workspace’s wherever it is, and whatever date it is there', () => {
    const days = { monday: [span('00:00', '01:00')] }
    const state = (timeZone: string) => calendarOf({ days, holidays: [] }, timeZone).stateAt(at('2026-11-29T18:20Z'))
    expect(state('Asia/Kathmandu')).toEqual(open('2026-11-29T19:15Z'))
    expect(state('Pacific/Kiritimati')).toEqual(closed('2026-12-06T10:00Z'))
    expect(state('America/St_Johns')).toEqual(closed('2026-11-30T03:30Z'))
  })

  it('go on over midnight, and for ever; without any it is always open, and never where no day has any', () => {
    const state = (days: Parameters<typeof calendarOf>[0]['days'], time = '2026-11-30T23:00Z') =>
      calendarOf({ days, holidays: [] }, 'UTC').stateAt(at(time))
    expect(state({ monday: [span('22:00', '24:00')], tuesday: [span('00:00', '04:00')] })).toEqual(
      open('2026-12-01T04:00Z'),
    )
    expect(state(every(span('00:00', '24:00')))).toEqual(open(null))
    expect(state(null)).toEqual(open(null))
    expect(state({})).toEqual(closed(null))
  })

  it.each([
    // Clocks go from 2:00 to 3:00, and from 3:00 to 2:00.
    ['2026-03-29', 'Europe/Berlin', span('01:00', '05:00'), 3],
    ['2026-10-25', 'Europe/Berlin', span('01:00', '05:00'), 5],
    ['2026-10-25', 'Europe/Berlin', span('02:00', '02:30'), 1.5],
    ['2026-03-29', 'Europe/Berlin', span('02:30', '05:00'), 1.5],
    // From 2:00 to 2:30, and back at midnight to 23:00.
    ['2026-10-04', 'Australia/Lord_Howe', span('01:00', '05:00'), 3.5],
    ['2026-11-01', 'America/Havana', span('00:00', '24:00'), 25],
    ['2026-06-01', 'America/Havana', span('00:00', '24:00'), 24],
  ])('on %s in %s', (date, timeZone, own, hours) => {
    const { openMsBetween } = calendarOf({ days: {}, holidays: [{ date, spans: [own] }] }, timeZone)
    const day = Date.parse(date)
    expect(openMsBetween(new Date(day - 24 * hour), new Date(day + 48 * hour)) / hour).toBe(hours)
  })

  it('are counted on to the same time that they are counted to', () => {
    const { afterOpenMs, openMsBetween } = calendarOf({ days: office, holidays: [] }, 'America/New_York')
    for (const [since, hours] of [
      ['2026-10-26T10:00-04:00', 1],
      ['2026-10-26T20:00-04:00', 8],
      ['2026-10-31T00:00-04:00', 40.25],
    ] as const) {
      const due = afterOpenMs(at(since), hours * hour)!
      expect(openMsBetween(at(since), due)).toBe(hours * hour)
      expect(openMsBetween(at(since), new Date(due.getTime() - 1))).toBe(hours * hour - 1)
    }
    expect(afterOpenMs(at('2026-10-26T00:00Z'), 20_000 * hour)).toBeUndefined()
    expect(openMsBetween(at('2026-10-27T10:00Z'), at('2026-10-26T10:00Z'))).toBe(0)
  })

  it('ask for the offset of a day once, however many spans it has: a conversation is locked meanwhile', () => {
    const asked = vi.spyOn(Intl.DateTimeFormat.prototype, 'formatToParts')
    const minutes = ['00', '01', '02', '03'].map((hours) => span(`${hours}:00`, `${hours}:01`))
    const calendar = calendarOf({ days: every(...minutes), holidays: [] }, 'Pacific/Chatham')
    expect(calendar.afterOpenMs(at('2026-01-01T00:00:00Z'), 1_000 * hour)).toBeUndefined()
    expect(asked.mock.calls.length).toBeLessThan(600)
    asked.mockRestore()
  })
})

describe('what a workspace gives as its hours', () => {
  const accepts = (hours: unknown) => updateTenantWorkspace.body.safeParse({ settings: { hours } }).success

  it.each([
    { days: { monday: [span('09:00', '12:00'), span('12:00', '24:00')], sunday: null }, awayMessage: { tr: 'Yokuz' } },
    { days: null, holidays: [{ date: '2026-12-25' }], isAwayMessageSent: false },
    null,
  ])('may be %j', (hours) => {
    expect(accepts(hours)).toBe(true)
  })

  it.each([
    { days: { monday: [span('12:00', '09:00')] } },
    { days: { monday: [span('09:00', '12:00'), span('11:00', '14:00')] } },
    { days: { monday: [span('9:00', '12:00')] } },
    { days: { monday: [span('24:00', '24:00')] } },
    { days: { someday: [] } },
    { days: { monday: Array.from({ length: 5 }, (_, hour) => span(`0${hour}:00`, `0${hour}:30`)) } },
    { holidays: [{ date: '2026-02-30' }] },
    { holidays: Array.from({ length: 101 }, () => ({ date: '2026-12-25' })) },
    { awayMessage: { fr: 'Nous sommes absents' } },
    { awayMessage: { en: ' ' } },
    true,
  ])('is not %j', (hours) => {
    expect(accepts(hours)).toBe(false)
  })
})
