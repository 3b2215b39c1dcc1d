import type { RawEvent, RemoteChannel, RemoteEvent } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { authorOf, type Reading, readMessage } from './messages.ts'
import { type TelegramChat, type TelegramMessage, TelegramUpdate } from './payloads.ts'

type Member = NonNullable<TelegramUpdate['my_chat_member']>
type Reactions = NonNullable<TelegramUpdate['message_reaction']>

/** What an update says here. */
export async function interpret({ id, payload }: RawEvent, reading: Reading): Promise<readonly RemoteEvent[]> {
  const { data: update } = TelegramUpdate.safeParse(payload)
  if (!update) throw new PlatformError('rejected', `${id} is no update of Telegram’s.`)
  const { message_reaction: reactions, my_chat_member: member } = update
  const message = update.message ?? update.edited_message ?? update.channel_post ?? update.edited_channel_post
  if (message) return await messageEvents(message, reading)
  if (member) return memberEvents(member)
  return reactions ? reactionEvents(reactions, reading) : []
}

/** The chat first: nothing else names it. */
async function messageEvents(message: TelegramMessage, reading: Reading): Promise<RemoteEvent[]> {
  const { chat, migrate_from_chat_id: from, migrate_to_chat_id: to, reply_to_message: answered } = message
  const own = String(chat.id)
  if (to) return [{ type: 'channel_moved', channelId: own, to: String(to) }]
  if (from) return [{ type: 'channel_moved', channelId: String(from), to: own }]
  const read = await readMessage(message, reading)
  if (chat.type === 'private')
    return read && !read.author.isBot ? [{ type: 'direct_message', author: read.author, text: read.text }] : []
  const channel = { type: 'channel' as const, channel: channelOf(chat) }
  if (!read) return [channel]
  // A root comes along with its replies, and is not to be had in any other way.
  const root = answered && (await readMessage(answered, reading))
  const events = root && root.id === read.threadId ? [root, read] : [read]
  return [channel, ...events.map((each) => ({ type: 'message' as const, message: each }))]
}

const inside = new Set(['creator', 'administrator', 'member'])

/** The bot is added to a chat, or removed from it. */
function memberEvents({ chat, new_chat_member: { status, is_member } }: Member): RemoteEvent[] {
  // In a private chat somebody has blocked it, or no longer does.
  if (chat.type === 'private') return []
  return inside.has(status) || is_member
    ? [{ type: 'channel', channel: channelOf(chat) }]
    : [{ type: 'channel_gone', channelId: String(chat.id), reason: 'removed' }]
}

/** All that somebody reacts with, before and now. An emoji of somebody's own has no name here. */
function reactionEvents(given: Reactions, { selfId }: Reading): RemoteEvent[] {
  const author = authorOf(given.user, given.actor_chat, selfId)
  if (!author || given.chat.type === 'private') return []
  const emojiOf = (all: Reactions['old_reaction']) =>
    all.flatMap(({ type, emoji }) => (type === 'emoji' && emoji ? emoji : []))
  const [before, now] = [emojiOf(given.old_reaction), emojiOf(given.new_reaction)]
  const of = {
    type: 'reaction' as const,
    channelId: String(given.chat.id),
    messageId: String(given.message_id),
    author,
  }
  return [
    ...before.filter((emoji) => !now.includes(emoji)).map((emoji) => ({ ...of, emoji, isAdded: false })),
    ...now.filter((emoji) => !before.includes(emoji)).map((emoji) => ({ ...of, emoji, isAdded: true })),
  ]
}

/** A chat that can be bridged. One that nobody can find is for its members alone. */
function channelOf({ id, title, type, username }: TelegramChat): RemoteChannel {
  const shared = { isPrivate: !username, isArchived: false, topic: null, isMember: true }
  return { id: String(id), name: title || String(id), type, ...shared }
}
