import { title } from '@parley/contracts/endpoint'
import { editMessage } from '@parley/contracts/messages/changes'
import { messagePinned, messageUnpinned } from '@parley/contracts/messages/events'
import { getMessage } from '@parley/contracts/messages/messages'
import { listPins, maxPins, pinChannelMessage, pinMessage, unpinChannelMessage } from '@parley/contracts/messages/pins'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme

describe(`${title(pinMessage)} and ${title(pinChannelMessage)}`, () => {
  it('pin by either path in the same way, and publish it', async () => {
    const channel = await scene.channel({}, [bob])
    const [one, two] = [await scene.post(ada, channel, 'x', { metadata: { a: 1 } }), await scene.post(ada, channel)]
    const { data } = await as(bob).call(pinMessage, { id: one.id })
    expect(data).toEqual({
      ...one,
      rev: 3,
      metadata: { a: 1, pinned: true, pinned_by: bob.userId, pinned_at: data.updated_at },
      updated_at: expect.any(String),
    })
    const { message } = await as(ada).call(pinChannelMessage, { id: channel, messageId: two.id })
    expect(message.metadata).toEqual({ pinned: true, pinned_by: ada.userId, pinned_at: message.updated_at })
    expect((await as(bob).call(getMessage, { id: two.id })).data).toEqual(message)
    const published = await scene.events(messagePinned, channel, 2)
    expect(published.map(({ seq, rev, at, data }) => ({ seq, rev, at, data }))).toEqual([
      { seq: 1, rev: 3, at: data.updated_at, data },
      { seq: 2, rev: 4, at: message.updated_at, data: message },
    ])
  })

  it('change nothing the second time: the first pin stays, and nothing is published', async () => {
    const channel = await scene.channel({}, [bob])
    const { id } = await scene.post(ada, channel)
    const { data: first } = await as(bob).call(pinMessage, { id })
    expect((await as(ada).call(pinMessage, { id })).data).toEqual(first)
    expect((await as(ada).call(pinChannelMessage, { id: channel, messageId: id })).message).toEqual(first)
    expect((await scene.post(ada, channel)).rev).toBe(3)
  })

  it('pin once when many pin at once', async () => {
    const channel = await scene.channel({}, [bob, cyd])
    const { id } = await scene.post(ada, channel)
    const answers = await Promise.all([ada, bob, cyd, ada, bob].map((who) => as(who).call(pinMessage, { id })))
    expect(new Set(answers.map(({ data }) => JSON.stringify(data.metadata))).size).toBe(1)
    expect((await scene.post(ada, channel)).rev).toBe(3)
  })

  it('answer the same for a message that is missing, deleted, foreign, hidden or of another channel', async () => {
    const [channel, other] = [await scene.channel({ is_private: true }, [bob]), await scene.channel({}, [bob])]
    const [{ id }, deleted] = [await scene.post(ada, channel), await scene.post(ada, channel)]
    await scene.delete(deleted)
    const missing = await answerTo(bob, pinMessage, { id: unknownId })
    expect(missing).toMatchObject({ status: 404 })
    expect(await answerTo(bob, pinMessage, { id: deleted.id })).toEqual(missing)
    expect(await answerTo(bob, pinChannelMessage, { id: other, messageId: id })).toEqual(missing)
    expect(await answerTo(bob, pinChannelMessage, { id: unknownId, messageId: id })).toEqual(missing)
    for (const who of [cyd, gus, eve]) {
      expect(await answerTo(who, pinMessage, { id })).toEqual(missing)
      expect(await answerTo(who, pinChannelMessage, { id: channel, messageId: id })).toEqual(missing)
      expect(await answerTo(who, unpinChannelMessage, { id: channel, messageId: id })).toEqual(missing)
    }
    const release = await scene.lockChannel(channel)
    const pinning = answerTo(bob, pinMessage, { id })
    await untilSomeoneWaits(database)
    await scene.remove(channel, bob)
    await release()
    expect(await pinning).toEqual(missing)
  })

  it('let whoever can read a public channel pin there, without joining them', async () => {
    const channel = await scene.channel()
    const { id } = await scene.post(ada, channel)
    expect(await answerTo(cyd, pinMessage, { id })).toMatchObject({ status: 200 })
    expect(await scene.membersOf(channel)).toEqual([ada.userId])
  })

  it('refuse an archived channel and somebody else’s user_id', async () => {
    const channel = await scene.channel({}, [bob])
    const { id } = await scene.post(ada, channel)
    expect(await answerTo(bob, pinMessage, { id, user_id: ada.userId })).toMatchObject({ status: 403 })
    await scene.archive(channel)
    expect(await answerTo(bob, pinMessage, { id })).toMatchObject({ status: 409 })
    expect(await answerTo(bob, unpinChannelMessage, { id: channel, messageId: id })).toMatchObject({ status: 409 })
  })

  it(`are at most ${maxPins} in a channel, though many pin at once`, async () => {
    const channel = await scene.channel({}, [bob])
    await scene.fill(channel, { count: maxPins + 5 })
    await database.query(
      `update messaging.messages set metadata = jsonb_build_object('pinned', true, 'pinned_at', parley.iso(now()))
       where channel_id = $1 and seq <= $2`,
      [channel, maxPins - 2],
    )
    const rest = await database.query<{ id: string }>(
      'select id from messaging.messages where channel_id = $1 and seq > $2 order by seq',
      [channel, maxPins - 2],
    )
    const answers = await Promise.all(rest.map(({ id }) => answerTo(bob, pinMessage, { id })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409, 409, 409, 409, 409])
    expect((await as(bob).call(listPins, { id: channel })).count).toBe(maxPins)
    const [pinned, refused] = [200, 409].map((wanted) => rest[answers.findIndex(({ status }) => status === wanted)]!.id)
    await as(bob).call(unpinChannelMessage, { id: channel, messageId: pinned! })
    expect(await answerTo(bob, pinMessage, { id: refused! })).toMatchObject({ status: 200 })
  })
})

