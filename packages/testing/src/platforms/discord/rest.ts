import { type DiscordGuild, DiscordRefusal, refusals } from './guild.ts'
import {
  channelResource,
  compareIds,
  type DiscordAttachment,
  type DiscordChannel,
  type DiscordMessage,
  type DiscordWebhook,
  everybodyOf,
  newSnowflake,
  userResource,
} from './records.ts'

/** A request of the REST API whose path has been matched. */
export interface DiscordCall {
  guild: DiscordGuild
  params: Record<string, string>
  query: URLSearchParams
  body: Record<string, unknown>
  files: DiscordAttachment[]
  /** Where clients of the gateway connect. */
  gatewayUrl: string
}

/** What is answered: 204 where it is undefined. */
type Handler = (call: DiscordCall) => unknown

const maxLength = 2_000

const channelOf = ({ guild, params }: DiscordCall): DiscordChannel => guild.channel(params.channel!)
const messageOf = (call: DiscordCall): DiscordMessage => call.guild.message(channelOf(call), call.params.message!)

function guildOf({ guild, params: { guild: id } }: DiscordCall): DiscordGuild {
  if (id !== guild.installation.guildId || !guild.isJoined) throw refusals.unknown('Guild')
  return guild
}

/** What a message may contain: text up to its limit, files, embeds; one of them at least. */
function contentOf({ body, files }: DiscordCall): {
  content: string
  attachments: DiscordAttachment[]
  embeds: unknown[]
  flags?: number
} {
  const content = String(body.content ?? '')
  if (content.length > maxLength)
    throw refusals.invalid('content', 'BASE_TYPE_MAX_LENGTH', `Must be ${maxLength} or fewer in length.`)
  const embeds = (body.embeds as unknown[] | undefined) ?? []
  if (content.trim() === '' && files.length === 0 && embeds.length === 0) throw refusals.empty()
  return { content, attachments: files, embeds, ...(body.flags !== undefined && { flags: Number(body.flags) }) }
}

