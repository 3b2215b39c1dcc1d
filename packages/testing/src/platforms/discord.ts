import { createHmac, randomBytes } from 'node:crypto'
import { closeAfterwards } from '../close-afterwards.ts'
import { startServer } from '../json-server.ts'
import { createGateway, type DiscordGateway } from './discord/gateway.ts'
import { DiscordGuild } from './discord/guild.ts'
import { type BucketLimit, createBuckets } from './discord/limits.ts'
import { consent, createDiscordApp, signedInteraction } from './discord/oauth.ts'
import { type DiscordAttachment, type DiscordMessage, newSnowflake, viewChannel } from './discord/records.ts'
import { answerDiscord, type DiscordReceivedCall } from './discord/server.ts'
import { type CallFault, createFaults, type EventFault, type Faults } from './faults.ts'

/** How a person’s message is posted. */
export interface DiscordPost {
  /** The message that it replies to. */
  replyTo?: string
  /** Its time, in a history: nothing is dispatched of it. */
  at?: Date
  file?: { name: string; type?: string; bytes: Uint8Array }
}

/**
 * A Discord server with a bot in it, which speaks the REST API, the gateway, OAuth and interactions as Discord does.
 * People act in it by the methods here; everything is named by its id.
 */
export interface DiscordDouble {
  /** For DISCORD_API_URL: `…/api`, to which clients add the version. */
  readonly apiUrl: string
  readonly botToken: string
  /** The bot’s user, and the application. */
  readonly botUserId: string
  readonly guildId: string
  /** In hex, as on the application’s page. */
  readonly publicKey: string
  readonly clientId: string
  readonly clientSecret: string
  readonly gateway: DiscordGateway
  /** What goes wrong with calls, such as `POST /channels/:channel/messages`, and with dispatches, such as `MESSAGE_CREATE`. */
  readonly faults: { calls: Faults<CallFault>; events: Faults<EventFault> }
  /** Calls as they were received, oldest first, whatever became of them. */
  readonly calls: readonly DiscordReceivedCall[]

  person(username: string, details?: { globalName?: string; avatar?: string }): string
  /** The bot may read it, unless it says otherwise; with `guildId` it is one of another server, where the bot is, too. */
  channel(name: string, options?: { isPrivate?: boolean; withoutBot?: boolean; guildId?: string }): string
  /** Whether everybody in the server sees the channels that say nothing about it; at first they do. */
  showChannels(isShown: boolean): void
  post(channel: string, person: string, content: string, options?: DiscordPost): string
  edit(channel: string, message: string, content: string): void
  remove(channel: string, message: string): void
  removeMany(channel: string, messages: readonly string[]): void
  /** An emoji is itself, or `name:id`. */
  react(channel: string, person: string, message: string, emoji: string): void
  unreact(channel: string, person: string, message: string, emoji: string): void
  /** Begins a thread, with a message or without; its id. */
  startThread(channel: string, name: string, message?: string): string
  startPrivateThread(channel: string, name: string): string
  archiveThread(thread: string): void
  /** Discord has looked at a link of the message: a change that is no edit. */
  embed(channel: string, message: string, title: string): void
  rename(channel: string, name: string): void
  /** Everybody may view it, or those alone who are named, as the bot is. */
  setPrivate(channel: string, isPrivate: boolean): void
  deleteChannel(channel: string): void
  /** A person writes to the bot alone. */
  writeToBot(person: string, content: string): string

  /** What is there: every message of a channel or thread that is not deleted, oldest first. */
  messages(channel: string): readonly Readonly<DiscordMessage>[]

  /** URLs of files that were given before lead nowhere from now on. */
  expireFiles(): void
  /** The token that was good is not any more; this one is. */
  resetToken(): string
  /** Removes the bot from the server. */
  removeBot(): void
  /** Adds it again. */
  addBot(): void
  /** Intents, added up, that the application may not have; none at first. */
  disallowIntents(intents: number): void
  /** A person agrees to what the application asks for at this URL. Where their browser is sent then, with a code. */
  authorize(authorizeUrl: string): string
  /** Posts an interaction, signed, and gives its answer. A `PING`, unless it says otherwise. */
  interact(url: string, interaction?: Record<string, unknown>): Promise<{ status: number; body: string }>
  /** The headers of an interaction, for one that is not sent now or not as it is. */
  signed(body: string, at?: number): Record<string, string>
  /** Once every dispatch was sent. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface DiscordOptions {
  /** 41,250 ms if not given. */
  heartbeatIntervalMs?: number
  /** What each route takes for one channel, guild or webhook: 1,000 requests a second if not given. */
  limit?: BucketLimit
}

