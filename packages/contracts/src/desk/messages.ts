import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Integer, Limit, Position } from '../fields.ts'
import { defineDownload } from '../file-download.ts'
import { DeskConversationId } from '../ids.ts'
import { DeskContent, DeskMessage, DeskText, deskMessageLimits, Note } from './conversation.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: DeskConversationId })

const mebibyte = 1024 * 1024

/** The media types of files in conversations. */
export const deskFileTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
  'application/zip',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/x-cfb',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
] as const

/** Of uploads that are attached to no message, which come to be where a transaction fails; and how long they are kept. */
export const deskUnattachedLimits = { maxFiles: 50, maxBytes: 256 * mebibyte, keptHours: 1 } as const

/** How a message takes files, from agents and from visitors. */
export const messageUpload = {
  consumes: ['application/json', 'multipart/form-data'],
  bodyLimitBytes: deskMessageLimits.files * deskMessageLimits.fileBytes + mebibyte,
  upload: {
    field: 'attachments',
    maxFiles: deskMessageLimits.files,
    maxFileBytes: deskMessageLimits.fileBytes,
    maxFields: 8,
    maxFieldBytes: 4 * deskMessageLimits.content,
  },
} as const

/** The fields of a message, from agents and from visitors. */
export const messageFields = {
  content: DeskContent.default(''),
  messageType: z
    .enum(['TEXT', 'FILE'])
    .default('TEXT')
    .describe('Taken for what is sent: `FILE` with attachments, and a 400 without any.'),
  attachments: z.array(z.file()).max(deskMessageLimits.files).optional(),
}

export const fileRules = `Files come as multipart form data, at most ${deskMessageLimits.files} of 10 MiB (413): JPEG, PNG and WebP pictures, PDF, office documents and ZIP archives by their bytes, whatever they are called (400); the ending of a name becomes the type’s where it is another’s (\`invoice.html.zip\`). What is no file as \`attachments\` is a 400. A message without text and files is a 400.`

export const sendAgentMessage = defineEndpoint({
  ...common,
  ...messageUpload,
  name: 'sendAgentMessage',
  method: 'post',
  path: '/api/agent/conversations/:id/messages',
  summary: 'Answer a visitor.',
  description: `The caller takes the conversation, which is ACTIVE from then on: of two who answer at once one does, and the other is a 409 that names them. What the visitor has written before is read with it. ${fileRules}`,
  params,
  body: z.object(messageFields),
  responses: { 200: DeskMessage },
  errors: ['not_found', 'conflict', 'forbidden'],
})

export const typeToVisitor = defineEndpoint({
  ...common,
  name: 'typeToVisitor',
  method: 'post',
  path: '/api/agent/conversations/:id/typing',
  summary: 'Say that one is writing to a visitor.',
  description:
    'The visitor and the other agents receive `typing`, once a second at most. In one that was merged into another it is a 409 that names that one.',
  params,
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found', 'conflict'],
  idempotent: false,
})

const listing = { ...common, method: 'get', params, errors: ['not_found'] } as const
const paging = { page: Integer({ min: 1, max: 100_000 }).default(1), limit: Limit() }

const listingMessages = {
  ...listing,
  summary: 'The messages of a conversation, by `seq`.',
  description:
    'Without notes. That is oldest first, but for what was merged into it: that comes behind what was there, in its own order, and `createdAt` says when it was written. Page by `page`, or by `after_seq` with the last `seq` of the page before.',
  query: z.object({
    ...paging,
    after_seq: Position.optional().describe('Those after this `seq` alone; `page` is not looked at then.'),
  }),
  pages: { items: 'messages', cursors: [{ query: 'after_seq', of: 'seq' }] },
  responses: {
    200: z.object({ messages: z.array(DeskMessage), total: z.int(), page: z.int(), limit: z.int() }),
  },
} as const

export const listAgentMessages = defineEndpoint({
  ...listingMessages,
  name: 'listAgentMessages',
  path: '/api/agent/conversations/:id/messages',
})

export const listTenantMessages = defineEndpoint({
  ...listingMessages,
  name: 'listTenantMessages',
  path: '/api/tenant/conversations/:id/messages',
})

export const createNote = defineEndpoint({
  ...common,
  name: 'createNote',
  method: 'post',
  path: '/api/agent/conversations/:id/notes',
  summary: 'Write a note about a conversation, for the workspace’s agents.',
  description:
    'It reaches its visitor in no way, and takes no number by which they could know of it. It takes no conversation from anybody, and ends no waiting.',
  params,
  body: z.object({ content: DeskText }),
  responses: { 200: Note },
  errors: ['not_found', 'forbidden'],
})

export const listNotes = defineEndpoint({
  ...listing,
  name: 'listNotes',
  path: '/api/agent/conversations/:id/notes',
  summary: 'The notes of a conversation, by `rev`.',
  description:
    'Oldest first, but for what was merged into it: that comes behind what was there, and `createdAt` says when it was written. Each stands behind the message with its `seq`. Page by `page`, or by `after_rev` with the last `rev` of the page before.',
  query: z.object({
    ...paging,
    after_rev: Position.optional().describe('Those after this `rev` alone; `page` is not looked at then.'),
  }),
  pages: { items: 'notes', cursors: [{ query: 'after_rev', of: 'rev' }] },
  responses: { 200: z.object({ notes: z.array(Note), page: z.int(), limit: z.int() }) },
})

export const downloadDeskFile = defineDownload({
  owner: 'support-desk',
  name: 'downloadDeskFile',
  path: '/api/widget/files/:id/:name',
})
