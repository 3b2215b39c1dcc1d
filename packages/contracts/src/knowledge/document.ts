import * as z from 'zod'
import { Time } from '../fields.ts'
import { idOf, Uuid } from '../ids.ts'
import { Attachment } from '../messages/attachment.ts'

const mebibyte = 1024 * 1024

/** What a workspace may know, its twins' documents included. */
export const knowledgeLimits = {
  maxDocuments: 10_000,
  /** Of all files that are kept, of older versions too. */
  maxBytes: 10 * 1024 * mebibyte,
  /** The newest so many versions of a document are kept. */
  maxVersions: 20,
  maxFileBytes: 25 * mebibyte,
  /** Characters (UTF-16 code units) of a text that is sent as `content`. */
  maxContentLength: 1_000_000,
  maxTitleLength: 300,
  /** Characters of a search. */
  maxQueryLength: 2_000,
} as const

export const DocumentId = idOf('doc')

/** The kinds of documents that are read. */
export const documentKinds = ['text', 'markdown', 'csv', 'html', 'pdf', 'docx', 'xlsx', 'pptx'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** Why a document cannot be searched; the first nine are about the document, the last about this server. */
export const documentFailures = [
  'unsupported',
  'mismatch',
  'encrypted',
  'damaged',
  'empty',
  'too_large',
  'too_complex',
  'too_slow',
  'out_of_memory',
  'unavailable',
] as const
export type DocumentFailure = (typeof documentFailures)[number]

const statuses = ['processing', 'ready', 'failed'] as const

/** How far the reading of a version is. */
export const DocumentStatus = z
  .enum(statuses)
  .describe(
    '`processing`: its text is still being read. `ready`: it is searched. `failed`: it cannot be read, `error` says why; an earlier version is searched on.',
  )
export type DocumentStatus = (typeof statuses)[number]

const DocumentError = z
  .object({ code: z.enum(documentFailures), message: z.string() })
  .describe('Why it cannot be read; the message is for people.')

/** What every version of a document has. */
const version = {
  status: DocumentStatus,
  error: DocumentError.nullable(),
  type: z.enum(documentKinds).nullable().describe('Found by its content; null until it has been read.'),
  size: z.int().describe('Bytes.'),
  chunk_count: z.int().describe('In how many passages it is searched; 0 until it is ready.'),
  character_count: z.int(),
  is_truncated: z.boolean().describe('Whether it has more text than is read: 5 million characters.'),
  /** The original. */
  file: Attachment,
  uploaded_by: Uuid.describe('Who uploaded it, also after they have left.'),
  created_at: Time,
}

/** A version of a document. */
export const DocumentVersion = z
  .object({
    version: z.int().describe('From 1.'),
    is_searched: z.boolean().describe('Whether searches find this one: the newest that could be read.'),
    ...version,
  })
  .meta({ id: 'KnowledgeVersion' })

/** A document as lists show it: its newest version. */
export const KnowledgeDocument = z
  .object({
    id: Uuid,
    workspace_id: Uuid,
    twin_id: Uuid.nullable().describe('The twin that alone knows it; null for the workspace’s own.'),
    is_public: z.boolean().describe('Whether the support desk’s AI may answer visitors with it.'),
    title: z.string(),
    version: z.int().describe('The newest version; all that follows is about it.'),
    searched_version: z.int().nullable().describe('The version that searches find; null while there is none.'),
    ...version,
    updated_at: Time.describe('When its newest version was uploaded or read.'),
  })
  .meta({ id: 'KnowledgeDocument' })
export type KnowledgeDocument = z.infer<typeof KnowledgeDocument>

/** Where in its document a passage begins. */
export const PassagePlace = z.object({
  page: z.int().optional(),
  slide: z.int().optional(),
  sheet: z.string().optional(),
  row: z.int().optional().describe('As the spreadsheet counts, from 1.'),
  headings: z.array(z.string()).describe('The headings that it stands under, from the outermost.'),
})
export type PassagePlace = z.infer<typeof PassagePlace>
