import { createChannel, getChannel, listChannelMembers, listChannels } from '@parley/contracts/channels/channels'
import { channelDeleted } from '@parley/contracts/channels/events'
import { deleteChannel } from '@parley/contracts/channels/managing'
import { getMessage, listMessages, listUnread, postMessage } from '@parley/contracts/messages/messages'
import { people } from '@parley/testing/people'
import { isDeletionRemembered } from '@parley/testing/rows/channels'
import { fillChannel, leftOfChannel, lockStoredMessage } from '@parley/testing/rows/messaging'
import { describe, expect, it, vi } from 'vitest'
import { bootProcesses } from '../processes.ts'

const platform = await bootProcesses({
  durable: true,
  services: ['gateway', 'channels', 'messaging'],
})
const { database } = platform
const { ada, bob } = await people(platform)
/** More than are removed at a time. */
const messages = 5_000

interface Channel {
  id: string
  /** One that was really posted. */
  messageId: string
}

/** A private channel with many messages. */
async function longChannel(name: string): Promise<Channel> {
  const { channel } = await ada.call(createChannel, {
    workspace_id: ada.workspaceId,
    name,
    channel_type: 'text',
    is_private: true,
    member_ids: [bob.userId],
  })
  const { data } = await ada.call(postMessage, { channel_id: channel.id, content: 'the first' })
  const place = { workspaceId: ada.workspaceId, channelId: channel.id }
  await fillChannel(database, place, { authorId: ada.userId, count: messages - 1, content: 'message #' })
  return { id: channel.id, messageId: data.id }
}

/** Blocks the removal of a channel's messages, which begins with the newest, at the middle, until the result is called. */
const lockHalfWay = (channelId: string) => lockStoredMessage(database, channelId, messages / 2)

const leftOf = async (id: string) => ({
  ...(await leftOfChannel(database, id)),
  remembered: await isDeletionRemembered(database, id),
})

/** What everyone who was in it is answered about anything of it. */
async function readable({ id, messageId }: Channel) {
  const listed = async (person: typeof ada) =>
    (await person.call(listChannels, { workspace_id: ada.workspaceId, limit: 100 })).channels.some(
      (channel) => channel.id === id,
    )
  const unread = async (person: typeof ada) =>
    (await person.call(listUnread, { workspace_id: ada.workspaceId })).channels.some(
      ({ channel_id }) => channel_id === id,
    )
  const statuses = await Promise.all(
    [ada, bob].flatMap((person) => [
      person.answerTo(getChannel, { id }),
      person.answerTo(listChannelMembers, { id }),
      person.answerTo(listMessages, { channel_id: id }),
      person.answerTo(getMessage, { id: messageId }),
      person.answerTo(postMessage, { channel_id: id, content: 'late' }),
    ]),
  )
  const lists = await Promise.all([listed(ada), listed(bob), unread(ada), unread(bob)])
  return { statuses: [...new Set(statuses.map(({ status }) => status))], lists: [...new Set(lists)] }
}
const nothing = { statuses: [404], lists: [false] }

const isPurged = async (id: string) => {
  const left = await leftOf(id)
  return left.messages === 0 && !left.head && !left.remembered
}

describe('a channel that is deleted', () => {
  const deleted: Channel[] = []

  it.each(['messaging', 'channels', 'redis'])(
    'is gone at once, though %s is killed half-way',
    async (victim) => {
      const channel = await longChannel(`killed-${victim}`)
      const socket = await bob.socket()
      const received = socket.next(channelDeleted, ({ channel_id }) => channel_id === channel.id)
      const release = await lockHalfWay(channel.id)
      expect(await ada.answerTo(deleteChannel, { id: channel.id })).toMatchObject({ status: 200 })
      expect(await readable(channel)).toEqual(nothing)
      expect(await received).toMatchObject({ channel_id: channel.id, data: { id: channel.id } })
      await vi.waitFor(async () => expect((await leftOf(channel.id)).messages).toBeLessThan(messages), 60_000)
      await platform.kill(victim, 'SIGKILL')
      await platform.ready(victim)
      expect((await leftOf(channel.id)).messages).toBeGreaterThan(0)
      await release()
      expect(await readable(channel)).toEqual(nothing)
      deleted.push(channel)
    },
    240_000,
  )

  // Awaited together: BullMQ gives a job whose worker was killed to another after some 15 s.
  it('is removed to its last message', { timeout: 240_000 }, async () => {
    expect(deleted).toHaveLength(3)
    for (const channel of deleted) {
      await vi.waitUntil(() => isPurged(channel.id), 90_000)
      expect(await readable(channel)).toEqual(nothing)
    }
  })
})
