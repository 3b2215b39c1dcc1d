import type { DeskReport, ReportFigures } from '@parley/client/index'

/** Days of the workspace, both included: `2026-11-29`. */
export interface Period {
  from: string
  to: string
}

const dayMs = 86_400_000
const shift = (day: string, days: number) => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)

export const lengthOf = ({ from, to }: Period): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1

/** What day it is in a time zone. */
export const dayIn = (timeZone: string, now: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)

export const lastDays = (days: number, today: string): Period => ({ from: shift(today, 1 - days), to: today })

/** The days between two, whichever comes first. */
export const between = (a: string, b: string): Period => (a <= b ? { from: a, to: b } : { from: b, to: a })

/** The days of an address; undefined where it has none, or some that there are not. */
export function periodIn(query: URLSearchParams): Period | undefined {
  const from = query.get('from') ?? ''
  const to = query.get('to') ?? ''
  return isDay(from) && isDay(to) ? between(from, to) : undefined
}

const isDay = (text: string) => !Number.isNaN(Date.parse(text)) && shift(text, 0) === text

/** As many days, right before. */
export const periodBefore = (period: Period): Period => ({
  from: shift(period.from, -lengthOf(period)),
  to: shift(period.from, -1),
})

/** By how much something has changed, as a part of what it was; undefined where there is nothing to compare. */
export const changeOf = (now: number | null, before: number | null): number | undefined =>
  now === null || before === null || before === 0 ? undefined : (now - before) / before

/** What is read of figures, and whether more of it is better. */
export const measures = {
  opened: { read: ({ opened }: ReportFigures): number | null => opened, isMoreBetter: undefined },
  resolved: { read: ({ resolved }: ReportFigures): number | null => resolved, isMoreBetter: true },
  firstResponse: { read: ({ firstResponse }: ReportFigures) => firstResponse.p50Ms, isMoreBetter: false },
  satisfied: { read: ({ csat }: ReportFigures) => csat.satisfied, isMoreBetter: true },
} as const

export type Measure = keyof typeof measures

export const isEmpty = ({ totals }: DeskReport): boolean =>
  totals.opened + totals.resolved + totals.visitorMessages + totals.agentMessages + totals.aiMessages === 0
