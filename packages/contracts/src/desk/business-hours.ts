import * as z from 'zod'
import { Language, Time } from '../fields.ts'
import { showsSomething } from '../text.ts'

/** Of a workspace's hours: spans of a day, holidays, and characters of an away message. */
export const hoursLimits = { spans: 4, holidays: 100, awayMessage: 1_000 } as const

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

const OpeningTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Must be a time of day such as 09:00.')
const ClosingTime = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Must be a time of day such as 17:30, at most 24:00.')

/** When it is open on one day. As text, such times are in the order of the day. */
const Spans = z
  .array(z.object({ opens: OpeningTime, closes: ClosingTime }))
  .max(hoursLimits.spans)
  .refine(
    (spans) => spans.every(({ opens, closes }, index) => opens < closes && (spans[index - 1]?.closes ?? '') <= opens),
    'Each span must close after it opens, and begin after the one before it has ended.',
  )

const Days = z.partialRecord(z.enum(weekdays), Spans)
const Holiday = z.object({ date: z.iso.date(), spans: Spans.default([]) })
const Holidays = z.array(Holiday).max(hoursLimits.holidays)
const AwayText = z.string().trim().max(hoursLimits.awayMessage).refine(showsSomething, 'Must show something.')

/** When agents answer, as the workspace's settings have it under `hours`. */
export const BusinessHoursPatch = z
  .looseObject({
    days: z
      .partialRecord(z.enum(weekdays), Spans.nullable())
      .nullable()
      .describe(
        'When the desk is open on each day of the week, in the workspace’s time zone. One that is not given is closed; always open without any `days`. What goes on after midnight closes at 24:00, and opens at 00:00. Where a clock is set back over it, an opening is the first of both times, a closing the last; where it is set forward, a time that there is not is as much later.',
      ),
    holidays: Holidays.nullable().describe(
      `Dates with hours of their own, closed without \`spans\`: at most ${hoursLimits.holidays}.`,
    ),
    awayMessage: z
      .partialRecord(Language, AwayText.nullable())
      .nullable()
      .describe('The message to visitors who write while it is closed, by language; a text of ours if not given.'),
    isAwayMessageSent: z.boolean().nullable().describe('Whether they are sent one. Default: true.'),
  })
  .partial()

/** The same as it is read, with what is not given; `days` null: always open. */
export const BusinessHours = z
  .object({
    days: Days.nullable().catch(null),
    holidays: Holidays.catch([]),
    awayMessage: z.partialRecord(Language, z.string()).catch({}),
    isAwayMessageSent: z.boolean().catch(true),
  })
  .catch({ days: null, holidays: [], awayMessage: {}, isAwayMessageSent: true })
export type BusinessHours = z.output<typeof BusinessHours>

/** Whether a desk is open, as widgets show it. */
export const OpeningState = z
  .object({
    isOpen: z.boolean().describe('Always true where the workspace has given no hours.'),
    opensAt: Time.nullable().describe(
      'When it opens next; null while it is open, and where it does not within 60 days.',
    ),
    closesAt: Time.nullable().describe(
      'When it closes; null while it is closed, and where it does not within 60 days.',
    ),
  })
  .meta({ id: 'OpeningState' })
export type OpeningState = z.output<typeof OpeningState>
