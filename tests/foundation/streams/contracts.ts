import { defineStream } from '@parley/contracts/stream'
import * as z from 'zod'

/** Streams that end, hang and fail as the suite asks, in chat-engine's place. */
const common = { owner: 'chat-engine', auth: 'user', limit: 'default', summary: 'For tests.' } as const

/** Counts up; can be resumed after any number. */
export const followCount = defineStream({
  ...common,
  name: 'exampleFollowCount',
  method: 'get',
  path: '/api/v2/example/counts/:id',
  params: z.object({ id: z.string() }),
  query: z.object({
    to: z.coerce.number().default(3),
    /** Padding of each frame, in bytes. */
    size: z.coerce.number().default(0),
    ending: z.enum(['end', 'wait', 'throw', 'yield-nonsense', 'hang']).default('end'),
    /** Where it hangs the first time; who resumes it goes on. */
    hangsAfter: z.coerce.number().optional(),
  }),
  frames: { number: z.object({ n: z.number(), padding: z.string() }) },
})

/** As an engine's answer is streamed, with an `error` frame of its own. */
export const streamReply = defineStream({
  ...common,
  name: 'exampleStreamReply',
  method: 'post',
  path: '/api/v2/example/stream',
  body: z.object({ message: z.string() }),
  frames: {
    connected: z.object({ streamId: z.string() }),
    text_delta: z.object({ content: z.string(), accumulated_length: z.number() }),
    done: z.object({ streamId: z.string(), reply: z.string() }),
    error: z.object({ message: z.string(), streamId: z.string() }),
  },
  errorData: ({ message }, { streamId }) => ({ message, streamId }),
})

export const streamEndpoints = [followCount, streamReply]
