import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { always, GivenTime, Limit, Time } from '../fields.ts'
import { JobId, typeId } from '../ids.ts'
import { importStatuses } from '../imports/import.ts'
import { connectionLimits } from './connection.ts'
import { Platform } from './platform.ts'

const privileged = { owner: 'integrations', auth: 'user', limit: 'default', scope: 'admin', role: 'admin' } as const
const params = z.object({ platform: Platform })
const ofJob = { params, query: z.object({ jobId: JobId }) } as const

/** Imports of histories that run in a workspace at once. */
export const maxHistoryImports = 5

/** A time, or the beginning of a day in UTC. */
const TimeOrDay = z.union(
  [GivenTime, z.iso.date()],
  'Must be an ISO 8601 time with Z or an offset, or a day such as 2026-11-30.',
)

const Count = z.int().min(0)

/** An import of a platform's history. */
const HistoryImport = z
  .object({
    platform: Platform,
    jobId: typeId('job'),
    status: z.enum(importStatuses).describe('A cancelled one is `failed`, with `error.code` `cancelled`.'),
    progress: z
      .int()
      .min(0)
      .max(100)
      .describe('Per cent of the time that is asked for. It only rises, and is 100 once `completed`.'),
    messagesImported: Count.describe('What this job has stored.'),
    totalEstimated: Count.describe('About how many messages it reads in all, by its progress so far.'),
    etaSeconds: Count.nullable().describe('About how long it still takes, at its pace so far.'),
    since: Time.nullable(),
    until: Time,
    startedAt: Time,
    completedAt: Time.nullable(),
    channels: z.object({ total: Count, done: Count, failed: Count }),
    error: z.object({ code: z.string(), message: z.string() }).nullable().describe('Why it has `failed`.'),
  })
  .meta({ id: 'HistoryImport' })

const FailedChannel = z.object({
  channelId: typeId('ch'),
  name: z.string().describe('As it is called there.'),
  message: z.string(),
})

/** How many of the channels that have failed are named. */
export const maxNamedErrors = 100

const HistoryImportStatus = HistoryImport.extend({
  errors: z.array(FailedChannel).describe(`Channels that could not be imported, the first ${maxNamedErrors}.`),
}).meta({ id: 'HistoryImportStatus' })

/** NaN for what is not given, or is no time, which another check has refused. */
const timeOf = (value: unknown): number => (typeof value === 'string' ? Date.parse(value) : Number.NaN)

export const importHistory = defineEndpoint({
  ...privileged,
  audit: 'import.started',
  name: 'importHistory',
  method: 'post',
  path: '/api/v2/platform-connections/:platform/import-history',
  summary: 'Import what was written on a connected platform before.',
  description: `Takes an owner or admin. \`channelIds\` names channels by name or by either id; without it, all of them are imported, and \`ingestMessages\` and \`selectedChannels\` do not matter. \`since\` is included and \`until\` is not; without \`until\`, it is the time of the request. A channel that is not there, a time that is none, and a \`since\` that is later than \`until\` or than now is a 400 that names the field. A platform that is not connected, or refuses its credentials, is a 409; one without a history a 409 \`not_supported\`; so is the ${maxHistoryImports + 1}th import of a workspace at once.

Channels become the channels that the bridge uses, public ones are joined where the platform wants that, and messages keep their time, author, thread, files and reactions. Nothing is answered, pushed or sent back. What the bridge has brought, or an earlier import, is not imported again; and edits, deletions, reactions and replies that follow cross as those of any message. Where a platform finds threads by their first message alone, replies in threads that began before \`since\` are not found.

It waits as long as the platform wants, survives restarts, and ends \`completed\` also where channels have failed. \`GET /api/v2/workspaces/:id/imports/:importId\` with its \`jobId\` says what was not imported and why, \`…/proof\` compares both sides day by day, and \`…/retry\` imports the gaps.`,
  params,
  body: z
    .strictObject({
      channelIds: z
        .array(z.string().min(1).max(200))
        .min(1)
        .max(connectionLimits.selectedChannels)
        .optional()
        .describe('All channels if not given.'),
      since: TimeOrDay.optional(),
      until: TimeOrDay.optional(),
    })
    .refine(({ since, until }) => !(timeOf(since) > timeOf(until)), {
      ...always,
      path: ['until'],
      message: 'Must not be before `since`.',
    }),
  responses: {
    202: z.object({
      platform: Platform,
      jobId: typeId('job'),
      status: z.literal('started'),
      message: z.string(),
    }),
  },
  errors: ['conflict', 'not_supported'],
})

export const getHistoryImport = defineEndpoint({
  ...privileged,
  ...ofJob,
  name: 'getHistoryImport',
  method: 'get',
  path: '/api/v2/platform-connections/:platform/import-status',
  summary: 'How far an import of a history is.',
  description: 'A job of another platform or workspace is a 404. It is there also once the platform is disconnected.',
  responses: { 200: HistoryImportStatus },
  errors: ['not_found'],
})

export const cancelHistoryImport = defineEndpoint({
  ...privileged,
  ...ofJob,
  audit: 'import.cancelled',
  name: 'cancelHistoryImport',
  method: 'delete',
  path: '/api/v2/platform-connections/:platform/import-history',
  summary: 'Cancel an import of a history.',
  description:
    'What was imported stays. It stops with the page that it is at, and is `failed` with `error.code` `cancelled`. One that has ended stays as it is, and is answered.',
  responses: { 200: HistoryImportStatus },
  errors: ['not_found'],
})

export const listHistoryImports = defineEndpoint({
  ...privileged,
  name: 'listHistoryImports',
  method: 'get',
  path: '/api/v2/platform-connections/:platform/jobs',
  summary: 'The imports of a platform’s history, the newest first.',
  description: 'Page by `before` with the last `jobId` of the page before.',
  params,
  query: z.object({ before: JobId.optional(), limit: Limit() }),
  pages: { items: 'jobs', cursors: [{ query: 'before', of: 'jobId' }] },
  responses: { 200: z.object({ platform: Platform, jobs: z.array(HistoryImport) }) },
})
