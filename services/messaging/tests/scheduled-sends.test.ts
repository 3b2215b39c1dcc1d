import { createChannel, joinChannel, leaveChannel, removeChannelMember } from '@parley/contracts/channels/channels'
import { updateChannel } from '@parley/contracts/channels/managing'
import { deleteMessage } from '@parley/contracts/messages/changes'
import { messageCreated } from '@parley/contracts/messages/events'
import { listScheduledMessages, updateScheduledMessage } from '@parley/contracts/messages/scheduled'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { countWaiting, untilSomeoneWaits } from '@parley/testing/lock-waits'
import { assignTwinTo, removeMemberSilently } from '@parley/testing/rows/channels'
import { createTwin } from '@parley/testing/rows/chat-engine'
import { admit, endMembership, setWorkspaceRole } from '@parley/testing/rows/gateway'
import { bootService } from '@parley/testing/service'
import { describe, expect, it, vi } from 'vitest'
import { purgeDrafts } from '../src/store/draft-cleanup.ts'
import { wrongCounts } from './scene.ts'
import { adminKey, inDays, setScheduledScene } from './scheduled-scene.ts'

const scene = await setScheduledScene()
const { acme, database, as, answerTo, schedule, makeDue, look, outcome, failure, contentsIn } = scene
const { ada, bob, cyd } = acme
const { eve } = scene
const channels = await bootService('channels', { database, env: { REDIS_PREFIX: scene.messaging.redisPrefix } })
const log = createLog('scheduled', { LOG_LEVEL: 'silent' })
const db = createDatabase<unknown>('messaging', { url: database.urlOf('messaging'), poolSize: 1, log })
closeAfterwards({ close: () => db.destroy() })
const channelOf = async (owner: Caller) =>
  (
    await channels.callAs(owner).call(createChannel, {
      workspace_id: owner.workspaceId,
      name: `of-${crypto.randomUUID()}`,
      channel_type: 'text',
    })
  ).channel.id
const list = async (who: Caller, channel_id?: string) =>
  (await as(who).call(listScheduledMessages, { channel_id })).data

const trace = { requestId: 'test', traceparent: '' }
const membersOf = async (...channelIds: string[]) =>
  (
    await database.query<{ user_id: string }>('select user_id from channels.memberships where channel_id = any($1)', [
      channelIds,
    ])
  ).map(({ user_id }) => user_id)
