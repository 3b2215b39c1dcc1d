import type { RawEvent, RemoteEvent } from '../platform.ts'
import { authorOf, remoteChannelOf } from './directory.ts'
import { isWritten, type Reading, readMessages } from './messages.ts'
import { type DiscordMessage, Dispatch, emojiText, idOf, isOfServer } from './payloads.ts'

/** What a dispatch of the gateway says here. */
export async function interpret(
  { payload }: RawEvent,
  guildId: string,
  reading: Reading,
): Promise<readonly RemoteEvent[]> {
  const { data: dispatch } = Dispatch.safeParse(payload)
  // The gateway says more than is of interest here.
  if (!dispatch) return []
  if (dispatch.t !== 'GAP' && !isOfServer(dispatch.t, Object(payload).d, guildId)) return []
  const { directory, signal } = reading
  switch (dispatch.t) {
    case 'MESSAGE_CREATE':
    case 'MESSAGE_UPDATE':
      return await messageEvent(dispatch.d, reading)
    case 'MESSAGE_DELETE':
    case 'MESSAGE_DELETE_BULK': {
      const { d } = dispatch
      const place = await directory.placeOf(d.channel_id, signal)
      const ids = 'ids' in d ? d.ids : [d.id]
      if (!place) return []
      const { channelId, threadId } = place
      return ids.map((id) => ({ type: 'message_deleted', channelId, id: idOf(threadId, id) }))
    }
    case 'MESSAGE_REACTION_ADD':
    case 'MESSAGE_REACTION_REMOVE': {
      const { user_id, channel_id, message_id, emoji } = dispatch.d
      const place = await directory.placeOf(channel_id, signal)
      const person = await directory.person(user_id, signal)
      if (!place || !person) return []
      const author = authorOf(person, await directory.self(signal))
      const isAdded = dispatch.t === 'MESSAGE_REACTION_ADD'
      const messageId = idOf(place.threadId, message_id)
      return [{ type: 'reaction', channelId: place.channelId, messageId, emoji: emojiText(emoji), author, isAdded }]
    }
    case 'CHANNEL_CREATE':
    case 'CHANNEL_UPDATE': {
      directory.noteChannel(dispatch.d)
      const channel = remoteChannelOf(dispatch.d, guildId, await directory.everybody(signal))
      return channel ? [{ type: 'channel', channel }] : []
    }
    case 'CHANNEL_DELETE':
      directory.forgetChannel(dispatch.d.id)
      return [{ type: 'channel_gone', channelId: dispatch.d.id, reason: 'deleted' }]
    case 'GUILD_DELETE':
      // One that is unavailable is in trouble, and comes back.
      return !dispatch.d.unavailable ? [{ type: 'revoked' }] : []
    case 'GAP':
      return [{ type: 'gap', channelId: null }]
  }
}

async function messageEvent(message: DiscordMessage, reading: Reading): Promise<RemoteEvent[]> {
  const { directory, signal } = reading
  if (!isWritten(message)) return []
  if (!message.guild_id) {
    const [read] = await readMessages({ channelId: message.channel_id, threadId: null }, [message], reading)
    return read && !read.author.isBot ? [{ type: 'direct_message', author: read.author, text: read.text }] : []
  }
  const place = await directory.placeOf(message.channel_id, signal)
  if (!place) return []
  const messages = await readMessages(place, [message], reading)
  return messages.map((each) => ({ type: 'message', message: each }))
}
