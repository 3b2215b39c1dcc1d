import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { closeAfterwards } from '../close-afterwards.ts'
import { answerJson, type ReceivedRequest, startServer } from '../json-server.ts'
import { answerThrough, type CallFault, createFaults, type EventFault, type Faults } from './faults.ts'
import { answerBot } from './teams/bot.ts'
import { findGraphEndpoint } from './teams/graph.ts'
import { createSubscriptions, type TeamsLifecycleEvent } from './teams/subscriptions.ts'
import { Team, type TeamsFile, type TeamsMessage, TeamsRefusal } from './teams/team.ts'
import { TeamsLogin } from './teams/tokens.ts'

/** A call as it was received, whatever became of it. */
export interface TeamsReceivedCall {
  /** `GET /teams/:team/channels`; `bot POST` and `login` of the other two APIs. */
  endpoint: string
  path: string
  body: Record<string, unknown>
}

/**
 * A team of Microsoft 365 with an app in it, which speaks Microsoft Graph (with notifications of changes), the Bot
 * Framework and Microsoft’s login. People act in it by the methods here; everything is named by its id.
 */
export interface TeamsDouble {
  /** For TEAMS_API_URL, TEAMS_LOGIN_URL and TEAMS_BOT_URL. */
  readonly apiUrl: string
  readonly loginUrl: string
  readonly botUrl: string
  readonly tenantId: string
  readonly teamId: string
  readonly clientId: string
  readonly clientSecret: string
  /** What goes wrong with calls, by the endpoint, and with notifications: `created`, `updated`, `deleted`, `missed`, … */
  readonly faults: { calls: Faults<CallFault>; events: Faults<EventFault> }
  /** Calls as they were received, oldest first, whatever became of them. */
  readonly calls: readonly TeamsReceivedCall[]

  person(displayName: string, details?: { mail?: string }): string
  channel(displayName: string, options?: { isPrivate?: boolean }): string
  /** HTML, in which `<at id="0">` stands for the first of those who are mentioned. At a time, in a history, nobody is notified. */
  post(
    channel: string,
    person: string,
    html: string,
    options?: { replyTo?: string; mentions?: string[]; at?: Date; file?: { name: string; bytes: Uint8Array } },
  ): string
  edit(channel: string, message: string, html: string): void
  remove(channel: string, message: string): void
  react(channel: string, person: string, message: string, emoji: string): void
  unreact(channel: string, person: string, message: string, emoji: string): void
  deleteChannel(channel: string): void
  /** What is there: every message that is not deleted, replies too, oldest first. */
  messages(channel: string): readonly Readonly<TeamsMessage>[]
  /** What the bot has written to one person alone, in HTML, oldest first. */
  directMessages(person: string): readonly string[]

  /** Notifies subscribers of the lifecycle of their subscription; one that is to be removed is. */
  tellOfLife(event: TeamsLifecycleEvent): void
  /** Subscriptions end without a word, as they do when they are not renewed. */
  expireSubscriptions(): void
  /** A token as Graph’s notifications carry one, with other claims where some are given. */
  validationToken(claims?: Record<string, unknown>): string
  /** Tokens that were issued are refused from now on. */
  expireTokens(): void
  expireSecret(): void
  /** What the administrator has consented to, for tokens that are issued from now on. */
  consentTo(roles: readonly string[]): void
  /** Removes the bot from the team. */
  uninstall(): void
  /** Once every notification was taken or given up. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface TeamsOptions {
  /** How long Graph waits before it repeats a notification that was not taken: some seconds, then minutes. */
  retryAfterMs?: readonly number[]
}

