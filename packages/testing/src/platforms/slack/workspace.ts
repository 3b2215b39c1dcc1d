import {
  channelResource,
  messageResource,
  type SlackChannel,
  type SlackFile,
  type SlackInstallation,
  type SlackMessage,
  type SlackMetadata,
  type SlackPerson,
} from './records.ts'

/** What a message is posted with. */
export interface NewSlackMessage {
  user?: string
  bot?: SlackMessage['bot']
  text: string
  threadTs?: string
  /** Whether a reply is shown in the channel, too. */
  isBroadcast?: boolean
  files?: SlackFile[]
  metadata?: SlackMetadata
  attachments?: unknown[]
  blocks?: unknown[]
  subtype?: SlackMessage['subtype']
  /** When it was written, for a history; now if not given. */
  at?: Date
}

/** A refusal of the Web API, by its name there. */
export class SlackRefusal extends Error {
  readonly further: Record<string, unknown>
  constructor(error: string, further: Record<string, unknown> = {}) {
    super(error)
    this.further = further
  }
}

/** A Slack workspace: who and what is there, and what happens when somebody acts in it, by the API or by hand. */
export class SlackWorkspace {
  readonly installation: SlackInstallation = {
    teamId: 'T0000000001',
    teamName: 'Acme',
    appId: 'A0000000001',
    botId: 'B0000000001',
    botUserId: 'U0000000001',
  }
  /** Where the double is, without a slash at the end. */
  baseUrl = ''
  readonly people = new Map<string, SlackPerson>()
  readonly channels = new Map<string, SlackChannel>()
  readonly files = new Map<string, SlackFile>()
  #count = 1
  #lastMicros = 0
  readonly #emit: (event: Record<string, unknown> & { type: string }) => void

  constructor(emit: (event: Record<string, unknown> & { type: string }) => void) {
    this.#emit = emit
    const { botUserId: id } = this.installation
    const avatarUrl = 'https://avatars.example/parley.png'
    this.people.set(id, { id, name: 'parley', realName: 'Parley', email: '', avatarUrl, isBot: true })
  }

  newId(kind: 'U' | 'C' | 'D' | 'F' | 'Ev'): string {
    this.#count += 1
    return kind + this.#count.toString(36).toUpperCase().padStart(10, '0')
  }

