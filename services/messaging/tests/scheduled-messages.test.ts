import { title } from '@parley/contracts/endpoint'
import { deleteMessage } from '@parley/contracts/messages/changes'
import { postMessage, replyInThread, sendMessage } from '@parley/contracts/messages/messages'
import {
  deleteScheduledMessage,
  getScheduledMessage,
  listScheduledMessages,
  updateScheduledMessage,
} from '@parley/contracts/messages/scheduled'
import { type ScheduledMessage, scheduledLimits } from '@parley/contracts/messages/scheduled-message'
import type { Caller } from '@parley/kit/assertion'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { describe, expect, it, vi } from 'vitest'
import { unknownId, wrongCounts } from './scene.ts'
import { adminKey, inDays, setScheduledScene } from './scheduled-scene.ts'

const scene = await setScheduledScene()
const { acme, eve, database, as, answerTo, schedule, makeDue, look, outcome, contentsIn } = scene
const { ada, bob, cyd, gus } = acme
const list = async (who: Caller, channel_id?: string) =>
  (await as(who).call(listScheduledMessages, { channel_id })).data

describe('scheduling', () => {
  it.each([
    ['POST /api/v2/messages', postMessage],
    ['POST /api/v2/messages/send', sendMessage],
  ] as const)('%s answers 202 with what was scheduled, and posts nothing', async (_, endpoint) => {
    const channel = await scene.channel()
    const sendAt = inDays(7)
    const draft = { channel_id: channel, content: ' see you ', metadata: { a: 1, pinned: true }, content_type: 'md' }
    const { status, body } = await as(ada).answer(endpoint, { ...draft, send_at: sendAt.replace('Z', '+00:00') })
    expect({ status, body }).toEqual({
      status: 202,
      body: {
        success: true,
        data: {
          id: expect.any(String),
          workspace_id: acme.workspaceId,
          channel_id: channel,
          conversation_id: channel,
          parent_message_id: null,
          user_id: ada.userId,
          ai_twin_id: null,
          content: ' see you ',
          content_type: 'md',
          metadata: { a: 1 },
          attachments: null,
          send_at: sendAt,
          status: 'pending',
          failure_reason: null,
          message_id: null,
          created_at: expect.any(String),
          updated_at: expect.any(String),
        },
        meta: { timestamp: expect.any(String) },
      },
    })
    const { data } = body as { data: ScheduledMessage }
    expect(await look(ada, data)).toEqual(data)
    expect(await contentsIn(channel)).toEqual([])
    expect(await database.query('select from messaging.channel_heads where channel_id = $1', [channel])).toEqual([])
  })

  it(`${title(replyInThread)} schedules a reply to the parent's channel`, async () => {
    const root = await scene.post(ada, await scene.channel({}, [bob]))
    const { status, body } = await as(bob).answer(replyInThread, { id: root.id, content: 'x', send_at: inDays(1) })
    expect({ status, body }).toMatchObject({
      status: 202,
      body: { data: { channel_id: root.channel_id, parent_message_id: root.id } },
    })
  })

  it.each([
    ['no time', 'soon'],
    ['a local time', '2099-01-01T09:00:00'],
    ['a day that is none', '2099-02-30T09:00:00Z'],
    ['the past', '2020-01-01T09:00:00Z'],
    ['now', () => new Date().toISOString()],
    ['the year 0', '0000-01-01T00:00:00Z'],
    ['beyond 120 days', () => inDays(scheduledLimits.mostDays + 0.01)],
    ['the end of time', '9999-12-31T23:59:59.999-23:59'],
  ])('refuses %s', async (_, sendAt) => {
    const send_at = typeof sendAt === 'string' ? sendAt : sendAt()
    expect(await answerTo(ada, postMessage, { channel_id: acme.general, content: 'x', send_at })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'send_at' }] } },
    })
  })

  it('takes 120 days and what is nearly now', async () => {
    for (const sendAt of [
      inDays(scheduledLimits.mostDays - 0.001),
      inDays((scheduledLimits.leastSeconds + 2) / 86_400),
    ])
      expect((await schedule(cyd, acme.general, 'x', { send_at: sendAt })).send_at).toBe(sendAt)
  })

  it('refuses at once, with the same message, whatever posting would', async () => {
    const secret = await scene.channel({ is_private: true }, [bob])
    const open = await scene.channel()
    const shut = await scene.channel()
    await scene.archive(shut)
    const deleted = await scene.post(ada, open)
    await as(ada).call(deleteMessage, { id: deleted.id })
    const drafts: [Caller, object][] = [
      [cyd, { channel_id: secret }],
      [gus, { channel_id: open }],
      [eve, { channel_id: open }],
      [ada, { channel_id: unknownId }],
      [ada, { channel_id: shut }],
      [ada, { channel_id: open, parent_message_id: deleted.id }],
      [ada, { channel_id: open, attachments: [{ id: unknownId }] }],
      [ada, { channel_id: open, ai_twin_id: unknownId }],
      [bob, { channel_id: secret, ai_twin_id: unknownId }],
      [bob, { channel_id: open, user_id: ada.userId }],
      [adminKey(ada), { channel_id: open, user_id: unknownId }],
      [ada, { channel_id: open, content: '  ' }],
    ]
    for (const [who, draft] of drafts) {
      const whole = { channel_id: open, content: 'x', ...draft }
      const refused = await answerTo(who, postMessage, whole)
      expect(refused.status).toBeGreaterThanOrEqual(400)
      expect(await answerTo(who, postMessage, { ...whole, send_at: inDays(1) })).toEqual(refused)
    }
    expect(await database.query('select from messaging.scheduled_messages where channel_id = $1', [open])).toEqual([])
  })

  it('neither joins the channel, nor takes a number, nor publishes anything before its time', async () => {
    const open = await scene.channel()
    const root = await scene.post(ada, open)
    await schedule(bob, open, '@ada', { parent_message_id: root.id })
    const [state] = await database.query(
      `select h.seq, h.rev, m.reply_count, (select count(*) from messaging.mentions where channel_id = $1) as mentions,
         (select count(*) from channels.memberships where channel_id = $1) as members
       from messaging.channel_heads h join messaging.messages m on m.id = $2 where h.channel_id = $1`,
      [open, root.id],
    )
    expect(state).toEqual({ seq: 1, rev: 1, reply_count: 0, mentions: 0, members: 1 })
    expect(await wrongCounts(database)).toEqual([])
  })

  it('stops at 200 a person, waiting and failed ones together, even when many come at once', async () => {
    const channel = await scene.channel({}, [gus])
    const kept = await schedule(gus, channel)
    await database.query(
      `insert into messaging.scheduled_messages
       select (jsonb_populate_record(s, jsonb_build_object('id', uuidv7()))).*
       from messaging.scheduled_messages s, generate_series(1, $2::int) where s.id = $1`,
      [kept.id, scheduledLimits.perPerson - 3],
    )
    const draft = { channel_id: channel, content: 'x', send_at: inDays(1) }
    const answers = await Promise.all(Array.from({ length: 6 }, () => as(gus).answer(postMessage, draft)))
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 409, 409, 409, 409])
    await as(gus).call(deleteScheduledMessage, { id: kept.id })
    await schedule(gus, channel)
    await database.query('delete from messaging.scheduled_messages where user_id = $1', [gus.userId])
  })

  it('schedules once under one Idempotency-Key, and replays that when its time is past', async () => {
    const channel = await scene.channel()
    const draft = { channel_id: channel, content: 'once', send_at: inDays(1) }
    const idempotencyKey = crypto.randomUUID()
    const first = await as(ada).answer(postMessage, draft, { idempotencyKey })
    await makeDue((first.body as { data: ScheduledMessage }).data)
    const again = await as(ada).answer(postMessage, draft, { idempotencyKey })
    expect({ status: again.status, body: again.body }).toEqual({ status: 202, body: first.body })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    await vi.waitFor(async () => expect((await contentsIn(channel)).length).toBeGreaterThan(0), 30_000)
    expect(await contentsIn(channel)).toEqual(['once'])
  })

  it('schedules for a member whom an admin’s key names: it is theirs then', async () => {
    const channel = await scene.channel()
    const scheduled = await schedule(adminKey(ada), channel, 'for Bob', { user_id: bob.userId })
    expect(await list(bob, channel)).toEqual([scheduled])
    expect(await list(ada, channel)).toEqual([])
    await makeDue(scheduled)
    expect(await outcome(bob, scheduled)).toMatchObject({ status: 'sent' })
  })
})

