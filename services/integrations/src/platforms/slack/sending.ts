import { editParts } from '../edit-parts.ts'
import { findLinkedMentions } from '../mentions.ts'
import type { EditOptions, LinkedPeople, OutgoingMessage, SentMessage, SentSearch } from '../platform.ts'
import { splitText } from '../split-text.ts'
import { type Call, isRefusal } from './calls.ts'
import type { Files } from './files.ts'
import { toSlack } from './format.ts'
import { messagesOf } from './history.ts'
import { ownMetadata, tsOf } from './messages.ts'
import type { Directory } from './people.ts'

/** Slack takes 40,000 characters of a new message, but no more than these of a change. */
export const maxTextLength = 4_000
const maxNameLength = 80
const maxFound = 1_000

export interface SendingParts {
  call: Call
  files: Files
  directory: Directory
  people: LinkedPeople
}

const namesOf = (files: readonly { name?: string | null | undefined }[]): string =>
  JSON.stringify(files.map(({ name }) => name))

/** Messages from here: texts under their author’s name, followed by one message of the app’s that shows the files. */
export function createSending({ call, files, directory, people }: SendingParts) {
  /** A message’s text in as many parts as are necessary. One that has files alone says their names. */
  async function partsOf({ text, files: shown }: SentMessage): Promise<string[]> {
    const said = text.trim() === '' ? shown.map(({ name }) => `📎 ${name}`).join('\n') : text
    const mentions = await findLinkedMentions(said, people)
    return splitText(said, maxTextLength, (markdown) => mentions.write(toSlack(markdown), (id) => `<@${id}>`))
  }

  async function post(
    channel: string,
    message: OutgoingMessage,
    text: string,
    own: { key: string; part: number; parts: number },
    signal: AbortSignal,
  ): Promise<string> {
    const { author, threadId } = message
    const { ts } = await call(signal, (web) =>
      web.chat.postMessage({
        ...{ channel, text, username: author.name.slice(0, maxNameLength), unfurl_links: false },
        unfurl_media: false,
        ...(author.avatarUrl !== null && { icon_url: author.avatarUrl }),
        ...(threadId !== null && { thread_ts: threadId }),
        metadata: { event_type: ownMetadata, event_payload: own },
      }),
    )
    return ts!
  }

  /** What is gone already was meant to be. */
  const remove = async (channel: string, ids: readonly string[], signal: AbortSignal): Promise<void> => {
    for (const ts of ids)
      await call(signal, (web) => web.chat.delete({ channel, ts })).catch((error) => {
        if (!isRefusal(error, 'message_not_found')) throw error
      })
  }

  return {
    remove,

    async send(channel: string, message: OutgoingMessage, signal: AbortSignal): Promise<readonly string[]> {
      const ids: string[] = []
      const parts = await partsOf(message)
      // Before anything is seen there: one of them may be refused.
      const uploaded = await files.upload(message.files, signal)
      for (const [part, text] of parts.entries())
        ids.push(await post(channel, message, text, { key: message.key, part, parts: parts.length }, signal))
      if (uploaded.length === 0) return ids
      const shown = await files.share(uploaded, { channelId: channel, threadId: message.threadId }, signal)
      return shown === undefined ? ids : [...ids, shown]
    },

    /**
     * Parts of a message that did not arrive as a whole are taken back: it is sent again. The one that shows the files has
     * no key: it is known by their names.
     */
    async findSent(
      channel: string,
      { key, threadId, files }: SentMessage,
      { since, from, linkedAmong }: SentSearch,
      signal: AbortSignal,
    ): Promise<readonly string[]> {
      const { botId } = await directory.self(signal)
      const sent = from === undefined ? files : []
      const found = new Map<number, string>()
      const names = namesOf(sent)
      const shown: string[] = []
      const isWhole = () => found.size >= parts && (sent.length === 0 || shown.length > 0)
      let parts = Number.POSITIVE_INFINITY
      let cursor: string | undefined
      let read = 0
      do {
        const page = { channel, oldest: tsOf(since), limit: 200, cursor, include_all_metadata: true }
        const answer = await call(signal, async (web) =>
          threadId === null
            ? await web.conversations.history(page)
            : await web.conversations.replies({ ...page, ts: threadId }),
        ).catch((error) => {
          // Its root was deleted.
          if (isRefusal(error, 'thread_not_found')) return undefined
          throw error
        })
        const messages = messagesOf(answer?.messages)
        for (const { ts, bot_id, metadata, files: showing } of messages) {
          if (bot_id !== botId) continue
          if (sent.length > 0 && showing && namesOf(showing) === names) shown.push(ts)
          if (metadata?.event_type !== ownMetadata || metadata.event_payload.key !== key) continue
          found.set(metadata.event_payload.part ?? 0, ts)
          parts = metadata.event_payload.parts ?? 1
        }
        read += messages.length
        cursor = answer?.response_metadata?.next_cursor || undefined
      } while (cursor && !isWhole() && read < maxFound)
      const ids = [...found].sort(([a], [b]) => a - b).map(([, ts]) => ts)
      if (from !== undefined) {
        const linked = await linkedAmong(ids)
        return ids.filter((ts) => !linked.has(ts))
      }
      const linked = await linkedAmong(shown)
      const own = shown.filter((ts) => !linked.has(ts) && ids[0] !== undefined && ts > ids[0]).sort()[0]
      if (found.size >= parts && (sent.length === 0 || own !== undefined))
        return own === undefined ? ids : [...ids, own]
      await remove(channel, own === undefined ? ids : [...ids, own], signal)
      return []
    },

    /** The last of several ids is the message with the files, where there are some. */
    async edit(
      channel: string,
      ids: readonly string[],
      message: OutgoingMessage,
      { signal, findLost, beginPart, noteParts }: EditOptions,
    ): Promise<readonly string[]> {
      const withFiles = message.files.length > 0 && ids.length > 1 ? ids.slice(-1) : []
      const texts = ids.slice(0, ids.length - withFiles.length)
      const parts = await partsOf(message)
      const now = await editParts([...texts, ...(await findLost(texts.length))], parts, {
        begin: beginPart,
        add: (text, part) => post(channel, message, text, { key: message.key, part, parts: parts.length }, signal),
        change: async (ts, text) => void (await call(signal, (web) => web.chat.update({ channel, ts, text }))),
        note: (now) => noteParts([...now, ...withFiles]),
        remove: (left) => remove(channel, left, signal),
      })
      return [...now, ...withFiles]
    },
  }
}
