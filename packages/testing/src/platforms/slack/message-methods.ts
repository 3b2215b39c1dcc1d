import { joinedChannel, type SlackCall, type SlackMethod, seenChannel } from './call.ts'
import type { SlackMetadata } from './records.ts'
import { SlackRefusal } from './workspace.ts'

/** Text of a message that is posted is cut here, and said to be. */
const maxPostedLength = 40_000
/** Text of a change is refused beyond this. */
const maxChangedLength = 4_000
const maxMetadataBytes = 8_192

/** Methods that post, change and remove messages, and react to them. */
export const messageMethods: Record<string, SlackMethod> = {
  'chat.postMessage': {
    scope: ({ args }) => [
      'chat:write',
      ...(['username', 'icon_url', 'icon_emoji'].some((name) => args.text(name)) ? ['chat:write.customize'] : []),
    ],
    run: (call) => {
      const { workspace, token, args } = call
      const channel = seenChannel(call)
      const isIn = channel.members.has(workspace.installation.botUserId)
      if (!isIn && !token.scopes.includes('chat:write.public')) throw new SlackRefusal('not_in_channel')
      const text = args.text('text') ?? ''
      const [attachments, blocks] = contentOf(call)
      if (text === '' && !attachments && !blocks) throw new SlackRefusal('no_text')
      const username = args.text('username')
      const named = { username, iconUrl: args.text('icon_url'), iconEmoji: args.text('icon_emoji') }
      const isTruncated = text.length > maxPostedLength
      const message = workspace.post(channel, {
        ...(username === undefined ? { user: workspace.installation.botUserId } : { subtype: 'bot_message' }),
        bot: named,
        text: text.slice(0, maxPostedLength),
        threadTs: args.text('thread_ts'),
        isBroadcast: args.flag('reply_broadcast'),
        metadata: metadataOf(call),
        attachments,
        blocks,
      })
      const cut = { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } }
      const { id } = channel
      return { channel: id, ts: message.ts, message: workspace.shown(message, channel, true), ...(isTruncated && cut) }
    },
  },
  'chat.update': {
    scope: 'chat:write',
    run: (call) => {
      const { workspace, args } = call
      const channel = joinedChannel(call)
      const ts = args.required('ts')
      if (!workspace.message(channel, ts).bot) throw new SlackRefusal('cant_update_message')
      const text = args.text('text')
      if (text !== undefined && text.length > maxChangedLength) throw new SlackRefusal('msg_too_long')
      const [attachments, blocks] = contentOf(call)
      if (!text && !attachments && !blocks) throw new SlackRefusal('no_text')
      const metadata = metadataOf(call)
      const change = { ...(text !== undefined && { text }), ...(metadata && { metadata }) }
      const by = workspace.installation.botUserId
      const message = workspace.edit(
        channel,
        ts,
        { ...change, ...(attachments && { attachments }), ...(blocks && { blocks }) },
        by,
      )
      return { channel: channel.id, ts, text: message.text, message: workspace.shown(message, channel) }
    },
  },
  'chat.delete': {
    scope: 'chat:write',
    run: (call) => {
      const { workspace, args } = call
      const channel = joinedChannel(call)
      const ts = args.required('ts')
      if (!workspace.message(channel, ts).bot) throw new SlackRefusal('cant_delete_message')
      workspace.remove(channel, ts)
      return { channel: channel.id, ts }
    },
  },
  'reactions.add': {
    scope: 'reactions:write',
    run: (call) => {
      const { workspace, args } = call
      const [channel, ts, name] = [joinedChannel(call), timestampOf(call), args.required('name')]
      if (!/^[\w+'-]+(::skin-tone-[2-6])?$/.test(name)) throw new SlackRefusal('invalid_name')
      workspace.react(channel, ts, workspace.installation.botUserId, name)
      return {}
    },
  },
  'reactions.remove': {
    scope: 'reactions:write',
    run: (call) => {
      const { workspace, args } = call
      const [channel, ts, name] = [joinedChannel(call), timestampOf(call), args.required('name')]
      workspace.unreact(channel, ts, workspace.installation.botUserId, name)
      return {}
    },
  },
  'reactions.get': {
    scope: 'reactions:read',
    run: (call) => {
      const { workspace } = call
      const channel = joinedChannel(call)
      const message = workspace.message(channel, timestampOf(call))
      return { type: 'message', channel: channel.id, message: workspace.shown(message, channel) }
    },
  },
}

/** Attachments and blocks. */
const contentOf = ({ args }: SlackCall) => [
  args.json<unknown[]>('attachments', 'invalid_attachments'),
  args.json<unknown[]>('blocks', 'invalid_blocks'),
]

function timestampOf({ args }: SlackCall): string {
  const ts = args.required('timestamp')
  if (!/^\d+\.\d{6}$/.test(ts)) throw new SlackRefusal('bad_timestamp')
  return ts
}

function metadataOf({ args }: SlackCall): SlackMetadata | undefined {
  const given = args.json<Partial<SlackMetadata>>('metadata', 'invalid_metadata_format')
  if (given === undefined) return undefined
  if (typeof given.event_type !== 'string' || typeof given.event_payload !== 'object')
    throw new SlackRefusal('invalid_metadata_format')
  if (JSON.stringify(given).length > maxMetadataBytes) throw new SlackRefusal('metadata_too_large')
  return { event_type: given.event_type, event_payload: given.event_payload }
}
