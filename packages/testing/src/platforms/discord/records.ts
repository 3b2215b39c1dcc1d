/** A user of Discord: a person, a bot, or the face of a webhook. */
export interface DiscordUser {
  id: string
  username: string
  globalName: string | null
  avatar: string | null
  isBot: boolean
}

export interface DiscordChannel {
  id: string
  name: string
  /** 0 is a text channel, 1 a direct message, 11 a public thread, 12 a private one. */
  type: 0 | 1 | 11 | 12
  /** Where it is not the double’s own: another that the bot is in, too. */
  guildId?: string
  /** Of a thread. */
  parentId: string | null
  isPrivate: boolean
  /** Whether the bot may read it. */
  isSeen: boolean
  isArchived: boolean
  /** Oldest first. */
  messages: DiscordMessage[]
  byId: Map<string, DiscordMessage>
}

export interface DiscordAttachment {
  id: string
  filename: string
  contentType: string
  bytes: Buffer
}

export interface DiscordMessage {
  id: string
  /** 0 is a message, 6 says that one was pinned, 19 is a reply. */
  type: 0 | 6 | 7 | 19
  author: DiscordUser
  webhookId?: string
  content: string
  timestamp: Date
  editedAt: Date | null
  nonce?: string | number
  replyTo?: string
  attachments: DiscordAttachment[]
  embeds: unknown[]
  /** 4: no embeds are made of its links. */
  flags?: number
  /** Who reacted, by the emoji. */
  reactions: Map<string, string[]>
  /** The channel of the thread that begins with it. */
  threadId?: string
}

export interface DiscordWebhook {
  id: string
  token: string
  name: string
  channelId: string
}

/** The server that the bot is in, and the bot. */
export interface DiscordInstallation {
  guildId: string
  guildName: string
  applicationId: string
  bot: DiscordUser
  /** What everybody may do there: see channels, at first. */
  everybody: bigint
}

const epoch = 1_420_070_400_000n
let count = 0n

/** An id, which says when it was made. Later ones are greater. */
export function newSnowflake(at = Date.now()): string {
  count = (count + 1n) % 4_194_304n
  return String(((BigInt(at) - epoch) << 22n) | count)
}

export const timeOf = (snowflake: string): Date => new Date(Number((BigInt(snowflake) >> 22n) + epoch))

export const compareIds = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : a === b ? 0 : 1)

export const userResource = ({ id, username, globalName, avatar, isBot }: DiscordUser) => ({
  id,
  username,
  discriminator: '0',
  global_name: globalName,
  avatar,
  ...(isBot && { bot: true }),
})

export const viewChannel = String(1 << 10)

/** The role that everybody has. */
export const everybodyOf = ({ guildId: id, everybody }: DiscordInstallation) => ({
  ...{ id, name: '@everyone', permissions: String(everybody) },
})

export function channelResource(channel: DiscordChannel, installation: DiscordInstallation) {
  const { bot } = installation
  const { guildId = installation.guildId } = channel
  const { id, type, name, parentId, isPrivate, isSeen, isArchived, messages } = channel
  const last_message_id = messages.at(-1)?.id ?? null
  if (type === 1) return { id, type, last_message_id, recipients: [] }
  if (type !== 0) {
    const thread_metadata = {
      ...{ archived: isArchived, auto_archive_duration: 1_440, locked: false },
      archive_timestamp: timeOf(id).toISOString(),
    }
    const counts = { message_count: messages.length, member_count: 1, total_message_sent: messages.length }
    const thread = { id, type, name, parent_id: parentId, guild_id: guildId, owner_id: bot.id, last_message_id }
    return { ...thread, thread_metadata, ...counts }
  }
  return {
    ...{ id, type, name, parent_id: parentId, guild_id: guildId, position: 0, topic: null, nsfw: false },
    ...{ rate_limit_per_user: 0, last_message_id },
    permission_overwrites: isPrivate
      ? [
          { id: guildId, type: 0, allow: '0', deny: viewChannel },
          ...(isSeen ? [{ id: bot.id, type: 1, allow: viewChannel, deny: '0' }] : []),
        ]
      : [],
  }
}

/** A custom emoji is written `name:id`. */
export function emojiResource(emoji: string) {
  const [name = '', id] = emoji.split(':')
  return { id: id ?? null, name }
}

/** Who is asked for the URL of a file, which is signed and expires. */
export type UrlOf = (channelId: string, attachment: DiscordAttachment) => string

export function messageResource(
  message: DiscordMessage,
  channel: DiscordChannel,
  { installation, urlOf, thread }: { installation: DiscordInstallation; urlOf: UrlOf; thread?: DiscordChannel },
): Record<string, unknown> {
  const { id, type, author, webhookId, content, timestamp, editedAt, nonce, replyTo, embeds, reactions } = message
  const referenced = replyTo === undefined ? undefined : channel.byId.get(replyTo)
  return {
    ...{ id, type, channel_id: channel.id, content },
    author: userResource(author),
    timestamp: timestamp.toISOString(),
    edited_timestamp: editedAt?.toISOString() ?? null,
    ...{ tts: false, mention_everyone: false, mentions: [], mention_roles: [], pinned: false, flags: 0, embeds },
    attachments: message.attachments.map((attachment) => ({
      id: attachment.id,
      filename: attachment.filename,
      size: attachment.bytes.length,
      content_type: attachment.contentType,
      url: urlOf(channel.id, attachment),
      proxy_url: urlOf(channel.id, attachment),
    })),
    ...(webhookId !== undefined && { webhook_id: webhookId, application_id: installation.applicationId }),
    ...(nonce !== undefined && { nonce }),
    ...(reactions.size > 0 && {
      reactions: [...reactions].map(([emoji, users]) => ({
        emoji: emojiResource(emoji),
        count: users.length,
        me: users.includes(installation.bot.id),
      })),
    }),
    ...(replyTo !== undefined && {
      message_reference: { type: 0, message_id: replyTo, channel_id: channel.id, guild_id: installation.guildId },
      referenced_message: referenced
        ? messageResource({ ...referenced, replyTo: undefined }, channel, { installation, urlOf })
        : null,
    }),
    ...(thread && { thread: channelResource(thread, installation) }),
  }
}
