import { title } from '@parley/contracts/endpoint'
import { messageCreated } from '@parley/contracts/messages/events'
import { getMessage, listMessages, listUnread, postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId, wrongCounts } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus, general } = acme

describe(title(replyInThread), () => {
  it('answers the reply, in the parent’s channel and under it', async () => {
    const channel = await scene.channel()
    const root = await scene.post(ada, channel)
    const answer = await as(bob).call(replyInThread, {
      id: root.id,
      content: 'Here is the Q1 analysis.',
      content_type: 'markdown',
      metadata: { a: 1 },
      user_id: bob.userId,
    })
    expect(answer).toMatchObject({
      success: true,
      data: {
        channel_id: channel,
        parent_message_id: root.id,
        content: 'Here is the Q1 analysis.',
        content_type: 'markdown',
        metadata: { a: 1 },
        user_id: bob.userId,
        ai_twin_id: null,
        seq: 2,
        rev: 2,
      },
      meta: { timestamp: answer.data.created_at },
    })
    const published = await scene.events(messageCreated, channel, 2)
    expect(published[1]!.data).toEqual(answer.data)
  })

  it('counts replies on the root, even when 20 come at once', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const root = await scene.post(ada, channel)
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) => scene.reply([ada, bob, cyd][i % 3]!, root, `reply ${i}`)),
    )
    const newest = replies.sort((a, b) => a.seq - b.seq).at(-1)!
    expect((await as(ada).call(getMessage, { id: root.id })).data).toMatchObject({
      rev: 1,
      reply_count: 20,
      last_reply_at: newest.created_at,
      updated_at: root.updated_at,
    })
    expect(await wrongCounts(database)).toEqual([])
  })

  it('says who wrote the root, to whoever shows a reply alone', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const root = await scene.post(ada, channel, 'whose thread')
    expect(root).toMatchObject({ parent_user_id: null })
    const reply = await scene.reply(bob, root)
    expect(reply).toMatchObject({ user_id: bob.userId, parent_user_id: ada.userId })
    // Of the root, not of the reply that was replied to.
    expect(await scene.reply(cyd, reply)).toMatchObject({ parent_user_id: ada.userId })
    expect((await as(cyd).call(getMessage, { id: reply.id })).data).toMatchObject({ parent_user_id: ada.userId })
  })

  it('attaches a reply to a reply to the thread’s root, however it is sent', async () => {
    const channel = await scene.channel()
    const root = await scene.post(ada, channel)
    const reply = await scene.reply(ada, root)
    expect(await scene.reply(bob, reply)).toMatchObject({ parent_message_id: root.id })
    expect(await scene.post(bob, channel, 'x', { parent_message_id: reply.id })).toMatchObject({
      parent_message_id: root.id,
    })
    expect((await as(ada).call(getMessage, { id: root.id })).data.reply_count).toBe(3)
  })

  it('continues in a thread whose root was deleted, by its replies alone', async () => {
    const channel = await scene.channel()
    const root = await scene.post(ada, channel)
    const reply = await scene.reply(ada, root)
    await scene.delete(root)
    const later = [
      await scene.reply(bob, reply),
      await scene.post(cyd, channel, 'by its parent', { parent_message_id: reply.id }),
    ]
    for (const each of later) expect(each).toMatchObject({ parent_message_id: root.id })
    // Those of a reply that is later than the deletion too.
    later.push(await scene.reply(ada, later[0]!))
    const thread = await as(bob).call(listMessages, { channel_id: channel, thread_id: root.id })
    expect(thread.data.map(({ id }) => id)).toEqual([reply, ...later].map(({ id }) => id))
    expect(thread.meta.total).toBe(4)
    const published = await scene.events(messageCreated, channel, 5)
    expect(published.map(({ data }) => data.parent_message_id)).toEqual([null, ...[1, 2, 3, 4].map(() => root.id)])

    const missing = await answerTo(bob, replyInThread, { id: unknownId, content: 'x' })
    expect(await answerTo(bob, replyInThread, { id: root.id, content: 'x' })).toEqual(missing)
    await scene.delete(reply)
    expect(await answerTo(bob, replyInThread, { id: reply.id, content: 'x' })).toEqual(missing)
    expect(await scene.reply(bob, later[0]!)).toMatchObject({ parent_message_id: root.id })
    expect(await wrongCounts(database)).toEqual([])
  })

  it('answers the same for a parent that is missing, deleted, foreign or hidden', async () => {
    const secret = await scene.channel({ is_private: true })
    const [hidden, deleted, open] = [
      await scene.post(ada, secret),
      await scene.post(ada, general),
      await scene.post(ada, general),
    ]
    await scene.delete(deleted)
    const missing = await answerTo(bob, replyInThread, { id: unknownId, content: 'x' })
    expect(missing).toMatchObject({ status: 404, body: { error: { message: 'No such message.' } } })
    for (const [who, { id }] of [
      [bob, hidden],
      [bob, deleted],
      [eve, open],
      [gus, open],
    ] as const)
      expect(await answerTo(who, replyInThread, { id, content: 'x' })).toEqual(missing)
  })

  it('takes neither empty text, another’s name nor a twin’s', async () => {
    const { id } = await scene.post(ada, general)
    expect(await answerTo(bob, replyInThread, { id, content: ' ' })).toMatchObject({ status: 400 })
    expect(await answerTo(bob, replyInThread, { id, content: 'x', user_id: ada.userId })).toMatchObject({ status: 403 })
    expect(await answerTo(bob, replyInThread, { id, content: 'x', ai_twin_id: unknownId })).toMatchObject({
      status: 403,
    })
    expect(await answerTo(ada, replyInThread, { id, content: 'x', ai_twin_id: unknownId })).toMatchObject({
      status: 404,
    })
    expect(await answerTo(eve, replyInThread, { id, content: 'x', ai_twin_id: unknownId })).toEqual(
      await answerTo(eve, replyInThread, { id: unknownId, content: 'x', ai_twin_id: unknownId }),
    )
  })

  it('answers a parent that was deleted while the reply waited as any that is gone', async () => {
    const channel = await scene.channel({}, [bob])
    const { id } = await scene.post(ada, channel)
    const release = await scene.lockChannel(channel)
    const replying = answerTo(bob, replyInThread, { id, content: 'late' })
    await untilSomeoneWaits(database)
    await database.query('update messaging.messages set deleted_at = now() where id = $1', [id])
    await release()
    expect(await replying).toEqual(await answerTo(bob, replyInThread, { id: unknownId, content: 'late' }))
  })

  it('refuses an archived channel', async () => {
    const channel = await scene.channel()
    const { id } = await scene.post(ada, channel)
    await scene.archive(channel)
    expect(await answerTo(ada, replyInThread, { id, content: 'x' })).toMatchObject({ status: 409 })
  })

  it('marks the thread read for its author, not the channel', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(ada, channel)
    await scene.post(ada, channel)
    await scene.reply(bob, root)
    const { channels } = await as(bob).call(listUnread, { workspace_id: acme.workspaceId })
    expect(channels.find(({ channel_id }) => channel_id === channel)).toMatchObject({ unread_count: 2 })
  })

  it('replays under an Idempotency-Key', async () => {
    const channel = await scene.channel()
    const { id } = await scene.post(ada, channel)
    const idempotencyKey = crypto.randomUUID()
    const first = await as(ada).answer(replyInThread, { id, content: 'once' }, { idempotencyKey })
    const again = await as(ada).answer(replyInThread, { id, content: 'once' }, { idempotencyKey })
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect((await as(ada).call(getMessage, { id })).data.reply_count).toBe(1)
  })
})

