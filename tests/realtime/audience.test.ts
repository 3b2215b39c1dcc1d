import { addChannelMember, createChannel, getChannel, removeChannelMember } from '@parley/contracts/channels/channels'
import {
  channelCreated,
  channelDeleted,
  channelUpdated,
  memberAdded,
  memberRemoved,
  memberUpdated,
} from '@parley/contracts/channels/events'
import { deleteChannel, updateChannel, updateChannelMember } from '@parley/contracts/channels/managing'
import { deleteMessage, editMessage, toggleReaction } from '@parley/contracts/messages/changes'
import {
  messageCreated,
  messageDeleted,
  messagePinned,
  messageUnpinned,
  messageUpdated,
  reactionAdded,
  reactionRemoved,
  readUpdated,
} from '@parley/contracts/messages/events'
import { getMessage, markRead, postMessage } from '@parley/contracts/messages/messages'
import { pinMessage, unpinChannelMessage } from '@parley/contracts/messages/pins'
import { presence, typing } from '@parley/contracts/sockets/events'
import { describe, expect, it } from 'vitest'
import { once, openScene, type Reach } from './scene.ts'

const { ada, bob, nora, gil, sockets, everyone, newChannel, membersIn, reachOf, settled } = await openScene()

const kinds = [
  { kind: 'private', isPrivate: true, seenBy: once('ada', 'bob', 'gil') },
  // Everybody who may read a public channel gets its own events; its messages' events go to members alone.
  { kind: 'public', isPrivate: false, seenBy: once('ada', 'bob', 'nora', 'gil') },
]
const members = once('ada', 'bob', 'gil')

