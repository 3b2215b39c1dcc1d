import {
  channelResource,
  compareIds,
  type DiscordAttachment,
  type DiscordChannel,
  type DiscordInstallation,
  type DiscordMessage,
  type DiscordUser,
  type DiscordWebhook,
  emojiResource,
  messageResource,
  newSnowflake,
  type UrlOf,
  userResource,
  viewChannel,
} from './records.ts'

/** A refusal of the REST API: its status, its code and its message. */
export class DiscordRefusal extends Error {
  readonly status: number
  readonly code: number
  readonly errors: unknown
  constructor(status: number, code: number, message: string, errors?: unknown) {
    super(message)
    this.status = status
    this.code = code
    this.errors = errors
  }
}

export const refusals = {
  unauthorized: () => new DiscordRefusal(401, 0, '401: Unauthorized'),
  missingAccess: () => new DiscordRefusal(403, 50_001, 'Missing Access'),
  cannotEdit: () => new DiscordRefusal(403, 50_005, 'Cannot edit a message authored by another user'),
  archived: () => new DiscordRefusal(400, 50_083, 'Thread is archived'),
  empty: () => new DiscordRefusal(400, 50_006, 'Cannot send an empty message'),
  unknown: (what: keyof typeof unknownCodes) => new DiscordRefusal(404, unknownCodes[what], `Unknown ${what}`),
  invalid: (field: string, code: string, message: string) =>
    new DiscordRefusal(400, 50_035, 'Invalid Form Body', { [field]: { _errors: [{ code, message }] } }),
}

const unknownCodes = { Channel: 10_003, Guild: 10_004, Message: 10_008, User: 10_013, Emoji: 10_014, Webhook: 10_015 }

/** A dispatch of the gateway, without its number. */
export interface DiscordDispatch {
  t: string
  d: Record<string, unknown>
  /** Such as `GUILD_MESSAGES`: sessions without it are sent nothing. */
  intent: number
}

/** The intents that the double knows. */
export const intents = { guilds: 1, guildMessages: 1 << 9, guildReactions: 1 << 10, messageContent: 1 << 15 }

/** What a message is posted with. */
export interface NewDiscordMessage {
  author: DiscordUser
  content: string
  type?: DiscordMessage['type']
  webhookId?: string
  nonce?: string | number
  replyTo?: string
  attachments?: DiscordAttachment[]
  embeds?: unknown[]
  flags?: number
  /** Its time, in a history: nothing is dispatched of it. */
  at?: Date
}

const isThread = ({ type }: DiscordChannel): boolean => type === 11 || type === 12

/** A Discord server: who and what is there, and what happens when somebody acts in it, by the API or by hand. */
export class DiscordGuild {
  readonly installation: DiscordInstallation
  /** Whether the bot is in it. */
  isJoined = true
  readonly users = new Map<string, DiscordUser>()
  readonly channels = new Map<string, DiscordChannel>()
  readonly webhooks = new Map<string, DiscordWebhook>()
  readonly #dispatch: (dispatch: DiscordDispatch) => void
  readonly #urlOf: UrlOf

  constructor(dispatch: (dispatch: DiscordDispatch) => void, urlOf: UrlOf) {
    this.#dispatch = dispatch
    this.#urlOf = urlOf
    const bot = { id: newSnowflake(), username: 'parley', globalName: null, avatar: null, isBot: true }
    this.installation = {
      guildId: newSnowflake(),
      guildName: 'Acme',
      applicationId: bot.id,
      bot,
      everybody: BigInt(viewChannel),
    }
    this.users.set(bot.id, bot)
  }

  /** A channel that the bot may read. */
  channel(id: string): DiscordChannel {
    const channel = this.channels.get(id)
    if (!channel || !this.isJoined) throw refusals.unknown('Channel')
    if (!channel.isSeen) throw refusals.missingAccess()
    return channel
  }

  message(channel: DiscordChannel, id: string): DiscordMessage {
    const message = channel.byId.get(id)
    if (!message) throw refusals.unknown('Message')
    return message
  }

