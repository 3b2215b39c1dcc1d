import * as z from 'zod'
import { Platform } from '../connections/platform.ts'
import { Time } from '../fields.ts'
import { typeId } from '../ids.ts'
import { Attachment } from '../messages/attachment.ts'

/** Whose export an archive is; or that it is none, but a connected platform's history. */
export const importKinds = {
  slack: 'a Slack workspace export: `users.json`, `channels.json` and a folder of days for each channel',
  mattermost:
    'a Mattermost bulk export: its lines (JSONL), or a ZIP of them with the files in `data/`; posts are distinguished by their channel, time, author and text',
  parley: 'Parley’s own export, see `POST …/exports`',
  history: 'no archive, but the history of a connected platform, see `POST …/import-history`',
} as const
export type ImportKind = keyof typeof importKinds
export type ArchiveKind = Exclude<ImportKind, 'history'>
export const importKindNames = Object.keys(importKinds) as ImportKind[]

export const importStatuses = ['started', 'in_progress', 'completed', 'failed'] as const
export type ImportStatus = (typeof importStatuses)[number]
/** Of a channel, or another part of an archive. */
export const workStatuses = ['pending', 'done', 'failed'] as const
export type WorkStatus = (typeof workStatuses)[number]

/** What is not imported, or not as it was. */
export const importProblems = {
  joined_or_left: 'somebody joined or left: no message',
  channel_changed: 'a topic, name or other thing of the channel was changed: no message',
  other_event: 'another event that nobody wrote',
  empty: 'it shows nothing',
  no_time: 'it does not say when it was written, or before 1970',
  in_the_future: 'it says that it was written later than now',
  no_author: 'it does not say who wrote it, or that person has just left the workspace',
  too_long: 'it is longer than a message may be: 40,000 characters',
  repeated: 'it is there twice',
  refused: 'it is not what a message may be',
  broken_file: 'a file cannot be read; what came before the broken place was imported',
  broken_line: 'a line is not JSON, or says nothing that is known',
  file_too_large: 'a file has more than is read at once',
  unknown_channel: 'it is of a channel that the archive does not list',
  channel_deleted: 'the channel was deleted here meanwhile',
  channel_archived: 'the channel was archived here meanwhile',
  parent_missing: 'imported outside of a thread: the message that it replies to is not there',
  nul_removed: 'imported without its NUL characters',
  file_linked: 'imported with a link in place of a file that the archive does not contain',
  reaction_left_out: 'imported without reactions that are no emoji or shortcode',
  sent_from_here: 'it was written here, and sent there by the bridge',
  deleted_here: 'it was deleted, here or there, since it had come',
  opted_out: 'its author keeps it out of Parley',
  file_named: 'imported with the name in place of a file that cannot be kept',
} as const
export type ImportProblem = keyof typeof importProblems
export const importProblemNames = Object.keys(importProblems) as ImportProblem[]

const Count = z.int().min(0)

export const ImportCounts = z.object({
  entries: Count.describe('What was read, be it a message or not.'),
  imported: Count.describe('Messages that this import has stored.'),
  already_here: Count.describe('Messages that an earlier import had stored, or the bridge.'),
  left_out: Count.describe('The rest, for the reasons in `problems`.'),
})

/** An import as its events and the list show it. */
export const ImportSummary = z
  .object({
    id: typeId('job'),
    kind: z.enum(importKindNames).describe(
      `An archive’s is recognised by what is in it. ${Object.entries(importKinds)
        .map(([kind, what]) => `\`${kind}\`: ${what}`)
        .join('; ')}.`,
    ),
    status: z.enum(importStatuses).describe('A cancelled one is `failed`, with `error.code` `cancelled`.'),
    progress: z
      .int()
      .min(0)
      .max(100)
      .describe('Per cent, by size; of a history by time. It only rises, and is 100 once `completed`.'),
    eta_seconds: z.int().min(0).nullable().describe('About how long it still takes, at its pace so far.'),
    platform: Platform.nullable().describe('Of a `history`.'),
    requested_by: typeId('usr'),
    started_at: Time,
    completed_at: Time.nullable(),
    channels: z.object({ total: Count, done: Count, failed: Count }),
    messages: ImportCounts,
    proof: z
      .object({
        is_equal: z.boolean().describe('Whether every day of every channel has the same messages on both sides.'),
        days: Count,
        equal_days: Count,
        source_messages: Count,
        stored_messages: Count,
      })
      .nullable()
      .describe('Once it is `completed`: what was read compared with what is stored. `GET …/proof` lists the days.'),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  })
  .meta({ id: 'ImportSummary' })
export type ImportSummary = z.input<typeof ImportSummary>

const reasons = Object.entries(importProblems).map(([code, what]) => `\`${code}\`: ${what}`)

export const ImportProblems = z
  .array(
    z.object({
      code: z.enum(importProblemNames).describe(`${reasons.join('; ')}.`),
      count: Count,
      examples: z.array(z.string()).describe('The names of the first: a file, or a message of one.'),
    }),
  )
  .describe('What was not imported, or not as it was, and why.')

/** An import in full. */
export const Import = ImportSummary.extend({
  problems: ImportProblems,
  archive: Attachment.nullable().describe('What was uploaded, for whoever did; null once it is removed.'),
}).meta({ id: 'Import' })
export type Import = z.input<typeof Import>

/** What has become of a channel of an archive. */
export const ImportedChannel = z.object({
  number: z.int().describe('Its place in the archive.'),
  name: z.string().describe('As it is called there.'),
  channel_id: z.guid().nullable().describe('What it has become; null until it is needed.'),
  status: z.enum(workStatuses),
  error: z.string().nullable().describe('Why it failed.'),
  messages: ImportCounts,
  problems: ImportProblems,
})
export type ImportedChannel = z.input<typeof ImportedChannel>

const Side = z.object({
  messages: Count,
  digest: z.string().describe('Of keys, times, authors, threads and texts; it depends on no order.'),
})

/** A day of a channel, on both sides. */
export const ImportedDay = z.object({
  position: z.string().describe('For `after`.'),
  channel: z.int().describe('The `number` of the channel.'),
  day: z.iso.date().describe('In UTC.'),
  source: Side,
  stored: Side.nullable().describe('Null until it was compared.'),
  is_equal: z.boolean(),
})
export type ImportedDay = z.input<typeof ImportedDay>
