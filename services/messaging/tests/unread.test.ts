import { title } from '@parley/contracts/endpoint'
import { readUpdated } from '@parley/contracts/messages/events'
import type { Message } from '@parley/contracts/messages/message'
import { listReadMarkers, listUnread, markAllRead, markRead, markUnread } from '@parley/contracts/messages/messages'
import { encodeId } from '@parley/contracts/type-id'
import type { Caller } from '@parley/kit/assertion'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { changeChannel } from '@parley/testing/rows/channels'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus, general } = acme

async function unreadOf(reader: Caller, channel: string) {
  const { channels } = await as(reader).call(listUnread, { workspace_id: reader.workspaceId })
  return channels.find(({ channel_id }) => channel_id === channel)
}

/** The marker's row. */
const markerOf = async (reader: Caller, channel: string) =>
  (
    await database.query<{ seq: number }>(
      'select last_read_seq as seq from messaging.reads where user_id = $1 and channel_id = $2',
      [reader.userId, channel],
    )
  )[0]?.seq

const fill = (channel: string, count: number) => scene.fill(channel, { count })

describe(title(listUnread), () => {
  it('counts what others wrote since, without deleted messages and thread replies', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const first = await scene.post(ada, channel)
    await scene.post(cyd, channel)
    const deleted = await scene.post(cyd, channel)
    await scene.reply(cyd, first)
    await scene.delete(deleted)
    expect(await unreadOf(bob, channel)).toEqual({
      channel_id: channel,
      unread_count: 2,
      mention_count: 0,
      last_read_message_id: null,
    })
    const own = await scene.post(bob, channel)
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 0, last_read_message_id: own.id })
    await scene.post(ada, channel)
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 1 })
    await scene.post({ ...ada, credential: 'key', scopes: ['write', 'admin'] }, channel, 'as Bob', {
      user_id: bob.userId,
    })
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 0 })
  })

  it('leaves out one’s own even when the marker is behind them', async () => {
    const channel = await scene.channel({}, [bob])
    await fill(channel, 3)
    expect(await unreadOf(ada, channel)).toMatchObject({ unread_count: 0 })
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 3 })
  })

  it('does not count what was there before one joined, nor before one came back', async () => {
    const channel = await scene.channel()
    for (const content of ['one', 'two', 'three']) await scene.post(ada, channel, content)
    await scene.add(channel, bob)
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 0, last_read_message_id: null })
    const read = await scene.post(ada, channel, 'four')
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 1 })
    await as(bob).call(markRead, { id: channel, last_read_message_id: read.id })
    await scene.remove(channel, bob)
    for (const content of ['five', 'six']) await scene.post(ada, channel, content)
    expect(await unreadOf(bob, channel)).toBeUndefined()
    await scene.add(channel, bob)
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 0 })
    await scene.post(ada, channel, 'seven')
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 1 })
  })

  it('is exact to 1,000 and stops there', async () => {
    const channel = await scene.channel({}, [bob])
    await fill(channel, 999)
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 999 })
    await fill(channel, 1)
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 1000 })
    await fill(channel, 50)
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 1000 })
  })

  it('lists every channel one is a member of and no other', async () => {
    const [mine, secret, open] = [
      await scene.channel({ is_private: true }, [gus]),
      await scene.channel({ is_private: true }),
      await scene.channel(),
    ]
    const { success, channels } = await as(gus).call(listUnread, { workspace_id: acme.workspaceId })
    expect({ success, ids: channels.map(({ channel_id }) => channel_id) }).toEqual({ success: true, ids: [mine] })
    expect(await unreadOf(ada, secret)).toBeDefined()
    expect(await unreadOf(bob, open)).toBeUndefined()
    expect(await unreadOf(bob, general)).toBeDefined()
  })

  it('answers another workspace exactly as a missing one', async () => {
    const missing = await answerTo(eve, listUnread, { workspace_id: unknownId })
    expect(missing).toMatchObject({ status: 404 })
    expect(await answerTo(eve, listUnread, { workspace_id: acme.workspaceId })).toEqual(missing)
    expect(await as(ada).request('get', listUnread.path)).toMatchObject({ status: 400 })
  })
})

