import { title } from '@parley/contracts/endpoint'
import { isMessage } from '@parley/contracts/messages/message'
import { getMessage, listMessages } from '@parley/contracts/messages/messages'
import { encodeId } from '@parley/contracts/type-id'
import { admit, changeProfile, endMembership } from '@parley/testing/rows/gateway'
import { throughGateway } from '@parley/testing/shown-avatar'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus, general } = acme

/** A channel with `count` messages, oldest first. */
async function filled(count: number) {
  const channel = await scene.channel()
  const posted = []
  for (let i = 0; i < count; i++) posted.push(await scene.post(ada, channel, `message ${i}`))
  return { channel, posted, ids: posted.map(({ id }) => id) }
}

describe(title(listMessages), () => {
  it('lists newest first, 50 by default, with every documented field', async () => {
    const { channel, posted } = await filled(3)
    const { success, data, meta } = await as(bob).call(listMessages, { channel_id: channel })
    expect(success).toBe(true)
    expect(data).toEqual(posted.toReversed())
    expect(meta).toEqual({ total: 3, page: 1, limit: 50, offset: 0, has_more: false, seq: 3, rev: 3 })
  })

  it('answers an empty channel', async () => {
    const channel = await scene.channel()
    expect(await as(ada).call(listMessages, { channel_id: channel })).toEqual({
      success: true,
      data: [],
      meta: { total: 0, page: 1, limit: 50, offset: 0, has_more: false, seq: 0, rev: 0 },
    })
    expect(await scene.list(ada, { channel_id: channel, after_seq: 0 })).toEqual([])
    expect(await scene.list(ada, { channel_id: channel, after_rev: 7 })).toEqual([])
  })

  it('pages by offset', async () => {
    const { channel, ids } = await filled(5)
    const page = async (limit: number, offset: number) => {
      const { data, meta } = await as(ada).call(listMessages, { channel_id: channel, limit, offset })
      return { seen: data.map(({ id }) => ids.indexOf(id)), ...meta }
    }
    expect(await page(2, 0)).toMatchObject({ seen: [4, 3], total: 5, page: 1, limit: 2, offset: 0, has_more: true })
    expect(await page(2, 2)).toMatchObject({ seen: [2, 1], page: 2, has_more: true })
    expect(await page(2, 4)).toMatchObject({ seen: [0], page: 3, has_more: false })
    expect(await page(2, 6)).toMatchObject({ seen: [], total: 5, page: 4, has_more: false })
  })

  it('answers what is around a message or a time, on both sides of it, in the list’s own order', async () => {
    const { channel, posted, ids } = await filled(7)
    const around = async (query: object, limit = 4) => {
      const { data, meta } = await as(ada).call(listMessages, { channel_id: channel, limit, ...query })
      return [data.map(({ id }) => ids.indexOf(id)), meta.has_previous, meta.has_more]
    }
    expect(await around({ around: ids[3] })).toEqual([[4, 3, 2, 1], true, true])
    expect(await around({ around: ids[3] }, 1)).toEqual([[3], true, true])
    expect(await around({ around: ids[6] })).toEqual([[6, 5, 4], false, true])
    expect(await around({ around: ids[0] }, 100)).toEqual([[6, 5, 4, 3, 2, 1, 0], false, false])
    expect(await around({ around_at: posted[3]!.created_at })).toEqual([[4, 3, 2, 1], true, true])
    expect(await around({ around_at: '1970-01-01T01:00:00+01:00' })).toEqual([[1, 0], true, false])
    expect(await around({ around_at: '9999-01-01T00:00:00Z' })).toEqual([[6, 5], false, true])
    await scene.delete({ id: ids[3]! })
    expect(await around({ around: ids[3] })).toEqual([[5, 4, 2, 1], true, true])
  })

  it('answers what is around a reply in its thread', async () => {
    const { channel, ids } = await filled(1)
    const replies: string[] = []
    for (let i = 0; i < 5; i++) replies.push((await scene.reply(bob, { id: ids[0]! })).id)
    const { data, meta } = await as(ada).call(listMessages, {
      channel_id: channel,
      thread_id: ids[0],
      around: replies[2],
      limit: 3,
    })
    expect(data.map(({ id }) => replies.indexOf(id))).toEqual([1, 2, 3])
    expect(meta).toMatchObject({ total: 5, has_previous: true, has_more: true })
  })

  it('orders by time, and what came at once by number: imported messages are old and numbered late', async () => {
    const { channel, posted, ids } = await filled(4)
    await database.query('update messaging.messages set created_at = $2 where id = $1', [ids[3], posted[1]!.created_at])
    const listed = async (query: object) => {
      const { data } = await as(ada).call(listMessages, { channel_id: channel, ...query })
      return data.map(({ id }) => ids.indexOf(id))
    }
    expect(await listed({})).toEqual([2, 3, 1, 0])
    expect(await listed({ limit: 1 })).toEqual([2])
    expect(await listed({ limit: 1, offset: 1 })).toEqual([3])
    expect(await listed({ limit: 1, before: ids[2] })).toEqual([3])
    expect(await listed({ before: ids[3] })).toEqual([1, 0])
    expect(await listed({ after: ids[1] })).toEqual([2, 3])
    expect(await listed({ after_seq: 0 })).toEqual([0, 1, 2, 3])
  })

  it('pages by cursor, either way, whatever is posted meanwhile', async () => {
    const { channel, ids } = await filled(7)
    const page = async (query: object) => {
      const { data, meta } = await as(ada).call(listMessages, { channel_id: channel, limit: 3, ...query })
      return [data.map(({ id }) => ids.indexOf(id)), meta.has_more]
    }
    expect(await page({})).toEqual([[6, 5, 4], true])
    await scene.post(bob, channel, 'meanwhile')
    await scene.reply(bob, { id: ids[4]! })
    expect(await page({ before: ids[4] })).toEqual([[3, 2, 1], true])
    await scene.delete({ id: ids[1]! })
    expect(await page({ before: ids[1] })).toEqual([[0], false])
    expect(await page({ after: ids[1] })).toEqual([[4, 3, 2], true])
    expect(await page({ after: ids[5] })).toEqual([[-1, 6], false])
    expect(await page({ before: encodeId('msg', ids[3]!) })).toEqual([[2, 0], false])
  })

  it('refuses a cursor that is no message of the channel', async () => {
    const { channel } = await filled(1)
    const elsewhere = await scene.post(ada, general)
    for (const name of ['before', 'after', 'around'])
      for (const id of [unknownId, elsewhere.id])
        expect(await answerTo(ada, listMessages, { channel_id: channel, [name]: id })).toMatchObject({
          status: 400,
          body: { error: { details: [{ path: name }] } },
        })
  })

  it.each([
    { before: unknownId, after: unknownId },
    { around: unknownId, around_at: '2026-01-01T00:00:00Z' },
    { around: unknownId, offset: 1 },
    { around_at: '1969-12-31T23:59:59Z' },
    { around_at: '2026-01-01' },
    { before: unknownId, offset: 1 },
    { after_seq: 1, after_rev: 1 },
    { after_seq: 1, offset: 1 },
    { after_rev: 1, before: unknownId },
    { after_seq: 1, thread_id: unknownId },
    { limit: 0 },
    { limit: 101 },
    { limit: 'ten' },
    { offset: -1 },
    { after_seq: -1 },
    { after_rev: 1.5 },
    { before: 'nonsense' },
  ])('refuses %j', async (query) => {
    const search = new URLSearchParams({ channel_id: general, ...(query as unknown as Record<string, string>) })
    expect(await as(ada).request('get', `${listMessages.path}?${search}`)).toMatchObject({ status: 400 })
  })

  it('needs a channel', async () => {
    expect(await as(ada).request('get', listMessages.path)).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'channel_id' }] } },
    })
  })

  it('leaves replies and deleted messages out, of the list and of the total', async () => {
    const { channel, posted, ids } = await filled(4)
    const reply = await scene.reply(bob, posted[0]!)
    await scene.delete(posted[2]!)
    await scene.edit(posted[1]!, 'edited')
    const { data, meta } = await as(bob).call(listMessages, { channel_id: channel })
    expect(data.map(({ id }) => id)).toEqual([ids[3], ids[1], ids[0]])
    expect(meta).toMatchObject({ total: 3, seq: 5, rev: 7 })
    expect(data[1]).toMatchObject({ content: 'edited', seq: 2, rev: 7 })
    expect(data[2]).toMatchObject({ reply_count: 1, last_reply_at: reply.created_at })
  })

  it('shows authors as they are now, and never drops a message whose author has no profile', async () => {
    const channel = await scene.channel({}, [cyd])
    await scene.post(cyd, channel, 'before I leave')
    await scene.post(ada, channel, 'by a bridge')
    await database.query(
      `update messaging.messages set user_id = null, author_name = 'U123', author_avatar_url = 'https://x.test/a.png'
       where channel_id = $1 and seq = 2`,
      [channel],
    )
    await changeProfile(database, ada, { name: 'Ada L.', avatarUrl: 'https://x.test/l.png' })
    await endMembership(database, cyd)
    await scene.post(ada, channel, 'renamed')
    expect(await scene.list(bob, { channel_id: channel })).toMatchObject([
      { content: 'renamed', display_name: 'Ada L.', avatar_url: throughGateway('https://x.test/l.png'), reactions: [] },
      {
        content: 'by a bridge',
        user_id: null,
        display_name: 'U123',
        avatar_url: throughGateway('https://x.test/a.png'),
        reactions: [],
      },
      { content: 'before I leave', user_id: cyd.userId, display_name: 'cyd', avatar_url: null, reactions: [] },
    ])
    await admit(database, cyd)
  })

  it('can be read in a public channel by any member who is not a guest, and after it was archived', async () => {
    const { channel, posted } = await filled(1)
    await scene.archive(channel)
    expect(await scene.list(bob, { channel_id: channel })).toEqual(posted)
  })

  it('answers outsiders, guests, strangers and the removed exactly as if the channel did not exist', async () => {
    const secret = await scene.channel({ is_private: true }, [gus, cyd])
    const open = await scene.channel()
    await scene.post(ada, secret)
    await scene.post(ada, open)
    expect(await scene.list(gus, { channel_id: secret })).toHaveLength(1)
    await scene.remove(secret, gus)
    await scene.remove(secret, cyd)
    const missing = await answerTo(bob, listMessages, { channel_id: unknownId })
    expect(missing).toMatchObject({ status: 404, body: { error: { message: 'No such channel.' } } })
    for (const [who, channel_id] of [
      [bob, secret],
      [cyd, secret],
      [gus, secret],
      [gus, open],
      [eve, open],
    ] as const)
      for (const query of [{}, { after_seq: 0 }, { after_rev: 0 }, { before: unknownId }, { thread_id: unknownId }])
        expect(await answerTo(who, listMessages, { channel_id, ...query })).toEqual(missing)
  })
})

