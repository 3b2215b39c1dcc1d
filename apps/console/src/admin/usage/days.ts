const dayMs = 86_400_000

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

/** Ranges of days of UTC that can be chosen, each with its first and last day. */
export const ranges = {
  month: (now) => [dayOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)), dayOf(now.getTime())],
  lastMonth: (now) => [
    dayOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)),
    dayOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0)),
  ],
  days30: (now) => [dayOf(now.getTime() - 29 * dayMs), dayOf(now.getTime())],
  days90: (now) => [dayOf(now.getTime() - 89 * dayMs), dayOf(now.getTime())],
} as const satisfies Record<string, (now: Date) => [from: string, to: string]>

export type Range = keyof typeof ranges

/** Every day from one to another, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = []
  for (let time = Date.parse(from); time <= Date.parse(to); time += dayMs) days.push(dayOf(time))
  return days
}