describe('when it is due', () => {
  it('is posted as if its author had: joined, mentioning, published, counted, read; and is then a message', async () => {
    const open = await scene.channel()
    const scheduled = await schedule(bob, open, 'good morning @ada', { metadata: { mood: 'fine' } })
    await makeDue(scheduled)
    const [published] = await scene.events(messageCreated, open)
    const sent = await outcome(bob, scheduled)
    expect(sent).toEqual({
      ...scheduled,
      send_at: expect.any(String),
      updated_at: expect.any(String),
      status: 'sent',
      content: '',
      metadata: {},
      message_id: published!.data.id,
    })
    expect(sent.updated_at > scheduled.updated_at).toBe(true)
    expect(published!.data).toMatchObject({
      user_id: bob.userId,
      display_name: 'bob',
      content: 'good morning @ada',
      seq: 1,
      metadata: { mood: 'fine', mentions: [{ type: 'user', user_id: ada.userId, handle: 'ada' }] },
    })
    expect(await scene.list(ada, { channel_id: open })).toEqual([published!.data])
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
    const scheduled = await schedule(ada, channel, 'on time')
    const [due] = await database.query<{ send_at: string }>(
      `update messaging.scheduled_messages set send_at = now() + interval '300 ms' where id = $1 returning send_at`,
      [scheduled.id],
    )
    // A message posted at that time shows how slow the machine is.
    await vi.waitFor(async () => {
      const [clock] = await database.query<{ now: string }>('select now()')
      expect(clock!.now > due!.send_at).toBe(true)
    }, 30_000)
    const control = await scene.post(bob, await scene.channel())
    expect(await outcome(ada, scheduled)).toMatchObject({ status: 'sent' })
    const [message] = await scene.list(ada, { channel_id: channel })
    const sentAt = 'created_at' in message! ? message.created_at : ''
    expect(Date.parse(sentAt)).toBeGreaterThanOrEqual(Date.parse(due!.send_at))
    expect(Date.parse(sentAt) - Date.parse(control.created_at)).toBeLessThan(1_500)
  })

  it('is sent once, whichever replica sends: 60 in three channels, due at once, two replicas', async () => {
    const channels = [await scene.channel(), await scene.channel(), await scene.channel()]
    const all = await Promise.all(
      Array.from({ length: 60 }, (_, i) => schedule([ada, bob, cyd][i % 3]!, channels[i % 3]!, `number ${i}`)),
    )
    await makeDue(...all)
    await vi.waitFor(
      async () =>
        expect(
          (
            await database.query(`select from messaging.scheduled_messages where id = any($1) and status = 'sent'`, [
              all.map(({ id }) => id),
            ])
          ).length,
        ).toBe(60),
      30_000,
    )
    const contents = (await Promise.all(channels.map(contentsIn))).flat()
    expect(contents.toSorted()).toEqual(Array.from({ length: 60 }, (_, i) => `number ${i}`).toSorted())
    expect(await wrongCounts(database)).toEqual([])
  })

  it('is sent in its channel’s order, whichever replica sends: by time, and of the same time by when it was scheduled', async () => {
    const channel = await scene.channel()
    const all: { id: string }[] = []
    for (let i = 0; i < 20; i++) all.push(await schedule([ada, bob][i % 2]!, channel, `${i}`))
    await makeDue(...all)
    await vi.waitFor(async () => expect((await contentsIn(channel)).length).toBe(20), 30_000)
    expect(await contentsIn(channel)).toEqual(Array.from({ length: 20 }, (_, i) => `${i}`))

    const overdue: { id: string }[] = []
    for (let i = 0; i < 10; i++) overdue.push(await schedule(ada, channel, `overdue ${9 - i}`))
    await database.query(
      `update messaging.scheduled_messages s set send_at = now() - place * interval '1 minute'
       from unnest($1::uuid[]) with ordinality as given(id, place) where s.id = given.id`,
      [overdue.map(({ id }) => id)],
    )
    await vi.waitFor(async () => expect((await contentsIn(channel)).length).toBe(30), 30_000)
    expect((await contentsIn(channel)).slice(20)).toEqual(Array.from({ length: 10 }, (_, i) => `overdue ${i}`))
  })

  it('is sent though an earlier one of its channel waits for its next try, which comes first again when it is due', async () => {
    const channel = await scene.channel()
    const [waiting, later, last] = [
      await schedule(ada, channel, 'waiting'),
      await schedule(ada, channel, 'later'),
      await schedule(ada, channel, 'last'),
    ]
    await database.query(`update messaging.scheduled_messages set retry_at = now() + interval '1 hour' where id = $1`, [
      waiting.id,
    ])
    await makeDue(waiting, later)
    expect(await outcome(ada, later)).toMatchObject({ status: 'sent' })
    expect(await look(ada, waiting)).toMatchObject({ status: 'pending' })
    await database.query(
      `update messaging.scheduled_messages set retry_at = case id when $1 then now() end,
         send_at = case id when $1 then now() - interval '1 minute' else now() - interval '1 second' end
       where id in ($1, $2)`,
      [waiting.id, last.id],
    )
    await outcome(ada, last)
    expect(await contentsIn(channel)).toEqual(['later', 'waiting', 'last'])
  })

  it('goes out once though the connection dies in the middle of posting it', async () => {
    const channel = await scene.channel()
    await scene.post(ada, channel, 'before')
    const scheduled = await schedule(ada, channel, 'survivor')
    const release = await scene.lockChannel(channel)
    await makeDue(scheduled)
    await untilSomeoneWaits(database)
    const killed = await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock' and query like '%post_message%'`,
    )
    expect(killed.length).toBeGreaterThan(0)
    await release()
    expect(await outcome(ada, scheduled)).toMatchObject({ status: 'sent' })
    expect(await contentsIn(channel)).toEqual(['before', 'survivor'])
    expect(await wrongCounts(database)).toEqual([])
  })

  it('delays nothing else while one channel is locked', async () => {
    const [locked, free] = [await scene.channel(), await scene.channel()]
    await scene.post(ada, locked)
    const stuck = await schedule(ada, locked)
    const release = await scene.lockChannel(locked)
    await makeDue(stuck)
    await untilSomeoneWaits(database)
    const moving = await schedule(ada, free)
    await makeDue(moving)
    expect(await outcome(ada, moving)).toMatchObject({ status: 'sent' })
    expect(await look(ada, stuck)).toMatchObject({ status: 'pending' })
    await release()
    expect(await outcome(ada, stuck)).toMatchObject({ status: 'sent' })
  })

  it('does not wait for another workspace’s locked channels, which leave senders free in each replica', async () => {
    const locked = await Promise.all(
      Array.from({ length: 6 }, async () => (await scene.post(ada, await scene.channel())).channel_id),
    )
    const stuck = await Promise.all(locked.map((channel) => schedule(ada, channel)))
    const theirs = await schedule(eve, await channelOf(eve))
    const release = await scene.lockChannel(...locked)
    await makeDue(...stuck, theirs)
    // Two replicas, in each two senders for a workspace.
    await untilSomeoneWaits(database, 4)
    expect(await outcome(eve, theirs)).toMatchObject({ status: 'sent' })
    expect(await countWaiting(database)).toBeLessThanOrEqual(4)
    await release()
    for (const each of stuck) expect(await outcome(ada, each)).toMatchObject({ status: 'sent' })
  })

  it('takes turns with what another workspace has, however long that has waited', async () => {
    // More than there are senders in both replicas.
    const ours = await Promise.all(Array.from({ length: 9 }, () => scene.channel()))
    const kept = await Promise.all(ours.map((channel) => schedule(ada, channel)))
    const hers = await channelOf(eve)
    const theirs = await schedule(eve, hers)
    await database.query(
      `insert into messaging.scheduled_messages
       select (jsonb_populate_record(s, jsonb_build_object('id', uuidv7()))).*
       from messaging.scheduled_messages s, generate_series(1, 6) where s.id = any($1)`,
      [kept.map(({ id }) => id)],
    )
    await database.query(
      `update messaging.scheduled_messages set send_at = now() - interval '1 hour' * (channel_id <> $1)::int
       where channel_id = $1 or channel_id = any($2)`,
      [hers, ours],
    )
    expect(await outcome(eve, theirs)).toMatchObject({ status: 'sent' })
    const sent = () =>
      database.query<{ was_before: boolean }>(
        `select m.created_at < theirs.created_at as was_before
         from messaging.messages m, messaging.messages theirs
         where m.channel_id = any($2) and theirs.channel_id = $1`,
        [hers, ours],
      )
    await vi.waitFor(async () => expect((await sent()).length).toBe(63), 30_000)
    expect((await sent()).filter(({ was_before }) => was_before).length).toBeLessThan(32)
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
    await vi.waitFor(async () => expect(Number(await tries())).toBeGreaterThan(0), 30_000)
    expect(await look(ada, scheduled)).toMatchObject({ status: 'pending' })
    await database.query('drop trigger out_of_order on messaging.messages')
    expect(await outcome(ada, scheduled)).toMatchObject({ status: 'sent' })
    expect(await contentsIn(channel)).toEqual(['patient'])
  })
})