describe(`${title(listMessages)} with after_seq`, () => {
  it('lists what came since, ascending, replies included and deleted ones as tombstones', async () => {
    const { channel, posted } = await filled(3)
    const reply = await scene.reply(bob, posted[0]!)
    await scene.delete(posted[2]!)
    const { data, meta } = await as(bob).call(listMessages, { channel_id: channel, after_seq: 1 })
    expect(data).toEqual([
      posted[1],
      { id: posted[2]!.id, channel_id: channel, seq: 3, rev: 5, deleted_at: expect.any(String) },
      reply,
    ])
    expect(meta).toMatchObject({ total: 3, has_more: false, seq: 4, rev: 5 })
  })

  it('answers how much is left, page by page', async () => {
    const { channel } = await filled(5)
    const page = async (after_seq: number) => {
      const { data, meta } = await as(ada).call(listMessages, { channel_id: channel, limit: 2, after_seq })
      return [data.map(({ seq }) => seq), meta.total, meta.has_more]
    }
    expect(await page(0)).toEqual([[1, 2], 5, true])
    expect(await page(2)).toEqual([[3, 4], 3, true])
    expect(await page(4)).toEqual([[5], 1, false])
    expect(await page(5)).toEqual([[], 0, false])
    expect(await page(99)).toEqual([[], 0, false])
  })
})

