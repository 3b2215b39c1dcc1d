import { maxContentLength } from '@parley/contracts/messages/message'
import * as z from 'zod'

/** An id of theirs. */
const Id = z.string().min(1).max(200)
const Line = z.string().min(1).max(100)

const Author = z.object({
  id: Id,
  name: Line,
  avatar_url: z.url().max(2_000).nullish(),
  /** Written by a machine: answers to it are bounded, so that two never answer each other for ever. */
  is_bot: z.boolean().default(false),
})
const Channel = z.object({ id: Id, name: Line.optional() })

const File = z.object({
  id: Id,
  name: z.string().min(1).max(255),
  size: z.int().min(0).nullish(),
  mime_type: z.string().max(200).nullish(),
  url: z.url({ protocol: /^https?$/ }).max(2_000),
})

/** What a signed webhook says, in both directions; `docs/connect/webhook.md` describes it. */
export const Payload = z.discriminatedUnion('type', [
  z.object({
    /** A message as it is: written, or edited. */
    type: z.literal('message'),
    channel: Channel,
    message: z.object({
      id: Id,
      thread_id: Id.nullish(),
      author: Author,
      /** Markdown. */
      text: z.string().max(maxContentLength),
      at: z.iso.datetime({ offset: true }).nullish(),
      edited_at: z.iso.datetime({ offset: true }).nullish(),
      files: z.array(File).max(20).default([]),
    }),
  }),
  z.object({ type: z.literal('message.deleted'), channel: Channel, id: Id }),
  z.object({
    type: z.enum(['reaction.added', 'reaction.removed']),
    channel: Channel,
    message_id: Id,
    emoji: z.string().min(1).max(100),
    author: Author,
  }),
])
export type Payload = z.output<typeof Payload>
/** As it is sent. */
export type GivenPayload = z.input<typeof Payload>
