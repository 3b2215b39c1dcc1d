import { updateChannel } from '@parley/contracts/channels/managing'
import { title } from '@parley/contracts/endpoint'
import { messageCreated } from '@parley/contracts/events'
import { deleteMessage } from '@parley/contracts/messages/changes'
import { listMessages, postMessage, replyInThread, sendMessage } from '@parley/contracts/messages/messages'
import {
  deleteScheduledMessage,
  getScheduledMessage,
  listScheduledMessages,
  updateScheduledMessage,
} from '@parley/contracts/messages/scheduled'
import { ScheduledMessage, scheduledLimits } from '@parley/contracts/messages/scheduled-message'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { bootService } from '@parley/testing/service'
import { until } from '@parley/testing/until'
import { describe, expect, it } from 'vitest'
import { purgeDrafts } from '../src/store/drafts.ts'
import { nowhere, setScene, untilSomeoneWaits, wrongCounts } from './scene.ts'

const scene = await setScene()
// Two replicas, so that whatever is tested here holds for several.
const beside = { database: scene.database, env: { REDIS_PREFIX: scene.messaging.redisPrefix } }
await bootService('messaging', beside)
const channels = await bootService('channels', beside)
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme
const log = createLog('scheduled', { LOG_LEVEL: 'silent' })
const db = createDatabase<unknown>('messaging', { url: database.urlOf('messaging'), poolSize: 1, log })
closeAfterwards({ close: () => db.destroy() })

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
const adminKey = (caller: Caller): Caller => ({ ...caller, kind: 'key', scopes: ['write', 'admin'] })

async function schedule(who: Caller, channel_id: string, content = 'later', more: object = {}) {
  const { status, body } = await as(who).answer(postMessage, { channel_id, content, send_at: inDays(1), ...more })
  expect({ status, body }).toMatchObject({ status: 202, body: { success: true } })
  return ScheduledMessage.parse((body as { data: unknown }).data)
}
const makeDue = (...scheduled: { id: string }[]) =>
  database.query('update messaging.scheduled_messages set send_at = now() where id = any($1)', [
    scheduled.map(({ id }) => id),
  ])
const look = async (who: Caller, { id }: { id: string }) => (await as(who).call(getScheduledMessage, { id })).data
const list = async (who: Caller, channel_id?: string) =>
  (await as(who).call(listScheduledMessages, { channel_id })).data