/** Starts the double on a free port of 127.0.0.1; closed by itself. */
export async function startTeams({ retryAfterMs = [10_000, 60_000] }: TeamsOptions = {}): Promise<TeamsDouble> {
  const faults = { calls: createFaults<CallFault>(), events: createFaults<EventFault>() }
  const calls: TeamsReceivedCall[] = []
  const login = new TeamsLogin()
  const subscriptions = createSubscriptions(() => team, login, { faults: faults.events, retryAfterMs })
  const team: Team = new Team(subscriptions.notify)
  let baseUrl = ''

  /** What a request is, and what answers it. */
  function match({ method, path, headers, body }: ReceivedRequest) {
    const url = new URL(path, 'http://teams.test')
    const { authorization } = headers
    const [, place = '', rest = ''] = /^\/(graph\/v1\.0|login|bot)(\/.*)$/.exec(url.pathname) ?? []
    const tenant = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(rest)?.[1]
    if (place === 'login' && tenant !== undefined && method === 'POST') {
      const form = new URLSearchParams(body)
      // A secret is not kept.
      return { endpoint: 'login', body: {}, work: () => ({ status: 200, answer: login.issue(form, tenant, team) }) }
    }
    if (place === 'login' && rest === '/common/discovery/v2.0/keys')
      return { endpoint: 'keys', body: {}, work: () => ({ status: 200, answer: login.keys() }) }
    const given = JSON.parse(body || '{}') as Record<string, unknown>
    if (place === 'bot')
      return {
        ...{ endpoint: `bot ${method}`, body: given },
        work: () => {
          login.check(authorization, 'bot')
          return answerBot(team, method, rest, given)
        },
      }
    const found = place === '' ? undefined : findGraphEndpoint(method, rest)
    if (!found) return undefined
    const { name, endpoint, params } = found
    return {
      ...{ endpoint: name, body: given },
      work: async () => {
        login.check(authorization, 'graph', endpoint.roles)
        const call = { team, subscriptions, params, query: url.searchParams, body: given }
        const answer = await endpoint.run({ ...call, baseUrl: `${baseUrl}/graph/v1.0` })
        return { status: answer === undefined ? 204 : (endpoint.status ?? 200), answer }
      },
    }
  }

  async function answer(request: ReceivedRequest, response: ServerResponse): Promise<void> {
    const file = /^\/sites\/([^/]+)\//.exec(request.path)?.[1]
    if (file !== undefined) return giveFile(team.files.get(file), response)
    const matched = match(request)
    if (!matched) return answerJson(response, 404, errorOf(new TeamsRefusal(404, 'ResourceNotFound', 'Not found.')))
    const { endpoint, body, work } = matched
    calls.push({ endpoint, path: request.path, body })
    await answerThrough<{ status: number; answer?: unknown }>(faults.calls.take(endpoint), response, {
      work: async () => {
        try {
          return await work()
        } catch (error) {
          if (!(error instanceof TeamsRefusal)) throw error
          const { status, code: name, message } = error
          const isLogin = endpoint === 'login'
          return { status, answer: isLogin ? { error: name, error_description: message } : errorOf(error) }
        }
      },
      give: ({ status, answer: given }) => {
        if (status === 204) response.writeHead(204).end()
        else answerJson(response, status, given)
      },
      limit: ({ retryAfterS }) =>
        answerJson(response, 429, errorOf(new TeamsRefusal(429, 'TooManyRequests', 'Too many requests')), {
          'retry-after': String(retryAfterS),
        }),
    })
  }

  const server = await startServer(answer)
  baseUrl = server.url
  team.baseUrl = server.url
  closeAfterwards({ close: async () => subscriptions.close() })
  const channelOf = (id: string) => team.channel(id)
  const userOf = (id: string) => team.users.get(id)!

  return {
    apiUrl: `${baseUrl}/graph/v1.0`,
    loginUrl: `${baseUrl}/login`,
    botUrl: `${baseUrl}/bot`,
    tenantId: team.tenantId,
    teamId: team.id,
    clientId: team.clientId,
    clientSecret: login.clientSecret,
    faults,
    calls,
    person(displayName, { mail = `${displayName.toLowerCase()}@acme.example` } = {}) {
      const id = randomUUID()
      team.users.set(id, { id, displayName, mail })
      return id
    },
    channel: (displayName, { isPrivate = false } = {}) =>
      team.createChannel(displayName, isPrivate ? 'private' : 'standard').id,
    post(channel, person, content, { replyTo: rootId, mentions = [], at, file } = {}) {
      const files: TeamsFile[] = file
        ? [{ id: randomUUID(), name: file.name, type: 'application/octet-stream', bytes: Buffer.from(file.bytes) }]
        : []
      const message = { user: userOf(person), content, rootId, mentions: mentions.map(userOf), files, at }
      return team.post(channelOf(channel), message).id
    },
    edit: (channel, message, html) => void team.edit(channelOf(channel), message, html),
    remove: (channel, message) => team.remove(channelOf(channel), message),
    react: (channel, person, message, emoji) => team.react(channelOf(channel), message, userOf(person), emoji, true),
    unreact: (channel, person, message, emoji) => team.react(channelOf(channel), message, userOf(person), emoji, false),
    deleteChannel: (channel) => void team.channels.delete(channel),
    directMessages: (person) => team.direct.get(person) ?? [],
    messages: (channel) => channelOf(channel).messages.filter(({ deletedAt }) => !deletedAt),
    tellOfLife: subscriptions.tellOfLife,
    expireSubscriptions: subscriptions.expire,
    validationToken: (claims) => login.validationToken(team, claims),
    expireTokens: () => login.expireTokens(),
    expireSecret() {
      login.isSecretExpired = true
    },
    consentTo(roles) {
      login.roles = roles
    },
    uninstall() {
      team.isInstalled = false
    },
    settled: subscriptions.settled,
    async close() {
      subscriptions.close()
      await server.close()
    },
  }
}

const errorOf = ({ code, message }: TeamsRefusal) => ({
  error: { code, message, innerError: { date: new Date().toISOString(), 'request-id': randomUUID() } },
})

function giveFile(file: TeamsFile | undefined, response: ServerResponse): void {
  if (!file) return void response.writeHead(404).end()
  response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length }).end(file.bytes)
}