describe(title(unpinChannelMessage), () => {
  it('removes the pin and nothing else, and publishes it', async () => {
    const channel = await scene.channel({}, [bob])
    const before = await scene.post(ada, channel, 'for @bob', { metadata: { kept: { pinned: 1 } } })
    await as(ada).call(pinMessage, { id: before.id })
    const { message } = await as(bob).call(unpinChannelMessage, { id: channel, messageId: before.id })
    expect(message).toEqual({ ...before, rev: 3, updated_at: expect.any(String) })
    expect(await scene.events(messageUnpinned, channel)).toMatchObject([{ seq: 1, rev: 3, data: message }])
    expect(await as(bob).call(listPins, { id: channel })).toEqual({ success: true, pins: [], count: 0 })
  })

  it('changes nothing and publishes nothing when there is no pin', async () => {
    const channel = await scene.channel()
    const before = await scene.post(ada, channel)
    const { message } = await as(ada).call(unpinChannelMessage, { id: channel, messageId: before.id })
    expect(message).toEqual(before)
    expect((await scene.post(ada, channel)).rev).toBe(2)
  })
})

describe(title(listPins), () => {
  it('lists the last pinned first, replies too, and pages', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(ada, channel)
    const messages = [
      root,
      await scene.reply(bob, root),
      await scene.post(ada, channel),
      await scene.post(bob, channel),
    ]
    for (const i of [2, 0, 1]) await as(ada).call(pinMessage, { id: messages[i]!.id })
    const { pins, count } = await as(bob).call(listPins, { id: channel })
    expect(pins.map(({ id }) => messages.findIndex((each) => each.id === id))).toEqual([1, 0, 2])
    expect(count).toBe(3)
    for (const pin of pins) expect((await as(bob).call(getMessage, { id: pin.id })).data).toEqual(pin)
    const first = await as(bob).call(listPins, { id: channel, limit: 2 })
    expect(first).toEqual({ success: true, pins: pins.slice(0, 2), count: 3 })
    const next = await as(bob).call(listPins, { id: channel, limit: 2, before: pins[1]!.id })
    expect(next).toEqual({ success: true, pins: pins.slice(2), count: 3 })
    expect(await answerTo(bob, listPins, { id: channel, before: messages[3]!.id })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'before' }] } },
    })
  })

  it('is the same list while pinned messages are edited and deleted', async () => {
    const channel = await scene.channel()
    const [kept, gone] = [await scene.post(ada, channel), await scene.post(ada, channel)]
    for (const { id } of [kept, gone]) await as(ada).call(pinMessage, { id })
    await as(ada).call(editMessage, { id: kept.id, content: 'edited' })
    await scene.delete(gone)
    const { pins, count } = await as(ada).call(listPins, { id: channel })
    expect(pins).toMatchObject([{ id: kept.id, content: 'edited', metadata: { pinned: true } }])
    expect(count).toBe(1)
  })

  it('is there for whoever reads an archived channel, and for nobody who cannot', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    await scene.archive(channel)
    expect(await as(bob).call(listPins, { id: channel })).toEqual({ success: true, pins: [], count: 0 })
    for (const who of [cyd, gus, eve])
      expect(await answerTo(who, listPins, { id: channel })).toEqual(await answerTo(who, listPins, { id: unknownId }))
  })
})
