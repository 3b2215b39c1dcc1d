import { createChannel, getChannel, leaveChannel, listChannels } from '@parley/contracts/channels/channels'
import { channelDeleted, channelUpdated } from '@parley/contracts/channels/events'
import { deleteChannel } from '@parley/contracts/channels/managing'
import { title } from '@parley/contracts/endpoint'
import { rooms } from '@parley/contracts/event'
import type { Caller } from '@parley/kit/assertion'
import { tally } from '@parley/testing/answer'
import { newMember } from '@parley/testing/fixtures'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { deleteHead, insertHead, post, storedMessages } from '@parley/testing/rows/messaging'
import { bootService } from '@parley/testing/service'
import { sql } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import { newName, setScene, signedIn, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database, received } = scene
const { ada, bob, cyd, gus, workspaceId } = acme

const messaging = signedIn(scene, 'messaging')

const remove = (caller: Caller, id: string) => scene.answerTo(caller, deleteChannel, { id })
const leftOf = async (id: string) =>
  (
    await database.query<{ what: string }>(
      `select 'access' as what from channels.access where channel_id = $1
       union select 'memberships' from channels.memberships where channel_id = $1
       union select 'twins' from channels.twin_assignments where channel_id = $1
       union select 'channel' from channels.channels where id = $1 or parent_channel_id = $1`,
      [id],
    )
  ).map(({ what }) => what)
const isRemembered = async (id: string) =>
  (await database.query('select from channels.deletions where channel_id = $1', [id])).length > 0

describe(title(deleteChannel), () => {
  it('answers as documented, and nothing of it is left to read', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [bob.userId] })
    expect(await remove(ada, id)).toEqual({
      status: 200,
      body: { success: true, message: 'Channel deleted successfully' },
    })
    expect(await leftOf(id)).toEqual([])
    const missing = await scene.answerTo(bob, getChannel, { id: unknownId })
    for (const caller of [ada, bob]) expect(await scene.answerTo(caller, getChannel, { id })).toEqual(missing)
    expect(await remove(ada, id)).toEqual(missing)
    const { channels: listed } = await channels
      .callAs(ada)
      .call(listChannels, { workspace_id: workspaceId, limit: 100 })
    expect(listed.map((channel) => channel.id)).not.toContain(id)
  })

  it('notifies a private channel’s room and members', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [bob.userId, gus.userId] })
    await remove(ada, id)
    const own = [ada, bob, gus].map(({ userId }) => rooms.user(workspaceId, userId)).toSorted()
    const [event] = await received(channelDeleted, id)
    expect(event).toMatchObject({
      rooms: [rooms.access, rooms.channel(id), ...own],
      data: { id, workspace_id: workspaceId },
    })
    expect(channelDeleted.data.safeParse(event!.data).error).toBeUndefined()
  })

  it('notifies a public channel’s room, the workspace, and guests who are in it', async () => {
    const id = await scene.channel({ member_ids: [bob.userId, gus.userId] })
    await remove(ada, id)
    const [event] = await received(channelDeleted, id)
    expect(event!.rooms).toEqual([
      rooms.access,
      rooms.channel(id),
      rooms.workspace(workspaceId),
      rooms.user(workspaceId, gus.userId),
    ])
  })

  it('frees the name at once', async () => {
    const name = newName()
    const first = await scene.channel({ name })
    expect(
      (await scene.answerTo(ada, createChannel, { workspace_id: workspaceId, name, channel_type: 'text' })).status,
    ).toBe(409)
    await remove(ada, first)
    const second = await scene.channel({ name })
    expect(second).not.toBe(first)
  })

  it('keeps its sub-channels, without a parent, and publishes that', async () => {
    const parent = await scene.channel()
    const [one, two] = [
      await scene.channel({ parent_channel_id: parent }),
      await scene.channel({ parent_channel_id: parent }),
    ]
    await remove(ada, parent)
    for (const id of [one, two]) {
      expect((await channels.callAs(bob).call(getChannel, { id })).channel.parent_channel_id).toBeNull()
      expect(await received(channelUpdated, id)).toMatchObject([
        { rooms: [rooms.workspace(workspaceId), rooms.channel(id)], data: { id, parent_channel_id: null } },
      ])
    }
  })

  it('waits for a sub-channel that is being made, and publishes that it has lost its parent', async () => {
    const parent = await scene.channel()
    const { deleting, child } = await signedIn(scene, 'channels')
      .transaction()
      .execute(async (tx) => {
        const { rows } = await sql<{ id: string }>`
          insert into channels (workspace_id, name, channel_type, parent_channel_id, created_by)
          values (${workspaceId}, ${newName()}, 'text', ${parent}, ${ada.userId}) returning id`.execute(tx)
        const deleting = remove(ada, parent)
        await untilSomeoneWaits(database)
        return { deleting, child: rows[0]!.id }
      })
    expect((await deleting).status).toBe(200)
    expect(await received(channelUpdated, child)).toMatchObject([{ data: { id: child, parent_channel_id: null } }])
  })

  it('leaves no parent to a sub-channel that is made meanwhile', async () => {
    const parent = await scene.channel()
    const { deleting, making } = await messaging.transaction().execute(async (tx) => {
      await insertHead(tx, { workspaceId, channelId: parent })
      const deleting = remove(ada, parent)
      await untilSomeoneWaits(database)
      const making = scene.answerTo(ada, createChannel, {
        workspace_id: workspaceId,
        name: newName(),
        channel_type: 'text',
        parent_channel_id: parent,
      })
      await untilSomeoneWaits(database, 2)
      return { deleting, making }
    })
    expect([(await deleting).status, (await making).status]).toEqual([200, 404])
  })

  it('takes a channel admin, the creator, or the workspace’s owner and admins; an archived one too', async () => {
    const boss = await newMember(scene.database, workspaceId, 'boss', 'admin')
    const by = async (caller: Caller) => {
      const id = await scene.channel({ member_ids: [cyd.userId, gus.userId] }, bob)
      await scene.archive(id)
      return (await remove(caller, id)).status
    }
    expect(await by(bob)).toBe(200)
    expect(await by(ada)).toBe(200)
    expect(await by(boss)).toBe(200)
    expect(await by(cyd)).toBe(403)
    expect(await by(gus)).toBe(403)
    expect(await by({ ...cyd, role: 'owner' })).toBe(403)
  })

  it('hides a private channel from owners, strangers and those who have left', async () => {
    const id = await scene.channel({ is_private: true, member_ids: [cyd.userId] }, bob)
    const missing = await remove(ada, unknownId)
    for (const caller of [ada, eve, gus]) expect(await remove(caller, id)).toEqual(missing)
    await channels.callAs(cyd).call(leaveChannel, { id })
    expect(await remove(cyd, id)).toEqual(missing)
    expect(await leftOf(id)).not.toEqual([])
  })

  it('keeps general and direct messages', async () => {
    const { channel: dm } = await channels
      .callAs(ada)
      .call(createChannel, { workspace_id: workspaceId, channel_type: 'dm', member_ids: [bob.userId] })
    expect((await remove(ada, acme.general)).status).toBe(409)
    expect((await remove(ada, dm.id)).status).toBe(409)
    expect((await remove(bob, dm.id)).status).toBe(409)
  })

  it('deletes once when twenty try, and publishes once', async () => {
    const id = await scene.channel()
    expect(tally(await Promise.all(Array.from({ length: 20 }, () => remove(ada, id))))).toEqual({ 200: 1, 404: 19 })
    expect(await received(channelDeleted, id)).toHaveLength(1)
  })

  it('comes after a post or before it: none is left that was acknowledged as in it later', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await scene.channel({ member_ids: [bob.userId] })
      const [answer, ...outcomes] = await Promise.all([
        remove(ada, id),
        ...Array.from({ length: 8 }, (_, i) => post(database, i % 2 ? bob : cyd, id)),
      ])
      expect(answer.status).toBe(200)
      for (const outcome of outcomes) expect(['posted', 'not_found', 'PM404']).toContain(outcome)
      expect(await leftOf(id)).toEqual([])
      expect(await post(database, bob, id)).toBe('not_found')
      expect(await storedMessages(database, [id])).toHaveLength(
        outcomes.filter((outcome) => outcome === 'posted').length,
      )
    }
  })

  it('waits for a post that is under way, which is then deleted too', async () => {
    const id = await scene.channel()
    const held = await messaging.transaction().execute(async (tx) => {
      await insertHead(tx, { workspaceId, channelId: id })
      const deleting = remove(ada, id)
      await untilSomeoneWaits(database)
      expect(await leftOf(id)).not.toEqual([])
      return { deleting }
    })
    expect((await held.deleting).status).toBe(200)
  })
})

