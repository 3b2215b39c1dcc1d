import type { StoredFiles } from '@parley/contracts/messages/attachment'
import { nameOf as slackNameOf } from '../platforms/slack/emoji.ts'
import { toSlack } from '../platforms/slack/format.ts'
import type { Authors } from './authors.ts'
import { filePath, tsOf } from './layout.ts'
import type { ExportedMessage } from './messages.ts'

/** How a message is written, which the message itself does not say. */
interface Writing {
  authors: Authors
  channelId: string
  withFiles: boolean
}

/** A message as a day file has it: what Slack would write of it, and under `parley` what that does not say. */
export function messageEntry(message: ExportedMessage, { authors, channelId, withFiles }: Writing) {
  const { content, created_at: createdAt, seq } = message
  const user = authors.add(message)
  const text = toSlack(content)
  const reactions = (message.reactions ?? []).map((reaction) => ({
    emoji: reaction.emoji,
    user: reaction.author_id,
    created_at: reaction.created_at,
  }))
  const { pinned, metadata } = split(message.metadata as Record<string, unknown>)
  const files = message.attachments ?? []
  return {
    type: 'message',
    user,
    user_profile: { display_name: message.author_name, real_name: message.author_name },
    text,
    ts: tsOf(createdAt, seq),
    ...threadOf(message),
    ...(message.edited_at !== null && { edited: { user, ts: tsOf(message.edited_at, 0) } }),
    ...(reactions.length > 0 && { reactions: grouped(reactions) }),
    ...(files.length > 0 && { files: filesOf(files, withFiles) }),
    ...(pinned && { pinned_to: [channelId] }),
    parley: {
      id: message.id,
      seq,
      ...(text !== content && { content }),
      ...(message.content_type !== 'text' && { content_type: message.content_type }),
      ...(message.parent_message_id !== null && { parent_id: message.parent_message_id }),
      ...(Object.keys(metadata).length > 0 && { metadata }),
      ...(pinned && { pinned }),
      ...(reactions.length > 0 && { reactions }),
    },
  }
}

/** A deleted message that has replies, which are to have what they reply to. */
export function tombstoneEntry(reply: ExportedMessage) {
  const ts = tsOf(reply.root_created_at!, reply.root_seq!)
  const text = 'This message was deleted.'
  const parley = { id: reply.parent_message_id!, seq: reply.root_seq! }
  return { type: 'message', subtype: 'tombstone', hidden: true, user: 'USLACKBOT', text, ts, thread_ts: ts, parley }
}

function threadOf(message: ExportedMessage) {
  const { parent_message_id: parentId, reply_count: replies, created_at: createdAt, seq, participants } = message
  if (parentId !== null) return { thread_ts: tsOf(message.root_created_at!, message.root_seq!) }
  if (replies === 0) return {}
  return {
    thread_ts: tsOf(createdAt, seq),
    reply_count: replies,
    reply_users: participants,
    reply_users_count: participants.length,
    ...(message.last_reply_at !== null && { latest_reply: tsOf(message.last_reply_at, 0) }),
  }
}

/** The sender's own metadata, and the pin, which the platform keeps beside it. Mentions follow from the text. */
function split({ pinned, pinned_at: at, pinned_by: by, mentions: _, ...metadata }: Record<string, unknown>) {
  return { metadata, pinned: pinned === true && { at, by: by ?? null } }
}

function grouped(reactions: readonly { emoji: string; user: string }[]) {
  return [...Map.groupBy(reactions, ({ emoji }) => emoji)].map(([emoji, given]) => ({
    name: slackNameOf(emoji) ?? emoji,
    users: given.map(({ user }) => user),
    count: given.length,
  }))
}

const filesOf = (files: StoredFiles, withFiles: boolean) =>
  files.map(({ id, name, size, type }) => ({
    id,
    name,
    title: name,
    mimetype: type,
    size,
    ...(withFiles && { url_private: filePath({ id, name }), permalink: filePath({ id, name }) }),
  }))