describe(title(markRead), () => {
  it('moves the marker to a message and answers what is left', async () => {
    const channel = await scene.channel({}, [bob])
    const posted: Message[] = []
    for (let i = 0; i < 4; i++) posted.push(await scene.post(ada, channel))
    const mark = (i: number) =>
      as(bob).call(markRead, { id: encodeId('ch', channel), last_read_message_id: encodeId('msg', posted[i]!.id) })
    expect(await mark(1)).toEqual({ success: true, last_read_message_id: posted[1]!.id, unread_count: 2 })
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 2, last_read_message_id: posted[1]!.id })
    expect(await mark(0)).toEqual({ success: true, last_read_message_id: posted[1]!.id, unread_count: 2 })
    expect(await mark(3)).toEqual({ success: true, last_read_message_id: posted[3]!.id, unread_count: 0 })
  })

  it('never moves back, whichever of many comes last', async () => {
    const channel = await scene.channel({}, [bob])
    const posted: Message[] = []
    for (let i = 0; i < 12; i++) posted.push(await scene.post(ada, channel))
    const shuffled = posted.toSorted((a, b) => a.id.slice(-6).localeCompare(b.id.slice(-6)))
    const answers = await Promise.all(
      shuffled.map(async ({ id, seq }) => {
        const { last_read_message_id } = await as(bob).call(markRead, { id: channel, last_read_message_id: id })
        return { asked: seq, answered: posted.find((each) => each.id === last_read_message_id)!.seq }
      }),
    )
    for (const { asked, answered } of answers) expect(answered).toBeGreaterThanOrEqual(asked)
    expect(await markerOf(bob, channel)).toBe(12)
  })

  it('answers where the marker stands when another device moved it further while this one waited', async () => {
    const channel = await scene.channel({}, [bob])
    const [first, second, third] = [
      await scene.post(ada, channel),
      await scene.post(ada, channel),
      await scene.post(ada, channel),
    ]
    await as(bob).call(markRead, { id: channel, last_read_message_id: first.id })
    const release = await scene.moveMarkerUncommitted(bob, channel, third)
    const marking = as(bob).call(markRead, { id: channel, last_read_message_id: second.id })
    await untilSomeoneWaits(database)
    await release()
    expect(await marking).toMatchObject({ last_read_message_id: third.id })
    expect(await markerOf(bob, channel)).toBe(3)
  })

  it('notifies the reader’s sockets and a small channel’s members, once, and only when it moved', async () => {
    const channel = await scene.channel({}, [bob])
    const [first, second] = [await scene.post(ada, channel), await scene.post(ada, channel)]
    for (const { id } of [first, first, second, first, second])
      await as(bob).call(markRead, { id: channel, last_read_message_id: id })
    const third = await scene.post(ada, channel)
    await as(bob).call(markRead, { id: channel, last_read_message_id: third.id })
    const published = await scene.events(readUpdated, channel, 3)
    expect(published.map(({ data }) => data.last_read_seq)).toEqual([1, 2, 3])
    expect(published[0]).toEqual({
      writtenAt: expect.any(Number),
      id: expect.any(String),
      type: 'read.updated',
      workspace_id: acme.workspaceId,
      channel_id: channel,
      seq: null,
      rev: null,
      at: published[0]!.data.read_at,
      data: {
        user_id: bob.userId,
        channel_id: channel,
        last_read_message_id: first.id,
        last_read_seq: 1,
        read_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
      rooms: [`user:${acme.workspaceId}:${bob.userId}`, `channel:${channel}`],
      trace: { requestId: expect.any(String), traceparent: expect.any(String) },
    })
  })

  it('notifies the reader alone where more than 50 would receive it', async () => {
    const channel = await scene.channel({}, [bob])
    for (const members of [50, 51]) {
      await changeChannel(database, channel, { memberCount: members })
      const { id } = await scene.post(ada, channel)
      await as(bob).call(markRead, { id: channel, last_read_message_id: id })
    }
    const published = await scene.events(readUpdated, channel, 2)
    const own = `user:${acme.workspaceId}:${bob.userId}`
    expect(published.map(({ rooms }) => rooms)).toEqual([[own, `channel:${channel}`], [own]])
  })

  it('takes replies and messages deleted since, but none of another channel', async () => {
    const channel = await scene.channel({}, [bob])
    const [root, gone, elsewhere] = [
      await scene.post(ada, channel),
      await scene.post(ada, channel),
      await scene.post(ada, general),
    ]
    const reply = await scene.reply(ada, root)
    await scene.delete(gone)
    const mark = (last_read_message_id: string) => answerTo(bob, markRead, { id: channel, last_read_message_id })
    for (const id of [elsewhere.id, unknownId])
      expect(await mark(id)).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'last_read_message_id' }] } },
      })
    expect(await mark(gone.id)).toMatchObject({ status: 200, body: { last_read_message_id: gone.id } })
    expect(await mark(reply.id)).toMatchObject({
      status: 200,
      body: { last_read_message_id: reply.id, unread_count: 0 },
    })
  })

  it('answers a person who is not a member exactly as if the channel did not exist', async () => {
    const secret = await scene.channel({ is_private: true })
    const open = await scene.channel()
    const [hidden, seen] = [await scene.post(ada, secret), await scene.post(ada, open)]
    const missing = await answerTo(bob, markRead, { id: unknownId, last_read_message_id: unknownId })
    expect(missing).toMatchObject({ status: 404, body: { error: { message: 'No such channel.' } } })
    for (const [who, id, message] of [
      [bob, secret, hidden],
      [bob, open, seen],
      [gus, open, seen],
      [eve, open, seen],
    ] as const)
      expect(await answerTo(who, markRead, { id, last_read_message_id: message.id })).toEqual(missing)
    expect(await markerOf(bob, open)).toBeUndefined()
  })

  it('replays under an Idempotency-Key', async () => {
    const channel = await scene.channel({}, [bob])
    const { id } = await scene.post(ada, channel)
    const idempotencyKey = crypto.randomUUID()
    const input = { id: channel, last_read_message_id: id }
    const first = await as(bob).answer(markRead, input, { idempotencyKey })
    await scene.post(ada, channel)
    expect(await as(bob).answer(markRead, input, { idempotencyKey })).toMatchObject({ status: 200, body: first.body })
  })
})

