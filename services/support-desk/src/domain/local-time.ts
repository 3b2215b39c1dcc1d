/** A time zone's clock. */
export interface LocalTime {
  /** The date there at an instant, as midnight UTC of the same date. */
  dateAt(at: number): number
  /** When a clock there shows so many minutes after midnight of a date: the first time, or the last, where it does twice. */
  instantOf(date: number, minutes: number, which: 'first' | 'last'): number
}

const minuteMs = 60_000
export const dayMs = 24 * 60 * minuteMs

/** Zones are few, and what is known of each is kept: openings of a year are reckoned with while a conversation is locked. */
const clocks = new Map<string, LocalTime>()
/** Days of a zone whose offset is kept: more than anybody looks ahead. */
const maxKnownDays = 1_000

/** The clock of an IANA time zone, instants being milliseconds since 1970. */
export function localTimeOf(timeZone: string): LocalTime {
  const name = timeZone.toLowerCase()
  const clock = clocks.get(name) ?? createClock(timeZone)
  clocks.set(name, clock)
  return clock
}

/** Zones that are set back or forward do so once in three days. */
function createClock(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  /** By how much it is ahead of UTC at midnight UTC of a date. */
  const offsets = new Map<number, number>()

  /** What a clock there shows, as if it were UTC. */
  function shownAt(at: number): number {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const { year, month, day, hour, minute, second } = parts as Record<string, number>
    return Date.UTC(year!, month! - 1, day, hour, minute, second)
  }

  function offsetAt(date: number): number {
    let offset = offsets.get(date)
    if (offset === undefined) {
      offset = shownAt(date) - date
      if (offsets.size >= maxKnownDays) offsets.clear()
      offsets.set(date, offset)
    }
    return offset
  }

  return {
    dateAt: (at) => Math.floor(shownAt(at) / dayMs) * dayMs,
    instantOf(date, minutes, which) {
      const shown = date + minutes * minuteMs
      // Midnights UTC before the date begins there, and after it has ended.
      const [before, after] = [offsetAt(date - dayMs), offsetAt(date + 2 * dayMs)]
      if (before === after) return shown - before
      const found = [shown - before, shown - after].filter((at) => shownAt(at) === shown)
      // A time that a clock leaves out is as late as if it had not been set forward.
      if (found.length === 0) return shown - before
      return which === 'first' ? Math.min(...found) : Math.max(...found)
    },
  }
}
