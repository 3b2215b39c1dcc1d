import { defineEndpoint } from '@parley/contracts/endpoint'
import { defineDownload } from '@parley/contracts/file-download'
import { Attachment } from '@parley/contracts/messages/attachment'
import { defineStream } from '@parley/contracts/stream'
import * as z from 'zod'
import { writeEntry } from './tickets.ts'

/** A service of its own for the suite, in chat-engine's place: it uses each mechanism of the foundation once. */
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
})

/** Connects to an address of the caller's, and keeps the secret that it answers. */
export const connectAddress = defineEndpoint({
  ...common,
  name: 'exampleConnectAddress',
  method: 'post',
  path: '/api/v2/example/connections',
  body: z.object({ url: z.string() }),
  responses: { 201: z.object({ id: z.string() }) },
  errors: ['bad_gateway'],
})

/** What the address sends, signed with that secret. */
export const receiveSigned = defineEndpoint({
  ...common,
  auth: 'none',
  name: 'exampleReceiveSigned',
  method: 'post',
  path: '/api/v2/example/connections/:id/events',
  params: z.object({ id: z.guid() }),
  raw: true,
  produces: 'text/plain',
  responses: { 200: z.string() },
  errors: ['forbidden'],
})

/** Says hello to people and visitors. */
export const greet = defineEndpoint({
  ...common,
  auth: ['user', 'visitor'],
  limit: ['default', 'widget'],
  name: 'exampleGreet',
  method: 'post',
  path: '/api/v2/example/greetings',
  body: z.object({}),
  responses: { 200: z.object({ id: z.string(), whom: z.string(), origin: z.string().optional() }) },
})

/** Hangs a picture in a room. */
export const hangPicture = defineEndpoint({
  ...common,
  name: 'exampleHangPicture',
  method: 'post',
  path: '/api/v2/example/rooms/:id/pictures',
  params: z.object({ id: z.guid() }),
  consumes: ['multipart/form-data'],
  streams: true,
  upload: { field: 'picture', maxFiles: 1, maxFileBytes: 1_000_000, maxFieldBytes: 100, maxFields: 1 },
  body: z.object({ picture: z.array(z.file()).length(1), title: z.string() }),
  responses: { 201: z.object({ title: z.string(), attachments: z.array(Attachment) }) },
  errors: ['not_found'],
})

export const downloadPicture = defineDownload({
  owner: 'chat-engine',
  name: 'exampleDownloadPicture',
  path: '/api/v2/example/pictures/:id/:name',
})

export const exampleEndpoints = [
  followCount,
  streamReply,
  connectAddress,
  receiveSigned,
  greet,
  hangPicture,
  downloadPicture,
  writeEntry,
]
