import type { DeskSettings } from './settings.ts'

type Hours = NonNullable<DeskSettings['hours']>

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

/** When the desk is open, as fields of times have it: one that closes at 00:00 closes at the end of the day. */
export interface Span {
  key: string
  opens: string
  closes: string
}

/** No day has more. */
export const maxSpans = 4

export type Week = Readonly<Record<Weekday, readonly Span[]>>

export const newSpan = (opens = '09:00', closes = '17:00'): Span => ({ key: crypto.randomUUID(), opens, closes })

type GivenSpans = readonly { opens: string; closes: string }[]

export const spansOf = (given: GivenSpans): readonly Span[] =>
  given.map(({ opens, closes }) => newSpan(opens, closes === '24:00' ? '00:00' : closes))

/** As the server takes them. */
export const givenSpans = (spans: readonly Span[]) =>
  spans.map(({ opens, closes }) => ({ opens, closes: closes === '00:00' ? '24:00' : closes }))

/** Monday to Friday, for a desk that has no hours yet. */
const usual: Week = {
  monday: [newSpan()],
  tuesday: [newSpan()],
  wednesday: [newSpan()],
  thursday: [newSpan()],
  friday: [newSpan()],
  saturday: [],
  sunday: [],
}

export function weekOf(days: Hours['days']): Week {
  if (!days) return usual
  const of = (day: Weekday) => spansOf(days[day] ?? [])
  return {
    monday: of('monday'),
    tuesday: of('tuesday'),
    wednesday: of('wednesday'),
    thursday: of('thursday'),
    friday: of('friday'),
    saturday: of('saturday'),
    sunday: of('sunday'),
  }
}

export const withMondays = (week: Week): Week => {
  const { monday } = week
  const copied = () => monday.map(({ opens, closes }) => newSpan(opens, closes))
  return { ...week, tuesday: copied(), wednesday: copied(), thursday: copied(), friday: copied() }
}

/** Whether each closes after it opens, and opens after the one before it has closed. */
export function areInOrder(spans: readonly Span[]): boolean {
  const given = givenSpans(spans)
  return given.every(({ opens, closes }, at) => opens < closes && (given[at - 1]?.closes ?? '') <= opens)
}
