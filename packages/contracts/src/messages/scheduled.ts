import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { envelope, PageMeta } from '../envelope.ts'
import { always, Limit, Offset } from '../fields.ts'
import { ChannelId, MessageId } from '../ids.ts'
import { bodyLimits } from '../limits.ts'
import { longPages, postBody } from './message.ts'
import { ScheduledMessage, SendAt, scheduledLimits } from './scheduled-message.ts'

const common = { owner: 'messaging', auth: 'user', limit: 'messages' } as const
const params = z.object({ id: MessageId })
const success = z.literal(true)
const { user_id: _author, ai_twin_id: _twin, ...changeable } = postBody

export const listScheduledMessages = defineEndpoint({
  ...common,
  name: 'listScheduledMessages',
  method: 'get',
  path: '/api/v2/messages/scheduled',
  summary: 'The caller’s messages that wait to be posted, or could not be, by the time they were to go out.',
  description: `Nobody else’s are ever shown. A message is posted within about a second of \`send_at\`, as if its author sent it then: it joins a public channel, mentions, counts and moves their read marker, and permission is checked again. In a channel they go out by \`send_at\`, those of the same time in the order they were scheduled in; one that has to be tried again, for no fault of its own, does not hold up those after it. What cannot be posted becomes \`failed\` with a \`failure_reason\` (\`channel_not_found\` where the channel is gone or not theirs to read any more; \`left_channel\` where they left it, or were removed, after they scheduled or last changed the message: posting it would join the channel again) and is listed for ${scheduledLimits.failedKeptDays} days. Archiving or deleting a channel fails what waits for it at once; leaving it, or being removed, fails one's own. What is scheduled after leaving a public channel, or changed then, is posted, and joins it. Of what was sent, \`GET /api/v2/messages/scheduled/:id\` gives the \`message_id\` for ${scheduledLimits.sentKeptDays * 24} hours. ${longPages}`,
  query: z.object({ channel_id: ChannelId.optional(), limit: Limit(), offset: Offset }),
  pages: { items: 'data' },
  responses: { 200: z.object({ success, data: z.array(ScheduledMessage), meta: PageMeta }) },
})

export const getScheduledMessage = defineEndpoint({
  ...common,
  name: 'getScheduledMessage',
  method: 'get',
  path: '/api/v2/messages/scheduled/:id',
  summary: 'One of the caller’s scheduled messages.',
  params,
  responses: { 200: envelope(ScheduledMessage) },
  errors: ['not_found'],
})

export const updateScheduledMessage = defineEndpoint({
  ...common,
  name: 'updateScheduledMessage',
  method: 'patch',
  path: '/api/v2/messages/scheduled/:id',
  summary: 'Change a scheduled message, or when it is posted.',
  description:
    'What is not given stays; `attachments` and `metadata` replace, null being none. It is refused as posting it now would be. One that had failed waits again; unless its time is still to come it needs a new `send_at` (400). One that was sent is a 409.',
  params,
  bodyLimitBytes: bodyLimits.content,
  body: z
    .object({
      ...changeable,
      content: postBody.content.optional(),
      content_type: postBody.content_type.unwrap().optional(),
      send_at: SendAt.optional(),
    })
    .superRefine((body, context) => {
      if (Object.values(body).every((value) => value === undefined))
        context.addIssue({ code: 'custom', path: [], message: 'Give something to change.' })
    }, always),
  responses: { 200: envelope(ScheduledMessage) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const deleteScheduledMessage = defineEndpoint({
  ...common,
  name: 'deleteScheduledMessage',
  method: 'delete',
  path: '/api/v2/messages/scheduled/:id',
  summary: 'Remove a scheduled message, so that it is not posted.',
  description: 'One that was sent is a 409: delete the message.',
  params,
  responses: { 200: envelope(z.null()) },
  errors: ['not_found', 'conflict'],
})
