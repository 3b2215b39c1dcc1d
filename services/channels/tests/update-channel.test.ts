import { createChannel, getChannel, joinChannel, leaveChannel, listChannels } from '@parley/contracts/channels/channels'
import { channelCreated, channelUpdated } from '@parley/contracts/channels/events'
import { updateChannel } from '@parley/contracts/channels/managing'
import { type InputOf, title } from '@parley/contracts/endpoint'
import { rooms } from '@parley/contracts/event'
import type { Caller } from '@parley/kit/assertion'
import { tally } from '@parley/testing/answer'
import { newMember } from '@parley/testing/fixtures'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { insertHead, post, storedMessages } from '@parley/testing/rows/messaging'
import { describe, expect, it } from 'vitest'
import { setScene, signedIn, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database, received } = scene
const { ada, bob, cyd, gus, workspaceId } = acme

const messaging = signedIn(scene, 'messaging')
const messagesIn = async (id: string) => (await storedMessages(database, [id])).length

type Change = Omit<InputOf<typeof updateChannel>, 'id'>
const change = (caller: Caller, id: string, body: Change) => scene.answerTo(caller, updateChannel, { id, ...body })
const raw = (id: string, body: unknown) => channels.callAs(ada).request('patch', `/api/v2/channels/${id}`, { body })
const dmOf = async (...others: Caller[]) =>
  (
    await channels.callAs(ada).call(createChannel, {
      workspace_id: workspaceId,
      channel_type: 'dm',
      member_ids: others.map(({ userId }) => userId),
    })
  ).channel.id

