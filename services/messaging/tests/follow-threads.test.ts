import { title } from '@parley/contracts/endpoint'
import { editMessage } from '@parley/contracts/messages/changes'
import { threadUpdated } from '@parley/contracts/messages/events'
import { followThread, listFollowedThreads, markThreadRead } from '@parley/contracts/messages/following'
import { getMessage, listMessages, listUnread } from '@parley/contracts/messages/messages'
import type { Caller } from '@parley/kit/assertion'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { beforeEach, describe, expect, it } from 'vitest'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme

const follows = async (who: Caller, message: { id: string; channel_id: string }) =>
  (await as(who).call(listMessages, { channel_id: message.channel_id, thread_id: message.id })).meta.is_following
const followed = async (who: Caller, query: object = {}) => {
  const { data, meta } = await as(who).call(listFollowedThreads, query)
  return { ids: data.map(({ id }) => id), hasMore: meta.has_more }
}

/** What a thread is to someone, as lists show it; undefined where it is not listed. */
async function threadOf(who: Caller, root: { id: string }) {
  const { data } = await as(who).call(listFollowedThreads, {})
  const found = data.find(({ id }) => id === root.id)
  return found && { unread: found.unread_count, lastRead: found.last_read_message_id }
}
const unreadThreads = async (who: Caller) =>
  (await as(who).call(listUnread, { workspace_id: who.workspaceId })).unread_threads

describe(title(followThread), () => {
  it('is not needed by a root’s author, who replies and who is mentioned', async () => {
    const channel = await scene.channel({}, [bob, cyd, gus])
    const root = await scene.post(ada, channel)
    expect(await Promise.all([ada, bob, cyd, gus].map((who) => follows(who, root)))).toEqual([
      true,
      false,
      false,
      false,
    ])
    await scene.reply(bob, root, '@gus and @channel')
    expect(await Promise.all([ada, bob, cyd, gus].map((who) => follows(who, root)))).toEqual([true, true, false, true])
  })

  it('is not needed by whom an edit of a reply mentions', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const root = await scene.post(ada, channel)
    const { id } = await scene.reply(bob, root, 'ask him')
    await as(bob).call(editMessage, { id, content: 'ask @cyd' })
    expect(await follows(cyd, root)).toBe(true)
    expect((await as(ada).call(getMessage, { id: root.id })).data).toMatchObject({
      reply_count: 1,
      participants: [bob.userId],
    })
  })

  it('keeps a person who unfollowed out, whatever is written, until they follow again', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(ada, channel)
    const reply = await scene.reply(bob, root)
    for (const [who, id] of [
      [ada, root.id],
      [bob, reply.id],
    ] as const)
      expect(await as(who).call(followThread, { id, following: false })).toEqual({
        success: true,
        data: { message_id: root.id, following: false },
        meta: {},
      })
    await scene.reply(bob, root, '@ada')
    await scene.reply(ada, root, '@bob')
    expect([await follows(ada, root), await follows(bob, reply)]).toEqual([false, false])
    await as(ada).call(followThread, { id: root.id, following: true })
    expect(await follows(ada, root)).toBe(true)
  })

  it('keeps an author out who stopped before anybody replied', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(ada, channel)
    await as(ada).call(followThread, { id: root.id, following: false })
    await scene.reply(bob, root)
    expect(await follows(ada, root)).toBe(false)
  })

  it('takes anyone who can read the channel, archived or not', async () => {
    const channel = await scene.channel()
    const root = await scene.post(ada, channel)
    await scene.archive(channel)
    await as(cyd).call(followThread, { id: root.id, following: true })
    expect(await follows(cyd, root)).toBe(true)
  })

  it('answers the same for a message that is missing, deleted, foreign or hidden', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    const [root, gone] = [await scene.post(ada, channel), await scene.post(ada, channel)]
    await scene.delete(gone)
    const missing = await answerTo(bob, followThread, { id: unknownId, following: true })
    expect(missing).toMatchObject({ status: 404 })
    expect(await answerTo(bob, followThread, { id: gone.id, following: true })).toEqual(missing)
    await scene.remove(channel, bob)
    for (const who of [bob, cyd, gus, eve])
      expect(await answerTo(who, followThread, { id: root.id, following: true })).toEqual(missing)
    expect(await database.query('select from messaging.thread_people where root_id = $1', [root.id])).toEqual([])
  })
})

