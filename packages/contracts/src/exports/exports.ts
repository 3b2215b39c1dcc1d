import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Limit } from '../fields.ts'
import { JobId, WorkspaceId } from '../ids.ts'
import { archiveLimits } from '../imports/imports.ts'
import { Export, ExportSummary } from './export.ts'

const common = { owner: 'integrations', auth: 'user', limit: 'default', role: 'admin', scope: 'admin' } as const
const params = z.object({ id: WorkspaceId })
const exportParams = z.object({ id: WorkspaceId, exportId: JobId })

/** What an export may be, and for how long it is kept after it has ended. */
export const exportLimits = { maxBytes: archiveLimits.maxBytes, keptDays: 7 } as const

const format = `It is a ZIP in the layout of a Slack workspace export, so that what reads those reads it: \`users.json\`; \`channels.json\`, \`groups.json\`, \`dms.json\` and \`mpims.json\`; and for each channel a folder with a file of messages for each day (UTC). Every person, channel and message has an object \`parley\` with what Slack’s format has no place for, ids, Markdown, handles and roles, twins, pins and the exact reactions; files are in \`parley/files/\`, and \`parley/export.json\` says what the archive is. \`docs/export.md\` describes it, and \`POST …/imports\` takes it.`

const content = `It has what whoever asked for it may read: public channels, and the private channels and direct messages of which they are a member. Others are left out and counted, also for an owner, since a private channel exists for its members alone. Deleted messages are not in it, nor what belongs to one person (drafts, read markers, preferences), the support desk, knowledge, credentials and settings.`

export const startExport = defineEndpoint({
  ...common,
  name: 'startExport',
  audit: 'export.started',
  method: 'post',
  path: '/api/v2/workspaces/:id/exports',
  summary: 'Export a workspace.',
  description: `Takes an owner or admin (403); an API key needs \`admin\`. ${content}

${format}

A channel is read as it was at one moment. One export of a workspace runs at a time (409). It starts again after a restart. An archive has at most 2 GiB, as imports take: what would exceed it is a file that is left out and counted, or, where the messages alone do, a failure with \`error.code\` \`too_large\`. \`export.progress\` says how far it is. The archive is kept for ${exportLimits.keptDays} days, and shown to whoever asked for it alone.`,
  params,
  body: z.object({
    files: z
      .boolean()
      .default(true)
      .describe('Whether the archive has the files of messages, and not their names alone.'),
  }),
  responses: { 202: envelope(ExportSummary) },
  errors: ['not_found', 'conflict'],
})

export const exportWorkspace = defineEndpoint({
  ...common,
  name: 'exportWorkspace',
  audit: 'export.started',
  method: 'get',
  path: '/api/v2/workspaces/:id/export',
  summary: 'One’s newest export of a workspace, which is started where there is none.',
  description: `Ask until the answer is a 200, whose \`data.archive.url\` is the archive’s; until then it is a 202. One that has failed is a 200 as well, with \`error\`. Where the caller has none, or its archive is not kept any more, one with files is started, as by \`POST …/exports\`, of which everything holds (409 while another person’s runs); \`POST …/exports\` starts another one.`,
  params,
  responses: { 200: envelope(Export), 202: envelope(Export) },
  errors: ['not_found', 'conflict'],
})

export const listExports = defineEndpoint({
  ...common,
  name: 'listExports',
  method: 'get',
  path: '/api/v2/workspaces/:id/exports',
  summary: 'The exports of a workspace, the newest first.',
  description: 'Page by `before` with the last `id` of the page before.',
  params,
  query: z.object({ before: JobId.optional(), limit: Limit() }),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'id' }] },
  responses: { 200: envelope(z.array(ExportSummary)) },
  errors: ['not_found'],
})

export const getExport = defineEndpoint({
  ...common,
  name: 'getExport',
  method: 'get',
  path: '/api/v2/workspaces/:id/exports/:exportId',
  summary: 'How far an export is, and once it is completed, its archive.',
  params: exportParams,
  responses: { 200: envelope(Export) },
  errors: ['not_found'],
})

export const deleteExport = defineEndpoint({
  ...common,
  name: 'deleteExport',
  audit: 'export.deleted',
  method: 'delete',
  path: '/api/v2/workspaces/:id/exports/:exportId',
  summary: 'Cancel an export, or remove the archive of one that has ended.',
  description:
    'One that runs stops with the batch that it is at, and is `failed` with `error.code` `cancelled`. The URLs of an archive that is removed are dead at once.',
  params: exportParams,
  responses: { 200: envelope(ExportSummary) },
  errors: ['not_found'],
})
