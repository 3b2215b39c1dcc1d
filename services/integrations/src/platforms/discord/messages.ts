import type { LinkedPeople, RemoteMessage } from '../platform.ts'
import { authorOf, type Directory, type Place } from './directory.ts'
import { fromDiscord } from './format.ts'
import { type DiscordMessage, emojiText, idOf } from './payloads.ts'

/** What hides a mention from whatever looks for one, and is not seen. */
const joiner = '\u2060'
const neutralised = (whom: string): string => `@${joiner}${whom}`

/** A message, a reply to one, or what a command or a webhook has written. Others say that something happened. */
const written = new Set([0, 19, 20, 23])
export const isWritten = ({ type }: DiscordMessage): boolean => written.has(type)

export interface Reading {
  directory: Directory
  people: LinkedPeople
  signal: AbortSignal
}

/** Messages of one place, with the names of whoever is mentioned. */
export async function readMessages(
  { channelId, threadId }: Place,
  given: readonly DiscordMessage[],
  { directory, people, signal }: Reading,
): Promise<RemoteMessage[]> {
  const self = await directory.self(signal)
  const messages = given.filter(isWritten)
  for (const { mentions, author, webhook_id } of messages) {
    for (const user of mentions) directory.noteUser(user)
    if (!webhook_id) directory.noteUser(author)
  }
  const mentioned = [
    ...new Set(messages.flatMap(({ content }) => [...content.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id!))),
  ]
  const handles = mentioned.length > 0 ? await people.handlesOf(mentioned) : new Map<string, string>()
  const personNames = new Map<string, string>()
  for (const id of mentioned) {
    const person = handles.has(id) ? undefined : await directory.person(id, signal)
    if (person) personNames.set(id, authorOf(person, self).name)
  }
  const channelNames = new Map<string, string>()
  for (const id of new Set(messages.flatMap(({ content }) => [...content.matchAll(/<#(\d+)>/g)].map(([, of]) => of!))))
    channelNames.set(id, (await directory.channel(id, signal))?.name ?? id)
  const names = {
    person: (id: string) => (handles.has(id) ? `@${handles.get(id)}` : neutralised(personNames.get(id) ?? id)),
    channel: (id: string) => `#${channelNames.get(id) ?? id}`,
    group: neutralised,
  }
  return messages.map((message): RemoteMessage => {
    const {
      id,
      author,
      webhook_id: webhookId,
      application_id: applicationId,
      member,
      timestamp,
      edited_timestamp,
      attachments,
      reactions,
    } = message
    return {
      id: idOf(threadId, id),
      channelId,
      threadId: threadId === id ? null : threadId,
      author: authorOf(author, self, { nick: member?.nick, webhookId, applicationId }),
      text: fromDiscord(textOf(message), names),
      files: attachments.map(({ id: of, filename: name, size, content_type: mimeType, url }) => ({
        ...{ id: of, name, url, size: size ?? null, mimeType: mimeType ?? null },
      })),
      at: new Date(timestamp),
      editedAt: edited_timestamp ? new Date(edited_timestamp) : null,
      // Who has reacted would be another call for each emoji.
      reactions: [],
      reactionCounts: new Map(
        (reactions ?? []).flatMap(({ emoji, count, me }) => {
          const others = count - (me ? 1 : 0)
          return others > 0 ? [[emojiText(emoji), others] as const] : []
        }),
      ),
      key: null,
    }
  })
}

/** Other bots say much in embeds. What Discord shows of a link is none of the message. */
function textOf({ content, embeds }: DiscordMessage): string {
  const said = embeds
    .filter(({ type }) => type === 'rich')
    .map(({ title, description }) => [title, description].filter(Boolean).join('\n'))
  return [content, ...said].filter(Boolean).join('\n')
}
