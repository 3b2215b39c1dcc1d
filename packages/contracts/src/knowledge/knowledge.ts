import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { PageMeta } from '../envelope.ts'
import { Integer, Limit, Offset } from '../fields.ts'
import { defineDownload } from '../file-download.ts'
import { TwinId, Uuid } from '../ids.ts'
import { visibleLine } from '../text.ts'
import {
  DocumentId,
  DocumentStatus,
  DocumentVersion,
  documentKinds,
  KnowledgeDocument,
  knowledgeLimits,
  PassagePlace,
} from './document.ts'

const common = { owner: 'chat-engine', auth: 'user', limit: 'default', role: 'member' } as const
const reads = { ...common, scope: 'knowledge:read' } as const
const writes = { ...common, scope: 'knowledge:write' } as const
const success = z.literal(true)
const params = z.object({ id: DocumentId })

const { maxDocuments, maxVersions, maxTitleLength, maxContentLength, maxQueryLength } = knowledgeLimits
const whoMay = 'For every member of the workspace; guests get a 403, and API keys need'

/** What `type` may say of a text that is sent as `content`, with the media type of each. */
export const contentTypes = {
  text: 'text/plain',
  markdown: 'text/markdown',
  csv: 'text/csv',
  html: 'text/html',
} as const

const ContentType = z
  .enum(['text', 'markdown', 'csv', 'html', 'text/plain', 'text/markdown', 'text/csv', 'text/html'])
  .describe('What a text in `content` is; `text` if not given. A file says so itself, and this is ignored.')

export const uploadKnowledge = defineEndpoint({
  ...writes,
  name: 'uploadKnowledge',
  audit: 'knowledge.uploaded',
  method: 'post',
  path: '/api/knowledge/upload',
  summary: 'Upload a document, or a new version of one.',
  description: `JSON with \`title\` and \`content\`, a text of at most ${maxContentLength.toLocaleString('en')} characters; or multipart form data with a \`file\` of at most 25 MiB: text, Markdown, CSV, HTML, PDF, DOCX, XLSX or PPTX. \`title\` is then the file’s name, unless given. ${whoMay} \`knowledge:write\`.

A small document (up to 1 MiB) is read while the call waits, and can be searched when it answers with \`status: "ready"\`; one that cannot be read is a 400, a 413 or a 415 that says why, and nothing is stored. A larger one, or one whose turn does not come within seconds, answers \`status: "processing"\`, and \`GET /api/knowledge/:id\` says when it is \`ready\` or \`failed\`. Until a new version is ready, the one before it is searched; what is read half is never found.

The same title, whatever its case and spaces, is a new version of the same document, whoever uploads it: the newest is searched, older ones are listed and can be downloaded, ${maxVersions} at most. Of two uploads at once, the one that is numbered later stays. With \`twin_id\` the document is that twin’s alone: its titles are apart, and only this twin’s answers use it, to whomever it answers; it takes whoever may change the twin (403).

A workspace has at most ${maxDocuments.toLocaleString('en')} documents and 10 GiB of files, of all versions and twins (409 beyond).`,
  consumes: ['application/json', 'multipart/form-data'],
  bodyLimitBytes: knowledgeLimits.maxFileBytes + 4 * 1024 * 1024,
  upload: {
    field: 'file',
    maxFiles: 1,
    maxFileBytes: knowledgeLimits.maxFileBytes,
    maxFieldBytes: 3 * 1024 * 1024,
    maxFields: 4,
    maxJsonBytes: 4 * 1024 * 1024,
  },
  body: z.object({
    file: z.array(z.file()).max(1).optional(),
    title: visibleLine(maxTitleLength).optional(),
    content: z
      .string()
      .min(1)
      .max(maxContentLength)
      .optional()
      .describe('A text, in place of a file: one of the two must be given.'),
    type: ContentType.optional(),
    twin_id: TwinId.optional().describe('The twin that alone is to know it.'),
  }),
  responses: { 201: z.object({ success, data: KnowledgeDocument }) },
  errors: ['not_found', 'conflict'],
})

export const listKnowledge = defineEndpoint({
  ...reads,
  name: 'listKnowledge',
  method: 'get',
  path: '/api/knowledge',
  summary: 'The documents of the workspace and of its twins, the newest change first.',
  description: `${whoMay} \`knowledge:read\`.`,
  query: z.object({
    twin_id: TwinId.optional().describe('Only what this twin alone knows.'),
    scope: z.enum(['workspace', 'twins']).optional().describe('Only the workspace’s own, or only its twins’.'),
    status: DocumentStatus.optional(),
    type: z.enum(documentKinds).optional(),
    title: z.string().trim().min(1).max(100).optional().describe('Only titles with this in them, whatever the case.'),
    limit: Limit(),
    offset: Offset,
  }),
  pages: { items: 'data' },
  responses: { 200: z.object({ success, data: z.array(KnowledgeDocument), meta: PageMeta }) },
})

