import type { PlatformClient, Surroundings } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { createCalls, isRefusal } from './calls.ts'
import { nameOf } from './emoji.ts'
import { createFiles } from './files.ts'
import { toSlack } from './format.ts'
import { fetchHistory, fetchMessage } from './history.ts'
import { channelOf, fetchChannel, interpret } from './interpret.ts'
import { SlackChannel } from './payloads.ts'
import { createDirectory } from './people.ts'
import { createSending } from './sending.ts'

/** What the app must be allowed. */
export const scopes = [
  ...['channels:read', 'channels:history', 'channels:join', 'groups:read', 'groups:history', 'im:history', 'im:write'],
  ...['users:read', 'chat:write', 'chat:write.customize', 'reactions:read', 'reactions:write'],
  ...['files:read', 'files:write'],
]

/** A Slack workspace, by its Web API. */
export function createSlackClient(
  botToken: string,
  { config, people }: Pick<Surroundings, 'config' | 'people'>,
): PlatformClient {
  const call = createCalls(botToken, config.SLACK_API_URL)
  const directory = createDirectory(call)
  const files = createFiles(call, botToken, config.SLACK_API_URL)
  const { send, findSent, edit, remove } = createSending({ call, files, directory, people })
  const reading = (signal: AbortSignal) => ({ directory, people, signal })

  async function react(channel: string, timestamp: string, emoji: string, isAdded: boolean, signal: AbortSignal) {
    const name = nameOf(emoji)
    if (name === undefined) throw new PlatformError('rejected', `Slack has no name for ${emoji}.`)
    try {
      const reaction = { channel, timestamp, name }
      await call(signal, (web) => (isAdded ? web.reactions.add(reaction) : web.reactions.remove(reaction)))
    } catch (error) {
      if (!isRefusal(error, 'already_reacted', 'no_reaction')) throw error
    }
  }

  return {
    async test(signal) {
      const { teamId, teamName, userId, botId, scopes: granted } = await createDirectory(call).self(signal)
      const missingScopes = granted.length === 0 ? [] : scopes.filter((scope) => !granted.includes(scope))
      return { id: teamId, name: teamName, selfIds: [userId, ...(botId ? [botId] : [])], missingScopes }
    },
    async *listChannels(signal) {
      const { scopes: granted } = await directory.self(signal)
      const types = granted.includes('groups:read') ? 'public_channel,private_channel' : 'public_channel'
      let cursor: string | undefined
      do {
        const page = await call(signal, (web) => web.conversations.list({ types, limit: 200, cursor }))
        const channels = (page.channels ?? []).flatMap((channel) => SlackChannel.safeParse(channel).data ?? [])
        for (const channel of channels) directory.noteChannel(channel)
        yield channels.map(channelOf)
        cursor = page.response_metadata?.next_cursor || undefined
      } while (cursor)
    },
    fetchChannel: (id, signal) => fetchChannel(id, { directory, signal }),
    async join(channel, signal) {
      await call(signal, (web) => web.conversations.join({ channel }))
    },
    fetchHistory: (request, signal) => fetchHistory(request, call, reading(signal)),
    fetchMessage: (channelId, id, threadId, signal) => fetchMessage(channelId, id, threadId, call, reading(signal)),
    interpret: (event, signal) => interpret(event, reading(signal)),
    ...{ send, findSent, edit, remove },
    react: (channelId, id, emoji, signal) => react(channelId, id, emoji, true, signal),
    unreact: (channelId, id, emoji, signal) => react(channelId, id, emoji, false, signal),
    openFile: files.open,
    findPerson: directory.find,
    async sendDirect(foreignId, text, signal) {
      const { channel } = await call(signal, (web) => web.conversations.open({ users: foreignId }))
      await call(signal, (web) => web.chat.postMessage({ channel: channel!.id!, text: toSlack(text) }))
    },
    async revoke(signal) {
      await call(signal, (web) => web.auth.revoke()).catch((error) => {
        if (!(error instanceof PlatformError && error.failure === 'unauthorized')) throw error
      })
    },
  }
}
