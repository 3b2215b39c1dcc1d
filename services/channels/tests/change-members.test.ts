import { randomUUID } from 'node:crypto'
import {
  addChannelMember,
  createChannel,
  getChannel,
  leaveChannel,
  listChannelMembers,
  removeChannelMember,
} from '@parley/contracts/channels/channels'
import { memberAdded, memberRemoved } from '@parley/contracts/channels/events'
import { title } from '@parley/contracts/endpoint'
import { rooms } from '@parley/contracts/event'
import type { Caller } from '@parley/kit/assertion'
import { tally } from '@parley/testing/answer'
import { newMember } from '@parley/testing/fixtures'
import { describe, expect, it } from 'vitest'
import { expectExactCounts, setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database, received } = scene
const { ada, bob, cyd, gus } = acme

const add = (caller: Caller, id: string, person: Pick<Caller, 'userId'>) =>
  scene.answerTo(caller, addChannelMember, { id, user_id: person.userId })
const remove = (caller: Caller, id: string, person: Pick<Caller, 'userId'>) =>
  scene.answerTo(caller, removeChannelMember, { id, userId: person.userId })
const promote = (channelId: string, { userId }: Caller) =>
  database.query(`update channels.members set role = 'admin' where channel_id = $1 and user_id = $2`, [
    channelId,
    userId,
  ])
const dmOf = async (...others: Caller[]) =>
  (
    await channels.callAs(ada).call(createChannel, {
      workspace_id: acme.workspaceId,
      channel_type: 'dm',
      member_ids: others.map(({ userId }) => userId),
    })
  ).channel.id

describe(title(addChannelMember), () => {
  it('answers 201 with the membership, counts and publishes, the new one included', async () => {
    const id = await scene.channel({ is_private: true })
    const member = { user_id: bob.userId, channel_id: id, role: 'member', joined_at: expect.stringMatching(/Z$/) }
    expect(await add(ada, id, bob)).toEqual({ status: 201, body: { success: true, member } })
    const { channel } = await channels.callAs(bob).call(getChannel, { id })
    expect(channel).toMatchObject({ member_count: 2, is_member: true })
    const events = await received(memberAdded, id, 2)
    expect(events[1]).toMatchObject({
      rooms: [rooms.channel(id), rooms.user(acme.workspaceId, bob.userId)],
      data: { ...member, display_name: 'bob' },
    })
  })

  it('answers 201 with the membership unchanged to someone who is in, and publishes nothing', async () => {
    const id = await scene.channel()
    const first = await add(ada, id, bob)
    await promote(id, bob)
    const again = await add(ada, id, bob)
    expect(again).toMatchObject({ status: 201, body: { member: { role: 'admin' } } })
    expect(again.body).toMatchObject({
      member: { joined_at: (first.body as { member: { joined_at: string } }).member.joined_at },
    })
    await scene.add(id, cyd)
    expect(await received(memberAdded, id, 3)).toHaveLength(3)
  })

  it('adds one member in twenty tries at once', async () => {
    const id = await scene.channel()
    const answers = await Promise.all(Array.from({ length: 20 }, () => add(ada, id, bob)))
    expect(tally(answers)).toEqual({ 201: 20 })
    expect(await scene.membersOf(id)).toHaveLength(2)
    await expectExactCounts(database)
  })

  it('takes every member who is not a guest, and brings guests in', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    expect((await add(bob, id, gus)).status).toBe(201)
    expect((await scene.answerTo(gus, getChannel, { id })).status).toBe(200)
    expect((await add(gus, id, cyd)).status).toBe(403)
    expect((await add({ ...gus, role: 'owner' }, id, cyd)).status).toBe(403)
  })

  it('is forbidden to those who see the channel but are not in it, and hidden from the rest', async () => {
    const open = await scene.channel({}, bob)
    const hidden = await scene.channel({ is_private: true }, bob)
    expect((await add(ada, open, cyd)).status).toBe(403)
    const missing = await add(ada, unknownId, cyd)
    expect(missing.status).toBe(404)
    for (const [caller, id] of [
      [ada, hidden],
      [gus, open],
      [gus, hidden],
      [eve, open],
    ] as const)
      expect(await add(caller, id, cyd)).toEqual(missing)
  })

  it('answers a stranger exactly as someone who does not exist', async () => {
    const id = await scene.channel()
    const missing = await add(ada, id, { userId: unknownId })
    expect(missing).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } })
    expect(await add(ada, id, eve)).toEqual(missing)
  })

  it('refuses an archived channel and a dm', async () => {
    const shelved = await scene.channel()
    await scene.archive(shelved)
    expect((await add(ada, shelved, bob)).status).toBe(409)
    expect((await add(ada, await dmOf(bob), cyd)).status).toBe(409)
  })

  it('refuses what is not a person’s id', async () => {
    const id = await scene.channel()
    for (const body of [{}, { user_id: 'bob' }, { user_id: null }, { user_id: 7 }])
      expect(await channels.callAs(ada).request('post', `/api/v2/channels/${id}/members`, { body })).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'user_id' }] } },
      })
  })

  it('replays under an Idempotency-Key', async () => {
    const id = await scene.channel()
    const idempotencyKey = randomUUID()
    const call = (user: Caller) =>
      channels.callAs(ada).answer(addChannelMember, { id, user_id: user.userId }, { idempotencyKey })
    const first = await call(bob)
    expect((await call(bob)).body).toEqual(first.body)
    expect((await call(cyd)).status).toBe(422)
  })
})

