const morning = 9

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

/** A time as `<input type="datetime-local">` has it. */
export function localTime(time: Date): string {
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}
