import * as z from 'zod'
import { isEmojiSymbol } from '../emoji.ts'
import { defineEndpoint } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { Flag } from '../fields.ts'
import { MessageId, UserId } from '../ids.ts'
import { bodyLimits } from '../limits.ts'
import { Content, Message, Reaction, Tombstone } from './message.ts'

const common = { owner: 'messaging', auth: 'user', limit: 'messages' } as const
const params = z.object({ id: MessageId })
const actingUserId = UserId.nullish().describe(
  'Must be the caller, and is when left out; an admin API key may act for a member.',
)

/** Different emoji that a message takes, and the people whom its sum names for each. */
export const reactionLimits = { emoji: 20, listed: 50 } as const

export const editMessage = defineEndpoint({
  ...common,
  name: 'editMessage',
  method: 'put',
  path: '/api/v2/messages/:id',
  summary: 'Give one of the caller’s messages another text.',
  description: `For its author alone: anybody else is a 403, and so is everybody for a twin's message. Deleted, foreign and hidden messages answer 404 alike; an archived channel is a 409.

Everything but the text stays: metadata, pin, attachments, reactions. Mentions are resolved again, but a handle that mentioned somebody before keeps mentioning them. The text may become empty where the message has attachments (400 otherwise). The same text again changes nothing and publishes nothing.`,
  params,
  bodyLimitBytes: bodyLimits.content,
  body: z.object({ content: Content, user_id: actingUserId }),
  responses: { 200: envelope(Message) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

export const deleteMessage = defineEndpoint({
  ...common,
  name: 'deleteMessage',
  audit: 'message.deleted_by_admin',
  method: 'delete',
  path: '/api/v2/messages/:id',
  summary: 'Delete a message.',
  description: `One's own; with \`admin=true\` any, by an admin of the channel or an owner or admin of the workspace who can see it. Anyone else is a 403, and so is an admin who does not ask as one. An archived channel is a 409.

A deleted message is gone from lists, counts, threads, pins, mentions and search, and its reactions and files with it; those who catch up receive its tombstone. Replies of a deleted message stay, and are listed by its \`thread_id\`. Read markers that point at it stay where they are. Deleting twice answers the same; to those who could not have deleted it, a deleted message is a 404.

Deleting a reply also changes its root (\`reply_count\`, \`last_reply_at\`, \`participants\`), which is published as \`message.updated\`.`,
  params,
  query: z.object({
    user_id: UserId.optional(),
    admin: Flag.default(false).describe('Delete it though it is someone else’s, as an admin may.'),
  }),
  responses: { 200: envelope(Tombstone) },
  errors: ['not_found', 'forbidden', 'conflict'],
})

/** The name of an emoji, perhaps with a skin tone; of at least two characters, or between colons. */
const name = '[\\p{L}\\p{N}_+\\-][\\p{L}\\p{M}\\p{N}_+\\-]'
const tone = '(?:::[\\p{L}\\p{N}_\\-]+)?'
const shortcode = new RegExp(`^(?:${name}+${tone}|:${name}*${tone}:)$`, 'u')
const isEmoji = (text: string): boolean => text.length <= 64 && (shortcode.test(text) || isEmojiSymbol(text))

/** A shortcode (`thumbsup`, `:+1:`, `wave::skin-tone-2`) or one emoji, kept as it is sent. */
export const Emoji = z
  .string()
  .min(1)
  .max(64)
  .refine(isEmoji, 'Must be one emoji, or a shortcode such as thumbsup.')
  .meta({ examples: ['thumbsup', '👍'] })

export const toggleReaction = defineEndpoint({
  ...common,
  name: 'toggleReaction',
  method: 'post',
  path: '/api/v2/messages/:id/react',
  summary: 'Add the caller’s reaction, or take it back.',
  description: `Whoever may read the channel may react; it does not join it. \`data.action\` says whether it was \`added\` or \`removed\`; a removed reaction is answered as it was. A person has one reaction of each emoji on a message: two clicks at once add and remove it.

\`emoji\` is one emoji, or a shortcode of two or more characters with or without colons, of 1–64 characters. Emoji differ by what people see: \`❤\` and \`❤️\` are one, and so are \`fire\`, \`:fire:\` and \`:FIRE:\`, shown as whoever gave it first wrote it; skin tones are different emoji, and \`thumbsup\` and \`👍\` are two. A message takes ${reactionLimits.emoji} different ones (409 for another); its \`reactions\` count them all and name the first ${reactionLimits.listed} people of each. An archived channel is a 409.`,
  params,
  body: z.object({ emoji: Emoji, user_id: actingUserId }),
  responses: { 200: envelope(Reaction.extend({ action: z.enum(['added', 'removed']) })) },
  errors: ['not_found', 'forbidden', 'conflict'],
})
