import { isMessage, type Message } from '@parley/contracts/messages/message'
import { listMessages } from '@parley/contracts/messages/messages'
import type { Person } from '@parley/testing/people'
import type { StoredLink } from '@parley/testing/rows/integrations'
import { expect } from 'vitest'
import { contentOf, nameIn, type Written } from './bridge-people.ts'
import { emoji, type MessageThere, type Side } from './sides/side.ts'

/** What is in a channel here, oldest first. */
export async function messagesOf(ada: Person, channelId: string) {
  const all = []
  for (let after = 0, hasMore = true; hasMore; ) {
    const { data, meta } = await ada.call(listMessages, { channel_id: channelId, after_seq: after, limit: 100 })
    all.push(...data.filter(isMessage))
    after = data.at(-1)?.seq ?? after
    hasMore = meta.has_more
  }
  return all
}

/** Messages from here that are there, or not, and nobody knows. */
export function unlinkedOf(written: readonly Written[], links: readonly StoredLink[]): Set<string> {
  const linked = new Set(links.map(({ message_id }) => message_id))
  const without = written.filter(({ from, id, isGone }) => from === 'here' && !isGone && !linked.has(id))
  return new Set(without.map(({ name }) => name))
}

/** A message in a line: its text, what it replies to, what is reacted with, and its files. */
const lineOf = (
  content: string,
  root: string | undefined,
  reactions: readonly string[],
  files: readonly string[],
): string => {
  const text = content.replaceAll(/\s+/g, ' ').trim()
  return [text, root === undefined ? '' : `re ${root}`, reactions.toSorted().join(' '), files.join()].join(' | ')
}

const filesOf = (attachments: Message['attachments']): string[] => (attachments ?? []).map(({ name }) => name)

export async function readHere(ada: Person, channelId: string): Promise<string[]> {
  const messages = await messagesOf(ada, channelId)
  const names = new Map(messages.map(({ id, content }) => [id, nameIn(content)]))
  return messages
    .map(({ content, parent_message_id: parent, reactions, attachments }) => {
      const given = reactions.map(({ emoji: which, count }) => `${which}${count}`)
      return lineOf(
        content,
        parent === null ? undefined : (names.get(parent) ?? 'what is gone'),
        given,
        filesOf(attachments),
      )
    })
    .toSorted()
}

export function expectedHere(written: readonly Written[], unlinked: ReadonlySet<string>): string[] {
  const lines = written.flatMap(({ isGone, reactions, root, name, version, paragraphs, file, from }) => {
    if (isGone) return []
    const given = emoji.flatMap((which) => {
      const who = [...(reactions.get(which) ?? [])].filter((by) => by === 'ada' || !unlinked.has(name))
      return who.length > 0 ? `${which}${who.length}` : []
    })
    const isUnknown = from === 'there' && root && unlinked.has(root.name)
    return lineOf(
      contentOf({ name, version, paragraphs }),
      isUnknown ? undefined : root?.name,
      given,
      file ? [file] : [],
    )
  })
  return lines.toSorted()
}

/** What a message, or a part of one, begins with, whatever its version. */
const firstWordsOf = (message: MessageThere): string =>
  `${nameOf(message)} ${nameIn(message.content) ? (/ v\d+ (\d+) x/.exec(message.content)?.[1] ?? '') : 'file'}`

/** A file may stand by itself. */
export const nameOf = ({ content, files }: MessageThere): string | undefined =>
  nameIn(content) ?? nameIn(files?.[0] ?? '')

/** The text without the author’s name before it. */
const saidIn = (content: string): string => content.replaceAll(/<[^>]+>/g, '').replace(/^\s*ada\s*(?:\n|$)/, '')

export function readThere(side: Side, unlinked: ReadonlySet<string>): string[] {
  const messages = side.messages()
  const names = new Map(messages.map((message) => [message.id, nameOf(message)]))
  const seen = messages.flatMap((message) => (unlinked.has(nameOf(message)!) ? firstWordsOf(message) : []))
  expect(new Set(seen).size).toBe(seen.length)
  const known = messages.filter((message) => !unlinked.has(nameOf(message)!))
  return [...Map.groupBy(known, nameOf).values()]
    .map((parts) => {
      const { rootId } = parts[0]!
      const content = parts.map((part) => saidIn(part.content)).join('\n')
      const own = parts.flatMap(({ ownReactions }) => ownReactions)
      const files = parts.flatMap((part) => part.files ?? [])
      return lineOf(content, rootId === undefined ? undefined : (names.get(rootId) ?? 'what is gone'), own, files)
    })
    .toSorted()
}

export function expectedThere(side: Side, written: readonly Written[], unlinked: ReadonlySet<string>): string[] {
  const lines = written.flatMap(({ isGone, reactions, root, name, version, paragraphs, file, from }) => {
    if (isGone || unlinked.has(name)) return []
    const own = emoji.filter((which) => !side.lacks.reactionsOut && reactions.get(which)?.has('ada'))
    const isUnknown = from === 'here' && root && unlinked.has(root.name)
    const isNamed = file !== undefined && from === 'here' && side.lacks.filesOut
    const content = [contentOf({ name, version, paragraphs }), isNamed ? `📎 ${file}` : ''].join('\n')
    return lineOf(content, isUnknown ? undefined : root?.name, own, file && !isNamed ? [file] : [])
  })
  return lines.toSorted()
}
