import { startOfDay } from '../../i18n/dates.ts'

const morning = 9
const dayMs = 86_400_000

/** When people mean to send what they do not send now: in an hour, the next morning, and on Monday’s. */
export function usualTimes(now: Date): Date[] {
  const soon = new Date(now)
  soon.setHours(now.getHours() + 1, 0, 0, 0)
  const tomorrow = morningIn(now, 1)
  const monday = morningIn(now, (8 - now.getDay()) % 7 || 7)
  return tomorrow.getTime() === monday.getTime() ? [soon, tomorrow] : [soon, tomorrow, monday]
}

function morningIn(now: Date, days: number): Date {
  const day = new Date(now)
  day.setDate(now.getDate() + days)
  day.setHours(morning, 0, 0, 0)
  return day
}

/** One of them as people say it: `Tomorrow, 9:00 AM`, `Monday, 9:00 AM`. */
export function saidTime(time: Date, now: Date, language: string): string {
  const days = Math.round((startOfDay(time).getTime() - startOfDay(now).getTime()) / dayMs)
  const day =
    days < 2
      ? new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day')
      : new Intl.DateTimeFormat(language, { weekday: 'long' }).format(time)
  const hour = new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(time)
  return `${day.charAt(0).toLocaleUpperCase(language)}${day.slice(1)}, ${hour}`
}

/** A time as `<input type="datetime-local">` has it. */
export function localTime(time: Date): string {
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}
