import { BusinessHours, type OpeningState, weekdays } from '@parley/contracts/desk/business-hours'
import type { DeskWorkspace } from '@parley/contracts/desk/workspace'
import { dayMs, localTimeOf } from './local-time.ts'

/** From when to when a desk is open: milliseconds since 1970. */
interface Opening {
  from: number
  to: number
}

/** The hours of a desk in its time zone. */
export interface Calendar {
  isOpen(at: Date): boolean
  /** Whether it is open, and when that ends. */
  stateAt(at: Date): OpeningState
  /** For how many milliseconds it is open between two times; 0 where they are not in order. */
  openMsBetween(from: Date, to: Date): number
  /** When it will have been open for so many milliseconds since; undefined where that is not within `maxDays`. */
  afterOpenMs(since: Date, ms: number): Date | undefined
}

/** How far ahead is looked, so that no hours take long to reckon with. */
const maxDays = 400
/** How far ahead visitors are shown when it opens. */
const shownDays = 60

/** As the desk has them. */
export const hoursOf = ({ settings, timezone }: Pick<DeskWorkspace, 'settings' | 'timezone'>): Calendar =>
  calendarOf(BusinessHours.parse(settings.hours), timezone)

/** Reckons with a desk's hours, also across the days on which its time zone sets clocks. */
export function calendarOf({ days, holidays }: Pick<BusinessHours, 'days' | 'holidays'>, timeZone: string): Calendar {
  const clock = localTimeOf(timeZone)
  const onHolidays = new Map(holidays.map(({ date, spans }) => [Date.parse(date), spans]))

  const spansOf = (date: number) =>
    onHolidays.get(date) ?? days?.[weekdays[(new Date(date).getUTCDay() + 6) % 7]!] ?? []

  /** Openings that end after a time, in their order; those that meet are not joined. */
  function* openingsAfter(since: number, withinDays: number): Generator<Opening> {
    if (!days) {
      yield { from: since, to: Number.POSITIVE_INFINITY }
      return
    }
    const first = clock.dateAt(since)
    // The day before ends later where clocks are set back at midnight.
    for (let date = first - dayMs; date < first + withinDays * dayMs; date += dayMs)
      for (const { opens, closes } of spansOf(date)) {
        const from = clock.instantOf(date, minutesOf(opens), 'first')
        const to = clock.instantOf(date, minutesOf(closes), 'last')
        if (to > since && to > from) yield { from, to }
      }
  }

  function isOpen(at: Date): boolean {
    for (const { from } of openingsAfter(at.getTime(), 1)) if (from <= at.getTime()) return true
    return false
  }

  return {
    isOpen,
    stateAt(at) {
      const since = at.getTime()
      const isOpenNow = isOpen(at)
      let end = since
      for (const { from, to } of openingsAfter(since, shownDays)) {
        if (!isOpenNow) return { isOpen: false, opensAt: new Date(from).toISOString(), closesAt: null }
        if (from > end) break
        end = Math.max(end, to)
      }
      const isEndShown = isOpenNow && end < since + (shownDays - 1) * dayMs
      return { isOpen: isOpenNow, opensAt: null, closesAt: isEndShown ? new Date(end).toISOString() : null }
    },
    openMsBetween(from, to) {
      let sum = 0
      let counted = from.getTime()
      for (const opening of openingsAfter(counted, maxDays)) {
        if (opening.from >= to.getTime()) break
        const end = Math.min(opening.to, to.getTime())
        sum += Math.max(0, end - Math.max(opening.from, counted))
        counted = Math.max(counted, end)
      }
      return sum
    },
    afterOpenMs(since, ms) {
      let left = ms
      let counted = since.getTime()
      for (const { from, to } of openingsAfter(counted, maxDays)) {
        const begins = Math.max(from, counted)
        if (begins + left <= to) return new Date(begins + left)
        left -= Math.max(0, to - begins)
        counted = Math.max(counted, to)
      }
      return undefined
    },
  }
}

const minutesOf = (time: string): number => {
  const [hours, minutes] = time.split(':').map(Number) as [number, number]
  return hours * 60 + minutes
}