describe('what cannot be posted when it is due', () => {
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

  it('fails with the reason that its author has left', async () => {
    const channel = await scene.channel()
    const scheduled = await schedule(cyd, channel)
    await endMembership(database, cyd)
    await makeDue(scheduled)
    expect(await failure(cyd, scheduled)).toBe('author_removed')
    expect(await contentsIn(channel)).toEqual([])
    await admit(database, cyd)
  })

  it('fails at once when its channel is archived, or is gone', async () => {
    const [shut, gone, other] = [await scene.channel(), await scene.channel(), await scene.channel()]
    const [inShut, inGone, inOther] = [await schedule(ada, shut), await schedule(ada, gone), await schedule(ada, other)]
    await channels.callAs(ada).call(updateChannel, { id: other, topic: 'still open' })
    await channels.callAs(ada).call(updateChannel, { id: shut, is_archived: true })
    expect(await failure(ada, inShut)).toBe('channel_archived')
    expect((await look(ada, inShut)).updated_at > inShut.updated_at).toBe(true)
    await purgeDrafts(db, acme.workspaceId, gone)
    expect(await failure(ada, inGone)).toBe('channel_not_found')
    expect(await look(ada, inOther)).toMatchObject({ status: 'pending' })
  })

  it('fails at once when its author loses the channel or leaves it, a public one too', async () => {
    const [hidden, open] = [await scene.channel({ is_private: true }, [bob, cyd]), await scene.channel()]
    const [ofLeaver, ofOther, elsewhere] = [
      await schedule(bob, hidden),
      await schedule(cyd, hidden),
      await schedule(bob, open),
    ]
    await channels.callAs(bob).call(joinChannel, { id: open })
    await channels.callAs(bob).call(leaveChannel, { id: open })
    await channels.callAs(ada).call(removeChannelMember, { id: hidden, userId: bob.userId })
    expect(await failure(bob, elsewhere)).toBe('left_channel')
    expect(await failure(bob, ofLeaver)).toBe('channel_not_found')
    expect(await look(cyd, ofOther)).toMatchObject({ status: 'pending' })
  })

  it('does not make its author a member again, though nothing has failed it when they left', async () => {
    const [open, twins] = [await scene.channel({}, [bob]), await scene.channel({}, [cyd])]
    const twin = await createTwin(database, acme)
    await assignTwinTo(database, twins, twin, ada)
    const dee = { ...cyd, role: 'admin' as const }
    await setWorkspaceRole(database, cyd, 'admin')
    const [before, spoken] = [await schedule(bob, open), await schedule(dee, twins, 'x', { ai_twin_id: twin })]
    await removeMemberSilently(database, open, bob)
    await removeMemberSilently(database, twins, cyd)
    const after = await schedule(bob, open, 'back')
    await makeDue(before, spoken)
    expect(await failure(bob, before)).toBe('left_channel')
    expect(await failure(dee, spoken)).toBe('left_channel')
    expect(await membersOf(open, twins)).toEqual([ada.userId, ada.userId])
    await makeDue(after)
    expect(await outcome(bob, after)).toMatchObject({ status: 'sent' })
    expect(await contentsIn(open)).toEqual(['back'])
    expect(await membersOf(open)).toContain(bob.userId)
    await setWorkspaceRole(database, cyd, 'member')
  })

  it('fails though its author leaves only while it waits for its channel', async () => {
    const open = await scene.channel({}, [bob])
    await scene.post(ada, open)
    const scheduled = await schedule(bob, open)
    const release = await scene.lockChannel(open)
    await makeDue(scheduled)
    await untilSomeoneWaits(database)
    await removeMemberSilently(database, open, bob)
    await release()
    expect(await failure(bob, scheduled)).toBe('left_channel')
    expect(await membersOf(open)).toEqual([ada.userId])
  })

  it('fails when its author becomes a guest who can no longer read the channel, and goes out where they still can', async () => {
    const [open, theirs] = [await scene.channel(), await scene.channel({}, [bob])]
    const inGeneral = await schedule(bob, acme.general)
    const [outside, inside] = [await schedule(bob, open), await schedule(bob, theirs)]
    await setWorkspaceRole(database, bob, 'guest')
    await database.query('select channels.demote_to_guest($1, $2, $3)', [acme.workspaceId, bob.userId, trace])
    const guest = { ...bob, role: 'guest' as const }
    expect(await failure(guest, inGeneral)).toBe('channel_not_found')
    await makeDue(outside, inside)
    expect(await failure(guest, outside)).toBe('channel_not_found')
    expect(await outcome(guest, inside)).toMatchObject({ status: 'sent' })
    expect(await membersOf(open)).toEqual([ada.userId])
  })
})