  /** A time as Slack writes it, later than every one before it. */
  newTs(): string {
    this.#lastMicros = Math.max(Date.now() * 1000, this.#lastMicros + 1)
    return tsOf(this.#lastMicros)
  }

  /** A channel by its id. */
  channel(id: string): SlackChannel {
    const found = this.channels.get(id)
    if (!found) throw new SlackRefusal('channel_not_found')
    return found
  }

  message(channel: SlackChannel, ts: string): SlackMessage {
    const found = channel.byTs.get(ts)
    if (!found || found.subtype === 'tombstone') throw new SlackRefusal('message_not_found')
    return found
  }

  /** A message as histories and events show it. */
  shown(message: SlackMessage, channel: SlackChannel, withMetadata = false) {
    return messageResource(message, channel, this.installation, { baseUrl: this.baseUrl, withMetadata })
  }

  createChannel(name: string, kind: SlackChannel['kind'], creator: string): SlackChannel {
    const id = this.newId(kind === 'im' ? 'D' : 'C')
    const members = new Set([creator])
    const channel: SlackChannel = {
      ...{ id, name, kind, creator, members },
      ...{ isArchived: false, createdAt: Date.now(), messages: [], byTs: new Map() },
    }
    this.channels.set(id, channel)
    const { teamId } = this.installation
    if (kind === 'public')
      this.#emit({
        type: 'channel_created',
        channel: {
          id,
          name,
          is_channel: true,
          created: Math.floor(Date.now() / 1000),
          creator,
          context_team_id: teamId,
        },
      })
    return channel
  }

  join(channel: SlackChannel, user: string): void {
    if (channel.members.has(user)) return
    channel.members.add(user)
    const { teamId: team } = this.installation
    const channel_type = channel.kind === 'public' ? 'C' : 'G'
    this.#emitIn(channel, { type: 'member_joined_channel', user, channel: channel.id, channel_type, team })
    this.post(channel, { user, text: `<@${user}> has joined the channel`, subtype: 'channel_join' })
  }

  leave(channel: SlackChannel, user: string): void {
    const { teamId: team, botUserId } = this.installation
    const isBot = user === botUserId
    if (isBot)
      this.#emitIn(channel, { type: channel.kind === 'public' ? 'channel_left' : 'group_left', channel: channel.id })
    channel.members.delete(user)
    const channel_type = channel.kind === 'public' ? 'C' : 'G'
    if (!isBot) this.#emitIn(channel, { type: 'member_left_channel', user, channel: channel.id, channel_type, team })
  }

  post(channel: SlackChannel, { at, isBroadcast, files = [], ...given }: NewSlackMessage): SlackMessage {
    if (channel.isArchived) throw new SlackRefusal('is_archived')
    const ts = at ? this.#freeTs(channel, at) : this.newTs()
    const message: SlackMessage = { ...given, ts, reactions: new Map(), files, replies: [] }
    if (given.threadTs !== undefined) {
      const answered = channel.byTs.get(given.threadTs)
      if (!answered) throw new SlackRefusal('thread_not_found')
      // A reply to a reply is one in its thread.
      const root = answered.threadTs === undefined ? answered : channel.byTs.get(answered.threadTs)!
      message.threadTs = root.ts
      root.replies.push(message)
      if (isBroadcast) message.subtype = 'thread_broadcast'
    }
    for (const file of files) file.shares.push({ channel: channel.id, kind: channel.kind, ts })
    const later = channel.messages.findLastIndex((other) => other.ts < ts) + 1
    channel.messages.splice(later, 0, message)
    channel.byTs.set(ts, message)
    // A history was there before anybody subscribed to events.
    if (!at)
      this.#emitMessage(channel, {
        ...this.shown(message, channel),
        ...(files.length > 0 && { subtype: 'file_share' }),
      })
    return message
  }

  /** Changes a message’s text; an unfurled link changes its attachments, and is no edit. */
  edit(
    channel: SlackChannel,
    ts: string,
    change: Partial<Pick<SlackMessage, 'text' | 'attachments' | 'blocks' | 'metadata'>>,
    by?: string,
  ): SlackMessage {
    const message = this.message(channel, ts)
    const previous_message = this.shown(message, channel)
    Object.assign(message, change)
    if (by !== undefined) message.edited = { user: by, ts: this.newTs() }
    this.#emitChange(channel, message, previous_message)
    return message
  }

  remove(channel: SlackChannel, ts: string): void {
    const message = this.message(channel, ts)
    const previous_message = this.shown(message, channel)
    if (message.replies.length > 0) {
      // What has replies stays as their root.
      const text = 'This message was deleted.'
      Object.assign(message, { subtype: 'tombstone', user: 'USLACKBOT', text, files: [], reactions: new Map() })
      message.bot = message.edited = message.metadata = message.attachments = message.blocks = undefined
      this.#emitChange(channel, message, previous_message)
      return
    }
    this.#takeAway(channel, message)
    const deleted = { subtype: 'message_deleted', hidden: true, ts: this.newTs(), deleted_ts: ts, previous_message }
    this.#emitMessage(channel, deleted)
  }

  /** A message without replies is gone, and nobody is sent an event of it. */
  lose(channel: SlackChannel, ts: string): void {
    this.#takeAway(channel, this.message(channel, ts))
  }

  #takeAway({ messages, byTs }: SlackChannel, message: SlackMessage): void {
    messages.splice(messages.indexOf(message), 1)
    byTs.delete(message.ts)
    const siblings = message.threadTs === undefined ? [] : byTs.get(message.threadTs)!.replies
    siblings.splice(siblings.indexOf(message), 1)
  }

  react(channel: SlackChannel, ts: string, user: string, name: string): void {
    const message = this.message(channel, ts)
    const users = message.reactions.get(name) ?? []
    if (users.includes(user)) throw new SlackRefusal('already_reacted')
    message.reactions.set(name, [...users, user])
    this.#emitReaction('reaction_added', channel, message, { user, reaction: name })
  }

  unreact(channel: SlackChannel, ts: string, user: string, name: string): void {
    const message = this.message(channel, ts)
    const users = message.reactions.get(name) ?? []
    if (!users.includes(user)) throw new SlackRefusal('no_reaction')
    const left = users.filter((other) => other !== user)
    if (left.length > 0) message.reactions.set(name, left)
    else message.reactions.delete(name)
    this.#emitReaction('reaction_removed', channel, message, { user, reaction: name })
  }

  rename(channel: SlackChannel, name: string): void {
    channel.name = name
    const { id, is_channel, created, name_normalized } = channelResource(channel, this.installation)
    const type = channel.kind === 'public' ? 'channel_rename' : 'group_rename'
    this.#emitAbout(channel, { type, channel: { id, name, is_channel, created, name_normalized } })
  }

  setArchived(channel: SlackChannel, isArchived: boolean, user: string): void {
    channel.isArchived = isArchived
    const kind = channel.kind === 'public' ? 'channel' : 'group'
    this.#emitAbout(channel, { type: `${kind}_${isArchived ? 'archive' : 'unarchive'}`, channel: channel.id, user })
  }

  /** It keeps its id. */
  convert(channel: SlackChannel, kind: 'public' | 'private', user: string): void {
    channel.kind = kind
    const text = `made this channel *${kind}*.`
    this.#emitMessage(channel, { subtype: `channel_convert_to_${kind}`, user, text, ts: this.newTs() })
  }

  deleteChannel(channel: SlackChannel, user: string): void {
    this.channels.delete(channel.id)
    const type = channel.kind === 'public' ? 'channel_deleted' : 'group_deleted'
    this.#emitAbout(channel, { type, channel: channel.id, actor_id: user })
  }

  /** About the app itself: `tokens_revoked`, `app_uninstalled`. */
  emitToApp(event: Record<string, unknown> & { type: string }): void {
    this.#emit(event)
  }

  #freeTs(channel: SlackChannel, at: Date): string {
    let micros = at.getTime() * 1000
    while (channel.byTs.has(tsOf(micros))) micros += 1
    return tsOf(micros)
  }

  /** What members of a channel receive. */
  #emitIn(channel: SlackChannel, event: Record<string, unknown> & { type: string }): void {
    if (channel.members.has(this.installation.botUserId)) this.#emit({ event_ts: this.newTs(), ...event })
  }

  /** What is no secret of a public channel. */
  #emitAbout(channel: SlackChannel, event: Record<string, unknown> & { type: string }): void {
    if (channel.kind === 'public') this.#emit({ event_ts: this.newTs(), ...event })
    else this.#emitIn(channel, event)
  }

  #emitMessage(channel: SlackChannel, message: Record<string, unknown> & { ts: string }): void {
    const channel_type = { public: 'channel', private: 'group', im: 'im' }[channel.kind]
    const at = { channel: channel.id, channel_type, event_ts: message.ts }
    this.#emitIn(channel, { ...message, type: 'message', ...at })
  }

  #emitChange(channel: SlackChannel, message: SlackMessage, previous_message: unknown): void {
    const changed = { subtype: 'message_changed', hidden: true, ts: this.newTs() }
    this.#emitMessage(channel, { ...changed, message: this.shown(message, channel), previous_message })
  }

  #emitReaction(
    type: string,
    channel: SlackChannel,
    message: SlackMessage,
    { user, reaction }: { user: string; reaction: string },
  ): void {
    const item = { type: 'message', channel: channel.id, ts: message.ts }
    this.#emitIn(channel, { type, user, reaction, item, ...(message.user && { item_user: message.user }) })
  }
}

const tsOf = (micros: number): string =>
  `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`