describe(title(listReadMarkers), () => {
  const markersIn = async (reader: Caller, id: string) => (await as(reader).call(listReadMarkers, { id })).markers

  it('shows members how far each of them has read, as the events say', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const [first, second] = [await scene.post(ada, channel), await scene.post(ada, channel)]
    await as(bob).call(markRead, { id: channel, last_read_message_id: first.id })
    const published = await scene.events(readUpdated, channel, 1)
    const markers = await markersIn(cyd, channel)
    expect(markers).toHaveLength(2)
    expect(markers).toContainEqual(published[0]!.data)
    expect(markers).toContainEqual(
      expect.objectContaining({ user_id: ada.userId, last_read_message_id: second.id, last_read_seq: 2 }),
    )
  })

  it('shows each their own alone where more than 50 could see them', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const { id } = await scene.post(ada, channel)
    await as(bob).call(markRead, { id: channel, last_read_message_id: id })
    await changeChannel(database, channel, { memberCount: 51 })
    expect(await markersIn(bob, channel)).toMatchObject([{ user_id: bob.userId }])
    expect(await markersIn(cyd, channel)).toEqual([])
  })

  it('shows nothing of who has left, and nothing to them', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(bob, channel)
    await scene.remove(channel, bob)
    expect(await markersIn(ada, channel)).toEqual([])
    for (const reader of [bob, eve])
      expect(await answerTo(reader, listReadMarkers, { id: channel })).toEqual(
        await answerTo(reader, listReadMarkers, { id: unknownId }),
      )
  })
})