describe(title(removeChannelMember), () => {
  it('answers as documented, counts, publishes, and the channel is gone for them at once', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [bob.userId] })
    expect(await remove(ada, id, bob)).toEqual({
      status: 200,
      body: { success: true, message: 'Member removed successfully' },
    })
    expect(await scene.answerTo(bob, getChannel, { id })).toEqual(
      await scene.answerTo(bob, getChannel, { id: unknownId }),
    )
    expect((await channels.callAs(ada).call(listChannelMembers, { id })).count).toBe(1)
    const [removed] = await received(memberRemoved, id)
    expect(removed).toMatchObject({
      rooms: [rooms.channel(id), rooms.user(acme.workspaceId, bob.userId), rooms.access],
      data: { user_id: bob.userId, channel_id: id },
    })
  })

  it('takes a channel admin, the creator, or the workspace’s owner and admins', async () => {
    const boss = await newMember(scene.database, acme.workspaceId, 'boss', 'admin')
    const removedBy = async (caller: Caller, prepare?: (id: string) => Promise<unknown>) => {
      const id = await scene.channel({ member_ids: [cyd.userId, gus.userId, ada.userId] }, bob)
      await prepare?.(id)
      return (await remove(caller, id, gus)).status
    }
    expect(await removedBy(bob)).toBe(200)
    expect(await removedBy(ada)).toBe(200)
    expect(await removedBy(boss)).toBe(200)
    expect(await removedBy(cyd)).toBe(403)
    expect(await removedBy(cyd, (id) => promote(id, cyd))).toBe(200)
    const creatorIsPlainMember = async (id: string) => {
      await promote(id, cyd)
      await database.query(`update channels.members set role = 'member' where channel_id = $1 and user_id = $2`, [
        id,
        bob.userId,
      ])
    }
    expect(await removedBy(bob, creatorIsPlainMember)).toBe(200)
  })

  it('does not believe a caller’s claim to be an owner', async () => {
    const id = await scene.channel({ member_ids: [bob.userId, cyd.userId] })
    expect((await remove({ ...bob, role: 'owner' }, id, cyd)).status).toBe(403)
  })

  it('hides a private channel from owners as from strangers', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [cyd.userId] }, bob)
    const missing = await remove(ada, unknownId, cyd)
    expect(missing.status).toBe(404)
    expect(await remove(ada, id, cyd)).toEqual(missing)
    expect(await remove(eve, id, cyd)).toEqual(missing)
    expect(await remove(gus, id, cyd)).toEqual(missing)
    expect(await scene.membersOf(id)).toHaveLength(2)
  })

  it('answers 404 to someone who is not in the channel', async () => {
    const id = await scene.channel()
    const missing = await remove(ada, id, { userId: unknownId })
    expect(missing.status).toBe(404)
    expect(await remove(ada, id, bob)).toEqual(missing)
    expect(await remove(ada, id, eve)).toEqual(missing)
  })

  it('lets anyone remove themselves, by the rules of leaving', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    expect((await remove(ada, id, ada)).status).toBe(409)
    expect((await remove(bob, id, bob)).status).toBe(200)
    expect((await remove(ada, id, ada)).status).toBe(409)
    expect((await remove(bob, acme.general, bob)).status).toBe(409)
  })

  it('keeps general and dms together, and a channel its last admin', async () => {
    expect((await remove(ada, acme.general, bob)).status).toBe(409)
    expect((await remove(ada, await dmOf(bob, cyd), bob)).status).toBe(409)
    const id = await scene.channel({ member_ids: [ada.userId] }, bob)
    expect((await remove(ada, id, bob)).status).toBe(409)
    expect((await remove(ada, await scene.channel({}, bob), bob)).status).toBe(409)
  })

  it('removes a guest from general', async () => {
    await scene.add(acme.general, gus)
    expect((await remove(ada, acme.general, gus)).status).toBe(200)
  })

  it('removes from an archived channel', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    await scene.archive(id)
    expect((await remove(ada, id, bob)).status).toBe(200)
  })

  it('keeps one of two admins who remove each other while a third is in', async () => {
    for (let round = 0; round < 10; round++) {
      const id = await scene.channel({ member_ids: [bob.userId, cyd.userId], is_private: true })
      await promote(id, bob)
      const answers = await Promise.all([remove(ada, id, bob), remove(bob, id, ada)])
      expect(tally(answers)).toEqual({ 200: 1, 404: 1 })
      expect((await scene.membersOf(id)).filter(({ role }) => role === 'admin')).toHaveLength(1)
    }
    await expectExactCounts(database)
  })

  it('counts right while one is removed, leaves and is added at once', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    const answers = await Promise.all(
      Array.from({ length: 18 }, (_, i) =>
        i % 3 === 0
          ? remove(ada, id, bob)
          : i % 3 === 1
            ? scene.answerTo(bob, leaveChannel, { id })
            : add(ada, id, bob),
      ),
    )
    for (const { status } of answers) expect([200, 201, 404, 409]).toContain(status)
    await expectExactCounts(database)
  })
})