/** Starts the double on a free port of 127.0.0.1; closed by itself. */
export async function startDiscord(options: DiscordOptions = {}): Promise<DiscordDouble> {
  const { heartbeatIntervalMs = 41_250, limit = { requests: 1_000, windowMs: 1_000 } } = options
  const faults = { calls: createFaults<CallFault>(), events: createFaults<EventFault>() }
  const calls: DiscordReceivedCall[] = []
  const files = new Map<string, DiscordAttachment>()
  let fileKey = randomBytes(16)
  let disallowed = 0
  let baseUrl = ''

  const signatureOf = (path: string) => createHmac('sha256', fileKey).update(path).digest('hex')
  const guild: DiscordGuild = new DiscordGuild(
    (dispatch) => sockets.dispatch(dispatch),
    (channelId, file) => {
      files.set(file.id, file)
      const path = `/attachments/${channelId}/${file.id}/${encodeURIComponent(file.filename)}`
      return `${baseUrl}${path}?hm=${signatureOf(path)}`
    },
  )
  const { bot, guildId, applicationId } = guild.installation
  const app = createDiscordApp(applicationId)
  const sockets = createGateway({
    ...{ guild, heartbeatIntervalMs, faults: faults.events },
    botToken: () => app.botToken,
    disallowedIntents: () => disallowed,
  })
  const bucketOf = createBuckets(limit)
  const server = await startServer((request, response) =>
    answerDiscord(request, response, {
      ...{ guild, app, faults: faults.calls, calls, bucketOf, gatewayUrl: sockets.url },
      fileOf: ({ pathname, searchParams }) =>
        searchParams.get('hm') === signatureOf(pathname) ? files.get(pathname.split('/')[3] ?? '') : undefined,
    }),
  )
  baseUrl = server.url
  sockets.attach(server.server, `${baseUrl.replace('http', 'ws')}/gateway`)
  closeAfterwards({ close: async () => sockets.close() })

  const channelOf = (id: string) => {
    const channel = guild.channels.get(id)
    if (!channel) throw new Error(`The double has no channel ${id}.`)
    return channel
  }
  const personOf = (id: string) => {
    const person = guild.users.get(id)
    if (!person) throw new Error(`The double has no person ${id}.`)
    return person
  }

  return {
    apiUrl: `${baseUrl}/api`,
    get botToken() {
      return app.botToken
    },
    botUserId: bot.id,
    guildId,
    publicKey: app.publicKey,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    gateway: sockets.gateway,
    faults,
    calls,
    person(
      username,
      { globalName = null, avatar = null }: { globalName?: string | null; avatar?: string | null } = {},
    ) {
      const id = newSnowflake()
      guild.users.set(id, { id, username, globalName, avatar, isBot: false })
      return id
    },
    channel: (name, { isPrivate = false, withoutBot = false, guildId } = {}) =>
      guild.createChannel({ name, isPrivate: isPrivate || withoutBot, isSeen: !withoutBot, guildId }).id,
    showChannels(isShown) {
      guild.installation.everybody = isShown ? BigInt(viewChannel) : 0n
    },
    post(channel, person, content, { replyTo, at, file } = {}) {
      const attachments = file
        ? [
            {
              ...{ id: newSnowflake(), filename: file.name, contentType: file.type ?? 'application/octet-stream' },
              bytes: Buffer.from(file.bytes),
            },
          ]
        : []
      return guild.post(channelOf(channel), { author: personOf(person), content, replyTo, at, attachments }).id
    },
    edit: (channel, message, content) => void guild.edit(channelOf(channel), message, { content }),
    remove: (channel, message) => guild.remove(channelOf(channel), message),
    removeMany: (channel, messages) => guild.removeMany(channelOf(channel), messages),
    react: (channel, person, message, emoji) => guild.react(channelOf(channel), message, person, emoji),
    unreact: (channel, person, message, emoji) => guild.unreact(channelOf(channel), message, person, emoji),
    startThread(channel, name, message) {
      const start = message === undefined ? undefined : guild.message(channelOf(channel), message)
      return guild.startThread(channelOf(channel), name, start).id
    },
    startPrivateThread: (channel, name) => guild.startThread(channelOf(channel), name, undefined, 12).id,
    archiveThread: (thread) => guild.update(channelOf(thread), { isArchived: true }),
    embed: (channel, message, title) =>
      void guild.edit(channelOf(channel), message, { embeds: [{ type: 'link', title }] }, false),
    rename: (channel, name) => guild.update(channelOf(channel), { name }),
    setPrivate: (channel, isPrivate) => guild.update(channelOf(channel), { isPrivate }),
    deleteChannel: (channel) => guild.deleteChannel(channelOf(channel)),
    writeToBot(person, content) {
      const name = `dm:${person}`
      const channel = [...guild.channels.values()].find((other) => other.name === name)
      const author = personOf(person)
      return guild.post(channel ?? guild.createChannel({ name, type: 1 }), { author, content }).id
    },
    messages: (channel) => channelOf(channel).messages,
    expireFiles() {
      fileKey = randomBytes(16)
    },
    resetToken() {
      app.botToken = randomBytes(24).toString('base64url')
      sockets.gateway.disconnect(4004)
      return app.botToken
    },
    removeBot: () => guild.removeBot(),
    addBot() {
      guild.isJoined = true
    },
    disallowIntents(intents) {
      disallowed = intents
    },
    authorize: (authorizeUrl) => consent(app, authorizeUrl, guildId),
    async interact(url, interaction = { type: 1 }) {
      const whole = { id: newSnowflake(), application_id: applicationId, version: 1, ...interaction }
      const body = JSON.stringify(whole)
      const answer = await fetch(url, { method: 'POST', body, headers: signedInteraction(app, body) })
      return { status: answer.status, body: await answer.text() }
    },
    signed: (body, at) => signedInteraction(app, body, at),
    settled: sockets.settled,
    async close() {
      sockets.close()
      await server.close()
    },
  }
}
