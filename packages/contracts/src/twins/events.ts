import * as z from 'zod'
import { RunTool } from '../chat/runs.ts'
import { defineEvent } from '../event.ts'
import { channelFeed } from '../feeds.ts'
import { AvatarUrl } from '../identity/avatar-url.ts'
import { Uuid } from '../ids.ts'
import { Twin } from './twin.ts'

const audience = 'Every non-guest of the workspace.'

export const twinCreated = defineEvent({ type: 'twin.created', audience, delivery: 'transient', data: Twin })

export const twinUpdated = defineEvent({
  type: 'twin.updated',
  audience,
  description: 'The twin as it is now, also after an earlier version was restored.',
  delivery: 'transient',
  data: Twin,
})

export const twinDeleted = defineEvent({
  type: 'twin.deleted',
  audience,
  description: 'It is out of all channels; what it has written stays.',
  delivery: 'transient',
  data: z.object({ id: Uuid, workspace_id: Uuid }),
})

const readers = 'Members of the channel, and who watches it.'

export const twinStarted = defineEvent({
  type: 'twin.started',
  audience: readers,
  description:
    'A twin has begun to answer in the channel: because of a message there, or asked by `/chat` with the channel. `GET /api/v2/chat/runs/:id` has its text so far.',
  delivery: 'transient',
  feed: channelFeed,
  data: z.object({
    run_id: Uuid,
    ai_twin_id: Uuid,
    name: z.string(),
    avatar_url: AvatarUrl,
    question_message_id: Uuid.nullable().describe('What it answers.'),
    parent_message_id: Uuid.nullable().describe('The thread’s root, where it answers in a thread.'),
  }),
})

export const twinDelta = defineEvent({
  type: 'twin.delta',
  audience: readers,
  description:
    'A piece of an answer, several at once where they come fast. Where `offset` is not the length of the text so far, one was missed: ask for the run.',
  delivery: 'transient',
  feed: channelFeed,
  data: z.object({
    run_id: Uuid,
    offset: z.int().describe('Where in the answer it stands, in UTF-16 code units.'),
    text: z.string(),
  }),
})

export const twinTool = defineEvent({
  type: 'twin.tool',
  audience: readers,
  description:
    'A call of a tool while an answer is written: when it begins, and when it has ended. `GET /api/v2/chat/runs/:id` has all of them.',
  delivery: 'transient',
  feed: channelFeed,
  data: z.object({
    run_id: Uuid,
    tool: RunTool.describe('The later one of a `tool_id` takes the place of the earlier.'),
  }),
})

export const twinFinished = defineEvent({
  type: 'twin.finished',
  audience: readers,
  description:
    'The answer has ended. What is `done`, or was stopped by a person, is a message of the channel, with `run_id` in its metadata; a twin that failed says nothing.',
  delivery: 'transient',
  feed: channelFeed,
  data: z.object({
    run_id: Uuid.nullable().describe('Null where it did not begin, such as for a limit.'),
    ai_twin_id: Uuid,
    question_message_id: Uuid.nullable(),
    parent_message_id: Uuid.nullable(),
    status: z.enum(['done', 'stopped', 'failed']),
    message_id: Uuid.nullable().describe('The message that the answer became, if any.'),
    context_changed: z
      .boolean()
      .describe('A message that it had read was edited or deleted before it ended; it went on without that.'),
    error: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .describe('Why it failed: such as `unavailable`, `timeout`, `budget_exceeded`, `rate_limited`.'),
  }),
})

/** Those that sockets receive. */
export const twinEvents = [
  twinCreated,
  twinUpdated,
  twinDeleted,
  twinStarted,
  twinDelta,
  twinTool,
  twinFinished,
] as const
