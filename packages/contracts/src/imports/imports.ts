import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Flag, Integer, Limit } from '../fields.ts'
import { defineDownload } from '../file-download.ts'
import { JobId, WorkspaceId } from '../ids.ts'
import { Import, ImportedChannel, ImportedDay, ImportSummary } from './import.ts'

const common = { owner: 'integrations', auth: 'user', limit: 'default', role: 'admin', scope: 'admin' } as const
const params = z.object({ id: WorkspaceId })
const importParams = z.object({ id: WorkspaceId, importId: JobId })

const gibibyte = 1024 ** 3

/** What an archive may be, and for how long it is kept after its import has ended. */
export const archiveLimits = { maxBytes: 2 * gibibyte, keptDays: 7, uploadedHours: 24 } as const

export const startImport = defineEndpoint({
  ...common,
  name: 'startImport',
  audit: 'import.started',
  method: 'post',
  path: '/api/v2/workspaces/:id/imports',
  summary: 'Import a workspace from an export of Slack, Mattermost or Parley.',
  description: `Takes an owner or admin (403); an API key needs \`admin\`. One file of at most 2 GiB (413), whose content says what it is; another than those that \`kind\` lists is a 400. An archive that is encrypted or damaged, has two files of one name, a symbolic link or a path that leads out of it, more than 250,000 files, or unpacks to more than 32 GiB or 250 times its size is a 400 that names what is wrong. At most two imports of a workspace run at once (409).

Channels become channels: a name that is taken gets the platform’s behind it (\`random-slack\`), what is archived is archived in the end, and what is private, direct messages included, is private, with the importing person as its only member unless the archive’s members are restored. A channel that was imported before is the same one. Messages keep their time, author, thread and reactions; an author whose address is proven here is that person, anybody else a bridged author. Joins, topics and the like are no messages, and are counted as left out. Files that are in the archive, as in Parley’s and Mattermost’s, are kept with their messages on behalf of the importing person, each of at most 100 MiB and ten a message, its type found and its metadata taken out as of an upload; of one that cannot be kept the name is noted. Where the archive has links alone, as Slack’s, they stay links, and are never fetched. Parley’s export comes back in whole but for what stands for nobody here: twins and people without an account become bridged authors, and \`general\` is imported into \`general\`. A channel of it that is created has those of its members (1,000 at most) who are members of the workspace, and no guests, in their roles; a channel that was there before gets none. Nothing is delivered, unread or answered: clients get \`channel.updated\` with \`history_changed\`.

It goes on after a restart, and imports no message twice: neither if it is repeated, nor if the same archive is imported again. \`import.progress\` says how far it is. The archive is kept for ${archiveLimits.keptDays} days after it has ended.`,
  params,
  consumes: ['multipart/form-data'],
  bodyLimitBytes: archiveLimits.maxBytes + 1024 ** 2,
  upload: { field: 'archive', maxFiles: 1, maxFileBytes: archiveLimits.maxBytes, maxFields: 1, maxFieldBytes: 1024 },
  body: z.object({ archive: z.array(z.file()).length(1) }),
  responses: { 202: envelope(ImportSummary) },
  errors: ['not_found', 'conflict'],
})

export const listImports = defineEndpoint({
  ...common,
  name: 'listImports',
  method: 'get',
  path: '/api/v2/workspaces/:id/imports',
  summary: 'The imports of a workspace, the newest first.',
  description: 'Page by `before` with the last `id` of the page before.',
  params,
  query: z.object({ before: JobId.optional(), limit: Limit() }),
  pages: { items: 'data', cursors: [{ query: 'before', of: 'id' }] },
  responses: { 200: envelope(z.array(ImportSummary)) },
  errors: ['not_found'],
})

export const getImport = defineEndpoint({
  ...common,
  name: 'getImport',
  method: 'get',
  path: '/api/v2/workspaces/:id/imports/:importId',
  summary: 'How far an import is, and what has become of it.',
  params: importParams,
  responses: { 200: envelope(Import) },
  errors: ['not_found'],
})

export const listImportedChannels = defineEndpoint({
  ...common,
  name: 'listImportedChannels',
  method: 'get',
  path: '/api/v2/workspaces/:id/imports/:importId/channels',
  summary: 'The channels of an import, in the archive’s order.',
  description: 'Page by `after` with the last `number` of the page before.',
  params: importParams,
  query: z.object({ after: Integer({ min: 0, max: 1_000_000 }).optional(), limit: Limit() }),
  pages: { items: 'data', cursors: [{ query: 'after', of: 'number' }] },
  responses: { 200: envelope(z.array(ImportedChannel)) },
  errors: ['not_found'],
})

export const getImportProof = defineEndpoint({
  ...common,
  name: 'getImportProof',
  method: 'get',
  path: '/api/v2/workspaces/:id/imports/:importId/proof',
  summary: 'Each day of each channel: how many messages, and a digest of them, where they come from and here.',
  description:
    'Messages that were left out count on neither side; one that was deleted here since it came counts as missing. Of a history, what the bridge had brought before counts on neither side either, and what is on the platform’s is counted while it is read; a day that differs is counted again as it is imported again, so that what was edited or deleted there during the import is no gap. Page by `after` with the last `position` of the page before.',
  params: importParams,
  query: z.object({
    gaps: Flag.optional().describe('Only the days that differ.'),
    after: z
      .string()
      .regex(/^\d{1,7}:\d{4}-\d{2}-\d{2}$/, 'Must be a position such as 3:2024-05-01.')
      .optional(),
    limit: Limit(),
  }),
  pages: { items: 'data', cursors: [{ query: 'after', of: 'position' }] },
  responses: { 200: envelope(z.array(ImportedDay)) },
  errors: ['not_found'],
})

export const retryImport = defineEndpoint({
  ...common,
  name: 'retryImport',
  audit: 'import.retried',
  method: 'post',
  path: '/api/v2/workspaces/:id/imports/:importId/retry',
  summary: 'Compare an import again, and import its gaps: what failed, and the days that differ.',
  description:
    'For one that has ended; one that runs, was cancelled, whose archive is removed, or whose platform is not connected any more, is a 409. Gaps are looked for and imported again once by every import itself.',
  params: importParams,
  responses: { 202: envelope(ImportSummary) },
  errors: ['not_found', 'conflict'],
})

export const cancelImport = defineEndpoint({
  ...common,
  name: 'cancelImport',
  audit: 'import.cancelled',
  method: 'delete',
  path: '/api/v2/workspaces/:id/imports/:importId',
  summary: 'Cancel an import.',
  description:
    'What was imported stays. It stops with the batch that it is at, and is `failed` with `error.code` `cancelled`. One that has ended is a 409.',
  params: importParams,
  responses: { 200: envelope(ImportSummary) },
  errors: ['not_found', 'conflict'],
})

export const downloadArchive = defineDownload({
  owner: 'integrations',
  name: 'downloadArchive',
  path: '/api/v2/archives/:id/:name',
})
