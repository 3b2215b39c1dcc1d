import { joinedChannel, page, type SlackCall, type SlackMethod, seenChannel } from './call.ts'
import { channelResource, personResource, type SlackChannel, type SlackMessage } from './records.ts'
import { SlackRefusal } from './workspace.ts'

const historyScopes = { public: 'channels:history', private: 'groups:history', im: 'im:history' }
const readScopes = { public_channel: 'channels:read', private_channel: 'groups:read', im: 'im:read', mpim: 'mpim:read' }
const typeOf = { public: 'public_channel', private: 'private_channel', im: 'im' } as const

const typesOf = ({ args }: SlackCall) => {
  const types = (args.text('types') ?? 'public_channel').split(',').map((type) => type.trim())
  if (types.some((type) => !(type in readScopes))) throw new SlackRefusal('invalid_types')
  return types as (keyof typeof readScopes)[]
}

const anyRead = Object.values(readScopes).join('|')

/** What the scope of a history is depends on the channel. */
const historyScope = ({ workspace, args }: SlackCall): string[] => {
  const kind = workspace.channels.get(args.text('channel') ?? '')?.kind
  return [kind ? historyScopes[kind] : Object.values(historyScopes).join('|')]
}

/** Methods about the app itself, channels, their histories and people. */
export const conversationMethods: Record<string, SlackMethod> = {
  'auth.test': {
    run: ({ workspace }) => {
      const { teamId, teamName, botUserId, botId } = workspace.installation
      const user = workspace.people.get(botUserId)!.name
      return {
        ...{ url: `${workspace.baseUrl}/`, team: teamName, team_id: teamId, user, user_id: botUserId, bot_id: botId },
        is_enterprise_install: false,
      }
    },
  },
  'auth.revoke': {
    run: ({ token, args }) => {
      token.isRevoked = !args.flag('test')
      return { revoked: token.isRevoked }
    },
  },
  'conversations.list': {
    scope: (call) => typesOf(call).map((type) => readScopes[type]),
    run: (call) => {
      const { workspace, args } = call
      const { botUserId } = workspace.installation
      const types = typesOf(call)
      const channels = [...workspace.channels.values()].filter(
        ({ kind, isArchived, members }) =>
          types.includes(typeOf[kind]) &&
          (kind === 'public' || members.has(botUserId)) &&
          !(isArchived && args.flag('exclude_archived')),
      )
      const { items, response_metadata } = page(channels, call, 1_000)
      return { channels: items.map((channel) => channelResource(channel, workspace.installation)), response_metadata }
    },
  },
  'conversations.info': {
    scope: anyRead,
    run: (call) => ({ channel: channelResource(seenChannel(call), call.workspace.installation) }),
  },
  'conversations.members': {
    scope: anyRead,
    run: (call) => {
      const { items, response_metadata } = page([...seenChannel(call).members], call, 1_000)
      return { members: items, response_metadata }
    },
  },
  'conversations.join': {
    scope: 'channels:join',
    run: (call) => {
      const { workspace } = call
      const channel = seenChannel(call)
      if (channel.kind !== 'public') throw new SlackRefusal('method_not_supported_for_channel_type')
      if (channel.isArchived) throw new SlackRefusal('is_archived')
      const isIn = channel.members.has(workspace.installation.botUserId)
      workspace.join(channel, workspace.installation.botUserId)
      const already = { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } }
      return { channel: channelResource(channel, workspace.installation), ...(isIn && already) }
    },
  },
  'conversations.open': {
    scope: 'im:write',
    run: ({ workspace, args }) => {
      const user = args.required('users')
      if (!workspace.people.has(user)) throw new SlackRefusal('user_not_found')
      const isWith = ({ kind, members }: SlackChannel) => kind === 'im' && members.has(user)
      const channel =
        [...workspace.channels.values()].find(isWith) ??
        workspace.createChannel('', 'im', workspace.installation.botUserId)
      channel.members.add(user)
      return { channel: { id: channel.id } }
    },
  },
  'conversations.history': {
    scope: historyScope,
    run: (call) => {
      const channel = joinedChannel(call)
      const shown = channel.messages.filter(
        ({ threadTs, subtype }) => threadTs === undefined || subtype === 'thread_broadcast',
      )
      return { ...pageOfMessages(shown.reverse(), call, channel), pin_count: 0 }
    },
  },
  'conversations.replies': {
    scope: historyScope,
    run: (call) => {
      const channel = joinedChannel(call)
      const root = channel.byTs.get(call.args.required('ts'))
      if (!root) throw new SlackRefusal('thread_not_found')
      const byTime = root.replies.toSorted((a, b) => Number(a.ts) - Number(b.ts))
      return pageOfMessages([root, ...byTime], call, channel)
    },
  },
  'users.list': {
    scope: 'users:read',
    run: (call) => {
      const { workspace, token } = call
      const { items, response_metadata } = page([...workspace.people.values()], call, 1_000)
      const withEmail = token.scopes.includes('users:read.email')
      const members = items.map((person) => personResource(person, workspace.installation.teamId, { withEmail }))
      return { members, response_metadata }
    },
  },
  'users.info': {
    scope: 'users:read',
    run: ({ workspace, token, args }) => {
      const person = workspace.people.get(args.required('user'))
      if (!person) throw new SlackRefusal('user_not_found')
      const withEmail = token.scopes.includes('users:read.email')
      return { user: personResource(person, workspace.installation.teamId, { withEmail }) }
    },
  },
}

/** A page of messages between two times. */
function pageOfMessages(messages: readonly SlackMessage[], call: SlackCall, channel: SlackChannel) {
  const { workspace, args } = call
  const [oldest, latest] = ['oldest', 'latest'].map((bound) => {
    const ts = args.text(bound)
    if (ts !== undefined && !/^\d+(\.\d+)?$/.test(ts)) throw new SlackRefusal(`invalid_ts_${bound}`)
    return ts
  })
  const isInclusive = args.flag('inclusive')
  const within = messages.filter(
    ({ ts }) =>
      (oldest === undefined || Number(ts) > Number(oldest) || (isInclusive && ts === oldest)) &&
      (latest === undefined || Number(ts) < Number(latest) || (isInclusive && ts === latest)),
  )
  const { items, response_metadata } = page(within, call, 999)
  const withMetadata = args.flag('include_all_metadata')
  return {
    messages: items.map((message) => workspace.shown(message, channel, withMetadata)),
    has_more: 'next_cursor' in response_metadata && response_metadata.next_cursor !== '',
    response_metadata,
  }
}
