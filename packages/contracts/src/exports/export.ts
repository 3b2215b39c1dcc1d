import * as z from 'zod'
import { Time } from '../fields.ts'
import { typeId } from '../ids.ts'
import { Attachment } from '../messages/attachment.ts'

export const exportStatuses = ['started', 'in_progress', 'completed', 'failed'] as const
export type ExportStatus = (typeof exportStatuses)[number]

const Count = z.int().min(0)

/** An export as its events and the list show it. */
export const ExportSummary = z
  .object({
    id: typeId('job'),
    status: z.enum(exportStatuses).describe('A cancelled one is `failed`, with `error.code` `cancelled`.'),
    progress: z.int().min(0).max(100).describe('Per cent of the messages. It only rises, and is 100 once `completed`.'),
    with_files: z.boolean(),
    requested_by: typeId('usr'),
    started_at: Time,
    completed_at: Time.nullable(),
    channels: Count.describe('Channels that are in it.'),
    messages: Count.describe('Messages that are in it.'),
    files: Count.describe('Files that are in it.'),
    left_out: z.object({
      channels: Count.describe('Private channels and direct messages of which whoever asked for it is no member.'),
      files: Count.describe('Files beyond the largest size of an archive, and those that were deleted meanwhile.'),
    }),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'ExportSummary' })
export type ExportSummary = z.input<typeof ExportSummary>

/** An export in full. */
export const Export = ExportSummary.extend({
  archive: Attachment.nullable().describe(
    'The ZIP, for whoever asked for it, once it is `completed`; null once it is removed.',
  ),
}).meta({ id: 'Export' })
export type Export = z.input<typeof Export>
