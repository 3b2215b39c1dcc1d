import { InputFile } from 'grammy'
import { editParts } from '../edit-parts.ts'
import { escapeHtml } from '../markdown.ts'
import { findLinkedMentions, type LinkedMentions } from '../mentions.ts'
import type { EditOptions, LinkedPeople, OutgoingFile, OutgoingMessage } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { RefusedFile } from '../refused-file.ts'
import { splitText } from '../split-text.ts'
import type { Call } from './calls.ts'
import { topicOf } from './payloads.ts'
import { toTelegram } from './to-telegram.ts'

/** Telegram counts without markup; so that what is counted here is never too long for it, it is counted with. */
export const maxTextLength = 4_096
/** A bot sends none that is larger. */
const maxFileBytes = 50 * 1024 * 1024
const uploadMs = 60_000

const html = { parse_mode: 'HTML' } as const
const joiner = '\u2060'

/** Where a message is written. */
interface Place {
  chatId: string
  threadId: string | null
}

/**
 * Messages from here, with their author's name before the text: a bot has one name. A call that has begun is waited for,
 * whatever the signal says: nobody could say afterwards whether it has arrived.
 */
export function createSending({ call, people }: { call: Call; people: LinkedPeople }) {
  const ignored = new AbortController().signal

  const partsOf = async ({ author, text, files }: OutgoingMessage): Promise<string[]> => {
    const left = files.filter(({ size }) => size > maxFileBytes).map(({ name }) => `📎 ${name}`)
    const said = [text.trim(), ...left].filter(Boolean).join('\n')
    if (said === '') return []
    const mentions = await findLinkedMentions(said, people)
    const prose = (given: string) => mentioning(given, mentions)
    return splitText(said, maxTextLength, (markdown) => `${named(author)}\n${toTelegram(markdown, prose)}`)
  }

  async function post(place: Place, message: OutgoingMessage, text: string, isFirst: boolean): Promise<string> {
    const options = { ...html, ...previewed(message), ...placed(place, isFirst) }
    const { message_id } = await call(ignored, (api) => api.sendMessage(place.chatId, text, options))
    return String(message_id)
  }

  async function upload(
    place: Place,
    { author }: OutgoingMessage,
    file: OutgoingFile,
    isFirst: boolean,
    signal: AbortSignal,
  ): Promise<string> {
    const bytes = await file.open(signal).catch((cause) => {
      if (cause instanceof RefusedFile) throw cause
      throw new PlatformError('unavailable', `${file.name} cannot be read.`, { mayBeDone: false, cause })
    })
    const options = { ...html, caption: named(author), ...placed(place, isFirst) }
    const document = new InputFile(bytes, file.name)
    const send = call(ignored, (api) => api.sendDocument(place.chatId, document, options), { timeoutMs: uploadMs })
    const sent = await send.catch((cause) => {
      throw cause instanceof PlatformError && cause.failure === 'rejected' ? new RefusedFile(file, { cause }) : cause
    })
    return String(sent.message_id)
  }

  const remove = async (chatId: string, ids: readonly string[], signal: AbortSignal): Promise<void> => {
    for (const id of ids)
      await call(signal, (api) => api.deleteMessage(chatId, Number(id))).catch((error) => {
        // What is gone already was meant to be.
        if (!(error instanceof PlatformError && error.failure === 'not_found')) throw error
      })
  }

  return {
    remove,

    /** As a whole or, where Telegram has refused a part, not at all. */
    async send(chatId: string, message: OutgoingMessage, signal: AbortSignal): Promise<readonly string[]> {
      const place = { chatId, threadId: message.threadId }
      const ids: string[] = []
      const steps = [
        ...(await partsOf(message)).map((text) => () => post(place, message, text, ids.length === 0)),
        ...sendable(message).map((file) => () => upload(place, message, file, ids.length === 0, signal)),
      ]
      try {
        for (const step of steps) {
          if (signal.aborted) throw new PlatformError('unavailable', 'There was no time for it.', { mayBeDone: false })
          ids.push(await step())
        }
      } catch (error) {
        const isUndone = error instanceof RefusedFile || (error instanceof PlatformError && !error.mayBeDone)
        if (isUndone) await remove(chatId, ids, ignored)
        throw error
      }
      return ids
    },

    /** Files stay: they are the last of the ids. */
    async edit(
      chatId: string,
      ids: readonly string[],
      message: OutgoingMessage,
      { signal, beginPart, noteParts }: EditOptions,
    ): Promise<readonly string[]> {
      const place = { chatId, threadId: message.threadId }
      const firstFile = Math.max(0, ids.length - sendable(message).length)
      const texts = ids.slice(0, firstFile)
      const now = await editParts(texts, await partsOf(message), {
        begin: beginPart,
        add: (text) => post(place, message, text, false),
        async change(id, text) {
          const options = { ...html, ...previewed(message) }
          await call(signal, (api) => api.editMessageText(chatId, Number(id), text, options)).catch((error) => {
            if (!(error instanceof PlatformError && /message is not modified/.test(error.detail))) throw error
          })
        },
        note: (now) => noteParts([...now, ...ids.slice(firstFile)]),
        remove: (left) => remove(chatId, left, signal),
      })
      return [...now, ...ids.slice(firstFile)]
    },
  }
}

const sendable = ({ files }: OutgoingMessage): OutgoingFile[] => files.filter(({ size }) => size <= maxFileBytes)

const previewed = ({ hasPreviews }: OutgoingMessage) => ({ link_preview_options: { is_disabled: !hasPreviews } })

const named = ({ name }: OutgoingMessage['author']): string => `<b>${escapeHtml(unnamed(name))}</b>`

/** Whoever is linked is mentioned, and nobody else who is called so there. */
const mentioning = (prose: string, mentions: LinkedMentions): string =>
  unnamed(
    mentions.write(prose, (id, handle) => `<a href="tg://user?id=${encodeURIComponent(id)}">@${joiner}${handle}</a>`),
  )

/** Telegram finds names in a text by itself. */
const unnamed = (text: string): string => text.replaceAll(/@(?=\w)/g, `@${joiner}`)

/** In its topic, or as a reply; further parts are beneath the first one. */
function placed({ threadId }: Place, isFirst: boolean) {
  const topic = threadId === null ? undefined : topicOf(threadId)
  if (topic !== undefined) return { message_thread_id: topic }
  if (threadId === null || !isFirst) return {}
  return { reply_parameters: { message_id: Number(threadId), allow_sending_without_reply: true } }
}
