/** A time zone's clock. */
export interface LocalTime {
  /** The date there at an instant, as midnight UTC of the same date. */
  dateAt(at: number): number
  /** When a clock there shows so many minutes after midnight of a date: the first time, or the last, where it does twice. */
  instantOf(date: number, minutes: number, which: 'first' | 'last'): number
}

const minuteMs = 60_000
export const dayMs = 24 * 60 * minuteMs

/** The clock of an IANA time zone, instants being milliseconds since 1970. Zones that are set back or forward do so once in a day. */
export function localTimeOf(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })

  /** What a clock there shows, as if it were UTC. */
  function shownAt(at: number): number {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const { year, month, day, hour, minute, second } = parts as Record<string, number>
    return Date.UTC(year!, month! - 1, day, hour, minute, second)
  }

  const offsetAt = (at: number) => shownAt(at) - Math.floor(at / 1_000) * 1_000

  return {
    dateAt: (at) => Math.floor(shownAt(at) / dayMs) * dayMs,
    instantOf(date, minutes, which) {
      const shown = date + minutes * minuteMs
      const [before, after] = [offsetAt(shown - dayMs), offsetAt(shown + dayMs)]
      const found = [shown - before, shown - after].filter((at) => shownAt(at) === shown)
      // A time that a clock leaves out is as late as if it had not been set forward.
      if (found.length === 0) return shown - before
      return which === 'first' ? Math.min(...found) : Math.max(...found)
    },
  }
}
