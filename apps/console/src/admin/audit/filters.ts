import { startOfDay } from '../../i18n/dates.ts'

/** What of the log is shown, as the address has it. */
export interface AuditFilters {
  /** A person’s id. */
  actor?: string | undefined
  action?: string | undefined
  /** The first and the last day, such as `2026-03-19`, in the reader’s time zone. */
  from?: string | undefined
  to?: string | undefined
}

const names = ['actor', 'action', 'from', 'to'] as const

/** The filters that an address has. */
export function filtersOf(search: string): AuditFilters {
  const query = new URLSearchParams(search)
  return Object.fromEntries(names.flatMap((name) => (query.get(name) ? [[name, query.get(name)!]] : [])))
}

/** The address of the log with these filters. */
export function addressOf(filters: AuditFilters): string {
  const query = new URLSearchParams(names.flatMap((name) => (filters[name] ? [[name, filters[name]]] : [])))
  return query.size > 0 ? `/?${query}` : '/'
}

/** The filters as the API takes them: a day is whole, its last moment included. */
export function queryOf({ actor, action, from, to }: AuditFilters) {
  return {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(from && { since: midnight(from, 0).toISOString() }),
    ...(to && { until: midnight(to, 1).toISOString() }),
  }
}

/** When a day begins for the reader, or one after it. */
function midnight(day: string, daysAfter: number): Date {
  const time = startOfDay(new Date(`${day}T00:00`))
  time.setDate(time.getDate() + daysAfter)
  return time
}
