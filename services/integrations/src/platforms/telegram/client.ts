import type { PlatformClient, Surroundings } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { createCalls } from './calls.ts'
import { interpret } from './interpret.ts'
import { authorOf } from './messages.ts'
import { updateTypes } from './payloads.ts'
import { listen } from './polling.ts'
import { webhookSecretOf } from './receive.ts'
import { createSending } from './sending.ts'
import { toTelegram } from './to-telegram.ts'

/** What a bot that reads messages has to have been set to. */
export const groupPrivacy = 'Group Privacy turned off'
/** A webhook stays until somebody sets another; so often it is looked at. */
const renewMs = 3_600_000
/** Until the last byte of a file. */
const downloadMs = 10 * 60_000

/** A bot of Telegram's, by the Bot API. */
export function createTelegramClient(
  { botToken }: { botToken: string },
  { config, people }: Pick<Surroundings, 'config' | 'people'>,
): PlatformClient {
  const call = createCalls(botToken, config.TELEGRAM_API_URL)
  const selfId = Number(botToken.split(':')[0])

  /** A bot has one reaction to a message: the newest replaces the one before. */
  async function react(chatId: string, id: string, emoji: string | null, signal: AbortSignal): Promise<void> {
    const reaction = emoji === null ? [] : [{ type: 'emoji', emoji: emoji.replaceAll('\ufe0f', '') } as never]
    await call(signal, (api) => api.setMessageReaction(chatId, Number(id), reaction))
  }

  let username: string | undefined
  /** As text mentions it. A name that is changed is known once the client is opened again. */
  async function ownName(signal: AbortSignal): Promise<string | undefined> {
    username ??= (await call(signal, (api) => api.getMe())).username
    return username && `@${username}`
  }

  return {
    async test(signal) {
      const { id, username, first_name, can_read_all_group_messages } = await call(signal, (api) => api.getMe())
      const missingScopes = can_read_all_group_messages ? [] : [groupPrivacy]
      return { id: String(id), name: username ? `@${username}` : first_name, selfIds: [String(id)], missingScopes }
    },
    async *listChannels() {},
    interpret: (event, signal) => interpret(event, { selfId, people, ownName: () => ownName(signal) }),
    ...createSending({ call, people }),
    react,
    async unreact(chatId, id, _emoji, signal, left) {
      for (const emoji of left.toReversed()) {
        try {
          return await react(chatId, id, emoji, signal)
        } catch (error) {
          // It has no such emoji.
          if (!(error instanceof PlatformError && error.failure === 'rejected')) throw error
        }
      }
      await react(chatId, id, null, signal)
    },
    async openFile({ url: fileId }, signal) {
      const { file_path } = await call(signal, (api) => api.getFile(fileId))
      const url = new URL(`file/bot${botToken}/${file_path}`, config.TELEGRAM_API_URL)
      const limited = AbortSignal.any([signal, AbortSignal.timeout(downloadMs)])
      const answer = await fetch(url, { signal: limited, redirect: 'error' }).catch(() => {
        signal.throwIfAborted()
        // The error itself names the URL, in which the token is.
        throw new PlatformError('unavailable', 'Telegram cannot be reached.')
      })
      if (answer.ok && answer.body) return answer.body
      await answer.body?.cancel()
      const failure = answer.status >= 500 || answer.status === 429 ? 'unavailable' : 'not_found'
      throw new PlatformError(failure, `Telegram answered ${answer.status}.`)
    },
    listen: (onEvents, signal) => listen(call, onEvents, signal),
    async subscribe({ url }, signal) {
      const options = { secret_token: webhookSecretOf(botToken), allowed_updates: updateTypes }
      await call(signal, (api) => api.setWebhook(url, options))
      return new Date(Date.now() + renewMs)
    },
    async unsubscribe(_url, signal) {
      await call(signal, (api) => api.deleteWebhook())
    },
    async findPerson(who, signal) {
      if ('handle' in who || !/^\d{1,20}$/.test(who.id))
        throw new PlatformError(
          'rejected',
          'Telegram finds people by their id alone: the bot says it to who writes /start.',
        )
      try {
        const chat = await call(signal, (api) => api.getChat(who.id))
        return chat.type === 'private' ? authorOf({ ...chat, is_bot: false }, null, selfId) : undefined
      } catch (error) {
        if (error instanceof PlatformError && error.failure === 'channel_gone')
          throw new PlatformError('rejected', 'A bot may write to those alone who have written to it: send it /start.')
        throw error
      }
    },
    async sendDirect(foreignId, text, signal) {
      const html = toTelegram(text, (prose) => prose)
      await call(signal, (api) => api.sendMessage(foreignId, html, { parse_mode: 'HTML' }))
    },
  }
}
