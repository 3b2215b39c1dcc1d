const dayMs = 86_400_000

/** Days between two times as the reader's calendar counts them. */
function daysBetween(earlier: Date, later: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
  return Math.round((midnight(later) - midnight(earlier)) / dayMs)
}

export const formatTime = (iso: string, language: string): string =>
  new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' }).format(new Date(iso))

/** The day as a heading: today, yesterday, or its date. */
export function formatDay(iso: string, language: string, words: { today: string; yesterday: string }): string {
  const date = new Date(iso)
  const now = new Date()
  const days = daysBetween(date, now)
  if (days === 0) return words.today
  if (days === 1) return words.yesterday
  const isThisYear = date.getFullYear() === now.getFullYear()
  return new Intl.DateTimeFormat(language, {
    weekday: isThisYear ? 'long' : undefined,
    day: 'numeric',
    month: 'long',
    year: isThisYear ? undefined : 'numeric',
  }).format(date)
}

/** When it will be: today or tomorrow, a day of this week, or its date; and the time. */
export function formatOpening(iso: string, language: string): string {
  const days = daysBetween(new Date(), new Date(iso))
  const time = formatTime(iso, language)
  if (days < 2) return `${new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day')}, ${time}`
  const day = days < 7 ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'long' } as const)
  return `${new Intl.DateTimeFormat(language, day).format(new Date(iso))}, ${time}`
}

/** When it was, in few characters: the time of today, else the day. */
export const formatWhen = (iso: string, language: string): string =>
  daysBetween(new Date(iso), new Date()) === 0
    ? formatTime(iso, language)
    : new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }).format(new Date(iso))
