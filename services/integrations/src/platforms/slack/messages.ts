import type { LinkedPeople, RemoteAuthor, RemoteFile, RemoteMessage } from '../platform.ts'
import { emojiOf } from './emoji.ts'
import { fromSlack, neutralised } from './format.ts'
import type { SlackFile, SlackMessage } from './payloads.ts'
import type { Directory } from './people.ts'

/** What our own messages carry, so that a lost answer’s can be found. */
export const ownMetadata = 'parley_message'

/** What happens in a channel and is no message of somebody’s. */
const notes = new Set([
  ...['channel_join', 'channel_leave', 'channel_topic', 'channel_purpose', 'channel_name', 'channel_archive'],
  ...['channel_unarchive', 'channel_convert_to_private', 'channel_posting_permissions', 'channel_canvas_updated'],
  ...['group_join', 'group_leave', 'group_topic', 'group_purpose', 'group_name', 'group_archive', 'group_unarchive'],
  ...['bot_add', 'bot_remove', 'pinned_item', 'unpinned_item', 'reminder_add', 'ekm_access_denied', 'tombstone'],
  ...['huddle_thread', 'sh_room_created', 'assistant_app_thread', 'message_replied'],
])

/** Whether somebody has written it. */
export const isWritten = ({ subtype }: SlackMessage): boolean => !subtype || !notes.has(subtype)

export const timeOf = (ts: string): Date => new Date(Math.floor(Number(ts) * 1_000))

/** A time as Slack compares it with messages’ own: the first one at it. */
export const tsOf = (time: Date): string =>
  `${Math.floor(time.getTime() / 1_000)}.${String(time.getTime() % 1_000).padStart(3, '0')}000`

export interface Reading {
  directory: Directory
  people: LinkedPeople
  signal: AbortSignal
}

/** Messages of one channel, with the names of whoever wrote, is mentioned and reacts: looked up for all at once. */
export async function readMessages(
  channelId: string,
  given: readonly SlackMessage[],
  { directory, people, signal }: Reading,
): Promise<RemoteMessage[]> {
  const written = given.filter(isWritten)
  const texts = new Map(written.map((message) => [message, textOf(message)]))
  const mentioned = [...texts.values()].flatMap((text) => [...text.matchAll(/<@([UW][A-Z0-9]+)/g)].map(([, id]) => id!))
  const channels = [...texts.values()].flatMap((text) =>
    [...text.matchAll(/<#([CG][A-Z0-9]+)\|?>/g)].map(([, id]) => id!),
  )
  const reacting = written.flatMap(({ reactions }) => (reactions ?? []).flatMap(({ users }) => users ?? []))
  const writers = written.flatMap(({ user }) => user ?? [])
  const self = await directory.self(signal)
  const authors = await directory.authors([...writers, ...mentioned, ...reacting], signal)
  const handles = mentioned.length > 0 ? await people.handlesOf([...new Set(mentioned)]) : new Map<string, string>()
  await directory.loadChannelNames(channels, signal)
  const names = {
    person(id: string, label: string | undefined) {
      const handle = handles.get(id)
      return handle === undefined ? neutralised(authors.get(id)?.name || label || id) : `@${handle}`
    },
    channel: (id: string, label: string | undefined) => `#${label || directory.channelName(id) || id}`,
    everybody: neutralised,
  }
  return written.map((message): RemoteMessage => {
    const { ts, thread_ts, edited, files, reactions, metadata } = message
    const author = authorOf(message, authors, self.botId)
    const isOwn = author.isSelf && metadata?.event_type === ownMetadata
    return {
      id: ts,
      channelId,
      threadId: thread_ts && thread_ts !== ts ? thread_ts : null,
      author,
      text: fromSlack(texts.get(message)!, names),
      files: (files ?? []).flatMap(fileOf),
      at: timeOf(ts),
      editedAt: edited ? timeOf(edited.ts) : null,
      reactions: (reactions ?? []).flatMap(({ name, users }) =>
        (users ?? []).flatMap((id) => authors.get(id) ?? []).map((by) => ({ emoji: emojiOf(name), author: by })),
      ),
      key: isOwn ? (metadata.event_payload.key ?? null) : null,
    }
  })
}

/** An app may write under any name. Without a user, it is its bot that has an id. */
function authorOf(
  { user, bot_id, username, icons, bot_profile }: SlackMessage,
  authors: ReadonlyMap<string, RemoteAuthor>,
  selfBotId: string | undefined,
): RemoteAuthor {
  const known = user ? authors.get(user) : undefined
  const isSelf = known?.isSelf === true || (bot_id !== undefined && bot_id !== null && bot_id === selfBotId)
  const pictures = icons ?? bot_profile?.icons
  const picture = pictures?.image_72 ?? pictures?.image_64 ?? pictures?.image_48 ?? null
  return {
    id: user ?? bot_id ?? 'unknown',
    name: username || known?.name || bot_profile?.name || user || bot_id || 'unknown',
    avatarUrl: picture ?? known?.avatarUrl ?? null,
    isBot: Boolean(bot_id) || known?.isBot === true,
    isSelf,
  }
}

/** Other apps put all they say into attachments. What Slack shows of a link is none of the message. */
function textOf({ text, attachments }: SlackMessage): string {
  const said = (attachments ?? [])
    .filter(({ from_url, original_url }) => !from_url && !original_url)
    .map(({ pretext, title, text: body, fallback }) => [pretext, title, body].filter(Boolean).join('\n') || fallback)
  return [text, ...said].filter(Boolean).join('\n')
}

/** What was deleted, or is kept elsewhere, has no bytes here. */
function fileOf({ id, name, title, mimetype, size, url_private_download, url_private }: SlackFile): RemoteFile[] {
  const url = url_private_download ?? url_private
  if (!url) return []
  return [{ id, name: name || title || id, size: size ?? null, mimeType: mimetype || null, url }]
}