describe('a root’s participants', () => {
  it('are the first twenty who replied, in their order, each once', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const root = await scene.post(ada, channel)
    for (const who of [cyd, bob, cyd, ada]) await scene.reply(who, root)
    const { data } = await as(ada).call(getMessage, { id: root.id })
    expect(data.participants).toEqual([cyd, bob, ada].map(({ userId }) => userId))
    await database.query(
      `with many as (insert into messaging.thread_people (root_id, user_id, channel_id, workspace_id, replies, first_seq)
         select root_id, gen_random_uuid(), channel_id, workspace_id, 1, n + 100
         from messaging.thread_people, generate_series(1, 30) n where root_id = $1 and user_id = $2 returning user_id)
       update messaging.messages set participants = (participants || array(select user_id from many limit 17)) where id = $1`,
      [root.id, cyd.userId],
    )
    await scene.add(channel, gus)
    await scene.reply(gus, root)
    const { data: full } = await as(ada).call(getMessage, { id: root.id })
    expect(full.participants).toHaveLength(20)
    expect(full.participants).not.toContain(gus.userId)
  })

  it('make room for the next when one deletes their only reply', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const root = await scene.post(ada, channel)
    const only = await scene.reply(bob, root)
    await scene.reply(cyd, root)
    await scene.delete(only)
    expect((await as(ada).call(getMessage, { id: root.id })).data.participants).toEqual([cyd.userId])
    await scene.reply(bob, root)
    expect((await as(ada).call(getMessage, { id: root.id })).data.participants).toEqual([cyd.userId, bob.userId])
  })
})

describe(title(listFollowedThreads), () => {
  beforeEach(() => database.query('delete from messaging.thread_people'))

  it('lists the roots of threads with replies that the caller follows, the last replied to first, by pages', async () => {
    const channel = await scene.channel({}, [bob])
    const roots: { id: string }[] = []
    for (let i = 0; i < 5; i++) roots.push(await scene.post(bob, channel))
    for (const i of [0, 3, 4, 1]) await scene.reply(ada, roots[i]!)
    await as(bob).call(followThread, { id: roots[2]!.id, following: true })
    await as(bob).call(followThread, { id: roots[3]!.id, following: false })
    const expected = [1, 4, 0].map((i) => roots[i]!.id)
    expect(await followed(bob)).toEqual({ ids: expected, hasMore: false })
    expect(await followed(bob, { limit: 2 })).toEqual({ ids: expected.slice(0, 2), hasMore: true })
    expect(await followed(bob, { limit: 2, before: expected[1] })).toEqual({ ids: expected.slice(2), hasMore: false })
    expect(await followed(bob, { limit: 1, after: expected[2] })).toEqual({ ids: [expected[1]], hasMore: true })
    expect(await answerTo(bob, listFollowedThreads, { before: unknownId, after: unknownId })).toMatchObject({
      status: 400,
    })
    const { data } = await as(bob).call(listFollowedThreads, {})
    expect(data[0]).toEqual({
      ...(await as(bob).call(getMessage, { id: data[0]!.id })).data,
      unread_count: 1,
      last_read_message_id: expected[0],
    })
    expect(await answerTo(bob, listFollowedThreads, { before: roots[2]!.id })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'before' }] } },
    })
    await scene.reply(ada, roots[0]!)
    expect((await followed(bob)).ids).toEqual([0, 1, 4].map((i) => roots[i]!.id))
  })

  it('leaves out what the caller cannot read any more, and deleted roots', async () => {
    const channel = await scene.channel({ is_private: true }, [cyd])
    const [kept, gone] = [await scene.post(ada, channel), await scene.post(ada, channel)]
    for (const root of [kept, gone]) await scene.reply(cyd, root)
    await scene.delete(gone)
    expect((await followed(cyd)).ids).toEqual([kept.id])
    await scene.remove(channel, cyd)
    expect((await followed(cyd)).ids).toEqual([])
  })

  it('goes back to the reply before when the last one is deleted, and leaves out a thread without replies', async () => {
    const channel = await scene.channel({}, [bob])
    const roots = [await scene.post(bob, channel), await scene.post(bob, channel)]
    await scene.reply(ada, roots[0]!)
    const middle = await scene.reply(ada, roots[1]!)
    const last = await scene.reply(ada, roots[0]!)
    expect((await followed(bob)).ids).toEqual([roots[0]!.id, roots[1]!.id])
    await scene.delete(last)
    expect((await followed(bob)).ids).toEqual([roots[1]!.id, roots[0]!.id])
    await scene.delete(middle)
    expect((await followed(bob)).ids).toEqual([roots[0]!.id])
  })
})