describe(title(markUnread), () => {
  it('makes a message and all after it unread, for every reader of the marker', async () => {
    const channel = await scene.channel({}, [bob])
    const posted: Message[] = []
    for (let i = 0; i < 4; i++) posted.push(await scene.post(ada, channel))
    await as(bob).call(markRead, { id: channel, last_read_message_id: posted[3]!.id })
    const unreadFrom = (i: number) => as(bob).call(markUnread, { id: channel, from_message_id: posted[i]!.id })
    expect(await unreadFrom(2)).toEqual({ success: true, last_read_message_id: posted[1]!.id, unread_count: 2 })
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 2, last_read_message_id: posted[1]!.id })
    expect(await unreadFrom(0)).toEqual({ success: true, last_read_message_id: null, unread_count: 4 })
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 4, last_read_message_id: null })
    expect(await unreadFrom(3)).toMatchObject({ last_read_message_id: posted[2]!.id, unread_count: 1 })
    const published = await scene.events(readUpdated, channel, 4)
    expect(published.map(({ data }) => [data.user_id, data.last_read_message_id, data.last_read_seq])).toEqual(
      [posted[3]!.id, posted[1]!.id, null, posted[2]!.id].map((id, i) => [bob.userId, id, [4, 2, 0, 3][i]]),
    )
    await as(bob).call(markRead, { id: channel, last_read_message_id: posted[3]!.id })
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 0 })
  })

  it('never makes unread what was there before one joined', async () => {
    const channel = await scene.channel()
    const before = await scene.post(ada, channel)
    await scene.add(channel, bob)
    const after = await scene.post(ada, channel)
    expect(await as(bob).call(markUnread, { id: channel, from_message_id: before.id })).toMatchObject({
      unread_count: 1,
    })
    expect(await as(bob).call(markUnread, { id: channel, from_message_id: after.id })).toMatchObject({
      last_read_message_id: before.id,
      unread_count: 1,
    })
  })

  it('refuses a message of another channel, and whoever is no member', async () => {
    const channel = await scene.channel({}, [bob])
    const elsewhere = await scene.post(ada, general)
    for (const from_message_id of [unknownId, elsewhere.id])
      expect(await answerTo(bob, markUnread, { id: channel, from_message_id })).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'from_message_id' }] } },
      })
    const { id } = await scene.post(ada, channel)
    for (const who of [cyd, gus, eve])
      expect(await answerTo(who, markUnread, { id: channel, from_message_id: id })).toMatchObject({ status: 404 })
  })
})

describe('imported messages', () => {
  it('are unread for nobody, and move no marker', async () => {
    const channel = await scene.channel({}, [bob])
    const posted = [await scene.post(ada, channel), await scene.post(ada, channel)]
    await as(bob).call(markRead, { id: channel, last_read_message_id: posted[0]!.id })
    await fill(channel, 3)
    const imported = await database.query<{ id: string }>(
      `update messaging.messages set is_imported = true, created_at = created_at - interval '1 year'
       where channel_id = $1 and seq > 2 returning id`,
      [channel],
    )
    const unchanged = { success: true, last_read_message_id: posted[0]!.id, unread_count: 1 }
    expect(await as(bob).call(markRead, { id: channel, last_read_message_id: imported[2]!.id })).toEqual(unchanged)
    expect(await as(bob).call(markUnread, { id: channel, from_message_id: imported[0]!.id })).toEqual(unchanged)
    expect((await as(bob).call(markAllRead, {})).channel_ids).toContain(channel)
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 0, last_read_message_id: posted[1]!.id })
    expect((await as(bob).call(markAllRead, {})).channel_ids).toEqual([])
    await scene.post(ada, channel)
    expect(await unreadOf(bob, channel)).toMatchObject({ unread_count: 1 })
  })

  it('make no marker where there is none', async () => {
    const channel = await scene.channel({}, [bob])
    await fill(channel, 1)
    const [{ id } = { id: '' }] = await database.query<{ id: string }>(
      'update messaging.messages set is_imported = true where channel_id = $1 returning id',
      [channel],
    )
    expect(await as(bob).call(markRead, { id: channel, last_read_message_id: id })).toEqual({
      success: true,
      last_read_message_id: null,
      unread_count: 0,
    })
    expect(await markerOf(bob, channel)).toBeUndefined()
  })
})

describe(title(markAllRead), () => {
  it('marks read what is unread, in every channel one is a member of and no other, and publishes that', async () => {
    const [one, two, others] = [
      await scene.channel({}, [cyd]),
      await scene.channel({ is_private: true }, [cyd]),
      await scene.channel(),
    ]
    await as(cyd).call(markAllRead, {})
    const newest = [await scene.post(ada, one), await scene.post(ada, two)]
    await scene.post(ada, others)
    const { channel_ids } = await as(cyd).call(markAllRead, { workspace_id: encodeId('wsp', cyd.workspaceId) })
    expect(channel_ids).toEqual([one, two].sort())
    expect(await unreadOf(cyd, one)).toMatchObject({ unread_count: 0, last_read_message_id: newest[0]!.id })
    for (const [i, channel] of [one, two].entries()) {
      const [event] = await scene.events(readUpdated, channel)
      expect(event!.data).toMatchObject({ user_id: cyd.userId, last_read_message_id: newest[i]!.id, last_read_seq: 1 })
    }
    expect(await as(cyd).call(markAllRead, {})).toEqual({ success: true, channel_ids: [] })
    expect(await answerTo(cyd, markAllRead, { workspace_id: eve.workspaceId })).toMatchObject({ status: 404 })
  })
})
