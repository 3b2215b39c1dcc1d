import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { Limit, Offset, Time } from '../fields.ts'
import { ChannelId, MessageId, Uuid } from '../ids.ts'
import { bodyLimits } from '../limits.ts'
import { Attachment } from './attachment.ts'
import { longPages, postBody } from './message.ts'

const common = { owner: 'messaging', auth: 'user', limit: 'default' } as const
const params = z.object({ channelId: ChannelId })
const success = z.literal(true)

/** How many drafts a person may have in a workspace, and how long a draft keeps its files from being collected. */
export const draftLimits = { perPerson: 1_000, filesKeptDays: 30 } as const

/** An unfinished message of a person in a channel, or in one of its threads. */
export const Draft = z
  .object({
    workspace_id: Uuid,
    channel_id: Uuid,
    parent_message_id: Uuid.nullable().describe('The thread’s root, for a reply.'),
    content: z.string(),
    attachments: z.array(Attachment).nullable(),
    updated_at: Time,
  })
  .meta({ id: 'Draft' })
export type Draft = z.infer<typeof Draft>

const Thread = MessageId.optional().describe('For the draft of a reply: any message of the thread.')

export const listDrafts = defineEndpoint({
  ...common,
  name: 'listDrafts',
  method: 'get',
  path: '/api/v2/drafts',
  summary: 'The caller’s drafts, the one touched last first.',
  description: `Drafts in channels that the caller may not read any more are left out. ${longPages}`,
  query: z.object({ limit: Limit(), offset: Offset }),
  pages: { items: 'data' },
  responses: { 200: z.object({ success, data: z.array(Draft), meta: PageMeta }) },
})

export const getDraft = defineEndpoint({
  ...common,
  name: 'getDraft',
  method: 'get',
  path: '/api/v2/drafts/:channelId',
  summary: 'The caller’s draft in a channel, or in one of its threads.',
  params,
  query: z.object({ parent_message_id: Thread }),
  responses: { 200: envelope(Draft) },
  errors: ['not_found'],
})

export const putDraft = defineEndpoint({
  ...common,
  name: 'putDraft',
  method: 'put',
  path: '/api/v2/drafts/:channelId',
  summary: 'Keep what the caller has begun to write in a channel or thread.',
  description: `There is one draft a person and channel, and one a person and thread; it is its author’s alone, and goes with the channel and when they leave the workspace. The last to be written stays. Without text and attachments it is removed (\`data\` is null); posting does not remove it. It may be kept wherever the caller may read, archived or not. \`attachments\` takes the caller’s own uploads to the channel that no message carries (400), and keeps them for ${draftLimits.filesKeptDays} days from each time; those that are gone later are left out. A parent that is not in this channel is a 400. A person may have ${draftLimits.perPerson} drafts in a workspace (409).`,
  params,
  bodyLimitBytes: bodyLimits.content,
  body: z.object({
    content: postBody.content,
    attachments: postBody.attachments,
    parent_message_id: MessageId.nullish().describe('For the draft of a reply: any message of the thread.'),
  }),
  responses: { 200: envelope(Draft.nullable()) },
  errors: ['not_found', 'conflict'],
})

export const deleteDraft = defineEndpoint({
  ...common,
  name: 'deleteDraft',
  method: 'delete',
  path: '/api/v2/drafts/:channelId',
  summary: 'Remove the caller’s draft in a channel or thread.',
  description: 'Removing what is not there changes nothing.',
  params,
  query: z.object({ parent_message_id: Thread }),
  responses: { 200: envelope(z.null()) },
  errors: ['not_found'],
})
