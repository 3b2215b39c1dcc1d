const morning = 9

/** Until when conversations are put off mostly: in an hour, in three, tomorrow morning, and the morning of next Monday. */
export function snoozeTimes(now: Date): Date[] {
  const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
  const inDays = (days: number) => {
    const day = new Date(now)
    day.setDate(day.getDate() + days)
    day.setHours(morning, 0, 0, 0)
    return day
  }
  const toMonday = (8 - now.getDay()) % 7 || 7
  const times = [inHours(1), inHours(3), inDays(1), inDays(toMonday)]
  return times.filter((time, at) => time.getTime() !== times[at - 1]?.getTime())
}
