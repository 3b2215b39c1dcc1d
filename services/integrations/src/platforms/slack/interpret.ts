import * as z from 'zod'
import type { RawEvent, RemoteChannel, RemoteEvent } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { isRefusal } from './calls.ts'
import { emojiOf } from './emoji.ts'
import { isWritten, type Reading, readMessages } from './messages.ts'
import { type SlackChannel, SlackEvent, SlackMessage } from './payloads.ts'

/** An event as `receive` keeps it. */
const Kept = z.object({ team: z.string().nullish(), event: z.looseObject({ type: z.string() }) })

/** What an event of the Events API says here. */
export async function interpret({ id, payload }: RawEvent, reading: Reading): Promise<readonly RemoteEvent[]> {
  const kept = Kept.safeParse(payload).data
  if (!kept) throw new PlatformError('rejected', `${id} is no event of Slack’s.`)
  const { data: event } = SlackEvent.safeParse(kept.event)
  // An app subscribes to more than is of interest here.
  if (!event) return []
  const { teamId } = await reading.directory.self(reading.signal)
  // One app, with one secret, may be in several workspaces.
  if (kept.team && teamId && kept.team !== teamId) return []
  switch (event.type) {
    case 'message':
      return event.channel_type === 'im'
        ? await directMessage(kept.event, event, reading)
        : await messageEvent(kept.event, event, reading)
    case 'reaction_added':
    case 'reaction_removed': {
      const { channel: channelId, ts: messageId, type } = event.item
      if (type !== 'message' || !channelId || !messageId) return []
      const author = (await reading.directory.authors([event.user], reading.signal)).get(event.user)
      const emoji = emojiOf(event.reaction)
      const isAdded = event.type === 'reaction_added'
      return author ? [{ type: 'reaction', channelId, messageId, emoji, author, isAdded }] : []
    }
    case 'channel_created':
    case 'channel_rename':
    case 'group_rename':
      return await channelEvent(event.channel.id, reading)
    case 'channel_archive':
    case 'channel_unarchive':
    case 'group_archive':
    case 'group_unarchive':
      return await channelEvent(event.channel, reading)
    case 'channel_deleted':
    case 'group_deleted':
      return [{ type: 'channel_gone', channelId: event.channel, reason: 'deleted' }]
    case 'channel_left':
    case 'group_left':
      return [{ type: 'channel_gone', channelId: event.channel, reason: 'removed' }]
    case 'member_joined_channel': {
      const { userId } = await reading.directory.self(reading.signal)
      // What was written there before is not delivered.
      return event.user === userId
        ? [...(await channelEvent(event.channel, reading)), { type: 'gap', channelId: event.channel }]
        : []
    }
    case 'tokens_revoked':
    case 'app_uninstalled':
      return [{ type: 'revoked' }]
    case 'app_rate_limited':
      return [{ type: 'gap', channelId: null }]
  }
}

/** A channel keeps its id when it is made private, or public. */
const privacyOf: Readonly<Record<string, boolean>> = { group: true, channel: false }
const conversions = new Set<unknown>(['channel_convert_to_private', 'channel_convert_to_public'])

type MessageEvent = Extract<SlackEvent, { type: 'message' }>

async function messageEvent(given: unknown, event: MessageEvent, reading: Reading): Promise<RemoteEvent[]> {
  const { channel: channelId, subtype, deleted_ts } = event
  if (subtype === 'message_deleted') return deleted_ts ? [{ type: 'message_deleted', channelId, id: deleted_ts }] : []
  if (conversions.has(subtype)) return await channelEvent(channelId, reading)
  const { data: message } = SlackMessage.safeParse(subtype === 'message_changed' ? event.message : given)
  if (!message) return []
  // What has replies is not taken away when it is deleted.
  if (message.subtype === 'tombstone') return [{ type: 'message_deleted', channelId, id: message.ts }]
  const { data: before } = SlackMessage.safeParse(event.previous_message)
  if (before && isAsBefore(message, before)) return []
  const messages = await readMessages(channelId, [message], reading)
  const isPrivate = privacyOf[event.channel_type ?? '']
  return messages.map((each) => ({ type: 'message', message: each, ...(isPrivate !== undefined && { isPrivate }) }))
}

/** Slack changes a message, too, when it has looked at a link, or when somebody replies. */
const isAsBefore = (message: SlackMessage, before: SlackMessage): boolean =>
  before.subtype !== 'tombstone' &&
  message.text === before.text &&
  message.edited?.ts === before.edited?.ts &&
  JSON.stringify(message.files?.map(({ id }) => id)) === JSON.stringify(before.files?.map(({ id }) => id))

async function directMessage(given: unknown, { channel }: MessageEvent, reading: Reading): Promise<RemoteEvent[]> {
  const { data: message } = SlackMessage.safeParse(given)
  if (!message || message.subtype || !isWritten(message)) return []
  const [read] = await readMessages(channel, [message], reading)
  return read && !read.author.isBot ? [{ type: 'direct_message', author: read.author, text: read.text }] : []
}

/** As it is now: an event of an old name may come late. */
async function channelEvent(id: string, reading: Reading): Promise<RemoteEvent[]> {
  const channel = await fetchChannel(id, reading)
  return channel ? [{ type: 'channel', channel }] : []
}

export async function fetchChannel(
  id: string,
  { directory, signal }: Pick<Reading, 'directory' | 'signal'>,
): Promise<RemoteChannel | undefined> {
  try {
    return channelOf(await directory.channel(id, signal))
  } catch (error) {
    if (isRefusal(error, 'channel_not_found')) return undefined
    throw error
  }
}

export const channelOf = ({
  id,
  name,
  is_private,
  is_archived,
  is_member,
  created,
  topic,
}: SlackChannel): RemoteChannel => ({
  id,
  name: name ?? id,
  type: is_private ? 'private' : 'text',
  isPrivate: is_private === true,
  isArchived: is_archived === true,
  topic: topic?.value || null,
  createdAt: created ? new Date(created * 1_000) : null,
  isMember: is_member === true,
})
