import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Time } from '../fields.ts'
import { typeId } from '../ids.ts'

/** How many days a report has at most, by its interval. */
export const maxReportDays = { day: 92, hour: 7 } as const

/** Agents, sites and labels that a report has at most, those with the most to count; topics; and conversations that those are of. */
export const reportLimits = { rows: 100, topics: 50, topicConversations: 5_000 } as const

const durationMs = z.int().nullable()

/** How long something took, by the clock. */
export const ReportDurations = z
  .object({ count: z.int(), averageMs: durationMs, p50Ms: durationMs, p90Ms: durationMs, p95Ms: durationMs })
  .describe(
    'Percentiles come of a histogram: within a fifth of what they are exactly, and never above the largest value.',
  )
  .meta({ id: 'ReportDurations' })
export type ReportDurations = z.output<typeof ReportDurations>

const csat = z.object({
  count: z.int().describe('Conversations that were rated: each by its last rating.'),
  average: z.number().nullable().describe('From 1 to 5.'),
  satisfied: z.number().nullable().describe('How many of them are 4 or 5: from 0 to 1.'),
})

const ofResolved = {
  firstResponse: ReportDurations.describe('From when it was opened or reopened until an agent wrote.'),
  resolution: ReportDurations.describe('From then until it was closed.'),
  csat,
}

/** What is counted of conversations, in the hour in which it happened. */
export const ReportFigures = z
  .object({
    opened: z.int().describe('Two that were merged as one, when the first was.'),
    reopened: z.int().describe('Of an agent: those that they had when they were resolved, whoever has them then.'),
    resolved: z.int(),
    visitorMessages: z.int(),
    agentMessages: z.int(),
    aiMessages: z.int(),
    ...ofResolved,
    response: ReportDurations.describe('From a visitor’s first message that an agent has not answered until one does.'),
  })
  .meta({ id: 'ReportFigures' })
export type ReportFigures = z.output<typeof ReportFigures>

const name = z.string().nullable().describe('Null where it is gone.')

/** What a workspace's desk has done in some days. */
export const DeskReport = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    timezone: z.string(),
    interval: z.enum(['day', 'hour']),
    totals: ReportFigures,
    series: z.array(ReportFigures.extend({ start: Time })).describe('Every day or hour, in its order.'),
    agents: z.array(ReportFigures.extend({ agentId: typeId('usr'), name })),
    sites: z.array(ReportFigures.extend({ siteId: typeId('sit'), name })),
    labels: z.array(ReportFigures.extend({ labelId: typeId('lbl'), name })),
    topics: z.array(z.object({ topic: z.string(), resolved: z.int(), ...ofResolved })),
  })
  .meta({ id: 'DeskReport' })
export type DeskReport = z.output<typeof DeskReport>

const Day = z.iso
  .date({ error: 'Must be a day, such as 2026-11-29.', abort: true })
  .refine((day) => day >= '2000-01-01' && day < '2100-01-01', 'Must be of this century.')

const common = {
  owner: 'support-desk',
  auth: 'user',
  limit: 'default',
  method: 'get',
  query: z.object({
    from: Day.optional().describe('Six days before `to` if not given.'),
    to: Day.optional().describe('Today if not given.'),
    interval: z.enum(['day', 'hour']).default('day'),
  }),
} as const

const rules = [
  `Days are those of the workspace’s time zone, both included: at most ${maxReportDays.day}, by the hour ${maxReportDays.hour}.`,
  'What happens is in it within seconds, by agent, site and labels as the conversation was then, and stays there when the conversation is deleted: numbers, without anything that was said or by whom.',
  'Averages are exact; percentiles are of a histogram, and within a fifth.',
  `Of agents, sites and labels those ${reportLimits.rows} are shown of which there is most. \`topics\` are the ${reportLimits.topics} most frequent among the ${reportLimits.topicConversations.toLocaleString('en')} conversations that were closed last within the days and are so still.`,
].join(' ')

export const getTenantReport = defineEndpoint({
  ...common,
  name: 'getTenantReport',
  path: '/api/tenant/reports',
  summary: 'What the desk has done: how much, how fast, and what visitors said of it.',
  description: rules,
  responses: { 200: DeskReport },
})

export const downloadTenantReport = defineEndpoint({
  ...common,
  name: 'downloadTenantReport',
  path: '/api/tenant/reports.csv',
  summary: 'The same as CSV.',
  description: `A row for the totals, for each day or hour, agent, site, label and topic, as \`section\` says. What a spreadsheet would take for a formula begins with an apostrophe. ${rules}`,
  produces: 'text/csv',
  responses: { 200: z.string() },
})
