import { title } from '@parley/contracts/endpoint'
import { deleteMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { messageDeleted, messageUpdated } from '@parley/contracts/messages/events'
import { getMessage, listMessages, listUnread, markRead, replyInThread } from '@parley/contracts/messages/messages'
import { listPins, pinMessage } from '@parley/contracts/messages/pins'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { setWorkspaceRole } from '@parley/testing/rows/gateway'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId, wrongCounts } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme

const messageCount = async (channel: string) => {
  const [row] = await database.query<{ message_count: number; root_count: number }>(
    'select message_count, root_count from messaging.channel_heads where channel_id = $1',
    [channel],
  )
  return row
}

describe(title(deleteMessage), () => {
  it('leaves a tombstone, and publishes it', async () => {
    const channel = await scene.channel({}, [bob])
    const [first, second] = [await scene.post(bob, channel), await scene.post(ada, channel)]
    const { data } = await as(bob).call(deleteMessage, { id: first.id, user_id: bob.userId })
    expect(data).toEqual({ id: first.id, channel_id: channel, seq: 1, rev: 3, deleted_at: expect.any(String) })
    expect((await scene.list(ada, { channel_id: channel })).map(({ id }) => id)).toEqual([second.id])
    expect(await answerTo(bob, getMessage, { id: first.id })).toMatchObject({ status: 404 })
    expect(await scene.list(ada, { channel_id: channel, after_rev: 2 })).toEqual([data])
    const [published] = await scene.events(messageDeleted, channel)
    expect(published).toMatchObject({ seq: 1, rev: 3, at: data.deleted_at, data, rooms: [`channel:${channel}`] })
    expect(await messageCount(channel)).toEqual({ message_count: 1, root_count: 1 })
  })

  it('answers the same when asked again, by anybody who could have done it, and publishes it once', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const { id } = await scene.post(bob, channel)
    const first = await as(bob).call(deleteMessage, { id })
    expect(await as(bob).call(deleteMessage, { id })).toEqual(first)
    expect(await as(ada).call(deleteMessage, { id, admin: true })).toEqual(first)
    const missing = await answerTo(cyd, deleteMessage, { id: unknownId })
    expect(await answerTo(cyd, deleteMessage, { id })).toEqual(missing)
    expect(await answerTo(cyd, deleteMessage, { id, admin: true })).toEqual(missing)
    expect(await answerTo(ada, deleteMessage, { id })).toEqual(missing)
    await scene.delete(await scene.post(ada, channel))
    expect(await scene.events(messageDeleted, channel, 2)).toHaveLength(2)
    expect(await messageCount(channel)).toEqual({ message_count: 0, root_count: 0 })
  })

  it('requires the flag and the role for somebody else’s', async () => {
    const channel = await scene.channel({ is_private: true }, [bob, cyd, gus])
    const { id } = await scene.post(bob, channel)
    for (const [who, input] of [
      [cyd, { id }],
      [cyd, { id, admin: true }],
      [gus, { id, admin: true }],
      [ada, { id }],
      [ada, { id, admin: false }],
    ] as const)
      expect(await answerTo(who, deleteMessage, input)).toMatchObject({ status: 403 })
    await scene.setRole(channel, cyd, 'admin')
    expect(await answerTo(cyd, deleteMessage, { id, admin: 'true' })).toMatchObject({ status: 200 })
  })

  it('gives a workspace admin no way into a private channel', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    const { id } = await scene.post(bob, channel)
    await setWorkspaceRole(database, cyd, 'admin')
    const missing = await answerTo(cyd, deleteMessage, { id: unknownId, admin: true })
    expect(await answerTo(cyd, deleteMessage, { id, admin: true })).toEqual(missing)
    const open = await scene.post(bob, await scene.channel({}, [bob]))
    expect(await answerTo(cyd, deleteMessage, { id: open.id, admin: true })).toMatchObject({ status: 200 })
    await setWorkspaceRole(database, cyd, 'member')
  })

  it('answers the same for a message that is missing, foreign or hidden, and for whoever was removed', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    const { id } = await scene.post(bob, channel)
    const missing = await answerTo(bob, deleteMessage, { id: unknownId })
    expect(missing).toMatchObject({ status: 404 })
    for (const who of [cyd, gus, eve]) expect(await answerTo(who, deleteMessage, { id, admin: true })).toEqual(missing)
    const release = await scene.lockChannel(channel)
    const deleting = answerTo(bob, deleteMessage, { id })
    await untilSomeoneWaits(database)
    await scene.remove(channel, bob)
    await release()
    expect(await deleting).toEqual(missing)
    expect(await answerTo(bob, deleteMessage, { id })).toEqual(missing)
    expect(await as(ada).call(getMessage, { id })).toMatchObject({ data: { content: 'hello' } })
  })

  it('refuses a user_id that is not the caller’s', async () => {
    const { id } = await scene.post(ada, await scene.channel({}, [bob]))
    expect(await answerTo(bob, deleteMessage, { id, user_id: ada.userId })).toMatchObject({ status: 403 })
  })

  it('refuses in an archived channel, but for what was deleted before', async () => {
    const channel = await scene.channel()
    const [gone, kept] = [await scene.post(ada, channel), await scene.post(ada, channel)]
    const first = await as(ada).call(deleteMessage, { id: gone.id })
    await scene.archive(channel)
    expect(await answerTo(ada, deleteMessage, { id: kept.id })).toMatchObject({ status: 409 })
    expect(await as(ada).call(deleteMessage, { id: gone.id })).toEqual(first)
  })

  it('takes pin, reactions and mentions along', async () => {
    const channel = await scene.channel({}, [bob])
    const { id } = await scene.post(ada, channel, '@bob and @channel')
    await as(ada).call(pinMessage, { id })
    await as(bob).call(toggleReaction, { id, emoji: 'fire' })
    await scene.delete({ id })
    expect(await as(bob).call(listPins, { id: channel })).toEqual({ success: true, pins: [], count: 0 })
    expect(await answerTo(bob, toggleReaction, { id, emoji: 'fire' })).toMatchObject({ status: 404 })
    const left = await database.query(
      `select from messaging.reactions where message_id = $1 union all select from messaging.mentions where message_id = $1`,
      [id],
    )
    expect(left).toEqual([])
    const { channels } = await as(bob).call(listUnread, { workspace_id: acme.workspaceId })
    expect(channels.find(({ channel_id }) => channel_id === channel)).toMatchObject({
      unread_count: 0,
      mention_count: 0,
    })
    expect(await wrongCounts(database)).toEqual([])
  })

  it('updates the root of a deleted reply, and publishes it', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const root = await scene.post(ada, channel)
    const [one, two, three] = [
      await scene.reply(bob, root),
      await scene.reply(cyd, root),
      await scene.reply(bob, root),
    ] as const
    await as(cyd).call(deleteMessage, { id: two.id })
    const updated = (await scene.events(messageUpdated, channel)).at(-1)!
    expect(updated).toMatchObject({
      seq: 1,
      rev: 6,
      data: { id: root.id, rev: 6, reply_count: 2, last_reply_at: three.created_at, participants: [bob.userId] },
    })
    await as(bob).call(deleteMessage, { id: three.id })
    expect((await as(ada).call(getMessage, { id: root.id })).data).toMatchObject({
      reply_count: 1,
      last_reply_at: one.created_at,
      participants: [bob.userId],
      updated_at: root.updated_at,
    })
    await as(bob).call(deleteMessage, { id: one.id })
    expect((await as(ada).call(getMessage, { id: root.id })).data).toMatchObject({
      reply_count: 0,
      last_reply_at: null,
      participants: [],
    })
    expect(await wrongCounts(database)).toEqual([])
  })

  it('leaves the replies of a deleted root to be read', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(ada, channel)
    const reply = await scene.reply(bob, root)
    const gone = await scene.reply(bob, root)
    await scene.delete(root)
    await scene.delete(gone)
    const { data, meta } = await as(bob).call(listMessages, { channel_id: channel, thread_id: root.id })
    expect(data).toEqual([reply])
    expect(meta.total).toBe(1)
    expect(await answerTo(bob, replyInThread, { id: root.id, content: 'x' })).toMatchObject({ status: 404 })
    expect(await answerTo(bob, replyInThread, { id: reply.id, content: 'x' })).toMatchObject({ status: 201 })
    expect(await messageCount(channel)).toEqual({ message_count: 2, root_count: 0 })
  })

  it('leaves read markers where they stand', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(ada, channel)
    const marked = await scene.post(ada, channel)
    await as(bob).call(markRead, { id: channel, last_read_message_id: marked.id })
    await scene.delete(marked)
    await scene.post(ada, channel)
    const { channels } = await as(bob).call(listUnread, { workspace_id: acme.workspaceId })
    expect(channels.find(({ channel_id }) => channel_id === channel)).toEqual({
      channel_id: channel,
      unread_count: 1,
      mention_count: 0,
      last_read_message_id: marked.id,
    })
  })

  it('happens once, however many ask at once', async () => {
    const channel = await scene.channel({}, [bob])
    const { id } = await scene.post(bob, channel)
    const answers = await Promise.all(
      [bob, ada, bob, ada, bob].map((who) => as(who).call(deleteMessage, { id, admin: who === ada })),
    )
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1)
    expect((await scene.post(ada, channel)).rev).toBe(3)
    expect(await wrongCounts(database)).toEqual([])
  })
})