describe('the unread replies of a thread', () => {
  beforeEach(() => database.query('delete from messaging.thread_people'))

  it('are those of others since one followed or read it, without deleted ones', async () => {
    const channel = await scene.channel({}, [bob, cyd, gus])
    const root = await scene.post(ada, channel)
    const first = await scene.reply(bob, root)
    expect(await threadOf(ada, root)).toEqual({ unread: 1, lastRead: root.id })
    expect(await threadOf(bob, root)).toEqual({ unread: 0, lastRead: first.id })

    const mention = await scene.reply(bob, root, 'what does @cyd say?')
    expect(await threadOf(cyd, root)).toEqual({ unread: 1, lastRead: first.id })
    await as(gus).call(followThread, { id: root.id, following: true })
    expect(await threadOf(gus, root)).toEqual({ unread: 0, lastRead: mention.id })

    const later = await scene.reply(ada, root)
    const people = [ada, bob, cyd, gus]
    expect(await Promise.all(people.map(async (who) => (await threadOf(who, root))?.unread))).toEqual([0, 1, 2, 1])
    expect(await Promise.all(people.map(unreadThreads))).toEqual([0, 1, 1, 1])
    await scene.delete(later)
    expect(await Promise.all(people.map(async (who) => (await threadOf(who, root))?.unread))).toEqual([0, 0, 1, 0])
    expect(await Promise.all(people.map(unreadThreads))).toEqual([0, 0, 1, 0])
  })

  it('begin with the reply that an edit makes mention somebody', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const root = await scene.post(ada, channel)
    const [, asking] = [await scene.reply(bob, root), await scene.reply(bob, root, 'ask him')]
    await scene.reply(ada, root)
    await as(bob).call(editMessage, { id: asking.id, content: 'ask @cyd' })
    expect(await threadOf(cyd, root)).toMatchObject({ unread: 2 })
  })

  it('are exact to 1,000 and stop there; what is read, left or followed no longer is not counted', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    const root = await scene.post(bob, channel)
    await scene.reply(ada, root)
    await scene.fill(channel, { count: 998, roots: 998 })
    await database.query('update messaging.messages set parent_message_id = $2 where channel_id = $1 and seq > 2', [
      channel,
      root.id,
    ])
    expect(await threadOf(bob, root)).toMatchObject({ unread: 999 })
    for (const count of [1000, 1000]) {
      await scene.reply(ada, root)
      expect(await threadOf(bob, root)).toMatchObject({ unread: count })
    }
    await scene.remove(channel, bob)
    expect(await unreadThreads(bob)).toBe(0)
    await scene.add(channel, bob)
    expect([await unreadThreads(bob), await threadOf(bob, root)]).toMatchObject([0, { unread: 0 }])
    await scene.reply(ada, root)
    expect([await unreadThreads(bob), await threadOf(bob, root)]).toMatchObject([1, { unread: 1 }])
    await as(bob).call(followThread, { id: root.id, following: false })
    expect(await unreadThreads(bob)).toBe(0)
    await as(bob).call(followThread, { id: root.id, following: true })
    expect(await threadOf(bob, root)).toMatchObject({ unread: 0 })
  })

  it('are never imported ones, which move no marker either', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(bob, channel)
    await scene.reply(ada, root)
    await scene.fill(channel, { count: 1 })
    const [imported] = await database.query<{ id: string }>(
      `update messaging.messages set parent_message_id = $1, is_imported = true, created_at = created_at - interval '1 year'
       where channel_id = $2 and seq = 3 returning id`,
      [root.id, channel],
    )
    expect(await threadOf(bob, root)).toEqual({ unread: 1, lastRead: root.id })
    await as(bob).call(markThreadRead, { id: root.id, last_read_message_id: imported!.id })
    expect(await threadOf(bob, root)).toEqual({ unread: 1, lastRead: root.id })
  })

  it('are counted for whoever follows a thread while somebody replies', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(ada, channel)
    const committed = await scene.replyUncommitted(bob, root, 'on its way')
    const following = as(cyd).call(followThread, { id: root.id, following: true })
    await untilSomeoneWaits(database)
    await committed()
    await following
    await scene.reply(bob, root)
    expect([await unreadThreads(cyd), await threadOf(cyd, root)]).toMatchObject([1, { unread: 1 }])
  })
})

