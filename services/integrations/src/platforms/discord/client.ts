import * as z from 'zod'
import type { PlatformClient, Surroundings } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { createCalls, inThread, isRefusal } from './calls.ts'
import { authorOf, createDirectory, remoteChannelOf } from './directory.ts'
import { toDiscord } from './format.ts'
import { listen } from './gateway.ts'
import { fetchHistory, fetchMessage } from './history.ts'
import { interpret } from './interpret.ts'
import { DiscordChannel, DiscordUser, partsOfId } from './payloads.ts'
import { createSending } from './sending.ts'
import { createWebhooks } from './webhooks.ts'

/** What the bot must be allowed, as Discord calls it. */
export const messageContent = 'Message Content Intent'
const messageContentFlags = (1 << 18) | (1 << 19)

export interface DiscordAccount {
  botToken: string
  guildId: string
}

/** A Discord server, by its REST API and the gateway. */
export function createDiscordClient(
  { botToken, guildId }: DiscordAccount,
  { config, people, fetch: fetchOutside }: Pick<Surroundings, 'config' | 'people' | 'fetch'>,
): PlatformClient {
  const call = createCalls(botToken, config.DISCORD_API_URL)
  const directory = createDirectory(call, guildId)
  const webhooks = createWebhooks(call, directory)
  const { send, findSent, edit, remove } = createSending({ call, webhooks, directory, people })
  const reading = (signal: AbortSignal) => ({ directory, people, signal })

  /** Where our own reaction to a message is. An emoji of a server's own has a name that is no emoji elsewhere. */
  function reactionPath(channelId: string, given: string, emoji: string): `/${string}` {
    if (/^:?[\w+-]+:?$/.test(emoji)) throw new PlatformError('rejected', `Discord has no emoji ${emoji}.`)
    const { threadId, id } = partsOfId(given)
    return `/channels/${threadId ?? channelId}/messages/${id}/reactions/${encodeURIComponent(emoji)}/@me`
  }

  return {
    async test(signal) {
      const Application = z.object({ flags: z.number().nullish() })
      const { user } = await createDirectory(call, guildId).self(signal)
      const { flags } = Application.parse(await call('get', '/oauth2/applications/@me', signal))
      const guild = z
        .object({ id: z.string(), name: z.string() })
        .parse(await call('get', `/guilds/${guildId}`, signal))
      const missingScopes = flags && flags & messageContentFlags ? [] : [messageContent]
      return { id: guild.id, name: guild.name, selfIds: [user.id], missingScopes }
    },
    async *listChannels(signal) {
      const listed = z.array(z.unknown()).parse(await call('get', `/guilds/${guildId}/channels`, signal))
      const channels = listed.flatMap((channel) => DiscordChannel.safeParse(channel).data ?? [])
      for (const channel of channels) directory.noteChannel(channel)
      const everybody = await directory.everybody(signal)
      yield channels.flatMap((channel) => remoteChannelOf(channel, guildId, everybody) ?? [])
    },
    fetchHistory: (request, signal) => fetchHistory(request, call, reading(signal)),
    fetchMessage: (channelId, id, _threadId, signal) => fetchMessage(channelId, id, call, reading(signal)),
    interpret: (event, signal) => interpret(event, guildId, reading(signal)),
    ...{ send, findSent, edit, remove },
    async react(channelId, id, emoji, signal) {
      await inThread(partsOfId(id).threadId, () => call('put', reactionPath(channelId, id, emoji), signal))
    },
    async unreact(channelId, id, emoji, signal) {
      const { threadId } = partsOfId(id)
      await inThread(threadId, () => call('delete', reactionPath(channelId, id, emoji), signal)).catch((error) => {
        if (!isRefusal(error, 10_014)) throw error
      })
    },
    async openFile({ url }, signal) {
      // Files are on other hosts than the API, which the operator does not name.
      const isOperators = new URL(url).origin === new URL(config.DISCORD_API_URL).origin
      const answer = await (isOperators
        ? fetch(url, { signal, redirect: 'error' })
        : fetchOutside(url, { signal, ...bounds }))
      if (answer.ok && answer.body) return answer.body
      await answer.body?.cancel()
      throw new PlatformError(answer.status >= 500 ? 'unavailable' : 'not_found', `Discord answered ${answer.status}.`)
    },
    listen: (onEvents, signal) => listen({ token: botToken, guildId, call, directory }, onEvents, signal),
    async findPerson(who, signal) {
      if ('handle' in who || !/^\d{1,20}$/.test(who.id))
        throw new PlatformError('rejected', 'Discord finds people by their id alone: “Copy user ID” shows it.')
      const Member = z.object({ user: DiscordUser, nick: z.string().nullish() })
      try {
        const { user, nick } = Member.parse(await call('get', `/guilds/${guildId}/members/${who.id}`, signal))
        return authorOf(user, await directory.self(signal), { nick: nick ?? null })
      } catch (error) {
        if (isRefusal(error, 10_007, 10_013)) return undefined
        throw error
      }
    },
    async revoke(signal) {
      await call('delete', `/users/@me/guilds/${guildId}`, signal)
    },
    async sendDirect(foreignId, text, signal) {
      const body = { recipient_id: foreignId }
      const channel = z.object({ id: z.string() }).parse(await call('post', '/users/@me/channels', signal, { body }))
      const message = { content: toDiscord(text), allowed_mentions: { parse: [] } }
      await call('post', `/channels/${channel.id}/messages`, signal, { body: message })
    },
  }
}

const bounds = { maxBytes: 512 * 1024 * 1024, timeoutMs: 10 * 60_000 }