describe('a deletion', () => {
  it('is remembered until messaging has nothing of the channel left', async () => {
    const id = await scene.channel()
    await remove(ada, id)
    await received(channelDeleted, id)
    expect(await isRemembered(id)).toBe(true) // messaging is not there to remove its messages
    const tries = async (outcome: string) =>
      (await (await fetch(`${channels.url}/metrics`)).text()).includes(
        `job="finish-channel-deletion",outcome="${outcome}"`,
      )
    await vi.waitUntil(() => tries('postponed'), 30_000)
    await deleteHead(database, id)
    await vi.waitUntil(async () => !(await isRemembered(id)), 30_000)
    expect(await tries('failed')).toBe(false)
  })

  it('is resumed by a replica that starts later, when Redis has lost it', async () => {
    const id = await scene.channel()
    await remove(ada, id)
    await received(channelDeleted, id)
    await channels.close()
    await database.query(
      `update channels.deletions set deleted_at = deleted_at - interval '2 minutes', started_at = started_at - interval '2 minutes'
       where channel_id = $1`,
      [id],
    )
    // Another prefix is a Redis that knows nothing of what was to be done.
    await bootService('channels', { database })
    await vi.waitUntil(async () => {
      const [event] = await database.query<{ recent: boolean }>(
        `select started_at > now() - interval '1 minute' as recent from channels.deletions where channel_id = $1`,
        [id],
      )
      return event?.recent
    }, 30_000)
    await deleteHead(database, id)
    await vi.waitUntil(async () => !(await isRemembered(id)), 30_000)
    expect(
      scene.published.filter(({ type, channel_id }) => type === channelDeleted.type && channel_id === id),
    ).toHaveLength(1)
  })
})