describe(title(markThreadRead), () => {
  it('moves the marker to a reply or to the end, and publishes it to one’s own sockets', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(bob, channel)
    const replies = [await scene.reply(ada, root), await scene.reply(ada, root), await scene.reply(ada, root)]
    const state = { message_id: root.id, channel_id: channel, following: true }
    const mark = async (i?: number) =>
      (await as(bob).call(markThreadRead, { id: replies[0]!.id, last_read_message_id: replies[i ?? -1]?.id })).data
    expect(await mark(1)).toEqual({ ...state, last_read_message_id: replies[1]!.id, unread_count: 1 })
    expect(await mark(0)).toEqual({ ...state, last_read_message_id: replies[1]!.id, unread_count: 1 })
    expect(await mark()).toEqual({ ...state, last_read_message_id: replies[2]!.id, unread_count: 0 })
    expect(await unreadThreads(bob)).toBe(0)
    const history = await as(bob).call(listMessages, { channel_id: channel, thread_id: root.id })
    expect(history.meta).toMatchObject({
      is_following: true,
      last_read_message_id: replies[2]!.id,
      unread_count: 0,
    })
    await as(bob).call(followThread, { id: root.id, following: false })
    const events = await scene.events(threadUpdated, channel, 3)
    expect(events.map(({ rooms, data }) => [rooms, data.following, data.unread_count])).toEqual([
      [[`user:${acme.workspaceId}:${bob.userId}`], true, 1],
      [[`user:${acme.workspaceId}:${bob.userId}`], true, 0],
      [[`user:${acme.workspaceId}:${bob.userId}`], false, 0],
    ])
  })

  it('has nothing to mark for who takes no part, and refuses what is not of the thread', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const [root, other] = [await scene.post(ada, channel), await scene.post(ada, channel)]
    await scene.reply(bob, root)
    expect((await as(cyd).call(markThreadRead, { id: root.id })).data).toEqual({
      message_id: root.id,
      channel_id: channel,
      following: false,
      last_read_message_id: root.id,
      unread_count: 0,
    })
    expect(await followed(cyd)).toMatchObject({ ids: expect.not.arrayContaining([root.id]) })
    for (const last_read_message_id of [other.id, unknownId])
      expect(await answerTo(ada, markThreadRead, { id: root.id, last_read_message_id })).toMatchObject({ status: 400 })
    const missing = await answerTo(bob, markThreadRead, { id: unknownId })
    expect(missing).toMatchObject({ status: 404 })
    for (const who of [gus, eve]) expect(await answerTo(who, markThreadRead, { id: root.id })).toEqual(missing)
  })
})