describe.for(kinds)('in a $kind channel', ({ isPrivate, seenBy }) => {
  it('everything that happens to a message reaches the channel’s members, once, as REST shows it', async () => {
    const channel_id = await newChannel(isPrivate)
    const { data: posted } = await bob.call(postMessage, { channel_id, content: 'first' })
    const { id } = posted
    const aboutIt = ({ data }: { data: unknown }) => (data as { id: string }).id === id

    expect(await reachOf(messageCreated, aboutIt)).toEqual(members)
    expect((await sockets.gil.next(messageCreated, aboutIt)).data).toEqual(posted)

    const { data: edited } = await bob.call(editMessage, { id, content: 'edited' })
    expect(await reachOf(messageUpdated, aboutIt)).toEqual(members)
    expect((await sockets.ada.next(messageUpdated, aboutIt)).data).toEqual(edited)

    const { data: pinned } = await ada.call(pinMessage, { id })
    expect(await reachOf(messagePinned, aboutIt)).toEqual(members)
    expect((await sockets.gil.next(messagePinned, aboutIt)).data).toEqual(pinned)

    const { message: unpinned } = await ada.call(unpinChannelMessage, { id: channel_id, messageId: id })
    expect(await reachOf(messageUnpinned, aboutIt)).toEqual(members)
    expect((await sockets.bob.next(messageUnpinned, aboutIt)).data).toEqual(unpinned)

    const onIt = ({ data }: { data: { message_id: string } }) => data.message_id === id
    const { action: added, ...reaction } = (await gil.call(toggleReaction, { id, emoji: 'fire' })).data
    expect(added).toBe('added')
    expect(await reachOf(reactionAdded, onIt)).toEqual(members)
    const received = await sockets.bob.next(reactionAdded, onIt)
    expect(received.data).toEqual(reaction)
    expect(received).toMatchObject({ channel_id, seq: posted.seq, rev: (await bob.call(getMessage, { id })).data.rev })

    const { action: removed, ...reactionData } = (await gil.call(toggleReaction, { id, emoji: 'fire' })).data
    expect(removed).toBe('removed')
    expect(await reachOf(reactionRemoved, onIt)).toEqual(members)
    expect((await sockets.bob.next(reactionRemoved, onIt)).data).toEqual(reactionData)

    const { data: deleted } = await bob.call(deleteMessage, { id })
    expect(await reachOf(messageDeleted, aboutIt)).toEqual(members)
    expect((await sockets.ada.next(messageDeleted, aboutIt)).data).toMatchObject({ ...deleted, channel_id })

    const sequenced = sockets.gil.events.filter((event) => event.channel_id === channel_id && event.rev !== null)
    expect(sequenced.map(({ rev }) => rev)).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('a channel’s beginning, changes and end reach whoever may see it, once', async () => {
    const { channel } = await ada.call(createChannel, {
      workspace_id: ada.workspaceId,
      name: isPrivate ? 'whispers' : 'shouts',
      channel_type: 'text',
      is_private: isPrivate,
      member_ids: [bob.userId, gil.userId],
    })
    const aboutIt = ({ data }: { data: { id: string } }) => data.id === channel.id
    expect(await reachOf(channelCreated, aboutIt)).toEqual(seenBy)
    await membersIn(channel.id)

    await ada.call(updateChannel, { id: channel.id, topic: 'a topic' })
    expect(await reachOf(channelUpdated, aboutIt)).toEqual(seenBy)
    const { is_member, is_hidden, role, notification_level, ...shown } = (
      await ada.call(getChannel, { id: channel.id })
    ).channel as Record<string, unknown>
    expect([is_member, is_hidden, role, notification_level]).toEqual([true, false, 'admin', 'mentions'])
    expect((await sockets.bob.next(channelUpdated, aboutIt)).data).toEqual(shown)

    await ada.call(deleteChannel, { id: channel.id })
    expect(await reachOf(channelDeleted, aboutIt)).toEqual(seenBy)
    expect((await sockets.gil.next(channelDeleted, aboutIt)).data).toEqual({
      id: channel.id,
      workspace_id: ada.workspaceId,
    })
  })

  it('coming, changing and going reach the members, and the one they are about', async () => {
    const id = await newChannel(isPrivate)
    const aboutNora = ({ data }: { data: { user_id: string; channel_id: string } }) =>
      data.user_id === nora.userId && data.channel_id === id
    const withNora = once('ada', 'bob', 'nora', 'gil')

    await ada.call(addChannelMember, { id, user_id: nora.userId })
    expect(await reachOf(memberAdded, aboutNora)).toEqual(withNora)
    await ada.call(updateChannelMember, { id, userId: nora.userId, role: 'admin' })
    expect(await reachOf(memberUpdated, aboutNora)).toEqual(withNora)
    await ada.call(removeChannelMember, { id, userId: nora.userId })
    expect(await reachOf(memberRemoved, aboutNora)).toEqual(withNora)

    const { data } = await bob.call(postMessage, { channel_id: id, content: 'without Nora' })
    expect(await reachOf(messageCreated, (event) => event.data.id === data.id)).toEqual(members)
  })

  it('how far someone has read reaches the members while they are few', async () => {
    const id = await newChannel(isPrivate)
    const { data } = await ada.call(postMessage, { channel_id: id, content: 'read me' })
    await bob.call(markRead, { id, last_read_message_id: data.id })
    const byBob = (event: { data: { user_id: string; channel_id: string } }) =>
      event.data.user_id === bob.userId && event.data.channel_id === id
    expect(await reachOf(readUpdated, byBob)).toEqual(members)
  })

  it('typing reaches the other members', async () => {
    const channel_id = await newChannel(isPrivate)
    await sockets.bob.ask('typing', { channel_id })
    expect(await reachOf(typing, ({ data }) => 'channel_id' in data && data.channel_id === channel_id)).toEqual(
      once('ada', 'gil'),
    )
  })
})

describe('presence', () => {
  it('reaches whoever shares a channel with the person', async () => {
    const before = await countReceived()
    await sockets.bob.ask('presence', { status: 'dnd' })
    await settled()
    const after = await countReceived()
    expect(Object.fromEntries(Object.keys(everyone).map((name) => [name, after[name]! - before[name]!]))).toEqual({
      ...{ ada: 1, nora: 1, gil: 1, gus: 1 },
      ...{ bob: 0, eve: 0 },
    })
  })

  async function countReceived(): Promise<Record<string, number>> {
    const reach: Reach = await reachOf(presence, ({ data }) => data.user_id === bob.userId && data.status === 'dnd')
    return Object.fromEntries(Object.keys(everyone).map((name) => [name, reach[name as keyof Reach] ?? 0]))
  }
})
