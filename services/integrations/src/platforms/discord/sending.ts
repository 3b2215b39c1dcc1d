import * as z from 'zod'
import { editParts } from '../edit-parts.ts'
import { findLinkedMentions } from '../mentions.ts'
import type { EditOptions, LinkedPeople, OutgoingFile, OutgoingMessage, SentMessage, SentSearch } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { RefusedFile } from '../refused-file.ts'
import { splitText } from '../split-text.ts'
import { type Call, inThread, isRefusal, isTooLarge } from './calls.ts'
import type { Directory } from './directory.ts'
import { toDiscord } from './format.ts'
import { messagesOf } from './history.ts'
import { idOf, partsOfId, snowflakeOf } from './payloads.ts'
import type { Webhooks } from './webhooks.ts'

export const maxTextLength = 2_000
const maxNameLength = 80
/** Of a server without boosts. */
const maxFileBytes = 10 * 1024 * 1024
const maxFiles = 10
/** Clocks differ by no more. */
const clockMarginMs = 60_000
const maxFound = 1_000

interface SendingParts {
  call: Call
  webhooks: Webhooks
  directory: Directory
  people: LinkedPeople
}

/** `SUPPRESS_EMBEDS`: no link is opened. */
const withoutEmbeds = 4

/** One part of a message, as Discord takes it. */
interface Part {
  content: string
  flags: number
  allowed_mentions: { parse: []; users: string[] }
}

