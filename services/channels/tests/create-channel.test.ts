import { randomUUID } from 'node:crypto'
import { createChannel, getChannel, listChannelMembers, listChannels } from '@parley/contracts/channels/channels'
import { channelCreated, memberAdded } from '@parley/contracts/channels/events'
import { title } from '@parley/contracts/endpoint'
import { rooms } from '@parley/contracts/event'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { tally } from '@parley/testing/answer'
import { newMember } from '@parley/testing/fixtures'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { expectExactCounts, newName, setScene, trace, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database, received } = scene
const { ada, bob, cyd, gus } = acme
const text = { workspace_id: acme.workspaceId, channel_type: 'text' } as const
const dm = { workspace_id: acme.workspaceId, channel_type: 'dm' } as const

describe(title(createChannel), () => {
  it('answers 201 with the whole channel, the caller its first member and admin', async () => {
    const answer = await channels.callAs(bob).answer(createChannel, {
      ...text,
      name: 'product-launches',
      display_name: 'Product Launches',
      description: 'Coordinate product launch activities',
      topic: 'Q3',
    })
    expect(answer.status).toBe(201)
    const { channel } = answer.body as { channel: { id: string; created_at: string; updated_at: string } }
    expect(answer.body).toEqual({
      success: true,
      channel: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        workspace_id: acme.workspaceId,
        name: 'product-launches',
        display_name: 'Product Launches',
        description: 'Coordinate product launch activities',
        channel_type: 'text',
        topic: 'Q3',
        is_private: false,
        is_archived: false,
        parent_channel_id: null,
        member_count: 1,
        message_count: 0,
        last_message_at: null,
        participants: null,
        created_by: bob.userId,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        updated_at: channel.created_at,
      },
    })
    expect(await scene.membersOf(channel.id)).toEqual([{ user_id: bob.userId, role: 'admin' }])
  })

  it('leaves what was not given null, and public', async () => {
    const { channel } = await channels.callAs(ada).call(createChannel, { ...text, name: newName() })
    expect(channel).toMatchObject({ display_name: null, description: null, topic: null, is_private: false })
  })

  it.each(['text', 'voice', 'thread'] as const)('makes a %s channel', async (channel_type) => {
    const { channel } = await channels.callAs(ada).call(createChannel, { ...text, channel_type, name: newName() })
    expect(channel.channel_type).toBe(channel_type)
  })

  it('notifies every non-guest of a public channel, and puts its creator into the room', async () => {
    const id = await scene.channel()
    const [created] = await received(channelCreated, id)
    expect(created).toMatchObject({
      workspace_id: acme.workspaceId,
      channel_id: id,
      seq: null,
      rev: null,
      rooms: [rooms.workspace(acme.workspaceId), rooms.user(acme.workspaceId, ada.userId)],
      data: { id, member_count: 1, message_count: 0, created_by: ada.userId },
    })
    expect(channelCreated.data.safeParse(created!.data).error).toBeUndefined()
    const [added] = await received(memberAdded, id)
    expect(added).toMatchObject({
      rooms: [rooms.channel(id), rooms.user(acme.workspaceId, ada.userId)],
      data: { user_id: ada.userId, channel_id: id, role: 'admin', display_name: 'ada' },
    })
    expect(memberAdded.data.safeParse(added!.data).error).toBeUndefined()
  })

  it('notifies nobody but its members of a private channel', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [bob.userId] })
    const events = [...(await received(channelCreated, id)), ...(await received(memberAdded, id, 2))]
    const own = [rooms.user(acme.workspaceId, ada.userId), rooms.user(acme.workspaceId, bob.userId)]
    expect(events.map((event) => event.rooms.toSorted())).toEqual([
      own.toSorted(),
      [rooms.channel(id), ...own].toSorted(),
      [rooms.channel(id), ...own].toSorted(),
    ])
  })

  it('carries the request’s id into its events', async () => {
    const answer = await channels
      .callAs(ada)
      .answer(createChannel, { ...text, name: newName() }, { headers: { 'X-Request-Id': 'launch-1' } })
    const [created] = await received(channelCreated, (answer.body as { channel: { id: string } }).channel.id)
    expect(created?.trace).toMatchObject({ requestId: 'launch-1' })
  })

  it('refuses a name that is taken in the workspace, and only there', async () => {
    const name = newName()
    await scene.channel({ name })
    expect(await scene.answerTo(bob, createChannel, { ...text, name })).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict', details: [{ path: 'name', message: 'Is taken.' }] } },
    })
    const elsewhere = await scene.answerTo(eve, createChannel, { ...text, workspace_id: eve.workspaceId, name })
    expect(elsewhere.status).toBe(201)
  })

  it('holds names apart whatever their case', async () => {
    const name = newName()
    await scene.channel({ name })
    await expect(
      database.query(
        `insert into channels.channels (workspace_id, name, channel_type, created_by) values ($1, upper($2), 'text', $3)`,
        [acme.workspaceId, name, ada.userId],
      ),
    ).rejects.toThrow(/channels_name/)
  })

  it('gives a name to one of twenty who want it at once', async () => {
    const name = newName()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => scene.answerTo(ada, createChannel, { ...text, name })),
    )
    expect(tally(answers)).toEqual({ 201: 1, 409: 19 })
    await expectExactCounts(database)
  })

  it.each(['Launches', 'two words', '-lead', 'trail-', 'ünï', '', 'a'.repeat(81), 'a/b', '💥'])(
    'refuses the name %j as a 400 that names the field',
    async (name) => {
      expect(await scene.answerTo(ada, createChannel, { ...text, name })).toMatchObject({
        status: 400,
        body: { error: { code: 'invalid_input', details: [{ path: 'name' }] } },
      })
    },
  )

  it('names every field that is wrong', async () => {
    const body = { workspace_id: 'nonsense', channel_type: 'video', topic: 7, is_private: 'maybe' }
    const answer = await channels.callAs(ada).request('post', '/api/v2/channels', { body })
    expect(answer.status).toBe(400)
    const { error } = answer.body as { error: { details: { path: string }[] } }
    expect(error.details.map(({ path }) => path).toSorted()).toEqual(
      ['channel_type', 'is_private', 'topic', 'workspace_id'].toSorted(),
    )
  })

  it('drops fields that are not a creator’s to give', async () => {
    const body = {
      ...text,
      name: newName(),
      is_general: true,
      member_count: 99,
      created_by: bob.userId,
      is_archived: true,
    }
    const answer = await channels.callAs(ada).request('post', '/api/v2/channels', { body })
    expect(answer.body).toMatchObject({ channel: { member_count: 1, created_by: ada.userId, is_archived: false } })
  })

  it('forbids guests', async () => {
    expect(await scene.answerTo(gus, createChannel, { ...text, name: newName() })).toMatchObject({ status: 403 })
    expect(await scene.answerTo(gus, createChannel, { ...dm, member_ids: [ada.userId] })).toMatchObject({ status: 403 })
  })

  it('believes the database, not the caller, about who is a guest', async () => {
    const pretender = { ...gus, role: 'owner' } as const
    expect((await scene.answerTo(pretender, createChannel, { ...text, name: newName() })).status).toBe(403)
  })

  it('answers a foreign workspace exactly as one that does not exist', async () => {
    const foreign = await scene.answerTo(eve, createChannel, { ...text, name: 'x' })
    expect(foreign.status).toBe(404)
    expect(await scene.answerTo(eve, createChannel, { ...text, workspace_id: unknownId, name: 'x' })).toEqual(foreign)
    const gone = { ...ada, userId: randomUUID() }
    expect(await scene.answerTo(gone, createChannel, { ...text, name: 'x' })).toEqual(foreign)
  })

  it('brings others along, and refuses all of it when one is not of the workspace', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [bob.userId, gus.userId, bob.userId] })
    expect(await scene.membersOf(id)).toHaveLength(3)
    const name = newName()
    const foreign = await scene.answerTo(ada, createChannel, { ...text, name, member_ids: [bob.userId, eve.userId] })
    expect(foreign.status).toBe(404)
    expect(await scene.answerTo(ada, createChannel, { ...text, name, member_ids: [bob.userId, unknownId] })).toEqual(
      foreign,
    )
    await scene.channel({ name })
  })

  it('takes an id in either form and either case', async () => {
    const { channel } = await channels.callAs(ada).call(createChannel, {
      ...text,
      workspace_id: acme.workspaceId.toUpperCase(),
      name: newName(),
    })
    expect(channel.workspace_id).toBe(acme.workspaceId)
  })

  describe('under a parent', () => {
    it('takes a channel that the caller sees', async () => {
      const parent = await scene.channel()
      const { channel } = await channels
        .callAs(bob)
        .call(createChannel, { ...text, name: newName(), parent_channel_id: parent })
      expect(channel).toMatchObject({ parent_channel_id: parent, is_private: false })
    })

    it('answers a hidden or foreign parent exactly as a missing one', async () => {
      const hidden = await scene.channel({ is_private: true })
      const foreign = await scene.channel({}, eve)
      const under = (parent_channel_id: string) =>
        scene.answerTo(bob, createChannel, { ...text, name: newName(), parent_channel_id })
      const missing = await under(unknownId)
      expect(missing.status).toBe(404)
      expect(await under(hidden)).toEqual(missing)
      expect(await under(foreign)).toEqual(missing)
    })

    it('is private under a private one', async () => {
      const parent = await scene.channel({ is_private: true })
      const child = await scene.channel({ parent_channel_id: parent })
      expect(await scene.answerTo(bob, getChannel, { id: child })).toMatchObject({ status: 404 })
    })

    it('refuses an archived one', async () => {
      const parent = await scene.channel()
      await scene.archive(parent)
      const answer = await scene.answerTo(ada, createChannel, { ...text, name: newName(), parent_channel_id: parent })
      expect(answer.status).toBe(409)
    })
  })

  describe('a dm', () => {
    it('is a private channel of its participants, named after its id', async () => {
      const answer = await channels.callAs(bob).answer(createChannel, {
        ...dm,
        name: 'ignored',
        is_private: false,
        parent_channel_id: acme.general,
        member_ids: [cyd.userId],
      })
      const { channel } = answer.body as { channel: { id: string } }
      expect(answer).toMatchObject({
        status: 201,
        body: {
          channel: {
            name: `dm-${channel.id}`,
            channel_type: 'dm',
            is_private: true,
            parent_channel_id: null,
            member_count: 2,
          },
        },
      })
      const { members } = await channels.callAs(cyd).call(listChannelMembers, { id: channel.id })
      expect(members.map(({ user_id }) => user_id).toSorted()).toEqual([bob.userId, cyd.userId].toSorted())
      expect((await scene.answerTo(ada, getChannel, { id: channel.id })).status).toBe(404)
    })

    it('is the same for the same people, whoever asks, in whatever order', async () => {
      const first = await channels.callAs(ada).answer(createChannel, { ...dm, member_ids: [bob.userId, gus.userId] })
      expect(first.status).toBe(201)
      const again = await channels
        .callAs(bob)
        .answer(createChannel, { ...dm, member_ids: [gus.userId, bob.userId, ada.userId, gus.userId] })
      expect(again.status).toBe(200)
      expect(again.body).toEqual(first.body)
      const fewer = await channels.callAs(ada).answer(createChannel, { ...dm, member_ids: [gus.userId] })
      expect(fewer.status).toBe(201)
    })

    it('is created once when twenty requests open it at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => {
          const [caller, other] = i % 2 ? [ada, cyd] : [cyd, ada]
          return channels.callAs(caller).answer(createChannel, { ...dm, member_ids: [other.userId] })
        }),
      )
      expect(tally(answers)).toEqual({ 201: 1, 200: 19 })
      const ids = new Set(answers.map(({ body }) => (body as { channel: { id: string } }).channel.id))
      expect(ids.size).toBe(1)
      const [id] = ids
      expect(await received(channelCreated, id!)).toHaveLength(1)
      expect(await received(memberAdded, id!, 2)).toHaveLength(2)
      await expectExactCounts(database)
    })

    it('can be with oneself', async () => {
      const { channel } = await channels.callAs(ada).call(createChannel, { ...dm, member_ids: [ada.userId] })
      expect(channel.member_count).toBe(1)
    })

    it('takes one to eight others, all of the workspace', async () => {
      const others = Array.from({ length: 9 }, () => randomUUID())
      for (const member_ids of [undefined, [], others])
        expect(await scene.answerTo(ada, createChannel, { ...dm, member_ids })).toMatchObject({
          status: 400,
          body: { error: { details: [{ path: 'member_ids' }] } },
        })
      expect((await scene.answerTo(ada, createChannel, { ...dm, member_ids: [eve.userId] })).status).toBe(404)
    })

    it('stands outside the names of channels', async () => {
      const dan = await newMember(scene.database, acme.workspaceId, 'dan')
      const { channel } = await channels.callAs(ada).call(createChannel, { ...dm, member_ids: [dan.userId] })
      await scene.channel({ name: channel.name })
    })

    it('adds a participant again who left the workspace and returned', async () => {
      const fay = await newMember(scene.database, acme.workspaceId, 'fay')
      const { channel } = await channels.callAs(ada).call(createChannel, { ...dm, member_ids: [fay.userId] })
      await database.query('select channels.leave_workspace($1, $2, $3)', [acme.workspaceId, fay.userId, trace])
      expect(await scene.membersOf(channel.id)).toHaveLength(1)
      const again = await channels.callAs(fay).answer(createChannel, { ...dm, member_ids: [ada.userId] })
      expect(again).toMatchObject({ status: 200, body: { channel: { id: channel.id, member_count: 2 } } })
      expect(await received(memberAdded, channel.id, 3)).toHaveLength(3)
    })
  })

  describe('with an Idempotency-Key', () => {
    const keyed = (idempotencyKey: string, name: string, caller = ada) =>
      channels.callAs(caller).answer(createChannel, { ...text, name }, { idempotencyKey })

    it('replays the first answer, and makes one channel', async () => {
      const [key, name] = [randomUUID(), newName()]
      const first = await keyed(key, name)
      const again = await keyed(key, name)
      expect([first.status, again.status]).toEqual([201, 201])
      expect(again.body).toEqual(first.body)
      expect(first.headers.get('idempotency-replayed')).toBeNull()
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      const { channels: listed } = await channels
        .callAs(ada)
        .call(listChannels, { workspace_id: acme.workspaceId, limit: 100 })
      expect(listed.filter((channel) => channel.name === name)).toHaveLength(1)
    })

    it('refuses another body under the same key, and minds whose key it is', async () => {
      const key = randomUUID()
      await keyed(key, newName())
      expect((await keyed(key, newName())).status).toBe(422)
      expect((await keyed(key, newName(), bob)).status).toBe(201)
    })

    it('keeps no answer of a first attempt that failed', async () => {
      const [key, name] = [randomUUID(), newName()]
      const blocker = await scene.channel({ name })
      expect((await keyed(key, name)).status).toBe(409)
      await database.query('delete from channels.channels where id = $1', [blocker])
      expect((await keyed(key, name)).status).toBe(201)
    })

    it('answers 409 while the first attempt runs', async () => {
      const [key, name] = [randomUUID(), newName()]
      const holding = createDatabase('channels', {
        url: database.url,
        poolSize: 1,
        log: createLog('test', { LOG_LEVEL: 'silent' }),
      })
      const { first, second } = await holding.transaction().execute(async (tx) => {
        // Whatever brings Ada into a channel now waits for us.
        await sql`select pg_advisory_xact_lock(channels.person_key(${acme.workspaceId}, ${ada.userId}))`.execute(tx)
        const first = keyed(key, name)
        await untilSomeoneWaits(database)
        return { first, second: await keyed(key, name) }
      })
      await holding.destroy()
      expect(second).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } })
      expect((await first).status).toBe(201)
    })
  })
})
