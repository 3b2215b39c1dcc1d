import * as z from 'zod'

const Id = z.string().regex(/^\d{1,20}$/)

export const DiscordUser = z.object({
  id: Id,
  username: z.string(),
  global_name: z.string().nullish(),
  avatar: z.string().nullish(),
  bot: z.boolean().nullish(),
})
export type DiscordUser = z.output<typeof DiscordUser>

const Attachment = z.object({
  id: Id,
  filename: z.string(),
  size: z.number().nullish(),
  content_type: z.string().nullish(),
  url: z.string(),
})

const Emoji = z.object({ id: z.string().nullish(), name: z.string().nullish() })

/** A message as histories and the gateway show it. Of what is not read here, nothing is checked. */
export const DiscordMessage = z.object({
  id: Id,
  channel_id: Id,
  /** Of the gateway’s alone: none where somebody writes to our bot alone. */
  guild_id: Id.nullish(),
  /** Kinds other than messages of somebody’s say that something happened. */
  type: z.number().default(0),
  author: DiscordUser,
  webhook_id: z.string().nullish(),
  /** Whose webhook, or command, has written it. */
  application_id: z.string().nullish(),
  content: z.string().default(''),
  timestamp: z.iso.datetime({ offset: true }),
  edited_timestamp: z.iso.datetime({ offset: true }).nullish(),
  mentions: z.array(DiscordUser).default([]),
  attachments: z.array(Attachment).default([]),
  embeds: z
    .array(z.object({ type: z.string().nullish(), title: z.string().nullish(), description: z.string().nullish() }))
    .default([]),
  reactions: z.array(z.object({ count: z.number(), me: z.boolean().nullish(), emoji: Emoji })).nullish(),
  member: z.object({ nick: z.string().nullish() }).nullish(),
  thread: z.object({ id: Id }).nullish(),
})
export type DiscordMessage = z.output<typeof DiscordMessage>

export const DiscordChannel = z.object({
  id: Id,
  type: z.number(),
  name: z.string().nullish(),
  topic: z.string().nullish(),
  parent_id: z.string().nullish(),
  guild_id: z.string().nullish(),
  permission_overwrites: z
    .array(z.object({ id: z.string(), type: z.number(), deny: z.string(), allow: z.string() }))
    .nullish(),
})
export type DiscordChannel = z.output<typeof DiscordChannel>

export const DiscordRole = z.object({ id: z.string(), permissions: z.string().regex(/^\d+$/) })
export type DiscordRole = z.output<typeof DiscordRole>

/** A dispatch of the gateway that says something here. */
export const Dispatch = z.discriminatedUnion('t', [
  z.object({ t: z.enum(['MESSAGE_CREATE', 'MESSAGE_UPDATE']), d: DiscordMessage }),
  z.object({ t: z.literal('MESSAGE_DELETE'), d: z.object({ id: Id, channel_id: Id }) }),
  z.object({ t: z.literal('MESSAGE_DELETE_BULK'), d: z.object({ ids: z.array(Id), channel_id: Id }) }),
  z.object({
    t: z.enum(['MESSAGE_REACTION_ADD', 'MESSAGE_REACTION_REMOVE']),
    d: z.object({ user_id: Id, channel_id: Id, message_id: Id, emoji: Emoji }),
  }),
  z.object({ t: z.enum(['CHANNEL_CREATE', 'CHANNEL_UPDATE', 'CHANNEL_DELETE']), d: DiscordChannel }),
  z.object({ t: z.literal('GUILD_DELETE'), d: z.object({ id: Id, unavailable: z.boolean().nullish() }) }),
  z.object({ t: z.literal('GAP'), d: z.unknown().optional() }),
])
export type Dispatch = z.output<typeof Dispatch>

const Named = z.object({ guild_id: z.string().nullish(), id: z.string().nullish() }).catch({})

/**
 * Whether a dispatch is about this server, or was written to our bot alone. One bot may be in the servers of several
 * workspaces, and is sent what happens in each.
 */
export function isOfServer(t: string, d: unknown, guildId: string): boolean {
  const { guild_id, id } = Named.parse(d)
  if (guild_id) return guild_id === guildId
  return t.startsWith('GUILD_') ? id === guildId : t === 'MESSAGE_CREATE'
}

/** An emoji as it is called here: by its name, where a server has made it. */
export const emojiText = ({ id, name }: z.output<typeof Emoji>): string => (id ? `:${name}:` : (name ?? ''))

/** How a path names it. */
export const emojiInPath = ({ id, name }: z.output<typeof Emoji>): string =>
  encodeURIComponent(id ? `${name}:${id}` : (name ?? ''))

const epochMs = 1_420_070_400_000n

/** The least id of its time. */
export const snowflakeOf = (time: Date): string => String((BigInt(time.getTime()) - epochMs) << 22n)

/** When what has an id was made. */
export const timeOfSnowflake = (id: string): Date => new Date(Number((BigInt(id) >> 22n) + epochMs))

/** A message is found by where it is: its own id, behind that of its thread. */
export const idOf = (threadId: string | null, id: string): string =>
  threadId === null || threadId === id ? id : `${threadId}-${id}`

export function partsOfId(given: string): { threadId: string | null; id: string } {
  const [first = '', second] = given.split('-')
  return second === undefined ? { threadId: null, id: first } : { threadId: first, id: second }
}
