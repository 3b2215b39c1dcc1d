import { randomUUID } from 'node:crypto'
import { createChannel, getChannel, leaveChannel } from '@parley/contracts/channels/channels'
import { memberAdded } from '@parley/contracts/channels/events'
import { addChannelMembers } from '@parley/contracts/channels/managing'
import { title } from '@parley/contracts/endpoint'
import { rooms } from '@parley/contracts/event'
import type { Caller } from '@parley/kit/assertion'
import { tally } from '@parley/testing/answer'
import { newMember } from '@parley/testing/fixtures'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { expectExactCounts, setScene, signedIn, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database, received } = scene
const { ada, bob, cyd, gus, workspaceId } = acme

const gateway = signedIn(scene, 'gateway')

const addAll = (caller: Caller, id: string, people: Pick<Caller, 'userId'>[]) =>
  scene.answerTo(caller, addChannelMembers, { id, user_ids: people.map(({ userId }) => userId) })
const unknown = () => ({ userId: randomUUID() })

describe(title(addChannelMembers), () => {
  it('adds all, answers their memberships in the order given, counts and publishes each', async () => {
    const id = await scene.channel({ is_private: true })
    const member = ({ userId }: Caller) => ({
      user_id: userId,
      channel_id: id,
      role: 'member',
      joined_at: expect.stringMatching(/Z$/),
    })
    expect(await addAll(ada, id, [gus, bob, cyd])).toEqual({
      status: 201,
      body: { success: true, members: [member(gus), member(bob), member(cyd)], added: 3, not_found: [] },
    })
    expect((await channels.callAs(bob).call(getChannel, { id })).channel.member_count).toBe(4)
    const events = await received(memberAdded, id, 4)
    expect(
      events
        .slice(1)
        .map(({ data }) => data.user_id)
        .toSorted(),
    ).toEqual([bob, cyd, gus].map(({ userId }) => userId).toSorted())
    expect(events.find(({ data }) => data.user_id === bob.userId)!.rooms).toEqual([
      rooms.channel(id),
      rooms.user(workspaceId, bob.userId),
    ])
    await expectExactCounts(database)
  })

  it('counts twice-given ids once, leaves those who are in as they are, and names who is not of the workspace', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    await database.query(`update channels.members set role = 'admin' where channel_id = $1 and user_id = $2`, [
      id,
      bob.userId,
    ])
    const nobody = unknown()
    expect(await addAll(ada, id, [nobody, cyd, bob, cyd, ada, eve])).toMatchObject({
      status: 201,
      body: {
        members: [
          { user_id: cyd.userId, role: 'member' },
          { user_id: bob.userId, role: 'admin' },
          { user_id: ada.userId, role: 'admin' },
        ],
        added: 1,
        not_found: [nobody.userId, eve.userId],
      },
    })
    expect(await addAll(ada, id, [eve])).toMatchObject({ status: 201, body: { members: [], added: 0 } })
    await scene.add(id, gus)
    expect(await received(memberAdded, id, 4)).toHaveLength(4)
    await expectExactCounts(database)
  })

  it('takes ids in either form and 50 at most', async () => {
    const id = await scene.channel()
    const call = (user_ids: unknown) =>
      channels.callAs(ada).request('post', `/api/v2/channels/${id}/members/bulk`, { body: { user_ids } })
    const fifty = Array.from({ length: 50 }, randomUUID)
    expect((await call(fifty)).status).toBe(201)
    for (const wrong of [
      [...fifty, bob.userId],
      Array(51).fill(bob.userId),
      [],
      undefined,
      null,
      'bob',
      [null],
      ['bob'],
    ])
      expect((await call(wrong)).status).toBe(400)
    expect(await call([...fifty, bob.userId])).toMatchObject({ body: { error: { details: [{ path: 'user_ids' }] } } })
  })

  it('takes every member who is not a guest', async () => {
    const id = await scene.channel({ member_ids: [bob.userId, gus.userId] })
    expect((await addAll(bob, id, [cyd])).status).toBe(201)
    expect((await addAll(gus, id, [cyd])).status).toBe(403)
    const open = await scene.channel({}, bob)
    expect((await addAll(cyd, open, [gus])).status).toBe(403)
    await scene.add(open, cyd, bob)
    await channels.callAs(cyd).call(leaveChannel, { id: open })
    expect((await addAll(cyd, open, [gus])).status).toBe(403)
  })

  it('is hidden from those who cannot see the channel, whatever the request', async () => {
    const hidden = await scene.channel({ is_private: true }, bob)
    const missing = await addAll(ada, unknownId, [cyd])
    expect(missing.status).toBe(404)
    for (const caller of [ada, gus, eve]) expect(await addAll(caller, hidden, [cyd, unknown()])).toEqual(missing)
    expect(await scene.membersOf(hidden)).toHaveLength(1)
  })

  it('adds nobody to an archived channel or a dm', async () => {
    const shelved = await scene.channel()
    await scene.archive(shelved)
    expect((await addAll(ada, shelved, [bob])).status).toBe(409)
    const { channel: dm } = await channels
      .callAs(ada)
      .call(createChannel, { workspace_id: workspaceId, channel_type: 'dm', member_ids: [bob.userId] })
    expect((await addAll(ada, dm.id, [cyd])).status).toBe(409)
  })

  it('replays under an Idempotency-Key', async () => {
    const id = await scene.channel()
    const idempotencyKey = randomUUID()
    const call = (who: Caller) =>
      channels.callAs(ada).answer(addChannelMembers, { id, user_ids: [who.userId] }, { idempotencyKey })
    const first = await call(bob)
    expect((await call(bob)).body).toEqual(first.body)
    expect((await call(cyd)).status).toBe(422)
  })

  it('adds each once when twenty calls overlap in any order', async () => {
    const many = await Promise.all(
      Array.from({ length: 10 }, (_, i) => newMember(scene.database, workspaceId, `many-${i}`)),
    )
    const id = await scene.channel({ member_ids: [bob.userId] })
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        addAll(i % 2 ? ada : bob, id, i % 3 ? many.toReversed() : [...many.slice(i % 10), ...many.slice(0, i % 10)]),
      ),
    )
    expect(tally(answers)).toEqual({ 201: 20 })
    expect(answers.reduce((sum, { body }) => sum + (body as { added: number }).added, 0)).toBe(10)
    expect(await scene.membersOf(id)).toHaveLength(12)
    await expectExactCounts(database)
  })

  it('leaves nobody behind in a workspace they are leaving at the same time', async () => {
    for (let round = 0; round < 5; round++) {
      const leavers = await Promise.all(
        Array.from({ length: 4 }, (_, i) => newMember(scene.database, workspaceId, `leaver-${round}-${i}`)),
      )
      const id = await scene.channel()
      const [answer] = await Promise.all([
        addAll(ada, id, [...leavers, bob]),
        ...leavers.map(({ userId }) =>
          gateway.transaction().execute(async (tx) => {
            await sql`select channels.leave_workspace(${workspaceId}, ${userId}, '{}')`.execute(tx)
            await sql`delete from members where workspace_id = ${workspaceId} and user_id = ${userId}`.execute(tx)
          }),
        ),
      ])
      const { added, not_found } = answer.body as { added: number; not_found: string[] }
      expect(added + not_found.length).toBe(5)
      expect((await scene.membersOf(id)).map(({ user_id }) => user_id).toSorted()).toEqual(
        [ada, bob].map(({ userId }) => userId).toSorted(),
      )
      await expectExactCounts(database)
    }
  })
})
