import { randomBytes } from 'node:crypto'
import { closeAfterwards } from '../close-afterwards.ts'
import { startServer } from '../json-server.ts'
import { type CallFault, createFaults, type EventFault, type Faults } from './faults.ts'
import type { SlackToken } from './slack/call.ts'
import { createSlackEvents, type SlackDelivery, type SlackEnvelope, type SlackEvents } from './slack/events.ts'
import { typeByName } from './slack/file-methods.ts'
import { consent, type OAuthApp } from './slack/oauth.ts'
import type { SlackMessage } from './slack/records.ts'
import { answerSlack, type SlackReceivedCall } from './slack/server.ts'
import { SlackWorkspace } from './slack/workspace.ts'

export { signedHeaders } from './slack/events.ts'

/** Every scope that the double knows. */
export const slackScopes = [
  ...['channels:read', 'groups:read', 'im:read', 'channels:history', 'groups:history', 'im:history'],
  ...['channels:join', 'im:write', 'users:read', 'users:read.email', 'chat:write', 'chat:write.customize'],
  ...['reactions:read', 'reactions:write', 'files:read', 'files:write'],
] as const

/** How a person’s message is posted. */
export interface SlackPost {
  /** The `ts` of the message that it replies to. */
  thread?: string
  /** Whether a reply is shown in the channel, too. */
  isBroadcast?: boolean
  /** Its time, in a history: nobody is sent an event of it. */
  at?: Date
}

/**
 * A Slack workspace with an app in it, which speaks the Web API, the Events API and OAuth as Slack does. People act in
 * it by the methods here; channels and people are named by their ids, messages by their `ts`.
 */
export interface SlackDouble {
  /** For SLACK_API_URL: ends in `/api/`. */
  readonly apiUrl: string
  /** A bot’s token with every scope. */
  readonly botToken: string
  readonly signingSecret: string
  readonly clientId: string
  readonly clientSecret: string
  /** The app’s user in the workspace. */
  readonly botUserId: string
  /** What goes wrong with calls, by the method’s name, and with events, such as `message/message_changed`. */
  readonly faults: { calls: Faults<CallFault>; events: Faults<EventFault> }
  /** Calls as they were received, oldest first, whatever became of them. */
  readonly calls: readonly SlackReceivedCall[]
  /** Attempts to deliver events, oldest first. */
  readonly deliveries: readonly SlackDelivery[]

  person(name: string, details?: { realName?: string; email?: string; avatarUrl?: string }): string
  /** The app is a member, unless it says otherwise; made now, unless `at` says when. */
  channel(name: string, options?: { isPrivate?: boolean; members?: string[]; withoutApp?: boolean; at?: Date }): string
  post(channel: string, person: string, text: string, options?: SlackPost): string
  edit(channel: string, ts: string, text: string): void
  remove(channel: string, ts: string): void
  react(channel: string, person: string, ts: string, name: string): void
  unreact(channel: string, person: string, ts: string, name: string): void
  /** A message with a file. */
  upload(
    channel: string,
    person: string,
    file: { name: string; bytes: Uint8Array },
    options?: SlackPost & { text?: string },
  ): string
  /** Slack has looked at a link of the message: a change that is no edit. */
  unfurl(channel: string, ts: string, title: string): void
  rename(channel: string, name: string): void
  archive(channel: string): void
  unarchive(channel: string): void
  setPrivate(channel: string, isPrivate: boolean): void
  deleteChannel(channel: string): void
  /** Adds or removes a person, or the app. */
  invite(channel: string, user: string): void
  kick(channel: string, user: string): void

  /** What is there: every message that is not deleted, replies too, oldest first. */
  messages(channel: string): readonly Readonly<SlackMessage>[]

  /** Another token of the app. */
  issueToken(scopes: readonly string[]): string
  /** A token that Slack refuses from now on, and says so in an event. */
  revokeToken(token: string): void
  uninstall(): void
  /** Turns token rotation on: what OAuth gives ends after so many seconds. Off: undefined. */
  rotateTokens(expiresInS: number | undefined): void
  /** A person agrees to what the app asks for at this URL. Where their browser is sent then, with a code. */
  authorize(authorizeUrl: string): string

  /** Sends events to this URL, once it has given the challenge back. */
  subscribe(url: string): Promise<void>
  /** Once every event was delivered or given up. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface SlackOptions {
  /** Slack repeats an event that is not acknowledged by then: after 3 s, if not given. */
  acknowledgeWithinMs?: number
  /** How long it waits before each repetition: not at all, a minute, five minutes, if not given. */
  retryAfterMs?: readonly number[]
}

