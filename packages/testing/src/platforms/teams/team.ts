import { randomUUID } from 'node:crypto'

/** A person of the tenant. */
export interface TeamsUser {
  id: string
  displayName: string
  mail: string
}

export interface TeamsFile {
  id: string
  name: string
  type: string
  bytes: Buffer
}

export interface TeamsMessage {
  /** The time of its creation, in ms. */
  id: string
  /** The message that it replies to. */
  rootId?: string
  /** Nobody: the app has written it. */
  user?: TeamsUser
  /** HTML. */
  content: string
  mentions: TeamsUser[]
  createdAt: Date
  modifiedAt: Date
  editedAt?: Date
  deletedAt?: Date
  /** The emoji that each user reacts with. */
  reactions: { emoji: string; user: TeamsUser; at: Date }[]
  files: TeamsFile[]
}

export interface TeamsChannel {
  id: string
  displayName: string
  membershipType: 'standard' | 'private'
  createdAt: Date
  /** Oldest first; replies and what was deleted, too. */
  messages: TeamsMessage[]
}

export type TeamsChange = 'created' | 'updated' | 'deleted'

/** A refusal of Microsoft Graph or the Bot Framework: both say it in the same form. */
export class TeamsRefusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** A team of a Microsoft 365 tenant: its channels, who writes there, and what is to be notified of it. */
export class Team {
  readonly tenantId = randomUUID()
  readonly id = randomUUID()
  readonly displayName = 'Acme'
  readonly clientId = randomUUID()
  readonly users = new Map<string, TeamsUser>()
  readonly channels = new Map<string, TeamsChannel>()
  readonly files = new Map<string, TeamsFile>()
  /** What the bot has written to one person alone, in HTML. */
  readonly direct = new Map<string, string[]>()
  /** Whether the bot is installed in the team. */
  isInstalled = true
  baseUrl = ''
  #lastMs = 0
  readonly #notify: (channel: TeamsChannel, message: TeamsMessage, change: TeamsChange) => void

  constructor(notify: (channel: TeamsChannel, message: TeamsMessage, change: TeamsChange) => void) {
    this.#notify = notify
  }

  writeTo(user: string, content: string): void {
    this.direct.set(user, [...(this.direct.get(user) ?? []), content])
  }

  channel(id: string): TeamsChannel {
    const channel = this.channels.get(id)
    if (!channel) throw new TeamsRefusal(404, 'NotFound', 'NotFound')
    return channel
  }

  message(channel: TeamsChannel, id: string): TeamsMessage {
    const message = channel.messages.find((other) => other.id === id)
    if (!message) throw new TeamsRefusal(404, 'NotFound', 'NotFound')
    return message
  }

  createChannel(displayName: string, membershipType: TeamsChannel['membershipType']): TeamsChannel {
    const id = `19:${randomUUID().replaceAll('-', '')}@thread.tacv2`
    const channel = { id, displayName, membershipType, createdAt: new Date(), messages: [] }
    this.channels.set(id, channel)
    return channel
  }

  post(
    channel: TeamsChannel,
    { at, ...given }: Pick<TeamsMessage, 'content'> & Partial<TeamsMessage> & { at?: Date },
  ): TeamsMessage {
    if (given.rootId !== undefined) this.message(channel, given.rootId)
    const createdAt = this.#time(at)
    const rest = { mentions: [], reactions: [], files: [], createdAt, modifiedAt: createdAt }
    const message: TeamsMessage = { ...rest, ...given, id: String(createdAt.getTime()) }
    for (const file of message.files) this.files.set(file.id, file)
    const later = channel.messages.findLastIndex((other) => other.createdAt < createdAt) + 1
    channel.messages.splice(later, 0, message)
    if (!at) this.#notify(channel, message, 'created')
    return message
  }

  edit(channel: TeamsChannel, id: string, content: string): TeamsMessage {
    const message = this.message(channel, id)
    const editedAt = this.#time()
    Object.assign(message, { content, editedAt, modifiedAt: editedAt })
    this.#notify(channel, message, 'updated')
    return message
  }

  /** It stays, without its content. */
  remove(channel: TeamsChannel, id: string): void {
    const message = this.message(channel, id)
    const deletedAt = this.#time()
    Object.assign(message, { content: '', files: [], reactions: [], deletedAt, modifiedAt: deletedAt })
    this.#notify(channel, message, 'deleted')
  }

  react(channel: TeamsChannel, id: string, user: TeamsUser, emoji: string, isAdded: boolean): void {
    const message = this.message(channel, id)
    const at = this.#time()
    message.reactions = message.reactions.filter((other) => other.user !== user || other.emoji !== emoji)
    if (isAdded) message.reactions.push({ emoji, user, at })
    message.modifiedAt = at
    this.#notify(channel, message, 'updated')
  }

  /** A message as Graph shows it. */
  shown(channel: TeamsChannel, message: TeamsMessage): Record<string, unknown> {
    const { id, rootId, user, content, mentions, createdAt, modifiedAt, editedAt, deletedAt, reactions, files } =
      message
    const userOf = ({ id: of, displayName }: TeamsUser) => ({
      ...{ id: of, displayName, userIdentityType: 'aadUser', tenantId: this.tenantId },
    })
    const bot = { id: this.clientId, displayName: 'Parley', applicationIdentityType: 'bot' }
    return {
      ...{ id, replyToId: rootId ?? null, etag: String(modifiedAt.getTime()), messageType: 'message' },
      createdDateTime: createdAt.toISOString(),
      lastModifiedDateTime: modifiedAt.toISOString(),
      lastEditedDateTime: editedAt?.toISOString() ?? null,
      deletedDateTime: deletedAt?.toISOString() ?? null,
      ...{ subject: null, summary: null, chatId: null, importance: 'normal', locale: 'en-us', policyViolation: null },
      webUrl: `https://teams.microsoft.com/l/message/${encodeURIComponent(channel.id)}/${id}`,
      from: user ? { application: null, device: null, user: userOf(user) } : { application: bot, user: null },
      body: { contentType: 'html', content },
      channelIdentity: { teamId: this.id, channelId: channel.id },
      attachments: files.map(({ id: of, name }) => ({
        ...{ id: of, contentType: 'reference', name, content: null, thumbnailUrl: null },
        contentUrl: `${this.baseUrl}/sites/${of}/${encodeURIComponent(name)}`,
      })),
      mentions: mentions.map((mentioned, i) => ({
        ...{ id: i, mentionText: mentioned.displayName, mentioned: { user: userOf(mentioned) } },
      })),
      reactions: reactions.map(({ emoji, user: by, at }) => ({
        ...{ reactionType: emoji, displayName: null, createdDateTime: at.toISOString(), user: { user: userOf(by) } },
      })),
    }
  }

  /** Later than every one before it: times are ids. */
  #time(at?: Date): Date {
    if (at) return at
    this.#lastMs = Math.max(Date.now(), this.#lastMs + 1)
    return new Date(this.#lastMs)
  }
}
