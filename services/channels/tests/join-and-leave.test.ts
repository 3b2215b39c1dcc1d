import { randomUUID } from 'node:crypto'
import { createChannel, getChannel, joinChannel, leaveChannel } from '@parley/contracts/channels/channels'
import { memberAdded, memberRemoved } from '@parley/contracts/channels/events'
import { title } from '@parley/contracts/endpoint'
import { rooms } from '@parley/contracts/event'
import { tally } from '@parley/testing/answer'
import { newMember } from '@parley/testing/fixtures'
import { describe, expect, it } from 'vitest'
import { expectExactCounts, setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database, received } = scene
const { ada, bob, cyd, gus } = acme

const promote = (channelId: string, userId: string) =>
  database.query(`update channels.members set role = 'admin' where channel_id = $1 and user_id = $2`, [
    channelId,
    userId,
  ])
const countOf = async (id: string) => (await channels.callAs(ada).call(getChannel, { id })).channel.member_count

describe(title(joinChannel), () => {
  it('makes a non-guest a member, counts and publishes', async () => {
    const id = await scene.channel()
    const answer = await scene.answerTo(bob, joinChannel, { id })
    const member = {
      user_id: bob.userId,
      channel_id: id,
      role: 'member',
      joined_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    }
    expect(answer).toEqual({ status: 200, body: { success: true, member } })
    expect(await countOf(id)).toBe(2)
    const events = await received(memberAdded, id, 2)
    expect(events[1]).toMatchObject({
      rooms: [rooms.channel(id), rooms.user(acme.workspaceId, bob.userId)],
      data: { ...member, display_name: 'bob', email: expect.stringContaining('bob'), avatar_url: null },
    })
    expect(memberAdded.data.safeParse(events[1]!.data).error).toBeUndefined()
  })

  it('changes and publishes nothing the second time', async () => {
    const id = await scene.channel()
    const first = await scene.answerTo(bob, joinChannel, { id })
    expect(await scene.answerTo(bob, joinChannel, { id })).toEqual(first)
    expect(await scene.answerTo(ada, joinChannel, { id })).toMatchObject({ body: { member: { role: 'admin' } } })
    await channels.callAs(bob).call(leaveChannel, { id })
    await received(memberRemoved, id)
    expect(await received(memberAdded, id, 2)).toHaveLength(2)
  })

  it('makes one membership of twenty joins at once', async () => {
    const id = await scene.channel()
    const answers = await Promise.all(Array.from({ length: 20 }, () => scene.answerTo(bob, joinChannel, { id })))
    expect(tally(answers)).toEqual({ 200: 20 })
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(await scene.membersOf(id)).toHaveLength(2)
    await expectExactCounts(database)
  })

  it('counts twenty people who join at once', async () => {
    const id = await scene.channel()
    const many = await Promise.all(
      Array.from({ length: 20 }, (_, i) => newMember(scene.database, acme.workspaceId, `many-${i}`)),
    )
    const answers = await Promise.all(many.map((person) => scene.answerTo(person, joinChannel, { id })))
    expect(tally(answers)).toEqual({ 200: 20 })
    expect(await countOf(id)).toBe(21)
    expect(await received(memberAdded, id, 21)).toHaveLength(21)
    await expectExactCounts(database)
  })

  it('keeps counting while people come and go at once', async () => {
    const id = await scene.channel()
    const person = await newMember(scene.database, acme.workspaceId, 'restless')
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => scene.answerTo(person, i % 2 ? leaveChannel : joinChannel, { id })),
    )
    expect(await countOf(id)).toBe((await scene.membersOf(id)).length)
    await expectExactCounts(database)
  })

  it('answers guests, and all others from whom it is hidden, as if the channel did not exist', async () => {
    const open = await scene.channel()
    const hidden = await scene.channel({ is_private: true }, bob)
    const missing = await scene.answerTo(ada, joinChannel, { id: unknownId })
    expect(missing.status).toBe(404)
    expect(await scene.answerTo(gus, joinChannel, { id: open })).toEqual(missing)
    expect(await scene.answerTo({ ...gus, role: 'owner' }, joinChannel, { id: open })).toEqual(missing)
    expect(await scene.answerTo(eve, joinChannel, { id: open })).toEqual(missing)
    expect(await scene.answerTo(ada, joinChannel, { id: hidden })).toEqual(missing)
    expect(await scene.membersOf(hidden)).toHaveLength(1)
  })

  it('refuses an archived channel', async () => {
    const id = await scene.channel()
    await scene.archive(id)
    expect(await scene.answerTo(bob, joinChannel, { id })).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict' } },
    })
    expect(await scene.membersOf(id)).toHaveLength(1)
  })

  it('replays under an Idempotency-Key, even after the caller has left', async () => {
    const id = await scene.channel()
    const idempotencyKey = randomUUID()
    const first = await channels.callAs(bob).answer(joinChannel, { id }, { idempotencyKey })
    await channels.callAs(bob).call(leaveChannel, { id })
    const again = await channels.callAs(bob).answer(joinChannel, { id }, { idempotencyKey })
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(await scene.membersOf(id)).toHaveLength(1)
  })
})