describe(`${title(listMessages)} with after_rev`, () => {
  it('lists every message once, as it is now, by its latest change', async () => {
    const { channel, posted } = await filled(3)
    await scene.edit(posted[0]!, 'edited once')
    await scene.delete(posted[1]!)
    await scene.edit(posted[0]!, 'edited twice')
    const since = async (after_rev: number, limit = 50) => {
      const { data, meta } = await as(bob).call(listMessages, { channel_id: channel, after_rev, limit })
      return { changes: data.map((each) => [each.rev, each.seq, isMessage(each) ? each.content : 'deleted']), meta }
    }
    const edited = [6, 1, 'edited twice']
    const deleted = [5, 2, 'deleted']
    expect(await since(0)).toMatchObject({
      changes: [[3, 3, 'message 2'], deleted, edited],
      meta: { total: 6, has_more: false, seq: 3, rev: 6 },
    })
    expect((await since(3)).changes).toEqual([deleted, edited])
    expect((await since(5)).changes).toEqual([edited])
    expect((await since(6)).changes).toEqual([])
    expect(await since(3, 1)).toMatchObject({ changes: [deleted], meta: { total: 3, has_more: true } })
  })
})

describe(title(getMessage), () => {
  it('answers one message with its reaction count and an empty meta', async () => {
    const posted = await scene.post(ada, general, 'one')
    expect(await as(bob).call(getMessage, { id: posted.id })).toEqual({ success: true, data: posted, meta: {} })
    expect(posted.reaction_count).toBe(0)
    expect(await as(bob).call(getMessage, { id: encodeId('msg', posted.id).toUpperCase() })).toMatchObject({
      data: posted,
    })
  })

  it('answers deleted, foreign and hidden messages exactly as missing ones', async () => {
    const secret = await scene.channel({ is_private: true }, [cyd])
    const [hidden, deleted, open] = [
      await scene.post(cyd, secret),
      await scene.post(ada, general),
      await scene.post(ada, general),
    ]
    await scene.delete(deleted)
    await scene.remove(secret, cyd)
    const missing = await answerTo(bob, getMessage, { id: unknownId })
    expect(missing).toMatchObject({ status: 404, body: { error: { code: 'not_found', message: 'No such message.' } } })
    for (const [who, { id }] of [
      [bob, hidden],
      [cyd, hidden],
      [ada, deleted],
      [eve, open],
      [gus, open],
    ] as const)
      expect(await answerTo(who, getMessage, { id })).toEqual(missing)
  })

  it.each(['nonsense', 'usr_01h455vb4pex5vsknk084sn02q', `${unknownId}0`])('refuses the id %s', async (id) => {
    expect(await answerTo(ada, getMessage, { id })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'id' }] } },
    })
  })
})
