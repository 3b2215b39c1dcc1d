import * as z from 'zod'
import { Json, Metadata, orJsonText, Time } from '../fields.ts'
import { AvatarUrl } from '../identity/avatar-url.ts'
import { FileId, TwinId, UserId, Uuid } from '../ids.ts'
import { showsSomething } from '../text.ts'
import { Attachment, type Unsigned } from './attachment.ts'

/** About how many bytes the messages of a page have at most: it ends with the one that exceeds them. */
export const maxPageBytes = 1024 * 1024

/** Said of every list of messages. */
export const longPages =
  'A page of long messages ends before its `limit`, once it has about 1 MiB, and has at least one: a next `offset` adds how many came.'

/** Characters (code points) that a message may have after trimming; it is stored exactly as sent. */
export const maxContentLength = 40_000
export const maxAttachments = 10

const needsContent = `Must be 1–${maxContentLength} characters after trimming, or empty with attachments.`

/** A message's text, which may be empty where there are attachments. One that shows nothing is empty. */
export const Content = z
  .string()
  .refine(isShortEnough, { message: needsContent })
  .transform((text) => (showsSomething(text) ? text : ''))

/** An astral character counts once, though it is two UTF-16 code units. */
function isShortEnough(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed.length <= maxContentLength) return true
  if (trimmed.length > 2 * maxContentLength) return false
  let characters = 0
  for (const _ of trimmed) characters++
  return characters <= maxContentLength
}

export const ContentType = z
  .string()
  .trim()
  .regex(/^[\w.+/-]{1,50}$/, 'Must be a short identifier such as text.')

const AttachmentList = z
  .array(z.object({ id: FileId }), 'Must be a list of {"id": "…"}, or that as JSON in a string.')
  .max(maxAttachments)

/** Files by their ids: `[{"id": "…"}]`, or that as a JSON string. */
const Attachments = orJsonText(AttachmentList)

/** What a new message sets, wherever it is posted. All but `user_id` and `attachments` reaches `post_message` as it is. */
export const postBody = {
  content: Content,
  content_type: ContentType.default('text'),
  metadata: Metadata.nullish(),
  attachments: Attachments.nullish().describe(
    `Files uploaded before, by id: at most ${maxAttachments}. The list may also come as JSON in a string.`,
  ),
  user_id: UserId.nullish(),
  ai_twin_id: TwinId.nullish(),
}
export type PostBody = z.output<z.ZodObject<typeof postBody>>

/** Refines a whole post body: without text there must be files. */
export function saysSomething(
  { content, attachments }: { content?: unknown; attachments?: unknown },
  context: z.RefinementCtx,
): void {
  const isBlank = typeof content === 'string' && !showsSomething(content)
  // Attachments that cannot be read are at fault themselves.
  const hasFiles = typeof attachments === 'string' || (Array.isArray(attachments) && attachments.length > 0)
  if (isBlank && !hasFiles) context.addIssue({ code: 'custom', path: ['content'], message: needsContent })
}

/** One reaction as a message shows it: the emoji, how many gave it, and the first people who did. */
export const ReactionSummary = z.object({
  emoji: z.string(),
  count: z.int().describe('Twins and bridged people included, whom `user_ids` does not name.'),
  user_ids: z.array(Uuid),
})

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
    author_type: z
      .enum(['user', 'twin', 'bridged'])
      .describe(
        'A person of the workspace; a twin; or somebody who wrote on a connected platform and is no user here.',
      ),
    platform: z.string().nullable().describe('Of a bridged author: where they wrote it, such as `slack`.'),
    arrival: z
      .enum(['live', 'late', 'imported'])
      .describe(
        '`live`: posted as it was written. `late`: it came from a platform more than two minutes after it was written; no twin answers it, and nobody is notified of it outside of an open client. `imported`: part of a history from elsewhere; also unread for nobody.',
      ),
    display_name: z
      .string()
      .nullable()
      .describe('The author’s name now; of someone who has left or is bridged, the name they wrote under.'),
    avatar_url: AvatarUrl,
    parent_message_id: Uuid.nullable().describe("The thread's root, when this is a reply."),
    parent_user_id: Uuid.nullable().describe('Who wrote the thread’s root, when this is a reply to a person.'),
    metadata: z
      .record(z.string(), Json)
      .describe(
        'What its sender attached; `pinned` (true), `pinned_by` and `pinned_at` while it is pinned; and `mentions` where the text mentions anyone: a list of `{type: "user", user_id, handle}`, `{type: "channel", handle}` and `{type: "here", handle}`. Of a twin’s answer: `run_id`, and `sources` (`AnswerSource`) where it names any.',
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

/** A message as it is stored and published: whoever shows it signs its attachments. */
export type StoredMessage = Unsigned<Message>

/** A message as it is stored and published, or its tombstone once it is deleted. */
export type MessageResource = StoredMessage | Tombstone

/** Whether it is not deleted. */
export const isMessage = <M extends StoredMessage>(resource: M | Tombstone): resource is M => 'content' in resource

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

const readerOfThread = {
  last_read_message_id: Uuid.describe('How far the reader has read: a reply, or the root where they have read none.'),
  unread_count: z
    .int()
    .describe('Replies of others since, deleted ones left out; exact to 1,000. What came before one followed is read.'),
}

/** The root of a thread with how far its reader has read it. */
export const FollowedThread = Message.extend(readerOfThread).meta({ id: 'FollowedThread' })
export type FollowedThread = z.infer<typeof FollowedThread>

/** What a thread is to one person. */
export const ThreadState = z
  .object({
    message_id: Uuid.describe('The thread’s root.'),
    channel_id: Uuid,
    following: z.boolean(),
    ...readerOfThread,
  })
  .meta({ id: 'ThreadState' })
export type ThreadState = z.infer<typeof ThreadState>

/** One person's reaction to a message, as the toggle answers it and its events carry it. */
export const Reaction = z
  .object({
    id: Uuid,
    message_id: Uuid,
    channel_id: Uuid,
    user_id: Uuid.nullable().describe('Null when a twin or a bridged person gave it.'),
    emoji: z.string(),
    created_at: Time,
  })
  .meta({ id: 'Reaction' })
export type Reaction = z.infer<typeof Reaction>