describe(title(leaveChannel), () => {
  it('ends a membership, counts and publishes, the one who left included', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    expect(await scene.answerTo(bob, leaveChannel, { id })).toEqual({
      status: 200,
      body: {
        success: true,
        member: { user_id: bob.userId, channel_id: id, role: 'member', joined_at: expect.stringMatching(/Z$/) },
      },
    })
    expect(await countOf(id)).toBe(1)
    const [removed] = await received(memberRemoved, id)
    expect(removed).toMatchObject({
      rooms: [rooms.channel(id), rooms.user(acme.workspaceId, bob.userId), rooms.access],
      data: { user_id: bob.userId, channel_id: id },
    })
    expect(memberRemoved.data.safeParse(removed!.data).error).toBeUndefined()
  })

  it('hides a private channel from whoever left it', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [bob.userId] })
    await channels.callAs(bob).call(leaveChannel, { id })
    expect(await scene.answerTo(bob, leaveChannel, { id })).toEqual(
      await scene.answerTo(bob, leaveChannel, { id: unknownId }),
    )
  })

  it('answers 409 to someone who sees the channel but is not in it, 404 to those who do not see it', async () => {
    const id = await scene.channel()
    expect((await scene.answerTo(bob, leaveChannel, { id })).status).toBe(409)
    const missing = await scene.answerTo(bob, leaveChannel, { id: unknownId })
    expect(missing.status).toBe(404)
    expect(await scene.answerTo(gus, leaveChannel, { id })).toEqual(missing)
    expect(await scene.answerTo(eve, leaveChannel, { id })).toEqual(missing)
  })

  it('lets guests out, also of an archived channel', async () => {
    const id = await scene.channel({ member_ids: [gus.userId] })
    await scene.archive(id)
    expect((await scene.answerTo(gus, leaveChannel, { id })).status).toBe(200)
  })

  it('keeps every non-guest in general', async () => {
    for (const caller of [ada, bob])
      expect((await scene.answerTo(caller, leaveChannel, { id: acme.general })).status).toBe(409)
    await scene.add(acme.general, gus)
    expect((await scene.answerTo(gus, leaveChannel, { id: acme.general })).status).toBe(200)
  })

  it('keeps the participants of a dm', async () => {
    const { channel } = await channels
      .callAs(ada)
      .call(createChannel, { workspace_id: acme.workspaceId, channel_type: 'dm', member_ids: [bob.userId] })
    expect((await scene.answerTo(bob, leaveChannel, { id: channel.id })).status).toBe(409)
  })

  it('keeps the last admin, alone in the channel or not', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    expect((await scene.answerTo(ada, leaveChannel, { id })).status).toBe(409)
    await promote(id, bob.userId)
    expect((await scene.answerTo(bob, leaveChannel, { id })).status).toBe(200)
    expect((await scene.answerTo(ada, leaveChannel, { id })).status).toBe(409)
    expect(await scene.membersOf(id)).toMatchObject([{ user_id: ada.userId, role: 'admin' }])
    expect(await countOf(id)).toBe(1)
  })

  it('keeps the last member of a private channel', async () => {
    const id = await scene.channel({ is_private: true })
    expect((await scene.answerTo(ada, leaveChannel, { id })).status).toBe(409)
    expect(await countOf(id)).toBe(1)
  })

  it('lets one of two admins out when both leave at once', async () => {
    for (let round = 0; round < 10; round++) {
      const id = await scene.channel({ member_ids: [bob.userId, cyd.userId], is_private: round % 2 === 0 })
      await promote(id, bob.userId)
      const answers = await Promise.all([ada, bob].map((caller) => scene.answerTo(caller, leaveChannel, { id })))
      expect(tally(answers)).toEqual({ 200: 1, 409: 1 })
      const left = await scene.membersOf(id)
      expect(left.filter(({ role }) => role === 'admin')).toHaveLength(1)
      expect(left).toHaveLength(2)
    }
    await expectExactCounts(database)
  })

  it('lets one of the last two members out when both are admins and leave at once', async () => {
    for (let round = 0; round < 10; round++) {
      const id = await scene.channel({ member_ids: [bob.userId], is_private: round % 2 === 0 })
      await promote(id, bob.userId)
      const answers = await Promise.all([ada, bob].map((caller) => scene.answerTo(caller, leaveChannel, { id })))
      expect(tally(answers)).toEqual({ 200: 1, 409: 1 })
    }
    await expectExactCounts(database)
  })
})