  shown(message: DiscordMessage, channel: DiscordChannel): Record<string, unknown> {
    const thread = message.threadId === undefined ? undefined : this.channels.get(message.threadId)
    return messageResource(message, channel, { installation: this.installation, urlOf: this.#urlOf, thread })
  }

  createChannel(given: Partial<DiscordChannel> & { name: string }): DiscordChannel {
    const rest = { type: 0 as const, parentId: null, isPrivate: false, isSeen: true, isArchived: false }
    const channel = { id: newSnowflake(), ...rest, ...given, messages: [], byId: new Map() }
    this.channels.set(channel.id, channel)
    if (channel.type !== 1) this.#about(channel, isThread(channel) ? 'THREAD_CREATE' : 'CHANNEL_CREATE')
    return channel
  }

  /** A thread has the id of the message that it begins with, where it begins with one. */
  startThread(channel: DiscordChannel, name: string, start?: DiscordMessage, type: 11 | 12 = 11): DiscordChannel {
    if (start?.threadId !== undefined)
      throw new DiscordRefusal(400, 160_004, 'A thread has already been created for this message')
    const { isPrivate, isSeen } = channel
    if (start) start.threadId = start.id
    const id = start?.id ?? newSnowflake()
    const thread = this.createChannel({ id, name, type, parentId: channel.id, isPrivate, isSeen })
    if (start) this.#dispatchMessage('MESSAGE_UPDATE', channel, start)
    return thread
  }

  post(channel: DiscordChannel, { at, attachments = [], embeds = [], ...given }: NewDiscordMessage): DiscordMessage {
    // A message to an archived thread opens it again.
    if (channel.isArchived) this.update(channel, { isArchived: false })
    const message: DiscordMessage = {
      ...{ type: given.replyTo === undefined ? 0 : 19, ...given, id: newSnowflake(at?.getTime()) },
      ...{ timestamp: at ?? new Date(), editedAt: null, attachments, embeds, reactions: new Map() },
    }
    const later = channel.messages.findLastIndex((other) => compareIds(other.id, message.id) < 0) + 1
    channel.messages.splice(later, 0, message)
    channel.byId.set(message.id, message)
    if (!at) this.#dispatchMessage('MESSAGE_CREATE', channel, message)
    return message
  }

  /** Changes a message; an embed that Discord makes of a link is no edit. */
  edit(
    channel: DiscordChannel,
    id: string,
    change: Partial<Pick<DiscordMessage, 'content' | 'embeds' | 'attachments' | 'flags'>>,
    isEdit = true,
  ): DiscordMessage {
    const message = this.message(channel, id)
    Object.assign(message, change)
    if (isEdit) message.editedAt = new Date()
    this.#dispatchMessage('MESSAGE_UPDATE', channel, message)
    return message
  }

  remove(channel: DiscordChannel, id: string): void {
    this.#take(channel, id)
    const guild_id = this.#serverOf(channel)
    this.#in(channel, {
      t: 'MESSAGE_DELETE',
      d: { id, channel_id: channel.id, guild_id },
      intent: intents.guildMessages,
    })
  }

  removeMany(channel: DiscordChannel, ids: readonly string[]): void {
    for (const id of ids) this.#take(channel, id)
    const d = { ids, channel_id: channel.id, guild_id: this.#serverOf(channel) }
    this.#in(channel, { t: 'MESSAGE_DELETE_BULK', d, intent: intents.guildMessages })
  }

  react(channel: DiscordChannel, id: string, userId: string, emoji: string): void {
    const message = this.message(channel, id)
    const users = message.reactions.get(emoji) ?? []
    if (users.includes(userId)) return // Discord says nothing of a second one
    message.reactions.set(emoji, [...users, userId])
    this.#reaction('MESSAGE_REACTION_ADD', channel, message, { userId, emoji })
  }

  unreact(channel: DiscordChannel, id: string, userId: string, emoji: string): void {
    const message = this.message(channel, id)
    const users = message.reactions.get(emoji) ?? []
    if (!users.includes(userId)) throw refusals.unknown('Emoji')
    const left = users.filter((other) => other !== userId)
    if (left.length > 0) message.reactions.set(emoji, left)
    else message.reactions.delete(emoji)
    this.#reaction('MESSAGE_REACTION_REMOVE', channel, message, { userId, emoji })
  }

  update(
    channel: DiscordChannel,
    change: Partial<Pick<DiscordChannel, 'name' | 'isArchived' | 'isSeen' | 'isPrivate'>>,
  ): void {
    Object.assign(channel, change)
    this.#about(channel, isThread(channel) ? 'THREAD_UPDATE' : 'CHANNEL_UPDATE')
  }

  deleteChannel(channel: DiscordChannel): void {
    this.channels.delete(channel.id)
    this.#about(channel, isThread(channel) ? 'THREAD_DELETE' : 'CHANNEL_DELETE')
  }

  /** The bot was removed from the server. */
  removeBot(): void {
    this.isJoined = false
    this.#dispatch({ t: 'GUILD_DELETE', d: { id: this.installation.guildId }, intent: intents.guilds })
  }

  #serverOf({ guildId = this.installation.guildId }: DiscordChannel): string {
    return guildId
  }

  #take(channel: DiscordChannel, id: string): void {
    const message = this.message(channel, id)
    channel.messages.splice(channel.messages.indexOf(message), 1)
    channel.byId.delete(id)
  }

  #in(channel: DiscordChannel, dispatch: DiscordDispatch): void {
    if (channel.isSeen) this.#dispatch(dispatch)
  }

  #about(channel: DiscordChannel, t: string): void {
    const d = channelResource(channel, this.installation)
    this.#in(channel, { t, d: t === 'THREAD_CREATE' ? { ...d, newly_created: true } : d, intent: intents.guilds })
  }

  #dispatchMessage(t: string, channel: DiscordChannel, message: DiscordMessage): void {
    const { author, webhookId } = message
    const member = { nick: null, roles: [], joined_at: new Date(0).toISOString(), deaf: false, mute: false, flags: 0 }
    const place = channel.type === 1 ? {} : { guild_id: this.#serverOf(channel), ...(!webhookId && { member }) }
    const d = { ...this.shown(message, channel), author: userResource(author), ...place }
    this.#in(channel, { t, d, intent: intents.guildMessages })
  }

  #reaction(
    t: string,
    channel: DiscordChannel,
    message: DiscordMessage,
    { userId, emoji }: { userId: string; emoji: string },
  ): void {
    const at = { channel_id: channel.id, message_id: message.id, guild_id: this.#serverOf(channel) }
    const d = { user_id: userId, ...at, emoji: emojiResource(emoji), burst: false, type: 0 }
    const author = t === 'MESSAGE_REACTION_ADD' && { message_author_id: message.author.id }
    this.#in(channel, { t, d: { ...d, ...author }, intent: intents.guildReactions })
  }
}
