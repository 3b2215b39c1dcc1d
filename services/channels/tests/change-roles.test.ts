import { createChannel, joinChannel, listChannelMembers } from '@parley/contracts/channels/channels'
import { memberUpdated } from '@parley/contracts/channels/events'
import { updateChannelMember } from '@parley/contracts/channels/managing'
import { title } from '@parley/contracts/endpoint'
import { rooms } from '@parley/contracts/event'
import type { Caller } from '@parley/kit/assertion'
import { newMember } from '@parley/testing/fixtures'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { setScene, signedIn, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, received } = scene
const { ada, bob, cyd, gus, workspaceId } = acme

const gateway = signedIn(scene, 'gateway')

const setRole = (caller: Caller, id: string, { userId }: Pick<Caller, 'userId'>, role: 'admin' | 'member') =>
  scene.answerTo(caller, updateChannelMember, { id, userId, role })
const adminsOf = async (id: string) =>
  (await scene.membersOf(id)).filter(({ role }) => role === 'admin').map(({ user_id }) => user_id)

describe(title(updateChannelMember), () => {
  it('answers the membership with its new role, and notifies the channel and the person', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    const { members } = await channels.callAs(ada).call(listChannelMembers, { id })
    const { joined_at } = members.find(({ user_id }) => user_id === bob.userId)!
    const member = { user_id: bob.userId, channel_id: id, role: 'admin', joined_at }
    expect(await setRole(ada, id, bob, 'admin')).toEqual({ status: 200, body: { success: true, member } })
    expect(await scene.membersOf(id)).toContainEqual({ user_id: bob.userId, role: 'admin' })
    const [event] = await received(memberUpdated, id)
    expect(event).toMatchObject({ rooms: [rooms.channel(id), rooms.user(workspaceId, bob.userId)], data: member })
    expect(memberUpdated.data.safeParse(event!.data).error).toBeUndefined()
  })

  it('publishes nothing where nothing changes', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    expect((await setRole(ada, id, bob, 'member')).status).toBe(200)
    expect((await setRole(ada, id, ada, 'admin')).status).toBe(200)
    await setRole(ada, id, bob, 'admin')
    expect(await received(memberUpdated, id)).toMatchObject([{ data: { user_id: bob.userId, role: 'admin' } }])
  })

  it('keeps the last admin, alone in the channel or not', async () => {
    const id = await scene.channel()
    expect((await setRole(ada, id, ada, 'member')).status).toBe(409)
    await scene.add(id, bob)
    expect((await setRole(ada, id, ada, 'member')).status).toBe(409)
    await setRole(ada, id, bob, 'admin')
    expect((await setRole(ada, id, ada, 'member')).status).toBe(200)
    expect(await adminsOf(id)).toEqual([bob.userId])
  })

  it('leaves an admin when two demote each other, or themselves, at once', async () => {
    const pairs: [Caller, Caller][] = [
      [bob, cyd],
      [cyd, bob],
      [bob, bob],
      [cyd, cyd],
    ]
    for (let round = 0; round < 5; round++) {
      const id = await scene.channel({ member_ids: [cyd.userId] }, bob)
      await setRole(bob, id, cyd, 'admin')
      const answers = await Promise.all(pairs.map(([caller, target]) => setRole(caller, id, target, 'member')))
      expect(await adminsOf(id)).toHaveLength(1)
      for (const { status } of answers) expect([200, 403, 409]).toContain(status)
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
    }
  })

  it('takes a channel admin, the creator, or the workspace’s owner and admins', async () => {
    const boss = await newMember(scene.database, workspaceId, 'boss', 'admin')
    const id = await scene.channel({ member_ids: [cyd.userId, gus.userId] }, bob)
    let role: 'admin' | 'member' = 'member'
    const by = async (caller: Caller) => {
      role = role === 'admin' ? 'member' : 'admin'
      return (await setRole(caller, id, gus, role)).status
    }
    expect(await by(bob)).toBe(200)
    expect(await by(ada)).toBe(200)
    expect(await by(boss)).toBe(200)
    expect(await by(cyd)).toBe(403)
    expect(await by({ ...cyd, role: 'admin' })).toBe(403)
    expect((await setRole(cyd, id, cyd, 'admin')).status).toBe(403)
    await scene.answerTo(ada, joinChannel, { id })
    expect((await setRole(ada, id, bob, 'admin')).status).toBe(200)
  })

  it('hides a private channel from owners and strangers, and answers 404 to those who are not in it', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [cyd.userId] }, bob)
    const missing = await setRole(ada, unknownId, cyd, 'admin')
    expect(missing.status).toBe(404)
    for (const caller of [ada, eve, gus]) expect(await setRole(caller, id, cyd, 'admin')).toEqual(missing)
    const nobody = await setRole(bob, id, { userId: unknownId }, 'admin')
    expect(nobody).toMatchObject({ status: 404 })
    for (const person of [eve, gus]) expect(await setRole(bob, id, person, 'admin')).toEqual(nobody)
  })

  it('changes nobody in a direct message or an archived channel', async () => {
    const { channel: dm } = await channels
      .callAs(ada)
      .call(createChannel, { workspace_id: workspaceId, channel_type: 'dm', member_ids: [bob.userId] })
    expect((await setRole(ada, dm.id, bob, 'admin')).status).toBe(409)
    const id = await scene.channel({ member_ids: [bob.userId] })
    await scene.archive(id)
    expect((await setRole(ada, id, bob, 'admin')).status).toBe(409)
  })

  it('makes admins of general too', async () => {
    expect((await setRole(ada, acme.general, bob, 'admin')).status).toBe(200)
    expect((await setRole(bob, acme.general, ada, 'member')).status).toBe(200)
    expect((await setRole(bob, acme.general, bob, 'member')).status).toBe(409)
  })

  it('refuses other roles and what is no id', async () => {
    const id = await scene.channel({ member_ids: [bob.userId] })
    for (const body of [{}, { role: 'owner' }, { role: null }, { role: ['admin'] }])
      expect(
        await channels.callAs(ada).request('patch', `/api/v2/channels/${id}/members/${bob.userId}`, { body }),
      ).toMatchObject({ status: 400, body: { error: { details: [{ path: 'role' }] } } })
    expect((await scene.answerTo(ada, updateChannelMember, { id, userId: 'bob', role: 'admin' })).status).toBe(400)
  })

  it('wins or loses against the workspace’s own removal, and never leaves a private channel without an admin', async () => {
    const host = await newMember(scene.database, workspaceId, 'host')
    const id = await scene.channel({ is_private: true, member_ids: [bob.userId, cyd.userId] }, host)
    const leave = () =>
      gateway.transaction().execute(async (tx) => {
        await sql`select channels.leave_workspace(${workspaceId}, ${host.userId}, '{}')`.execute(tx)
        await sql`delete from members where workspace_id = ${workspaceId} and user_id = ${host.userId}`.execute(tx)
      })
    const [answers] = await Promise.all([
      Promise.all([setRole(host, id, cyd, 'admin'), setRole(host, id, host, 'member')]),
      leave(),
    ])
    for (const { status } of answers) expect([200, 404, 409]).toContain(status)
    expect(await adminsOf(id)).toHaveLength(1)
  })
})
