import { randomUUID } from 'node:crypto'
import { createChannel, getChannel, leaveChannel } from '@parley/contracts/channels/channels'
import { memberAdded } from '@parley/contracts/channels/events'
import { inviteToChannel } from '@parley/contracts/channels/managing'
import { title } from '@parley/contracts/endpoint'
import type { Caller } from '@parley/kit/assertion'
import { tally } from '@parley/testing/answer'
import { newMember } from '@parley/testing/fixtures'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import {
  ageChannelInvitations,
  countChannelInvitationMails,
  emailOf,
  endMembership,
  insertChannelInvitations,
  insertInvitation,
  invitationsTo,
} from '@parley/testing/rows/gateway'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { expectExactCounts, setScene, signedIn, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database, received } = scene
const { ada, bob, cyd, gus, workspaceId } = acme

const invite = (caller: Caller, id: string, email: string) => scene.answerTo(caller, inviteToChannel, { id, email })
const outside = () => `${randomUUID()}@elsewhere.test`
const invited = { status: 200, body: { success: true, status: 'invited' } }
const invitationOf = (email: string) => invitationsTo(database, workspaceId, email)
const mailsTo = (email: string) => countChannelInvitationMails(database, email)

describe(title(inviteToChannel), () => {
  it('adds someone of the workspace at once, whatever the case of their address, and says when they are in', async () => {
    const id = await scene.channel({ is_private: true })
    const member = { user_id: bob.userId, channel_id: id, role: 'member', joined_at: expect.stringMatching(/Z$/) }
    const email = await emailOf(database, bob)
    const added = await invite(ada, id, ` ${email.toUpperCase()} `)
    expect(added).toEqual({ status: 200, body: { success: true, status: 'added', member } })
    expect(await invite(ada, id, email)).toEqual({
      status: 200,
      body: { ...(added.body as object), status: 'already_member' },
    })
    expect((await channels.callAs(bob).call(getChannel, { id })).channel.member_count).toBe(2)
    expect(await received(memberAdded, id, 2)).toMatchObject([{}, { data: { user_id: bob.userId } }])
    expect(await invitationOf(email)).toEqual([])
    await expectExactCounts(database)
  })

  it('answers the same to an address that has an account elsewhere and to one that has none', async () => {
    const id = await scene.channel()
    const [known, unknown] = [await emailOf(database, eve), outside()]
    expect(await invite(ada, id, known)).toEqual(invited)
    expect(await invite(ada, id, unknown)).toEqual(invited)
    for (const email of [known, unknown]) {
      expect(await invitationOf(email)).toEqual([{ role: 'member', invited_by: ada.userId, channels: [id] }])
      expect(await mailsTo(email)).toBe(1)
    }
    expect(await scene.membersOf(id)).toHaveLength(1)
  })

  it('invites as guest where no owner or admin does, keeps the stronger role and gathers channels', async () => {
    const [one, two] = [
      await scene.channel({ member_ids: [bob.userId, cyd.userId] }),
      await scene.channel({ member_ids: [bob.userId] }),
    ]
    const email = outside()
    await invite(bob, one, email)
    expect(await invitationOf(email)).toMatchObject([{ role: 'guest', invited_by: bob.userId, channels: [one] }])
    await invite(cyd, one, email)
    expect(await invitationOf(email)).toMatchObject([{ role: 'guest', invited_by: bob.userId, channels: [one] }])
    await invite(ada, two, email)
    expect(await invitationOf(email)).toMatchObject([{ role: 'member', invited_by: ada.userId, channels: [one, two] }])
    await invite(bob, two, email)
    expect(await invitationOf(email)).toMatchObject([{ role: 'member', invited_by: ada.userId, channels: [one, two] }])
  })

  it('mails an address once in ten minutes about a channel and five times an hour, and answers the same', async () => {
    const email = outside()
    const ids = await Promise.all(Array.from({ length: 7 }, () => scene.channel()))
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => invite(ada, ids[0]!, email)),
      ...ids.map((id) => invite(ada, id, email)),
    ])
    for (const answer of answers) expect(answer).toEqual(invited)
    expect(await mailsTo(email)).toBe(5)
    expect((await invitationOf(email))[0]!.channels.toSorted()).toEqual(ids.toSorted())

    const other = outside()
    await invite(ada, ids[0]!, other)
    await ageChannelInvitations(database, 9)
    await invite(ada, ids[0]!, other)
    expect(await mailsTo(other)).toBe(1)
    await ageChannelInvitations(database, 2)
    await invite(ada, ids[0]!, other)
    expect(await mailsTo(other)).toBe(2)
  })

  it('lets a person invite 100 addresses an hour, though they come at once', async () => {
    const person = await newMember(scene.database, workspaceId, 'eager')
    const id = await scene.channel({ member_ids: [person.userId] })
    const seed = outside()
    await invite(person, id, seed)
    await insertChannelInvitations(database, person, id, 96)
    // The first is under way, and the others wait for what becomes of it, as many as write to a channel at once.
    const others = await signedIn(scene, 'channels')
      .transaction()
      .execute(async (tx) => {
        await sql`select gateway.invite_to_channel(${workspaceId}, ${id}, ${outside()}, ${person.userId}, '{}')`.execute(
          tx,
        )
        const answers = Promise.all(Array.from({ length: 3 }, () => invite(person, id, outside())))
        await untilSomeoneWaits(database, 2)
        return { answers }
      })
    expect(tally(await others.answers)).toEqual({ 200: 2, 429: 1 })
    expect(await invite(person, id, seed)).toEqual(invited) // whom they have invited already
    expect(await invite(person, id, await emailOf(database, bob))).toMatchObject({ body: { status: 'added' } })
    await ageChannelInvitations(database, 60)
    expect(await invite(person, id, outside())).toEqual(invited)
  })

  it('takes every member who is not a guest', async () => {
    const id = await scene.channel({ member_ids: [bob.userId, gus.userId] })
    for (const email of [outside(), await emailOf(database, cyd)]) {
      expect((await invite(gus, id, email)).status).toBe(403)
      expect((await invite(cyd, id, email)).status).toBe(403)
    }
    expect((await invite(bob, id, outside())).status).toBe(200)
    await channels.callAs(bob).call(leaveChannel, { id })
    expect((await invite(bob, id, outside())).status).toBe(403)
    expect((await invite(bob, id, await emailOf(database, cyd))).status).toBe(403)
  })

  it('is hidden from whoever cannot see the channel', async () => {
    const id = await scene.channel({ is_private: true }, bob)
    for (const email of [outside(), await emailOf(database, cyd)]) {
      const missing = await invite(ada, unknownId, email)
      expect(missing.status).toBe(404)
      for (const caller of [ada, gus, eve]) expect(await invite(caller, id, email)).toEqual(missing)
      expect(await invitationOf(email)).toEqual([])
    }
  })

  it('brings nobody into an archived channel or a direct message', async () => {
    const shelved = await scene.channel()
    await scene.archive(shelved)
    const { channel: dm } = await channels
      .callAs(ada)
      .call(createChannel, { workspace_id: workspaceId, channel_type: 'dm', member_ids: [bob.userId] })
    for (const id of [shelved, dm.id])
      for (const email of [outside(), await emailOf(database, cyd)]) {
        expect((await invite(ada, id, email)).status).toBe(409)
        expect(await invitationOf(email)).toEqual([])
      }
  })

  it('invites once and adds once, however many ask at the same time', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    const [email, cyds] = [outside(), await emailOf(database, cyd)]
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => invite(i % 2 ? ada : bob, id, i % 4 < 2 ? email : cyds)),
    )
    expect(tally(answers)).toEqual({ 200: 20 })
    const statuses = Map.groupBy(answers, ({ body }) => (body as { status: string }).status)
    expect([
      statuses.get('invited')!.length,
      statuses.get('added')!.length,
      statuses.get('already_member')!.length,
    ]).toEqual([10, 1, 9])
    expect(await mailsTo(email)).toBe(1)
    expect(await invitationOf(email)).toMatchObject([{ role: 'member', channels: [id] }])
  })

  it('invites from outside whoever has left meanwhile, without locking the channel for it', async () => {
    const person = await newMember(scene.database, workspaceId, 'leaver')
    const [id, email] = [await scene.channel(), await emailOf(database, person)]
    const gateway = signedIn(scene, 'gateway')
    const { inviting } = await gateway.transaction().execute(async (tx) => {
      await insertInvitation(tx, workspaceId, email, 'guest')
      const leaving = await gateway.transaction().execute(async (other) => {
        await sql`select channels.leave_workspace(${workspaceId}, ${person.userId}, '{}')`.execute(other)
        await endMembership(other, person)
        const inviting = invite(ada, id, email)
        await untilSomeoneWaits(database)
        return { inviting }
      })
      await untilSomeoneWaits(database, 1, 'invite_to_channel')
      await database.query('select from channels.channels where id = $1 for update nowait', [id])
      return leaving
    })
    expect(await inviting).toEqual(invited)
    expect(await scene.membersOf(id)).toHaveLength(1)
    expect(await invitationOf(email)).toMatchObject([{ role: 'member', invited_by: ada.userId, channels: [id] }])
  })

  it('refuses what is no address', async () => {
    const id = await scene.channel()
    for (const body of [
      {},
      { email: 'bob' },
      { email: null },
      { email: ['a@b.co'] },
      { email: `${'x'.repeat(250)}@b.co` },
    ])
      expect(await channels.callAs(ada).request('post', `/api/v2/channels/${id}/invite`, { body })).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'email' }] } },
      })
  })

  it('replays under an Idempotency-Key', async () => {
    const id = await scene.channel()
    const idempotencyKey = randomUUID()
    const call = (email: string) => channels.callAs(ada).answer(inviteToChannel, { id, email }, { idempotencyKey })
    const first = await call(await emailOf(database, bob))
    expect(first.body).toMatchObject({ status: 'added' })
    expect((await call(await emailOf(database, bob))).body).toEqual(first.body)
    expect((await call(outside())).status).toBe(422)
  })
})
