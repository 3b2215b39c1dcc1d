/** When a person wants to be left alone: times of day such as `22:30`, and the days on which they start, Monday being 1. */
export interface QuietHours {
  starts: string
  ends: string
  days: readonly number[]
}

const dayMinutes = 24 * 60

/**
 * Whether a moment is within somebody's quiet hours.
 *
 * @param timeZone IANA; UTC where the person has chosen none
 */
export function isQuiet(hours: QuietHours | null, timeZone: string | null, at: Date): boolean {
  if (!hours) return false
  const { day, minute } = localTime(timeZone ?? 'UTC', at)
  const [starts, ends] = [minuteOf(hours.starts), minuteOf(hours.ends)]
  const lasts = (ends - starts + dayMinutes) % dayMinutes || dayMinutes
  const today = minute >= starts && minute < starts + lasts
  // What began yesterday may go on after midnight.
  const sinceYesterday = minute + dayMinutes < starts + lasts
  const yesterday = day === 1 ? 7 : day - 1
  return (today && hours.days.includes(day)) || (sinceYesterday && hours.days.includes(yesterday))
}

const minuteOf = (time: string): number => {
  const [hour, minute] = time.split(':').map(Number) as [number, number]
  return hour * 60 + minute
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

function localTime(timeZone: string, at: Date): { day: number; minute: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return { day: weekdays.indexOf(parts.weekday!) + 1, minute: Number(parts.hour) * 60 + Number(parts.minute) }
}