describe(title(listScheduledMessages), () => {
  it('lists one’s own by their time, of one channel if asked, a page at a time', async () => {
    await database.query('delete from messaging.scheduled_messages')
    const [one, two] = [await scene.channel({}, [bob]), await scene.channel()]
    const third = await schedule(ada, one, '3', { send_at: inDays(3) })
    const first = await schedule(ada, two, '1', { send_at: inDays(1) })
    const second = await schedule(ada, one, '2', { send_at: inDays(2) })
    await schedule(bob, one, 'his')
    expect(await list(ada)).toEqual([first, second, third])
    expect(await list(ada, one)).toEqual([second, third])
    expect(await list(ada, unknownId)).toEqual([])
    const page = await as(ada).call(listScheduledMessages, { limit: 2, offset: 2 })
    expect(page).toEqual({ success: true, data: [third], meta: { total: 3, page: 2, limit: 2, offset: 2 } })
  })
})

describe('somebody else’s scheduled message', () => {
  it('does not exist, whatever is asked of it', async () => {
    const channel = await scene.channel({}, [bob])
    const scheduled = await schedule(bob, channel)
    for (const endpoint of [getScheduledMessage, updateScheduledMessage, deleteScheduledMessage]) {
      const ask = (who: Caller, id: string) => {
        const input = { id, content: 'mine now' }
        return answerTo(who, endpoint, input)
      }
      const missing = await ask(ada, unknownId)
      expect(missing).toMatchObject({ status: 404, body: { error: { message: 'No such scheduled message.' } } })
      for (const who of [ada, gus, eve]) expect(await ask(who, scheduled.id)).toEqual(missing)
    }
    expect(await look(bob, scheduled)).toEqual(scheduled)
  })
})

