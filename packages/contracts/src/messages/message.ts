import * as z from 'zod'
import { Json, Time } from '../fields.ts'
import { Uuid } from '../ids.ts'
import { Attachment } from './attachment.ts'

/** One reaction as a message shows it: the emoji, how many gave it, and the first of them. */
export const ReactionSummary = z.object({ emoji: z.string(), count: z.int(), user_ids: z.array(Uuid) })

/** A message as every answer and event shows it. */
export const Message = z
  .object({
    id: Uuid,
    workspace_id: Uuid,
    channel_id: Uuid,
    conversation_id: Uuid.describe('The channel’s id: a channel is its own conversation.'),
    seq: z.int().describe("The message's number in its channel: 1, 2, 3 … without gaps."),
    rev: z.int().describe("The number of the channel's change that made it what it is."),
    content: z.string(),
    content_type: z.string(),
    user_id: Uuid.nullable().describe('Null when a twin or a bridged person wrote it.'),
    ai_twin_id: Uuid.nullable(),
    display_name: z
      .string()
      .nullable()
      .describe('The author’s name now; of someone who has left, the name they wrote under.'),
    avatar_url: z.string().nullable(),
    parent_message_id: Uuid.nullable().describe("The thread's root, when this is a reply."),
    parent_user_id: Uuid.nullable().describe('Who wrote the thread’s root, when this is a reply to a person.'),
    metadata: z
      .record(z.string(), Json)
      .describe(
        'What its sender attached; `pinned` (true), `pinned_by` and `pinned_at` while it is pinned; and `mentions` where the text mentions anyone: a list of `{type: "user", user_id, handle}`, `{type: "channel", handle}` and `{type: "here", handle}`.',
      ),
    attachments: z.array(Attachment).nullable(),
    reactions: z.array(ReactionSummary),
    reaction_count: z.int(),
    reply_count: z
      .int()
      .describe(
        'Replies that are not deleted. A reply is no change of its root: a client that receives one written after `last_reply_at` counts it. A deletion is, and comes with the root’s `message.updated`.',
      ),
    last_reply_at: Time.nullable(),
    participants: z
      .array(Uuid)
      .describe('Of a root: the first 20 people who replied, in the order in which they first did.'),
    created_at: Time,
    updated_at: Time.describe('When its text or pin last changed.'),
    edited_at: Time.nullable().describe('When its text last changed.'),
  })
  .meta({ id: 'Message' })

/** A deleted message in a list of changes. */
export const Tombstone = z
  .object({ id: Uuid, channel_id: Uuid, seq: z.int(), rev: z.int(), deleted_at: Time })
  .meta({ id: 'Tombstone' })
export type Tombstone = z.infer<typeof Tombstone>

export type Message = z.infer<typeof Message>

/** A message as it is stored and published, or its tombstone once it is deleted. */
export type MessageResource = Message | Tombstone

/** A reader's marker in a channel. */
export const ReadMarker = z
  .object({
    user_id: Uuid,
    channel_id: Uuid,
    last_read_message_id: Uuid.nullable(),
    last_read_seq: z.int(),
    read_at: Time,
  })
  .meta({ id: 'ReadMarker' })

/** One person's reaction to a message, as the toggle answers it and its events carry it. */
export const Reaction = z
  .object({ id: Uuid, message_id: Uuid, channel_id: Uuid, user_id: Uuid, emoji: z.string(), created_at: Time })
  .meta({ id: 'Reaction' })
export type Reaction = z.infer<typeof Reaction>
