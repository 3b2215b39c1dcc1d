import { LRUCache } from 'lru-cache'
import * as z from 'zod'
import type { RemoteAuthor, RemoteChannel } from '../platform.ts'
import { type Call, isRefusal } from './calls.ts'
import { DiscordChannel, DiscordRole, DiscordUser, timeOfSnowflake } from './payloads.ts'

/** Types of channels whose messages are bridged, as they are called here. */
const textTypes: Record<number, string> = { 0: 'text', 5: 'announcement' }
/** Threads that all may read who may read their channel: private ones are left out. */
const threadTypes = new Set([10, 11])
const kept = { max: 20_000, ttl: 10 * 60_000 }
const viewChannel = 1n << 10n
const administrator = 1n << 3n

/** Where a message is: its channel, and the thread in that. Null for what is not bridged. */
export interface Place {
  channelId: string
  threadId: string | null
}

const Roles = z.object({ roles: z.array(DiscordRole) })

/** Whose token it is. */
export interface Self {
  user: DiscordUser
  applicationId: string
}

/** Who people and channels of a server are: looked up when they are needed, and kept for a while. */
export interface Directory {
  self(signal: AbortSignal): Promise<Self>
  /** Undefined for somebody whom Discord does not know. */
  person(id: string, signal: AbortSignal): Promise<DiscordUser | undefined>
  noteUser(user: DiscordUser): void
  /** Undefined for one that is gone, not ours to see, or another server's. */
  channel(id: string, signal: AbortSignal): Promise<DiscordChannel | undefined>
  noteChannel(channel: DiscordChannel): void
  forgetChannel(id: string): void
  /** What everybody in the server may do where a channel says nothing else. */
  everybody(signal: AbortSignal): Promise<bigint>
  noteRoles(roles: readonly DiscordRole[]): void
  placeOf(channelId: string, signal: AbortSignal): Promise<Place | null>
}

export function createDirectory(call: Call, guildId: string): Directory {
  const users = new LRUCache<string, DiscordUser>(kept)
  const channels = new LRUCache<string, DiscordChannel>(kept)
  let self: Promise<Self> | undefined
  const everybody = new LRUCache<string, bigint>({ max: 1, ttl: 60_000 })

  async function loadSelf(signal: AbortSignal): Promise<Self> {
    const user = DiscordUser.parse(await call('get', '/users/@me', signal))
    const application = z.object({ id: z.string() }).parse(await call('get', '/oauth2/applications/@me', signal))
    return { user, applicationId: application.id }
  }

  const directory: Directory = {
    self(signal) {
      self ??= loadSelf(signal).catch((error) => {
        self = undefined
        throw error
      })
      return self
    },
    async person(id, signal) {
      const known = users.get(id)
      if (known) return known
      try {
        const found = DiscordUser.parse(await call('get', `/users/${id}`, signal))
        users.set(id, found)
        return found
      } catch (error) {
        if (isRefusal(error, 10_013)) return undefined
        throw error
      }
    },
    noteUser: (user) => void users.set(user.id, user),
    async channel(id, signal) {
      const known = channels.get(id)
      if (known) return known
      try {
        const found = DiscordChannel.parse(await call('get', `/channels/${id}`, signal))
        // One bot may be in the servers of several workspaces: nothing of one is known in another.
        if (found.guild_id && found.guild_id !== guildId) return undefined
        channels.set(id, found)
        return found
      } catch (error) {
        if (isRefusal(error, 10_003, 50_001)) return undefined
        throw error
      }
    },
    noteChannel: (channel) => void channels.set(channel.id, channel),
    forgetChannel: (id) => void channels.delete(id),
    async everybody(signal) {
      if (!everybody.has(guildId))
        directory.noteRoles(Roles.parse(await call('get', `/guilds/${guildId}`, signal)).roles)
      return everybody.get(guildId) ?? viewChannel
    },
    noteRoles(roles) {
      // The role that everybody has is called by the server's id.
      const role = roles.find(({ id }) => id === guildId)
      if (role) everybody.set(guildId, BigInt(role.permissions))
    },
    async placeOf(channelId, signal) {
      const channel = await directory.channel(channelId, signal)
      if (!channel) return { channelId, threadId: null }
      if (threadTypes.has(channel.type)) return { channelId: channel.parent_id ?? channelId, threadId: channel.id }
      return channel.type in textTypes ? { channelId, threadId: null } : null
    },
  }
  return directory
}

/** Whoever has written or reacts. What our application’s webhooks write is our own. */
export function authorOf(
  { id, username, global_name, avatar, bot }: DiscordUser,
  self: Self,
  given: { nick?: string | null; webhookId?: string | null; applicationId?: string | null } = {},
): RemoteAuthor {
  const { nick, webhookId, applicationId } = given
  return {
    id,
    name: nick || global_name || username,
    avatarUrl: avatarUrlOf(id, avatar),
    isBot: bot === true || Boolean(webhookId),
    isSelf: id === self.user.id || (Boolean(webhookId) && applicationId === self.applicationId),
  }
}

const avatarUrlOf = (id: string, avatar: string | null | undefined): string | null => {
  if (!avatar) return null
  return /^https?:/.test(avatar) ? avatar : `https://cdn.discordapp.com/avatars/${id}/${avatar}.png?size=128`
}

/** A channel that can be bridged. One whose messages not everybody may read is private. */
export function remoteChannelOf(
  channel: DiscordChannel,
  guildId: string,
  everybody: bigint,
): RemoteChannel | undefined {
  const type = textTypes[channel.type]
  if (type === undefined) return undefined
  const { id, name, topic } = channel
  const overwrite = channel.permission_overwrites?.find((each) => each.id === guildId)
  const allowed = (everybody & ~BigInt(overwrite?.deny ?? 0)) | BigInt(overwrite?.allow ?? 0)
  const isPrivate = (allowed & viewChannel) === 0n && (everybody & administrator) === 0n
  return {
    ...{ id, name: name ?? id, type, isPrivate, isArchived: false, topic: topic || null, isMember: true },
    createdAt: timeOfSnowflake(id),
  }
}