/** What became of it, once something has. */
async function outcome(who: Caller, scheduled: { id: string }) {
  await until(
    async () =>
      (
        await database.query(`select from messaging.scheduled_messages where id = $1 and status <> 'pending'`, [
          scheduled.id,
        ])
      ).length > 0,
    { what: 'a scheduled message to be sent or to fail' },
  )
  return look(who, scheduled)
}
const failure = async (who: Caller, scheduled: { id: string }) => {
  const { status, failure_reason } = await outcome(who, scheduled)
  return status === 'failed' ? failure_reason : status
}
const contentsIn = async (channel: string) =>
  (await as(ada).call(listMessages, { channel_id: channel, after_seq: 0 })).data.map((m) => 'content' in m && m.content)

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
    expect(await database.query('select from messaging.heads where channel_id = $1', [channel])).toEqual([])
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
    ['this moment', () => new Date().toISOString()],
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

  it('refuses at once, and in the same words, whatever posting would', async () => {
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
      [ada, { channel_id: nowhere }],
      [ada, { channel_id: shut }],
      [ada, { channel_id: open, parent_message_id: deleted.id }],
      [ada, { channel_id: open, attachments: [{ id: nowhere }] }],
      [ada, { channel_id: open, ai_twin_id: nowhere }],
      [bob, { channel_id: secret, ai_twin_id: nowhere }],
      [bob, { channel_id: open, user_id: ada.userId }],
      [adminKey(ada), { channel_id: open, user_id: nowhere }],
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

  it('neither joins the channel, nor takes a number, nor tells anybody before its time', async () => {
    const open = await scene.channel()
    const root = await scene.post(ada, open)
    await schedule(bob, open, '@ada', { parent_message_id: root.id })
    const [state] = await database.query(
      `select h.seq, h.rev, m.reply_count, (select count(*) from messaging.mentions where channel_id = $1) as mentions,
         (select count(*) from channels.memberships where channel_id = $1) as members
       from messaging.heads h join messaging.messages m on m.id = $2 where h.channel_id = $1`,
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

  it('schedules once under one Idempotency-Key, and says so again when its time is past', async () => {
    const channel = await scene.channel()
    const draft = { channel_id: channel, content: 'once', send_at: inDays(1) }
    const idempotencyKey = crypto.randomUUID()
    const first = await as(ada).answer(postMessage, draft, { idempotencyKey })
    await makeDue((first.body as { data: ScheduledMessage }).data)
    const again = await as(ada).answer(postMessage, draft, { idempotencyKey })
    expect({ status: again.status, body: again.body }).toEqual({ status: 202, body: first.body })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    await until(async () => (await contentsIn(channel)).length > 0, { what: 'the message' })
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

describe('when its time comes', () => {
  it('is posted as if its author had: joined, mentioning, told, counted, read; and is then a message', async () => {
    const open = await scene.channel()
    const scheduled = await schedule(bob, open, 'good morning @ada', { metadata: { mood: 'fine' } })
    await makeDue(scheduled)
    const [told] = await scene.hear(messageCreated, open)
    const sent = await outcome(bob, scheduled)
    expect(sent).toEqual({
      ...scheduled,
      send_at: expect.any(String),
      status: 'sent',
      content: '',
      metadata: {},
      message_id: told!.data.id,
    })
    expect(told!.data).toMatchObject({
      user_id: bob.userId,
      display_name: 'bob',
      content: 'good morning @ada',
      seq: 1,
      metadata: { mood: 'fine', mentions: [{ type: 'user', user_id: ada.userId, handle: 'ada' }] },
    })
    expect(await scene.list(ada, { channel_id: open })).toEqual([told!.data])
    expect(
      await database.query('select last_read_seq from messaging.reads where channel_id = $1 and user_id = $2', [
        open,
        bob.userId,
      ]),
    ).toEqual([{ last_read_seq: 1 }])
    expect(await list(bob, open)).toEqual([])
  })

  it('goes to its thread', async () => {
    const root = await scene.post(ada, await scene.channel())
    const scheduled = await schedule(ada, root.channel_id, 'x', { parent_message_id: root.id })
    await makeDue(scheduled)
    await outcome(ada, scheduled)
    expect(await scene.list(ada, { channel_id: root.channel_id, thread_id: root.id })).toHaveLength(1)
  })

  it('goes out by itself within about a second of its time', async () => {
    const channel = await scene.channel()
    const sendAt = inDays((scheduledLimits.leastSeconds + 0.2) / 86_400)
    const scheduled = await schedule(ada, channel, 'on time', { send_at: sendAt })
    expect(await outcome(ada, scheduled)).toMatchObject({ status: 'sent' })
    const [message] = await scene.list(ada, { channel_id: channel })
    const lateMs = Date.parse('created_at' in message! ? message.created_at : '') - Date.parse(sendAt)
    expect(lateMs).toBeGreaterThanOrEqual(0)
    expect(lateMs).toBeLessThan(1_500)
  })

  it('goes out once, whoever sends: 60 in three channels, due at once, two replicas', async () => {
    const channels = [await scene.channel(), await scene.channel(), await scene.channel()]
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, i) => schedule([ada, bob, cyd][i % 3]!, channels[i % 3]!, `number ${i}`)),
    )
    await makeDue(...all)
    await until(
      async () =>
        (
          await database.query(`select from messaging.scheduled_messages where id = any($1) and status = 'sent'`, [
            all.map(({ id }) => id),
          ])
        ).length === 60,
      { what: 'all 60 to be sent' },
    )
    const contents = (await Promise.all(channels.map(contentsIn))).flat()
    expect(contents.toSorted()).toEqual(Array.from({ length: 60 }, (_, i) => `number ${i}`).toSorted())
    expect(await wrongCounts(database)).toEqual([])
  })

  it('goes out once though the connection dies in the middle of posting it', async () => {
    const channel = await scene.channel()
    await scene.post(ada, channel, 'before')
    const scheduled = await schedule(ada, channel, 'survivor')
    const release = await scene.hold(channel)
    await makeDue(scheduled)
    await untilSomeoneWaits(database)
    const killed = await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%send_scheduled%'`,
    )
    expect(killed.length).toBeGreaterThan(0)
    await release()
    expect(await outcome(ada, scheduled)).toMatchObject({ status: 'sent' })
    expect(await contentsIn(channel)).toEqual(['before', 'survivor'])
    expect(await wrongCounts(database)).toEqual([])
  })

  it('keeps nothing else waiting while one channel is held', async () => {
    const [held, free] = [await scene.channel(), await scene.channel()]
    await scene.post(ada, held)
    const stuck = await schedule(ada, held)
    const release = await scene.hold(held)
    await makeDue(stuck)
    await untilSomeoneWaits(database)
    const moving = await schedule(ada, free)
    await makeDue(moving)
    expect(await outcome(ada, moving)).toMatchObject({ status: 'sent' })
    expect(await look(ada, stuck)).toMatchObject({ status: 'pending' })
    await release()
    expect(await outcome(ada, stuck)).toMatchObject({ status: 'sent' })
  })

  it('waits for as long as something is wrong that is no fault of its own', async () => {
    const channel = await scene.channel()
    const scheduled = await schedule(ada, channel, 'patient')
    await database.query(
      `create function messaging.out_of_order() returns trigger language plpgsql as
         $$ begin raise exception 'out of order'; end $$;
       create trigger out_of_order before insert on messaging.messages for each row
         when (new.content = 'patient') execute function messaging.out_of_order()`,
    )
    await makeDue(scheduled)
    const tries = async () =>
      (await database.query('select tries from messaging.scheduled_messages where id = $1', [scheduled.id]))[0]!.tries
    await until(async () => Number(await tries()) > 0, { what: 'a try' })
    expect(await look(ada, scheduled)).toMatchObject({ status: 'pending' })
    await database.query('drop trigger out_of_order on messaging.messages')
    expect(await outcome(ada, scheduled)).toMatchObject({ status: 'sent' })
    expect(await contentsIn(channel)).toEqual(['patient'])
  })
})

describe('what cannot be posted when its time comes', () => {
  it('fails with a reason, is listed, and can be sent again or removed', async () => {
    const secret = await scene.channel({ is_private: true }, [bob])
    const scheduled = await schedule(bob, secret, 'still here?')
    await scene.remove(secret, bob)
    await makeDue(scheduled)
    expect(await failure(bob, scheduled)).toBe('channel_not_found')
    expect(await list(bob, secret)).toMatchObject([{ id: scheduled.id, status: 'failed', content: 'still here?' }])
    expect(await contentsIn(secret)).toEqual([])
    await scene.add(secret, bob)
    expect(await answerTo(bob, updateScheduledMessage, { id: scheduled.id, content: 'back' })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'send_at' }] } },
    })
    const again = await as(bob).call(updateScheduledMessage, { id: scheduled.id, send_at: inDays(1) })
    expect(again.data).toMatchObject({ status: 'pending', failure_reason: null })
    await makeDue(scheduled)
    expect(await outcome(bob, scheduled)).toMatchObject({ status: 'sent' })
    expect(await contentsIn(secret)).toEqual(['still here?'])
  })

  it('names a channel that was archived, a parent that was deleted, and what a demoted admin’s key had asked for', async () => {
    const [archivedLater, threaded, acted] = [await scene.channel(), await scene.channel(), await scene.channel()]
    const root = await scene.post(ada, threaded)
    const all = [
      await schedule(ada, archivedLater),
      await schedule(ada, threaded, 'x', { parent_message_id: root.id }),
    ] as const
    const dee = { ...cyd, role: 'admin' as const }
    const byKey = await schedule(adminKey(dee), acted, 'x', { user_id: ada.userId })
    await scene.archive(archivedLater)
    await as(ada).call(deleteMessage, { id: root.id })
    await makeDue(...all, byKey)
    expect(await Promise.all([...all, byKey].map((each) => failure(ada, each)))).toEqual([
      'channel_archived',
      'parent_not_found',
      'forbidden',
    ])
    expect(await wrongCounts(database)).toEqual([])
  })

  it('says that its author is not there any more', async () => {
    const channel = await scene.channel()
    const scheduled = await schedule(cyd, channel)
    const gone = await database.query('delete from gateway.members where user_id = $1 returning *', [cyd.userId])
    await makeDue(scheduled)
    expect(await failure(cyd, scheduled)).toBe('author_removed')
    expect(await contentsIn(channel)).toEqual([])
    await database.query(
      'insert into gateway.members select * from jsonb_populate_recordset(null::gateway.members, $1)',
      [JSON.stringify(gone)],
    )
  })

  it('fails at once when its channel is archived, or is gone', async () => {
    const [shut, gone, other] = [await scene.channel(), await scene.channel(), await scene.channel()]
    const [inShut, inGone, inOther] = [await schedule(ada, shut), await schedule(ada, gone), await schedule(ada, other)]
    await channels.callAs(ada).call(updateChannel, { id: other, topic: 'still open' })
    await channels.callAs(ada).call(updateChannel, { id: shut, is_archived: true })
    expect(await failure(ada, inShut)).toBe('channel_archived')
    await purgeDrafts(db, gone)
    expect(await failure(ada, inGone)).toBe('channel_not_found')
    expect(await look(ada, inOther)).toMatchObject({ status: 'pending' })
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
    expect(await list(ada, nowhere)).toEqual([])
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
      const missing = await ask(ada, nowhere)
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
    [{ attachments: [{ id: nowhere }] }, 'attachments.0.id'],
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

  it('loses to a send that is under way, and says so', async () => {
    const channel = await scene.channel()
    await scene.post(ada, channel)
    const scheduled = await schedule(ada, channel, 'first')
    const release = await scene.hold(channel)
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
