import { useMemo } from 'react'
import { useLanguage } from './language.ts'
import { useToday } from './today.ts'

/** Dates as the chosen language writes them, in the reader’s time zone. */
export function useDates() {
  const language = useLanguage()
  const today = useToday()
  return useMemo(() => datesIn(language, today), [language, today])
}

/** @param today when the reader’s day began, in ms */
export function datesIn(language: string, today: number) {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(language, options)
    return (time: string | Date) => formatter.format(new Date(time))
  }
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const weekday = format({ weekday: 'long', month: 'long', day: 'numeric' })
  const year = format({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' })
  const time = format({ timeStyle: 'short' })
  const dayAndTime = format({ month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' })
  const dateTime = format({ dateStyle: 'medium', timeStyle: 'short' })
  return {
    time,
    short: format({ month: 'short', day: 'numeric' }),
    full: format({ dateStyle: 'full', timeStyle: 'short' }),
    date: format({ dateStyle: 'medium' }),
    dateTime,
    /** As short as it is clear: the time alone of today, the year where it is another. */
    when(at: string): string {
      const now = new Date()
      if (isSameDay(at, now.toISOString())) return time(at)
      return new Date(at).getFullYear() === now.getFullYear() ? dayAndTime(at) : dateTime(at)
    },
    /** `Today`, `Yesterday`, a weekday with its date, with the year where it is another. */
    day(time: string): string {
      const days = Math.round((today - startOfDay(new Date(time)).getTime()) / dayMs)
      if (days === 0 || days === 1) return capitalised(relative.format(-days, 'day'), language)
      return new Date(time).getFullYear() === new Date().getFullYear() ? weekday(time) : year(time)
    },
    /** `5 minutes ago`. */
    ago(time: string): string {
      // The server’s clock may be ahead of this one.
      const seconds = Math.max((Date.now() - new Date(time).getTime()) / 1_000, 0)
      const [unit, size] = units.find(([, size]) => seconds >= size) ?? ['second', 1]
      return relative.format(-Math.floor(seconds / size), unit)
    },
  }
}

export type Dates = ReturnType<typeof useDates>

const dayMs = 86_400_000
const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** As a field of times has it, in the reader’s time zone: `2026-03-19T09:30`; of dates, the part before the `T`. */
export function asFieldValue(time: string | Date): string {
  const date = new Date(time)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export function startOfDay(time: Date): Date {
  const day = new Date(time)
  day.setHours(0, 0, 0, 0)
  return day
}

/** Whether two times are of the same day for the reader. */
export const isSameDay = (a: string, b: string): boolean =>
  startOfDay(new Date(a)).getTime() === startOfDay(new Date(b)).getTime()

const capitalised = (text: string, language: string) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