/** Starts the double on a free port of 127.0.0.1; closed by itself. */
export async function startSlack(options: SlackOptions = {}): Promise<SlackDouble> {
  const { acknowledgeWithinMs = 3_000, retryAfterMs = [0, 60_000, 300_000] } = options
  const faults = { calls: createFaults<CallFault>(), events: createFaults<EventFault>() }
  const signingSecret = randomBytes(16).toString('hex')
  const tokens = new Map<string, SlackToken>()
  const app: OAuthApp = {
    ...{ clientId: '1234567890.1234567890', clientSecret: randomBytes(16).toString('hex'), signingSecret },
    ...{ isInstalled: true, expiresIn: undefined, refreshTokens: new Map(), previous: [], codes: new Map() },
  }
  const calls: SlackReceivedCall[] = []
  const workspace = new SlackWorkspace((event: SlackEnvelope['event']) => {
    if (app.isInstalled) events.emit(workspace.newId('Ev'), event)
  })
  const { installation } = workspace
  const events: SlackEvents = createSlackEvents({
    ...{ signingSecret, installation, acknowledgeWithinMs, retryAfterMs },
    faults: faults.events,
  })
  const server = await startServer((request, response) =>
    answerSlack(request, response, { workspace, tokens, app, faults: faults.calls, calls }),
  )
  workspace.baseUrl = server.url
  const issueToken = (scopes: readonly string[]) => {
    const token = `xoxb-${randomBytes(12).toString('hex')}`
    tokens.set(token, { scopes: [...scopes], isRevoked: false })
    return token
  }
  const channelOf = (id: string) => workspace.channel(id)
  const operator = workspace.newId('U')
  closeAfterwards({ close: async () => events.close() })

  return {
    apiUrl: `${server.url}/api/`,
    botToken: issueToken(slackScopes),
    signingSecret,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    botUserId: installation.botUserId,
    faults,
    calls,
    deliveries: events.deliveries,
    person(name, { realName = name, email = `${name}@acme.example`, avatarUrl } = {}) {
      const id = workspace.newId('U')
      const avatar = avatarUrl ?? `https://avatars.example/${name}.png`
      workspace.people.set(id, { id, name, realName, email, avatarUrl: avatar, isBot: false })
      return id
    },
    channel(name, { isPrivate = false, members = [], withoutApp = false, at } = {}) {
      const channel = workspace.createChannel(name, isPrivate ? 'private' : 'public', members[0] ?? operator)
      if (at) channel.createdAt = at.getTime()
      for (const member of members) channel.members.add(member)
      if (!withoutApp) channel.members.add(installation.botUserId)
      return channel.id
    },
    post: (channel, user, text, { thread, ...further } = {}) =>
      workspace.post(channelOf(channel), { user, text, threadTs: thread, ...further }).ts,
    edit(channel, ts, text) {
      const { user } = workspace.message(channelOf(channel), ts)
      workspace.edit(channelOf(channel), ts, { text }, user)
    },
    remove: (channel, ts) => workspace.remove(channelOf(channel), ts),
    react: (channel, person, ts, name) => workspace.react(channelOf(channel), ts, person, name),
    unreact: (channel, person, ts, name) => workspace.unreact(channelOf(channel), ts, person, name),
    upload(channel, user, { name, bytes }, { text = '', thread, ...further } = {}) {
      const id = workspace.newId('F')
      const file = {
        ...{ id, name, title: name, type: typeByName(name), bytes: Buffer.from(bytes), user },
        ...{ created: Math.floor(Date.now() / 1000), shares: [], isComplete: true },
      }
      workspace.files.set(id, file)
      return workspace.post(channelOf(channel), { user, text, threadTs: thread, files: [file], ...further }).ts
    },
    unfurl(channel, ts, title) {
      const attachments = [{ id: 1, title, fallback: title, from_url: 'https://example.com/' }]
      workspace.edit(channelOf(channel), ts, { attachments })
    },
    rename: (channel, name) => workspace.rename(channelOf(channel), name),
    archive: (channel) => workspace.setArchived(channelOf(channel), true, operator),
    unarchive: (channel) => workspace.setArchived(channelOf(channel), false, operator),
    setPrivate: (channel, isPrivate) =>
      workspace.convert(channelOf(channel), isPrivate ? 'private' : 'public', operator),
    deleteChannel: (channel) => workspace.deleteChannel(channelOf(channel), operator),
    invite: (channel, user) => workspace.join(channelOf(channel), user),
    kick: (channel, user) => workspace.leave(channelOf(channel), user),
    messages: (channel) => channelOf(channel).messages.filter(({ subtype }) => subtype !== 'tombstone'),
    issueToken,
    revokeToken(token) {
      const revoked = tokens.get(token)
      if (!revoked) throw new Error('The double has issued no such token.')
      revoked.isRevoked = true
      workspace.emitToApp({ type: 'tokens_revoked', tokens: { oauth: [], bot: [installation.botUserId] } })
    },
    uninstall() {
      workspace.emitToApp({ type: 'app_uninstalled' })
      app.isInstalled = false
    },
    rotateTokens(expiresInS) {
      app.expiresIn = expiresInS
    },
    authorize: (authorizeUrl) => consent(app, authorizeUrl),
    subscribe: events.subscribe,
    settled: events.settled,
    async close() {
      events.close()
      await server.close()
    },
  }
}
