import { unmentioning } from '../markdown.ts'
import type { LinkedPeople, RemoteAuthor, RemoteFile, RemoteMessage } from '../platform.ts'
import { fromTelegram, type Mentioned } from './from-telegram.ts'
import {
  type Answered,
  type TelegramChat,
  type TelegramEntity,
  type TelegramFile,
  type TelegramUser,
  topicIdOf,
} from './payloads.ts'

export interface Reading {
  /** Of the bot. */
  selfId: number
  /** The bot's username; asked for where somebody is mentioned by one. */
  ownName: () => Promise<string | undefined>
  people: LinkedPeople
}

type Given = Answered & { reply_to_message?: Pick<Answered, 'message_id'> | null | undefined }

/** A message, with the names of whoever is mentioned; undefined where nobody has written it. */
export async function readMessage(given: Given, reading: Reading): Promise<RemoteMessage | undefined> {
  const author = authorOf(given.from, given.sender_chat, reading.selfId)
  const topic = given.forum_topic_created
  const files = filesOf(given)
  const entities = [...given.entities, ...given.caption_entities]
  const text = given.text ?? given.caption ?? ''
  const said = [text, ...otherContentOf(given)].filter(Boolean).join('\n')
  if (!author || (said === '' && files.length === 0 && !topic)) return undefined
  return {
    id: topic ? topicIdOf(given.message_id) : String(given.message_id),
    channelId: String(given.chat.id),
    threadId: topic ? null : threadOf(given),
    author,
    text: topic ? unmentioning(topic.name) : fromTelegram(said, entities, await mentionedIn(entities, reading)),
    files,
    at: new Date(given.date * 1_000),
    editedAt: given.edit_date ? new Date(given.edit_date * 1_000) : null,
    // Who has reacted comes with updates alone.
    reactions: [],
    key: null,
  }
}

/** Linked people, and the bot itself where a twin answers for it, by their handles. */
async function mentionedIn(
  entities: readonly TelegramEntity[],
  { selfId, ownName, people }: Reading,
): Promise<Mentioned> {
  const ids = entities.flatMap(({ user }) => (user ? [String(user.id)] : []))
  const own = entities.some(({ type }) => type === 'mention') ? await ownName() : undefined
  const asked = own === undefined ? ids : [...ids, String(selfId)]
  const handles = asked.length > 0 ? await people.handlesOf(asked) : new Map<string, string>()
  const mentionOf = (id: number) => {
    const handle = handles.get(String(id))
    return handle === undefined ? undefined : `@${handle}`
  }
  return {
    person: (user) => mentionOf(user.id) ?? unmentioning(`@${nameOf(user)}`),
    named: (username) => (username.toLowerCase() === own?.toLowerCase() ? mentionOf(selfId) : undefined),
  }
}

/** Topics are threads; elsewhere a thread begins with what is replied to first. */
function threadOf({ message_thread_id, is_topic_message, reply_to_message }: Given): string | null {
  if (is_topic_message && message_thread_id) return topicIdOf(message_thread_id)
  const root = reply_to_message ? (message_thread_id ?? reply_to_message.message_id) : undefined
  return root === undefined ? null : String(root)
}

export const nameOf = ({ id, first_name, last_name }: TelegramUser): string =>
  [first_name, last_name].filter(Boolean).join(' ') || String(id)

/** Who writes or reacts; somebody may do so as a group or channel. URLs of pictures hold the bot's token: there are none. */
export function authorOf(
  user: TelegramUser | null | undefined,
  chat: TelegramChat | null | undefined,
  selfId: number,
): RemoteAuthor | undefined {
  if (chat) {
    const id = String(chat.id)
    return { id, name: chat.title || id, avatarUrl: null, isBot: false, isSelf: false }
  }
  if (!user) return undefined
  return { id: String(user.id), name: nameOf(user), avatarUrl: null, isBot: user.is_bot, isSelf: user.id === selfId }
}

/** What is neither a text nor a file. */
function otherContentOf({ location, contact, poll }: Given): string[] {
  return [
    ...(location ? [`📍 https://www.openstreetmap.org/?mlat=${location.latitude}&mlon=${location.longitude}`] : []),
    ...(contact
      ? [`👤 ${[contact.first_name, contact.last_name].filter(Boolean).join(' ')} ${contact.phone_number}`]
      : []),
    ...(poll ? [`📊 ${poll.question}`, ...poll.options.map(({ text }) => `• ${text}`)] : []),
  ]
}

function filesOf(message: Given): RemoteFile[] {
  const { photo, animation, document, video, audio, voice, video_note, sticker } = message
  const largest = photo.toSorted((a, b) => (b.file_size ?? 0) - (a.file_size ?? 0))[0]
  return [
    ...fileOf(largest, 'photo.jpg', 'image/jpeg'),
    // An animation is sent as a document, too.
    ...fileOf(animation ?? document, animation ? 'animation.mp4' : 'document', null),
    ...fileOf(video, 'video.mp4', 'video/mp4'),
    ...fileOf(audio, 'audio.mp3', 'audio/mpeg'),
    ...fileOf(voice, 'voice.ogg', 'audio/ogg'),
    ...fileOf(video_note, 'video.mp4', 'video/mp4'),
    ...fileOf(sticker, 'sticker.webp', null),
  ]
}

/** It is asked for by its id: where it lies changes by the hour. */
function fileOf(file: TelegramFile | null | undefined, name: string, mimeType: string | null): RemoteFile[] {
  if (!file) return []
  const { file_unique_id: id, file_id: url, file_name, file_size, mime_type } = file
  return [{ id, url, name: file_name || name, size: file_size ?? null, mimeType: mime_type ?? mimeType }]
}
