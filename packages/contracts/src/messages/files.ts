import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Flag, Limit } from '../fields.ts'
import { defineDownload } from '../file-download.ts'
import { ChannelId, ConversationId, FileId, MessageId, Uuid, WorkspaceId } from '../ids.ts'
import { Attachment, UnsignedAttachment } from './attachment.ts'
import { longPages, Message } from './message.ts'

const mebibyte = 1024 * 1024

/** Limits of one upload. */
export const uploadLimits = { maxFiles: 10, maxFileBytes: 25 * mebibyte, maxFieldBytes: 4096, maxFields: 20 } as const

/** Limits of a person's uploads that are attached to no message; `keptHours` is how long such an upload is kept. */
export const unattachedLimits = { maxBytes: 1024 * mebibyte, maxFiles: 1_000, keptHours: 24 } as const

/** Bytes of the largest file that a service stores: a video that was made. */
export const maxStoredBytes = 100 * mebibyte

export const uploadFiles = defineEndpoint({
  owner: 'messaging',
  auth: 'user',
  limit: 'messages',
  name: 'uploadFiles',
  method: 'post',
  path: '/api/v2/messages/upload',
  summary: 'Upload files to a channel, to send them with a message.',
  description: `Multipart form data, its fields in any order; JSON is a 415. Up to ${uploadLimits.maxFiles} files of at most 25 MiB each (413 beyond, naming the limit). All are stored, or none: a form that breaks off is a 400, and so, naming \`files\`, is one with a part that cannot be read or a file whose \`filename\` is missing or empty.

\`conversation_id\` is the channel's id; the caller must be able to post there (404; 409 when it is archived). Guests upload where they are members. \`workspace_id\` must be the caller's (404). \`conversation_type\` is answered as sent; \`support\` belongs to the support desk and is a 400 here.

The type is detected from a file's bytes, whatever the form says. Names lose paths and control characters and are kept to 255 bytes. Images get \`width\`, \`height\` and a thumbnail; one that cannot be read is a file like any other. What a picture or video says beside what it shows — where, when and with what it was taken, titles, comments, tracks of places — is taken out before it is stored, unless \`keep_metadata\` is true; nothing is encoded again, animations stay animated and pictures upright. One from which it cannot be taken out, since it is damaged or its type is not supported (raw files of cameras other than DNG, layered pictures, AVI), is a 400 that names it (\`files.0\` is the first); with \`keep_metadata\` it is stored as it is. Types without room for metadata (BMP), SVG, audio and everything that is neither picture nor video stay as they came. \`size\` is that of what is stored. The answer shows what a message will: \`attachments\` of \`POST /api/v2/messages\` takes the ids.

An upload is its uploader's alone until it is attached to a message, and is removed ${unattachedLimits.keptHours} hours later when none does. What is not sent yet may come to 1 GiB and ${unattachedLimits.maxFiles} files a person and workspace; beyond, the answer is a 409.

An \`Idempotency-Key\` compares the fields and every file's name and bytes. A replayed answer is the first one's, with fresh URLs. While a request with the key is under way, another is a 409 before its files are read.`,
  consumes: ['multipart/form-data'],
  bodyLimitBytes: uploadLimits.maxFiles * uploadLimits.maxFileBytes + mebibyte,
  upload: { field: 'files', ...uploadLimits },
  body: z.object({
    files: z.array(z.file()).min(1).max(uploadLimits.maxFiles),
    conversation_id: ConversationId,
    workspace_id: WorkspaceId.optional(),
    conversation_type: z
      .string()
      .regex(/^[a-z_-]{1,50}$/, 'Must be a word such as channel or dm.')
      .refine((type) => type !== 'support', 'Files for the support desk are sent with its messages.')
      .optional()
      .describe('Such as `channel` or `dm`. Default: what the channel is.'),
    keep_metadata: Flag.default(false).describe(
      'Whether pictures and videos keep their metadata on location, time and camera.',
    ),
  }),
  responses: {
    200: z.object({
      success: z.literal(true),
      data: z.object({ files: z.array(Attachment), conversation_id: Uuid, conversation_type: z.string() }),
    }),
  },
  errors: ['not_found', 'conflict'],
})

export const listChannelFiles = defineEndpoint({
  owner: 'messaging',
  auth: 'user',
  limit: 'channels',
  name: 'listChannelFiles',
  method: 'get',
  path: '/api/v2/channels/:id/files',
  summary: 'A channel’s messages with files, newest first.',
  description: `Replies too; of deleted messages none. Page with \`before\`, the id of the last message of the page before (400 when it is no message of this channel with files any more). ${longPages}`,
  params: z.object({ id: ChannelId }),
  query: z.object({ limit: Limit(), before: MessageId.optional() }),
  pages: { items: 'messages', cursors: [{ query: 'before', of: 'id' }] },
  responses: { 200: z.object({ success: z.literal(true), messages: z.array(Message), has_more: z.boolean() }) },
  errors: ['not_found'],
})

export const downloadFile = defineDownload({
  owner: 'messaging',
  name: 'downloadFile',
  path: '/api/v2/files/:id/:name',
})

export const readFile = defineEndpoint({
  owner: 'messaging',
  auth: 'service',
  limit: 'default',
  visibility: 'internal',
  name: 'readFile',
  method: 'get',
  path: '/internal/files/:id',
  summary: 'A file’s bytes, for the person whom the service names.',
  description:
    'What is attached to a message that they may read, and their own uploads; where an answer in a channel uses it, only of a channel that everyone can read who can read that one. With `goes_out`, what is attached in a channel whose messages go to another platform, whoever is in it by now. Any other file is a 404. Its name and type are those of the answer.',
  params: z.object({ id: FileId }),
  query: z.object({
    /** Where the answer goes that uses it; left out for the person alone. */
    destination_channel_id: ChannelId.optional(),
    /** Read to be sent where the messages of its channel go: by integrations alone. */
    goes_out: Flag.default(false),
  }),
  produces: 'application/octet-stream',
  streams: true,
  responses: { 200: z.file(), 206: z.file() },
  errors: ['not_found', 'range_not_satisfiable'],
})

export const storeFile = defineEndpoint({
  owner: 'messaging',
  auth: 'service',
  limit: 'default',
  visibility: 'internal',
  name: 'storeFile',
  method: 'post',
  path: '/internal/files',
  summary: 'Store a file for a message that the service will post.',
  description: `For the person whom the service names, who must be able to upload to the channel (404; 409 where it is archived), and within their share of uploads. What comes in from another platform is for nobody: whoever is in the channel by now, it is the channel’s. Its type, name and metadata are seen to as those of \`uploadFiles\`. Nobody reads it until \`messaging.post\` attaches it by \`file_ids\`; where that never comes, it is removed after ${unattachedLimits.keptHours} hours.`,
  consumes: ['multipart/form-data'],
  bodyLimitBytes: maxStoredBytes + mebibyte,
  upload: { field: 'files', maxFiles: 1, maxFileBytes: maxStoredBytes, maxFieldBytes: 4096, maxFields: 1 },
  body: z.object({ files: z.array(z.file()).length(1), channel_id: ChannelId }),
  responses: { 200: envelope(UnsignedAttachment) },
  errors: ['not_found', 'conflict'],
})
