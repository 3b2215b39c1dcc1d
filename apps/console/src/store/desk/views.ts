import type { Listed } from './filter.ts'

/** The views that every desk has. */
export const views = {
  mine: { filter: { mine: true, status: ['waiting', 'active'], snoozed: false }, sort: 'last_updated' },
  waiting: { filter: { status: ['waiting'], snoozed: false }, sort: 'longest_waiting' },
  all: { filter: { status: ['waiting', 'active'] }, sort: 'last_updated' },
  snoozed: { filter: { snoozed: true }, sort: 'last_updated' },
  closed: { filter: { status: ['closed'] }, sort: 'last_updated' },
} as const satisfies Record<string, Listed>

export type ViewName = keyof typeof views
