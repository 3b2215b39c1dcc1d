import { title } from '@parley/contracts/endpoint'
import { editMessage } from '@parley/contracts/messages/changes'
import { followThread, listFollowedThreads } from '@parley/contracts/messages/following'
import { getMessage, listMessages } from '@parley/contracts/messages/messages'
import type { Caller } from '@parley/kit/assertion'
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

  it('lists the roots of threads with replies that the caller follows, newest first, by pages', async () => {
    const channel = await scene.channel({}, [bob])
    const roots: { id: string }[] = []
    for (let i = 0; i < 5; i++) {
      roots.push(await scene.post(bob, channel))
      if (i !== 2) await scene.reply(ada, roots[i]!)
    }
    await as(bob).call(followThread, { id: roots[2]!.id, following: true })
    await as(bob).call(followThread, { id: roots[3]!.id, following: false })
    const expected = [4, 1, 0].map((i) => roots[i]!.id)
    expect(await followed(bob)).toEqual({ ids: expected, hasMore: false })
    expect(await followed(bob, { limit: 2 })).toEqual({ ids: expected.slice(0, 2), hasMore: true })
    expect(await followed(bob, { limit: 2, before: expected[1] })).toEqual({ ids: expected.slice(2), hasMore: false })
    expect(await followed(bob, { limit: 1, after: expected[2] })).toEqual({ ids: [expected[1]], hasMore: true })
    expect(await answerTo(bob, listFollowedThreads, { before: unknownId, after: unknownId })).toMatchObject({
      status: 400,
    })
    const { data } = await as(bob).call(listFollowedThreads, {})
    expect(data[0]).toEqual((await as(bob).call(getMessage, { id: data[0]!.id })).data)
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
})