describe(title(updateScheduledMessage), () => {
  it('changes what is given, keeps the rest, and is what is posted', async () => {
    const channel = await scene.channel()
    const scheduled = await schedule(ada, channel, 'draft', { metadata: { a: 1 } })
    const sendAt = inDays(2)
    const { data } = await as(ada).call(updateScheduledMessage, { id: scheduled.id, content: '@bob', send_at: sendAt })
    expect(data).toEqual({ ...scheduled, content: '@bob', send_at: sendAt, updated_at: expect.any(String) })
    await as(ada).call(updateScheduledMessage, { id: scheduled.id, metadata: { pinned: 1, b: 2 }, content_type: 'md' })
    await scene.add(channel, bob)
    await makeDue(scheduled)
    await outcome(ada, scheduled)
    expect(await scene.list(ada, { channel_id: channel })).toMatchObject([
      { content: '@bob', content_type: 'md', metadata: { b: 2, mentions: [{ user_id: bob.userId }] } },
    ])
  })

  it.each([
    [{}, ''],
    [{ content: null }, 'content'],
    [{ content: ' ' }, 'content'],
    [{ send_at: '2020-01-01T00:00:00Z' }, 'send_at'],
    [{ attachments: [{ id: unknownId }] }, 'attachments.0.id'],
    [{ metadata: { deep: 1e300 } }, 'metadata'],
  ])('refuses %j', async (change, path) => {
    const scheduled = await schedule(ada, acme.general)
    const url = updateScheduledMessage.path.replace(':id', scheduled.id)
    expect(await as(ada).request('patch', url, { body: change })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path }] } },
    })
    expect(await look(ada, scheduled)).toEqual(scheduled)
  })

  it('refuses what posting it now would be refused', async () => {
    const secret = await scene.channel({ is_private: true }, [bob])
    const scheduled = await schedule(bob, secret)
    const change = { id: scheduled.id, content: 'changed' }
    await scene.remove(secret, bob)
    expect(await answerTo(bob, updateScheduledMessage, change)).toMatchObject({ status: 404 })
    await scene.add(secret, bob)
    await scene.archive(secret)
    expect(await answerTo(bob, updateScheduledMessage, change)).toMatchObject({ status: 409 })
    expect((await look(bob, scheduled)).content).toBe('later')
  })

  it('is made though its author leaves the public channel while it waits', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(ada, channel)
    const scheduled = await schedule(bob, channel)
    const release = await scene.lockChannel(channel)
    const changing = answerTo(bob, updateScheduledMessage, { id: scheduled.id, content: 'changed' })
    await untilSomeoneWaits(database)
    await scene.remove(channel, bob)
    await release()
    expect(await changing).toMatchObject({ status: 200, body: { data: { content: 'changed' } } })
  })

  it('is a conflict while a send is under way', async () => {
    const channel = await scene.channel()
    await scene.post(ada, channel)
    const scheduled = await schedule(ada, channel, 'first')
    const release = await scene.lockChannel(channel)
    await makeDue(scheduled)
    await untilSomeoneWaits(database)
    const late = [
      answerTo(ada, updateScheduledMessage, { id: scheduled.id, content: 'second' }),
      answerTo(ada, deleteScheduledMessage, { id: scheduled.id }),
    ]
    await untilSomeoneWaits(database, 3)
    await release()
    for (const answer of await Promise.all(late))
      expect(answer).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
    expect(await contentsIn(channel)).toEqual(['hello', 'first'])
  })
})

describe(title(deleteScheduledMessage), () => {
  it('keeps it from being posted', async () => {
    const channel = await scene.channel()
    const [removed, kept] = [await schedule(ada, channel, 'removed'), await schedule(ada, channel, 'kept')]
    expect(await as(ada).call(deleteScheduledMessage, { id: removed.id })).toEqual({
      success: true,
      data: null,
      meta: {},
    })
    await makeDue(removed, kept)
    await outcome(ada, kept)
    expect(await contentsIn(channel)).toEqual(['kept'])
    expect(await answerTo(ada, deleteScheduledMessage, { id: removed.id })).toMatchObject({ status: 404 })
  })
})