/** Newest first, whichever side of an id is asked for. */
function listMessages(call: DiscordCall) {
  const { guild, query } = call
  const channel = channelOf(call)
  const limit = Number(query.get('limit') ?? 50)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw refusals.invalid('limit', 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.')
  const { messages } = channel
  const indexAfter = (id: string) => {
    const at = messages.findIndex((message) => compareIds(message.id, id) > 0)
    return at < 0 ? messages.length : at
  }
  const [before, after, around] = ['before', 'after', 'around'].map((name) => query.get(name))
  let [from, to] = [messages.length - limit, messages.length]
  if (around) {
    from = indexAfter(around) - 1 - Math.floor(limit / 2)
    to = from + limit
  } else if (before) {
    to = indexAfter(String(BigInt(before) - 1n))
    from = to - limit
  } else if (after) {
    from = indexAfter(after)
    to = from + limit
  }
  const found = messages.slice(Math.max(from, 0), Math.max(to, 0))
  return found.reverse().map((message) => guild.shown(message, channel))
}

function createMessage(call: DiscordCall) {
  const { guild, body } = call
  const channel = channelOf(call)
  const content = contentOf(call)
  const author = guild.installation.bot
  const nonce = body.nonce as string | number | undefined
  if (String(nonce ?? '').length > 25)
    throw refusals.invalid('nonce', 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.')
  const sent = body.enforce_nonce === true && nonce !== undefined
  const earlier = sent && channel.messages.find((message) => message.nonce === nonce && message.author === author)
  if (earlier) return guild.shown(earlier, channel)
  const reference = body.message_reference as { message_id?: string; fail_if_not_exists?: boolean } | undefined
  const isThere = reference?.message_id !== undefined && channel.byId.has(reference.message_id)
  if (reference && !isThere && reference.fail_if_not_exists !== false)
    throw refusals.invalid('message_reference', 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', 'Unknown message')
  const replyTo = isThere ? reference.message_id : undefined
  return guild.shown(guild.post(channel, { author, nonce, replyTo, ...content }), channel)
}

/** A webhook by its id and token; its messages may be in its channel or in threads of that. */
function webhookOf({ guild, params: { webhook: id, token }, query }: DiscordCall) {
  const webhook = guild.webhooks.get(id!)
  if (!webhook || webhook.token !== token) throw refusals.unknown('Webhook')
  const threadId = query.get('thread_id')
  const channel = guild.channel(threadId ?? webhook.channelId)
  if (threadId && channel.parentId !== webhook.channelId) throw refusals.unknown('Channel')
  return { webhook, channel }
}

/** A message that this webhook has written. */
function webhookMessageOf(call: DiscordCall) {
  const { webhook, channel } = webhookOf(call)
  const message = call.guild.message(channel, call.params.message!)
  if (message.webhookId !== webhook.id) throw refusals.unknown('Message')
  return { channel, message }
}

function executeWebhook(call: DiscordCall) {
  const { guild, body, query } = call
  const { webhook, channel } = webhookOf(call)
  const username = String(body.username ?? webhook.name)
  if (username.length > 80 || /discord/i.test(username))
    throw refusals.invalid('username', 'USERNAME_INVALID_CONTAINS', 'Username cannot contain "discord"')
  const avatar = typeof body.avatar_url === 'string' ? body.avatar_url : null
  const author = { id: webhook.id, username, globalName: null, avatar, isBot: true }
  const message = guild.post(channel, { author, webhookId: webhook.id, ...contentOf(call) })
  return query.get('wait') === 'true' ? guild.shown(message, channel) : undefined
}

function editMessage(call: DiscordCall, channel: DiscordChannel, message: DiscordMessage) {
  if (channel.isArchived) throw refusals.archived()
  const { attachments: _, ...change } = contentOf({ ...call, files: message.attachments })
  return call.guild.shown(call.guild.edit(channel, message.id, change), channel)
}

const webhookResource = ({ id, token, name, channelId }: DiscordWebhook, guild: DiscordGuild) => {
  const { guildId, applicationId, bot } = guild.installation
  const owner = { application_id: applicationId, user: userResource(bot) }
  return { id, type: 1, guild_id: guildId, channel_id: channelId, name, avatar: null, token, ...owner }
}

function bulkDelete(call: DiscordCall): undefined {
  const ids = call.body.messages as string[]
  if (ids.length < 2 || ids.length > 100)
    throw refusals.invalid('messages', 'BASE_TYPE_BAD_LENGTH', 'Must be between 2 and 100 in length.')
  const channel = channelOf(call)
  call.guild.removeMany(
    channel,
    ids.filter((id) => channel.byId.has(id)),
  )
}

/** `%F0%9F%91%8D` or `name:id`. */
function emojiOf({ params: { emoji = '' } }: DiscordCall): string {
  if (/^[\w-]+$/.test(emoji)) throw refusals.unknown('Emoji')
  return emoji
}

/** The endpoints of the REST API that the double has. */
export const endpoints: Record<string, Handler> = {
  'GET /users/@me': ({ guild }) => userResource(guild.installation.bot),
  'GET /users/:user': ({ guild, params: { user } }) => {
    const found = guild.users.get(user!)
    if (!found) throw refusals.unknown('User')
    return userResource(found)
  },
  'DELETE /users/@me/guilds/:guild': (call) => guildOf(call).removeBot(),
  'POST /users/@me/channels': ({ guild, body }) => {
    const recipient = String(body.recipient_id)
    if (!guild.users.has(recipient)) throw refusals.unknown('User')
    const name = `dm:${recipient}`
    const channel = [...guild.channels.values()].find((other) => other.name === name)
    return channelResource(channel ?? guild.createChannel({ name, type: 1 }), guild.installation)
  },
  'GET /oauth2/applications/@me': ({ guild }) => ({
    id: guild.installation.applicationId,
    name: 'Parley',
    flags: (1 << 18) | (1 << 14),
    bot: userResource(guild.installation.bot),
  }),
  'GET /gateway/bot': ({ gatewayUrl: url }) => ({
    ...{ url, shards: 1 },
    session_start_limit: { total: 1_000, remaining: 999, reset_after: 14_400_000, max_concurrency: 1 },
  }),
  'GET /guilds/:guild': (call) => {
    const { installation } = guildOf(call)
    const { guildId: id, guildName: name } = installation
    return { id, name, icon: null, owner_id: '1', roles: [everybodyOf(installation)] }
  },
  'GET /guilds/:guild/channels': (call) => {
    const { channels, installation } = guildOf(call)
    // Those that the bot may not read are among them.
    const own = [...channels.values()].filter(({ type, guildId }) => type === 0 && guildId === undefined)
    return own.map((each) => channelResource(each, installation))
  },
  'GET /guilds/:guild/threads/active': (call) => {
    const { channels, installation } = guildOf(call)
    const active = [...channels.values()].filter(({ type, isSeen, isArchived }) => type === 11 && isSeen && !isArchived)
    return { threads: active.map((thread) => channelResource(thread, installation)), members: [] }
  },
  'GET /guilds/:guild/members/:user': (call) => {
    const user = guildOf(call).users.get(call.params.user!)
    if (!user) throw new DiscordRefusal(404, 10_007, 'Unknown Member')
    return { user: userResource(user), nick: null, roles: [], joined_at: new Date(0).toISOString() }
  },
  'GET /channels/:channel': (call) => channelResource(channelOf(call), call.guild.installation),
  'GET /channels/:channel/threads/archived/public': (call) => {
    const { id } = channelOf(call)
    const archived = [...call.guild.channels.values()].filter(
      ({ parentId, isArchived }) => parentId === id && isArchived,
    )
    return {
      threads: archived.map((thread) => channelResource(thread, call.guild.installation)),
      ...{ members: [], has_more: false },
    }
  },
  'GET /channels/:channel/messages': listMessages,
  'GET /channels/:channel/messages/:message': (call) => call.guild.shown(messageOf(call), channelOf(call)),
  'POST /channels/:channel/messages': createMessage,
  'PATCH /channels/:channel/messages/:message': (call) => {
    const message = messageOf(call)
    if (message.author !== call.guild.installation.bot) throw refusals.cannotEdit()
    return editMessage(call, channelOf(call), message)
  },
  'DELETE /channels/:channel/messages/:message': (call) => call.guild.remove(channelOf(call), messageOf(call).id),
  'POST /channels/:channel/messages/bulk-delete': bulkDelete,
  'GET /channels/:channel/messages/:message/reactions/:emoji': (call) => {
    const limit = Number(call.query.get('limit') ?? 25)
    const after = call.query.get('after') ?? '0'
    const ids = messageOf(call).reactions.get(emojiOf(call)) ?? []
    const page = ids.filter((id) => compareIds(id, after) > 0).slice(0, limit)
    return page.map((id) => userResource(call.guild.users.get(id)!))
  },
  'PUT /channels/:channel/messages/:message/reactions/:emoji/@me': (call) =>
    call.guild.react(channelOf(call), messageOf(call).id, call.guild.installation.bot.id, emojiOf(call)),
  'DELETE /channels/:channel/messages/:message/reactions/:emoji/@me': (call) =>
    call.guild.unreact(channelOf(call), messageOf(call).id, call.guild.installation.bot.id, emojiOf(call)),
  'POST /channels/:channel/messages/:message/threads': (call) => {
    const thread = call.guild.startThread(channelOf(call), String(call.body.name), messageOf(call))
    return channelResource(thread, call.guild.installation)
  },
  'GET /channels/:channel/webhooks': (call) => {
    const { id } = channelOf(call)
    const of = [...call.guild.webhooks.values()].filter(({ channelId }) => channelId === id)
    return of.map((webhook) => webhookResource(webhook, call.guild))
  },
  'POST /channels/:channel/webhooks': (call) => {
    const { id: channelId } = channelOf(call)
    const webhook = { id: newSnowflake(), token: `hook-${newSnowflake()}`, name: String(call.body.name), channelId }
    call.guild.webhooks.set(webhook.id, webhook)
    return webhookResource(webhook, call.guild)
  },
  'POST /webhooks/:webhook/:token': executeWebhook,
  'DELETE /webhooks/:webhook/:token': (call) => void call.guild.webhooks.delete(webhookOf(call).webhook.id),
  'GET /webhooks/:webhook/:token/messages/:message': (call) => {
    const { channel, message } = webhookMessageOf(call)
    return call.guild.shown(message, channel)
  },
  'PATCH /webhooks/:webhook/:token/messages/:message': (call) => {
    const { channel, message } = webhookMessageOf(call)
    return editMessage(call, channel, message)
  },
  'DELETE /webhooks/:webhook/:token/messages/:message': (call) => {
    const { channel, message } = webhookMessageOf(call)
    call.guild.remove(channel, message.id)
  },
}

const patterns = Object.entries(endpoints).map(([name, handler]) => {
  const [method, path = ''] = name.split(' ')
  return { name, method, handler, pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`) }
})

/** The endpoint of a method and path. One whose parts are all named goes before one that takes any of them. */
export function findEndpoint(method: string, path: string) {
  for (const { name, handler, pattern, method: of } of patterns) {
    const match = of === method ? pattern.exec(path) : null
    if (!match) continue
    const found = Object.entries(match.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)])
    return { name, handler, params: Object.fromEntries(found) as Record<string, string> }
  }
  return undefined
}