export const getKnowledge = defineEndpoint({
  ...reads,
  name: 'getKnowledge',
  method: 'get',
  path: '/api/knowledge/:id',
  summary: 'A document with its versions, the newest first.',
  description: `${whoMay} \`knowledge:read\`.`,
  params,
  responses: {
    200: z.object({ success, data: KnowledgeDocument.extend({ versions: z.array(DocumentVersion) }) }),
  },
  errors: ['not_found'],
})

export const updateKnowledge = defineEndpoint({
  ...writes,
  role: 'admin',
  name: 'updateKnowledge',
  audit: 'knowledge.updated',
  method: 'patch',
  path: '/api/knowledge/:id',
  summary: 'Say whether visitors of the company’s websites may be answered with a document.',
  description:
    'What is public, in all its versions to come, the support desk’s AI quotes to any visitor. Nothing is unless it was made so; what a twin alone knows cannot be (409). For owners and admins; API keys need `knowledge:write`.',
  params,
  body: z.object({ is_public: z.boolean() }),
  responses: { 200: z.object({ success, data: KnowledgeDocument }) },
  errors: ['not_found', 'conflict', 'forbidden'],
})

export const deleteKnowledge = defineEndpoint({
  ...writes,
  name: 'deleteKnowledge',
  audit: 'knowledge.deleted',
  method: 'delete',
  path: '/api/knowledge/:id',
  summary: 'Delete a document with all its versions.',
  description:
    'For whoever uploaded its first version, and owners and admins of the workspace; for other members a 403. When this answers, it is in no search, list or graph, and its files’ URLs are dead. A member who leaves takes nothing along: their documents stay the workspace’s. It cannot be undone.',
  params,
  responses: { 200: z.object({ success }) },
  errors: ['not_found', 'forbidden'],
})

export const listKnowledgePassages = defineEndpoint({
  ...reads,
  name: 'listKnowledgePassages',
  method: 'get',
  path: '/api/knowledge/:id/passages',
  summary: 'What a document was cut into: its passages, in their order.',
  description: `Of the version that searches find (\`searched_version\`); none as long as there is none. Page by \`after\` with the last \`passage\` of the page before. ${whoMay} \`knowledge:read\`.`,
  params,
  query: z.object({ after: Integer({ min: 0, max: 1_000_000 }).optional(), limit: Limit() }),
  pages: { items: 'data', cursors: [{ query: 'after', of: 'passage' }] },
  responses: {
    200: z.object({
      success,
      data: z.array(
        z.object({
          passage: z.int().describe('Its number in the document, from 0.'),
          content: z.string().describe('1,500 characters at most. It may begin with the end of the one before.'),
          place: PassagePlace,
        }),
      ),
    }),
  },
  errors: ['not_found'],
})

const FoundPassage = z
  .object({
    id: Uuid.describe('The document’s id: a document may be found with several passages.'),
    title: z.string().describe('The document’s title.'),
    content: z.string().describe('The passage: whole sentences or rows, 1,500 characters at most.'),
    score: z.number().min(0).max(1).describe('How well it answers: 1 is best. Passages below 0.05 are left out.'),
    source: z.string().describe('The document and the place in it, in words: `Handbook.pdf, page 3 › Leave`.'),
    highlights: z
      .array(z.string())
      .describe(
        'Pieces of the passage around what was found, HTML-escaped, matches in `<mark>`: safe to render as HTML.',
      ),
    place: PassagePlace,
    passage: z.int().describe('The passage’s number in the document, from 0.'),
    version: z.int(),
    twin_id: Uuid.nullable(),
  })
  .meta({ id: 'KnowledgePassage' })

export const searchKnowledge = defineEndpoint({
  ...reads,
  name: 'searchKnowledge',
  method: 'post',
  path: '/api/knowledge/search',
  summary: 'Find the passages that answer a question.',
  description: `Finds passages by the words of \`query\`, best first: a question in full words, or keywords. A word is met by itself, by another form of it, by the beginning or a part of a longer word, and, where nobody wrote it, by words that are spelled alike. Case, accents and punctuation make no difference. Words that most passages have count for little; not every word must be met. With an embeddings endpoint the best that were found are ordered by meaning too.

${whoMay} \`knowledge:read\`. Searches the workspace’s own documents; with \`twin_id\` also that twin’s.`,
  idempotent: false,
  body: z.object({
    query: z
      .string()
      .max(maxQueryLength)
      .refine((text) => text.trim() !== '', { message: 'Must not be empty.' }),
    limit: z.int().min(1).max(50).default(10).describe('How many passages at most.'),
    twin_id: TwinId.optional().describe('Search what this twin knows: its own documents beside the workspace’s.'),
    document_ids: z.array(DocumentId).min(1).max(100).optional().describe('Search these documents alone.'),
  }),
  responses: { 200: z.object({ success, data: z.array(FoundPassage) }) },
  errors: ['not_found'],
})

export const downloadKnowledge = defineDownload({
  owner: 'chat-engine',
  name: 'downloadKnowledge',
  path: '/api/knowledge/files/:id/:name',
})
