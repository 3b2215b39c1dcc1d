import * as z from 'zod'

export const TelegramUser = z.object({
  id: z.int(),
  is_bot: z.boolean().default(false),
  first_name: z.string().default(''),
  last_name: z.string().nullish(),
})
export type TelegramUser = z.output<typeof TelegramUser>

export const TelegramChat = z.object({
  id: z.int(),
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
  title: z.string().nullish(),
  /** Everybody can find the chat by it. */
  username: z.string().nullish(),
})
export type TelegramChat = z.output<typeof TelegramChat>

/** A part of a text that is more than that. Offset and length are in UTF-16 units. */
export const TelegramEntity = z.object({
  type: z.string(),
  offset: z.int().min(0),
  length: z.int().min(0),
  url: z.string().nullish(),
  language: z.string().nullish(),
  user: TelegramUser.nullish(),
})
export type TelegramEntity = z.output<typeof TelegramEntity>

const File = z.object({
  file_id: z.string(),
  file_unique_id: z.string(),
  file_name: z.string().nullish(),
  mime_type: z.string().nullish(),
  file_size: z.int().nullish(),
})
export type TelegramFile = z.output<typeof File>

const Entities = z.array(TelegramEntity).max(1_000).default([])

/** What a message shows of the one that it replies to. */
export const Answered = z.object({
  message_id: z.int(),
  from: TelegramUser.nullish(),
  sender_chat: TelegramChat.nullish(),
  chat: TelegramChat,
  date: z.int(),
  edit_date: z.int().nullish(),
  /** Of a supergroup: the root of the thread, or the topic. */
  message_thread_id: z.int().nullish(),
  is_topic_message: z.boolean().nullish(),
  text: z.string().nullish(),
  entities: Entities,
  caption: z.string().nullish(),
  caption_entities: Entities,
  document: File.nullish(),
  /** One picture in several sizes. */
  photo: z.array(File).default([]),
  video: File.nullish(),
  animation: File.nullish(),
  audio: File.nullish(),
  voice: File.nullish(),
  video_note: File.nullish(),
  sticker: File.extend({ emoji: z.string().nullish() }).nullish(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).nullish(),
  contact: z.object({ phone_number: z.string(), first_name: z.string(), last_name: z.string().nullish() }).nullish(),
  poll: z.object({ question: z.string(), options: z.array(z.object({ text: z.string() })) }).nullish(),
  forum_topic_created: z.object({ name: z.string() }).nullish(),
})

export type Answered = z.output<typeof Answered>

export const TelegramMessage = Answered.extend({
  /** Without what that one replies to. */
  reply_to_message: Answered.nullish(),
  new_chat_title: z.string().nullish(),
  migrate_to_chat_id: z.int().nullish(),
  migrate_from_chat_id: z.int().nullish(),
})
export type TelegramMessage = z.output<typeof TelegramMessage>

const Reaction = z.object({ type: z.string(), emoji: z.string().nullish() })

/** An update that says something here, in one of these. Of what is not read here, nothing is checked. */
export const TelegramUpdate = z.object({
  message: TelegramMessage.optional(),
  edited_message: TelegramMessage.optional(),
  channel_post: TelegramMessage.optional(),
  edited_channel_post: TelegramMessage.optional(),
  message_reaction: z
    .object({
      chat: TelegramChat,
      message_id: z.int(),
      /** Absent where somebody reacts as a chat. */
      user: TelegramUser.nullish(),
      actor_chat: TelegramChat.nullish(),
      old_reaction: z.array(Reaction),
      new_reaction: z.array(Reaction),
    })
    .optional(),
  my_chat_member: z
    .object({
      chat: TelegramChat,
      new_chat_member: z.object({ status: z.string(), is_member: z.boolean().nullish() }),
    })
    .optional(),
})
export type TelegramUpdate = z.output<typeof TelegramUpdate>

/** What is asked for: reactions and the bot's own membership are not sent otherwise. */
export const updateTypes = [
  ...(['message', 'edited_message', 'channel_post', 'edited_channel_post'] as const),
  ...(['message_reaction', 'my_chat_member'] as const),
] as const

/** The id of what a topic's messages reply to. */
export const topicIdOf = (threadId: number): string => `t${threadId}`

/** Which topic an id is of. */
export const topicOf = (id: string): number | undefined => (id.startsWith('t') ? Number(id.slice(1)) : undefined)