describe(`${title(postMessage)} with a parent`, () => {
  it('refuses one that is not in the channel, whether or not it exists elsewhere, and one that is deleted', async () => {
    const [here, elsewhere] = [await scene.channel(), await scene.channel()]
    const [other, gone] = [await scene.post(ada, elsewhere), await scene.post(ada, here)]
    await scene.delete(gone)
    for (const parent_message_id of [other.id, gone.id, unknownId])
      expect(await answerTo(ada, postMessage, { channel_id: here, content: 'x', parent_message_id })).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'parent_message_id' }] } },
      })
  })
})

describe(`${title(listMessages)} with thread_id`, () => {
  it('lists a thread’s replies, oldest first, deleted ones left out', async () => {
    const channel = await scene.channel()
    const root = await scene.post(ada, channel)
    const other = await scene.post(ada, channel)
    const replies: { id: string }[] = []
    for (const author of [bob, cyd, ada, bob]) replies.push(await scene.reply(author, root, `by ${author.userId}`))
    await scene.reply(bob, other)
    await scene.delete(replies[1]!)
    const { data, meta } = await as(bob).call(listMessages, { channel_id: channel, thread_id: root.id })
    expect(data.map(({ id }) => id)).toEqual([0, 2, 3].map((i) => replies[i]!.id))
    expect(meta).toMatchObject({ total: 3, page: 1, offset: 0, has_more: false, seq: 7, rev: 9 })
    expect(await scene.list(bob, { channel_id: channel, thread_id: replies[3]!.id })).toEqual(data)
  })

  it('pages by offset and by cursor, either way', async () => {
    const channel = await scene.channel()
    const root = await scene.post(ada, channel)
    const ids: string[] = []
    for (let i = 0; i < 7; i++) ids.push((await scene.reply(ada, root, `reply ${i}`)).id)
    const page = async (query: object) => {
      const input = { channel_id: channel, thread_id: root.id, limit: 3, ...query }
      const { data, meta } = await as(ada).call(listMessages, input)
      expect(meta.total).toBe(7)
      return [data.map(({ id }) => ids.indexOf(id)), meta.has_more]
    }
    expect(await page({})).toEqual([[0, 1, 2], true])
    expect(await page({ offset: 6 })).toEqual([[6], false])
    expect(await page({ after: ids[2] })).toEqual([[3, 4, 5], true])
    expect(await page({ after: ids[5] })).toEqual([[6], false])
    expect(await page({ before: ids[5] })).toEqual([[2, 3, 4], true])
    expect(await page({ before: ids[2] })).toEqual([[0, 1], false])
  })

  it('answers 404 for a thread that is not in the channel, wherever it is', async () => {
    const [here, secret] = [await scene.channel(), await scene.channel({ is_private: true })]
    const hidden = await scene.post(ada, secret)
    const missing = await answerTo(bob, listMessages, { channel_id: here, thread_id: unknownId })
    expect(missing).toMatchObject({ status: 404 })
    expect(await answerTo(bob, listMessages, { channel_id: here, thread_id: hidden.id })).toEqual(missing)
  })
})
