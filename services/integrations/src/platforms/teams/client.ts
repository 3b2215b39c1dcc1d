import * as z from 'zod'
import type { PlatformClient, RemoteChannel, Surroundings } from '../platform.ts'
import { PlatformError } from '../platform-error.ts'
import { createCalls, urlOf } from './calls.ts'
import { createDirectory } from './directory.ts'
import type { Encryption } from './encryption.ts'
import { fetchHistory, fetchMessage, messagesPath } from './history.ts'
import { interpret } from './interpret.ts'
import { Page, TeamsChannel } from './payloads.ts'
import { createSending } from './sending.ts'
import { subscribe, unsubscribe } from './subscribing.ts'
import { createTokens, type TeamsApp } from './tokens.ts'

/** What an administrator has to consent to, by Graph's names. */
export const scopes = {
  team: 'Team.ReadBasic.All',
  channels: 'Channel.ReadBasic.All',
  messages: 'ChannelMessage.Read.All',
  people: 'User.Read.All',
}
const botScope = 'https://api.botframework.com/.default'
/** Until the last byte of a picture. */
const downloadMs = 10 * 60_000

export interface TeamsAccount extends TeamsApp {
  teamId: string
  encryption?: Encryption | undefined
}

/** A team, read by Microsoft Graph and written to by the Bot Framework. */
export function createTeamsClient(
  account: TeamsAccount,
  { config, people }: Pick<Surroundings, 'config' | 'people'>,
): PlatformClient {
  const { TEAMS_API_URL: apiUrl, TEAMS_BOT_URL: botUrl, TEAMS_LOGIN_URL: loginUrl } = config
  const { teamId, clientId, encryption } = account
  const graphTokens = createTokens(account, loginUrl, `${new URL(apiUrl).origin}/.default`)
  const botTokens = createTokens(account, loginUrl, botScope)
  const graph = createCalls(apiUrl, graphTokens)
  const bot = createCalls(botUrl, botTokens)
  const directory = createDirectory(graph)
  const reading = (signal: AbortSignal) => ({ selfId: clientId, apiUrl, directory, people, signal })
  const teamPath = `teams/${encodeURIComponent(teamId)}`

  async function listChannels(signal: AbortSignal): Promise<TeamsChannel[]> {
    const channels: TeamsChannel[] = []
    let next: string | null | undefined = `${teamPath}/channels`
    while (next) {
      const page: z.output<typeof Page> = Page.parse(await graph('GET', next, signal, { missing: 'channel_gone' }))
      channels.push(...page.value.flatMap((channel) => TeamsChannel.safeParse(channel).data ?? []))
      next = page['@odata.nextLink']
    }
    return channels
  }

  return {
    async test(signal) {
      const answer = await graph('GET', teamPath, signal, { missing: 'channel_gone' })
      const { displayName } = z.object({ displayName: z.string() }).parse(answer)
      await botTokens.get(signal)
      const missingScopes: string[] = []
      /** Graph says what is missing only where it is needed. */
      const attempt = async <Result>(scope: string, work: () => Promise<Result>): Promise<Result | undefined> => {
        try {
          return await work()
        } catch (error) {
          if (!(error instanceof PlatformError && error.failure === 'missing_scope')) throw error
          missingScopes.push(scope)
          return undefined
        }
      }
      const [first] = (await attempt(scopes.channels, () => listChannels(signal))) ?? []
      if (first) await attempt(scopes.messages, () => graph('GET', `${messagesPath(teamId, first.id)}?$top=1`, signal))
      return { id: teamId, name: displayName, selfIds: [clientId], missingScopes }
    },
    async *listChannels(signal) {
      yield (await listChannels(signal)).map(channelOf)
    },
    fetchHistory: (request, signal) => fetchHistory(request, teamId, graph, reading(signal)),
    fetchMessage: (channelId, id, _threadId, signal) => fetchMessage(channelId, id, teamId, graph, reading(signal)),
    interpret: (event, signal) => interpret(event, reading(signal)),
    ...createSending({ bot, graph, people, app: account }),
    async openFile({ url }, signal) {
      const token = await graphTokens.get(signal)
      const limited = AbortSignal.any([signal, AbortSignal.timeout(downloadMs)])
      const request = { headers: { authorization: `Bearer ${token}` }, signal: limited, redirect: 'error' } as const
      const answer = await fetch(urlOf(apiUrl, url), request).catch((cause) => {
        signal.throwIfAborted()
        throw new PlatformError('unavailable', 'Microsoft Graph cannot be reached.', { cause })
      })
      if (answer.ok && answer.body) return answer.body
      await answer.body?.cancel()
      const failure = answer.status >= 500 || answer.status === 429 ? 'unavailable' : 'not_found'
      throw new PlatformError(failure, `Microsoft answered ${answer.status}.`)
    },
    async subscribe(subscription, signal) {
      if (!encryption) throw new PlatformError('rejected', 'There is no key that notifications could be encrypted for.')
      return await subscribe(graph, { ...account, encryption }, subscription, signal)
    },
    findPerson: directory.find,
    unsubscribe: (url, signal) => unsubscribe(graph, url, signal),
  }
}

/** A channel that can be bridged. One of somebody else's team, that is shared with this one, is no less private. */
const channelOf = ({ id, displayName, description, membershipType, isArchived }: TeamsChannel): RemoteChannel => ({
  ...{ id, name: displayName, type: membershipType ?? 'standard', topic: description || null },
  ...{ isPrivate: membershipType === 'private' || membershipType === 'shared' },
  ...{ isArchived: isArchived === true, isMember: true },
})