/** Messages from here, under their authors’ names: written by a webhook of the channel. */
export function createSending({ call, webhooks, directory, people }: SendingParts) {
  async function partsOf({ text, files, hasPreviews }: SentMessage): Promise<Part[]> {
    const left = files.filter((file, i) => i >= maxFiles || file.size > maxFileBytes).map(({ name }) => `📎 ${name}`)
    const said = [text.trim(), ...left].filter(Boolean).join('\n')
    const flags = hasPreviews ? 0 : withoutEmbeds
    if (said === '') return [{ content: '', flags, allowed_mentions: { parse: [], users: [] } }]
    const mentions = await findLinkedMentions(said, people)
    const format = (markdown: string) => mentions.write(toDiscord(markdown), (id) => `<@${id}>`)
    return splitText(said, maxTextLength, format).map((content) => ({
      content,
      flags,
      allowed_mentions: { parse: [], users: mentions.ids.filter((id) => content.includes(`<@${id}>`)) },
    }))
  }

  /** A thread has the id of the message that it begins with. */
  async function ensureThread(channelId: string, rootId: string, signal: AbortSignal): Promise<void> {
    if (await directory.channel(rootId, signal)) return
    try {
      const body = { name: 'Thread' }
      await call('post', `/channels/${channelId}/messages/${rootId}/threads`, signal, { body })
    } catch (error) {
      if (!isRefusal(error, 160_004)) throw error
    }
  }

  /** Where a message is or goes: a webhook of the channel writes in its threads, too. */
  async function inPlace<Result>(
    channelId: string,
    threadId: string | null,
    signal: AbortSignal,
    work: (path: `/${string}`, query: URLSearchParams) => Promise<Result>,
  ): Promise<Result> {
    const query = new URLSearchParams(threadId === null ? {} : { thread_id: threadId })
    return await inThread(threadId, () =>
      webhooks.use(channelId, signal, ({ id, token }) => work(`/webhooks/${id}/${token}`, query)),
    )
  }

  async function post(
    channelId: string,
    message: OutgoingMessage,
    part: Part,
    files: readonly OutgoingFile[],
    signal: AbortSignal,
  ): Promise<string> {
    const { author, threadId } = message
    const loaded = await Promise.all(
      files.map(async (file) => ({
        ...{ name: file.name, contentType: file.mimeType },
        data: Buffer.from(await new Response(await file.open(signal)).arrayBuffer()),
      })),
    )
    const body = { ...part, username: userName(author.name), ...(author.avatarUrl && { avatar_url: author.avatarUrl }) }
    const sent = await inPlace(channelId, threadId, signal, (path, query) => {
      query.set('wait', 'true')
      return call('post', path, signal, { body, query, files: loaded, auth: false })
    }).catch((cause) => {
      const largest = files.toSorted((a, b) => b.size - a.size)[0]
      throw largest && isTooLarge(cause) ? new RefusedFile(largest, { cause }) : cause
    })
    return idOf(threadId, z.object({ id: z.string() }).parse(sent).id)
  }

  async function removeOne(channelId: string, given: string, signal: AbortSignal): Promise<void> {
    const { threadId, id } = partsOfId(given)
    try {
      await inPlace(channelId, threadId, signal, (path, query) =>
        call('delete', `${path}/messages/${id}`, signal, { query, auth: false }),
      )
    } catch (error) {
      // What is gone already was meant to be.
      if (!isRefusal(error, 10_008)) throw error
    }
  }

  async function remove(channelId: string, ids: readonly string[], signal: AbortSignal): Promise<void> {
    for (const id of ids) await removeOne(channelId, id, signal)
  }

  return {
    remove,

    async send(channelId: string, message: OutgoingMessage, signal: AbortSignal): Promise<readonly string[]> {
      if (message.threadId !== null) await ensureThread(channelId, message.threadId, signal)
      const parts = await partsOf(message)
      const files = message.files.filter(({ size }) => size <= maxFileBytes).slice(0, maxFiles)
      const ids: string[] = []
      for (const [i, part] of parts.entries())
        ids.push(await post(channelId, message, part, i === parts.length - 1 ? files : [], signal))
      return ids
    },

    /**
     * A webhook’s messages carry nothing of ours but what everybody sees: found by that, among those that are not known.
     * Parts of a message that did not arrive as a whole are taken back: it is sent again.
     */
    async findSent(
      channelId: string,
      message: SentMessage,
      { since, from, linkedAmong }: SentSearch,
      signal: AbortSignal,
    ): Promise<readonly string[]> {
      const { threadId } = message
      const { applicationId } = await directory.self(signal)
      const parts = (await partsOf(message)).slice(from)
      const name = userName(message.author.name)
      const ids: string[] = []
      let after = snowflakeOf(new Date(since.getTime() - clockMarginMs))
      for (let read = 0; read < maxFound; read += 100) {
        const query = new URLSearchParams({ limit: '100', after })
        const path = `/channels/${threadId ?? channelId}/messages` as const
        const listed = await inThread(threadId, () => call('get', path, signal, { query })).catch((error) => {
          // Then nothing has been sent to it.
          if (error instanceof PlatformError && error.failure === 'not_found') return []
          throw error
        })
        const page = messagesOf(listed).reverse()
        const own = page
          .filter(({ webhook_id, application_id }) => webhook_id && application_id === applicationId)
          .map(({ id, author, content }) => ({ id: idOf(threadId, id), by: author.username, content }))
        const linked = own.length > 0 ? await linkedAmong(own.map(({ id }) => id)) : new Set<string>()
        for (const { id, by, content } of own)
          if (!linked.has(id) && by === name && content === parts[ids.length]?.content.trim()) ids.push(id)
        if (page.length < 100 || ids.length === parts.length) break
        after = page.at(-1)!.id
      }
      if (ids.length === parts.length || from !== undefined) return ids
      await remove(channelId, ids, signal)
      return []
    },

    async edit(
      channelId: string,
      ids: readonly string[],
      message: OutgoingMessage,
      { signal, findLost, beginPart, noteParts }: EditOptions,
    ): Promise<readonly string[]> {
      return editParts([...ids, ...(await findLost(ids.length))], await partsOf(message), {
        begin: beginPart,
        add: (part) => post(channelId, message, part, [], signal),
        async change(given, part) {
          const { threadId, id } = partsOfId(given)
          await inPlace(channelId, threadId, signal, (path, query) =>
            call('patch', `${path}/messages/${id}`, signal, { body: part, query, auth: false }),
          )
        },
        note: noteParts,
        remove: (left) => remove(channelId, left, signal),
      })
    },
  }
}

/** Discord refuses names that could be its own. */
const userName = (name: string): string =>
  (
    name
      .replaceAll(/(?<=d)(?=iscord)|(?<=c)(?=lyde)/gi, '\u2060')
      .slice(0, maxNameLength)
      .trim() || 'Parley'
  ).replaceAll(/^(everyone|here)$/gi, '$1\u2060')
