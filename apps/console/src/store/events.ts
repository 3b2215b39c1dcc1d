import type { Message, Realtime, RealtimeEvents } from '@parley/client/index'
import type { Approvals } from './approvals.ts'
import type { ChannelNames } from './channel-names.ts'
import type { Channels } from './channels.ts'
import type { Messages } from './messages.ts'
import type { Outbox } from './outbox.ts'
import type { People } from './people.ts'
import type { Runs } from './runs.ts'
import type { Topics } from './topics.ts'
import type { Twins } from './twins.ts'
import type { Typing } from './typing.ts'
import type { Unread } from './unread.ts'
import type { Windows } from './windows.ts'

/** What events change. */
interface Parts {
  readonly realtime: Realtime
  readonly topics: Topics
  /** Asks for something until it is answered. */
  readonly eventually: (work: () => Promise<unknown>) => void
  readonly me: { uuid: string }
  readonly channels: Channels
  readonly channelNames: ChannelNames
  readonly messages: Messages
  readonly windows: Windows
  readonly outbox: Outbox
  readonly unread: Unread
  readonly people: People
  readonly twins: Twins
  readonly typing: Typing
  readonly runs: Runs
  readonly approvals: Approvals
}

type Mention = { type: string; user_id?: string }

/** Whether a message is for this person by name, or for everyone in its channel. */
export function mentions(message: Message, userId: string): boolean {
  const mentioned = (message.metadata.mentions ?? []) as Mention[]
  return mentioned.some(({ type, user_id }) => type !== 'user' || user_id === userId)
}

/** Keeps a store true by what its connection emits; returns how to stop. */
export function receiveEvents(parts: Parts): () => void {
  const {
    realtime,
    topics,
    channels,
    channelNames,
    messages,
    windows,
    unread,
    people,
    twins,
    typing,
    runs,
    approvals,
    outbox,
    me,
  } = parts
  const stops: (() => void)[] = []
  const on = <T extends keyof RealtimeEvents>(type: T, take: (event: RealtimeEvents[T]) => void) =>
    stops.push(realtime.on(type, take))

  on('message.created', ({ data: message }) => {
    messages.put(message)
    windows.receive(message)
    messages.countReply(message)
    if (message.user_id !== null) typing.end(message.channel_id, message.user_id)
    const isMine = message.user_id === me.uuid
    if (isMine) outbox.settle(message)
    if (message.parent_message_id === null)
      channels.change(message.channel_id, { last_message_at: message.created_at, is_hidden: false })
    const isNews = !isMine && message.arrival !== 'imported'
    if (isNews && message.parent_message_id === null) unread.count(message, mentions(message, me.uuid))
    else if (isNews) unread.askAgain()
    topics.publish('arrival')
  })
  const change = ({ data }: { data: Message }) => messages.put(data)
  on('message.updated', change)
  const repin = (event: { data: Message }) => {
    change(event)
    topics.publish(`pins:${event.data.channel_id}`)
  }
  on('message.pinned', repin)
  on('message.unpinned', repin)
  on('message.deleted', ({ data }) => {
    const removed = messages.remove(data)
    windows.drop(data, removed?.parent_message_id)
    if (removed?.user_id !== me.uuid) unread.askAgain()
  })
  on('reaction.added', ({ data, rev }) => messages.react(data, rev ?? 0, 1))
  on('reaction.removed', ({ data, rev }) => messages.react(data, rev ?? 0, -1))
  on('read.updated', ({ data }) => {
    if (data.user_id === me.uuid) unread.askAgain()
  })
  on('thread.updated', ({ data }) => {
    const place = { channelId: data.channel_id, threadId: data.message_id }
    windows.setThread(place, {
      lastReadId: data.last_read_message_id,
      isFollowing: data.following,
      unreadCount: data.unread_count,
    })
    unread.askAgain()
    topics.publish('threads')
  })

  on('channel.created', ({ data }) => {
    // A public channel is listed where channels are looked for; one’s own come with `member.added`.
    channels.merge(data)
    channelNames.forget(data)
  })
  on('channel.updated', ({ data: { history_changed: isHistoryChanged, ...channel } }) => {
    channels.merge(channel)
    if (!isHistoryChanged) return channelNames.forget(channel)
    windows.reloadSoon(channel.id)
    unread.askAgain()
  })
  on('channel.deleted', ({ data }) => {
    forget(data.id)
    channelNames.forget(data)
  })
  on('channel.hidden', ({ data }) => channels.change(data.id, { is_hidden: data.is_hidden }))
  on('member.added', ({ data }) => {
    topics.publish(`members:${data.channel_id}`)
    if (data.user_id === me.uuid) parts.eventually(() => channels.join(data.channel_id))
  })
  on('member.updated', ({ data }) => {
    topics.publish(`members:${data.channel_id}`)
    if (data.user_id === me.uuid) channels.change(data.channel_id, { role: data.role })
  })
  on('member.removed', ({ data }) => {
    topics.publish(`members:${data.channel_id}`)
    if (data.user_id !== me.uuid) return
    const known = channels.get(data.channel_id)
    if (known?.is_private ?? true) forget(data.channel_id)
    else channels.change(data.channel_id, { is_member: false, role: null, notification_level: null })
    unread.forget(data.channel_id)
  })
  stops.push(realtime.onReset((channelId) => void windows.reload(channelId)))

  on('presence', ({ data }) => people.setPresence(data.user_id, data.status))
  on('typing', ({ data }) => {
    if ('channel_id' in data) typing.begin(data.channel_id, data.user_id)
  })
  on('twin.created', ({ data }) => twins.put(data))
  on('twin.updated', ({ data }) => twins.put(data))
  on('twin.deleted', ({ data }) => twins.remove(data.id))
  on('twin.started', ({ channel_id, data }) => channel_id && runs.start(channel_id, data))
  on('twin.delta', ({ data }) => runs.add(data))
  on('twin.tool', ({ data }) => runs.putTool(data))
  on('twin.finished', ({ data }) => runs.finish(data))
  on('approval.requested', ({ data }) => approvals.put(data))
  on('approval.decided', ({ data }) => approvals.put(data))
  on('preferences.updated', () => topics.publish('preferences'))
  on('workspace.updated', () => topics.publish('workspace'))

  /** Nothing of it can be seen any more. */
  function forget(channelId: string): void {
    channels.remove(channelId)
    windows.close(channelId)
    unread.forget(channelId)
  }

  return () => {
    for (const stop of stops) stop()
  }
}