describe(title(updateChannel), () => {
  it('changes what is given, keeps the rest, answers the channel and publishes it with its counts', async () => {
    const id = await scene.channel({ description: 'kept', topic: 'old', member_ids: [bob.userId] })
    await insertHead(database, { workspaceId, channelId: id }, { messageCount: 41 })
    const before = (await channels.callAs(ada).call(getChannel, { id })).channel
    const answer = await change(ada, id, { display_name: ' Launches ', topic: 'new' })
    const channel = {
      ...before,
      display_name: 'Launches',
      topic: 'new',
      message_count: 41,
      member_count: 2,
      updated_at: expect.stringMatching(/Z$/),
    }
    expect(answer).toEqual({ status: 200, body: { success: true, channel } })
    expect((await channels.callAs(ada).call(getChannel, { id })).channel).toEqual(channel)
    const { is_member, role, notification_level, is_hidden, ...asEveryoneSees } = channel
    const [event, ...others] = await received(channelUpdated, id)
    expect(others).toEqual([])
    expect(event).toMatchObject({
      rooms: [rooms.workspace(workspaceId), rooms.channel(id)],
      workspace_id: workspaceId,
      seq: null,
      rev: null,
    })
    expect(event!.data).toEqual(asEveryoneSees)
    expect(channelUpdated.data.safeParse(event!.data).error).toBeUndefined()
  })

  it('publishes a private channel in its own room alone', async () => {
    const id = await scene.channel({ is_private: true })
    await change(ada, id, { topic: 'hush' })
    expect(await received(channelUpdated, id)).toMatchObject([{ rooms: [rooms.channel(id)], data: { topic: 'hush' } }])
  })

  it('clears with null, and publishes nothing where nothing changes', async () => {
    const id = await scene.channel({ display_name: 'Name', description: 'words', topic: 'talk' })
    const cleared = { display_name: null, description: null, topic: null }
    expect(await change(ada, id, cleared)).toMatchObject({ status: 200, body: { channel: cleared } })
    const { updated_at } = (await channels.callAs(ada).call(getChannel, { id })).channel
    expect(await change(ada, id, cleared)).toMatchObject({ status: 200, body: { channel: { updated_at } } })
    await change(ada, id, { topic: 'again' })
    expect((await received(channelUpdated, id, 2)).map(({ data }) => data.topic)).toEqual([null, 'again'])
  })

  it.each(['name', 'channel_type', 'is_private', 'workspace_id', 'parent_channel_id'])(
    'says that %s cannot be changed',
    async (field) => {
      const id = await scene.channel()
      for (const value of ['anything', null, true])
        expect(await raw(id, { topic: 'new', [field]: value })).toMatchObject({
          status: 400,
          body: { error: { code: 'invalid_input', details: [{ path: field, message: 'Cannot be changed.' }] } },
        })
      expect((await channels.callAs(ada).call(getChannel, { id })).channel.topic).toBeNull()
    },
  )

  it.each([
    ['nothing', {}],
    ['unknown fields alone', { colour: 'red' }],
    ['an empty name', { display_name: '  ' }],
    ['a name that is too long', { display_name: 'x'.repeat(101) }],
    ['a topic that is too long', { topic: 'x'.repeat(251) }],
    ['a description that is too long', { description: 'x'.repeat(1001) }],
    ['is_archived as text', { is_archived: 'yes' }],
    ['is_archived as null', { is_archived: null }],
  ])('refuses %s', async (_, body) => {
    expect((await raw(await scene.channel(), body)).status).toBe(400)
  })

  it('takes a channel admin, the creator, and the workspace’s owner and admins', async () => {
    const boss = await newMember(scene.database, workspaceId, 'boss', 'admin')
    const id = await scene.channel({ member_ids: [cyd.userId, gus.userId, ada.userId] }, bob)
    const by = async (caller: Caller) => (await change(caller, id, { topic: `by ${caller.userId}` })).status
    expect(await by(bob)).toBe(200)
    expect(await by(ada)).toBe(200)
    expect(await by(boss)).toBe(200) // not a member, but they see it
    expect(await by(cyd)).toBe(403)
    expect(await by(gus)).toBe(403)
    expect(await by({ ...cyd, role: 'owner' })).toBe(403) // a claim alone
    await database.query(`update channels.members set role = 'admin' where channel_id = $1 and user_id = $2`, [
      id,
      cyd.userId,
    ])
    expect(await by(cyd)).toBe(200)
    await database.query(`update channels.members set role = 'member' where channel_id = $1 and user_id = $2`, [
      id,
      bob.userId,
    ])
    expect(await by(bob)).toBe(200) // who made it
  })

  it('hides a private channel from owners, strangers and those who were just removed', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [cyd.userId] }, bob)
    const missing = await change(ada, unknownId, { topic: 'x' })
    expect(missing.status).toBe(404)
    for (const caller of [ada, eve, gus]) expect(await change(caller, id, { topic: 'x' })).toEqual(missing)
    expect((await change(cyd, id, { topic: 'x' })).status).toBe(403)
    await channels.callAs(cyd).call(leaveChannel, { id })
    expect(await change(cyd, id, { topic: 'x' })).toEqual(missing)
  })

  it('archives: nobody joins, nothing changes but that it can be unarchived, with other changes or without', async () => {
    const id = await scene.channel({ topic: 'before' })
    const archived = await change(ada, id, { is_archived: true, topic: 'last words' })
    expect(archived).toMatchObject({ status: 200, body: { channel: { is_archived: true, topic: 'last words' } } })
    expect((await scene.answerTo(bob, joinChannel, { id })).status).toBe(409)
    expect((await change(ada, id, { topic: 'after' })).status).toBe(409)
    expect((await change(ada, id, { topic: 'after', is_archived: true })).status).toBe(409)
    expect(await change(ada, id, { is_archived: true })).toEqual(archived)
    const list = async (is_archived: boolean) =>
      (
        await channels.callAs(ada).call(listChannels, { workspace_id: workspaceId, is_archived, limit: 100 })
      ).channels.filter((channel) => channel.id === id)
    expect([(await list(true)).length, (await list(false)).length]).toEqual([1, 0])
    expect(await change(ada, id, { is_archived: false, topic: 'after' })).toMatchObject({
      status: 200,
      body: { channel: { is_archived: false, topic: 'after' } },
    })
    expect((await scene.answerTo(bob, joinChannel, { id })).status).toBe(200)
    expect((await received(channelUpdated, id, 2)).map(({ data }) => data.is_archived)).toEqual([true, false])
  })

  it('lets no message in that was not there when it was archived', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await scene.channel({ member_ids: [bob.userId] })
      const archive = async () => {
        const { status } = await change(ada, id, { is_archived: true })
        return { status, messages: await messagesIn(id) }
      }
      const [then, ...outcomes] = await Promise.all([
        archive(),
        ...Array.from({ length: 8 }, (_, i) => post(database, i % 2 ? bob : cyd, id)),
      ])
      for (const outcome of outcomes) expect(['posted', 'archived', 'PM409']).toContain(outcome)
      expect({ status: 200, messages: await messagesIn(id) }).toEqual(then)
      expect(await post(database, bob, id)).toBe('archived')
      await change(ada, id, { is_archived: false })
      expect(await post(database, bob, id)).toBe('posted')
    }
  })

  it('waits for a post that is under way', async () => {
    const id = await scene.channel()
    const { archiving } = await messaging.transaction().execute(async (tx) => {
      await insertHead(tx, { workspaceId, channelId: id })
      const archiving = change(ada, id, { is_archived: true })
      await untilSomeoneWaits(database)
      return { archiving }
    })
    expect((await archiving).status).toBe(200)
  })

  it('never archives general, but renames it', async () => {
    expect((await change(ada, acme.general, { is_archived: true })).status).toBe(409)
    expect((await change(ada, acme.general, { is_archived: true, topic: 'x' })).status).toBe(409)
    expect((await change(ada, acme.general, { is_archived: false })).status).toBe(200)
    expect(await change(ada, acme.general, { display_name: 'Everyone' })).toMatchObject({
      status: 200,
      body: { channel: { name: 'general', display_name: 'Everyone' } },
    })
  })

  it('gives a direct message a topic, by whoever is in it, and nothing else', async () => {
    const id = await dmOf(bob, gus)
    for (const caller of [ada, bob, gus])
      expect((await change(caller, id, { topic: `by ${caller.userId}` })).status).toBe(200)
    for (const body of [{ display_name: 'x' }, { description: null }, { is_archived: true }, { is_archived: false }])
      expect((await change(ada, id, { topic: 'x', ...body })).status).toBe(409)
    expect((await change(cyd, id, { topic: 'x' })).status).toBe(404)
  })

  it('ends in one state, published last, when twenty change it at once', async () => {
    const id = await scene.channel()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        change(ada, id, i % 2 ? { topic: `topic ${i}` } : { display_name: `name ${i}`, is_archived: false }),
      ),
    )
    expect(tally(answers)).toEqual({ 200: 20 })
    const events = await received(channelUpdated, id, 20)
    const { is_member, role, notification_level, is_hidden, ...last } = (
      await channels.callAs(ada).call(getChannel, { id })
    ).channel
    expect(events).toHaveLength(20)
    expect(events.map(({ data }) => data)).toContainEqual(last)
  })
})

describe('a parent that not everyone sees', () => {
  const eventsOf = async (id: string) =>
    (await received(channelUpdated, id, 2)).map(({ rooms: to, data }) => ({ to, parent: data.parent_channel_id }))
  const own = (...people: Caller[]) => people.map(({ userId }) => rooms.user(workspaceId, userId)).toSorted()

  it('is null to members of a private sub-channel who are not in it, in answers and events', async () => {
    const parent = await scene.channel({ is_private: true, member_ids: [cyd.userId] })
    const child = await scene.channel({ parent_channel_id: parent, member_ids: [bob.userId, cyd.userId] })
    const shownTo = async (caller: Caller) => {
      const client = channels.callAs(caller)
      const listed = (await client.call(listChannels, { workspace_id: workspaceId, limit: 100 })).channels
      return [
        (await client.call(getChannel, { id: child })).channel.parent_channel_id,
        listed.find(({ id }) => id === child)?.parent_channel_id,
      ]
    }
    expect(await shownTo(ada)).toEqual([parent, parent])
    expect(await shownTo(cyd)).toEqual([parent, parent])
    expect(await shownTo(bob)).toEqual([null, null])

    expect(await change(ada, child, { topic: 'x' })).toMatchObject({ body: { channel: { parent_channel_id: parent } } })
    const events = await eventsOf(child)
    expect(events).toHaveLength(2)
    expect(events).toEqual(
      expect.arrayContaining([
        { to: own(ada, cyd), parent },
        { to: own(bob), parent: null },
      ]),
    )
    await database.query(`update channels.members set role = 'admin' where channel_id = $1 and user_id = $2`, [
      child,
      bob.userId,
    ])
    expect(await change(bob, child, { topic: 'y' })).toMatchObject({ body: { channel: { parent_channel_id: null } } })
  })

  it('is published apart from the first, when the sub-channel is made', async () => {
    const parent = await scene.channel({ is_private: true })
    const child = await scene.channel({ parent_channel_id: parent, member_ids: [bob.userId] })
    const events = await received(channelCreated, child, 2)
    expect(events.map(({ rooms: to, data }) => ({ to, parent: data.parent_channel_id }))).toEqual(
      expect.arrayContaining([
        { to: own(ada), parent },
        { to: own(bob), parent: null },
      ]),
    )
    expect(events).toHaveLength(2)
  })

  it('is null to guests of a public sub-channel, and known to everyone else', async () => {
    const parent = await scene.channel()
    const child = await scene.channel({ parent_channel_id: parent, member_ids: [gus.userId, bob.userId] })
    expect((await channels.callAs(gus).call(getChannel, { id: child })).channel.parent_channel_id).toBeNull()
    expect((await channels.callAs(bob).call(getChannel, { id: child })).channel.parent_channel_id).toBe(parent)
    await change(ada, child, { topic: 'x' })
    expect(await eventsOf(child)).toEqual(
      expect.arrayContaining([
        { to: [rooms.workspace(workspaceId)], parent },
        { to: own(gus), parent: null },
      ]),
    )
  })
})
