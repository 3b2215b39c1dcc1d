import { title } from '@parley/contracts/endpoint'
import { deleteMessage, editMessage } from '@parley/contracts/messages/changes'
import { messageCreated } from '@parley/contracts/messages/events'
import { listUnread, postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { throughGateway } from '@parley/testing/shown-avatar'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId, untilSomeoneWaits, wrongCounts } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme

const [{ id: twin }, { id: idle }] = (await database.query<{ id: string }>(
  `insert into chat_engine.twins (workspace_id, name, handle, avatar_url)
   values ($1, 'Scout', 'scout', 'https://parley.test/scout.png'), ($1, 'Idle', 'idle', null) returning id`,
  [acme.workspaceId],
)) as [{ id: string }, { id: string }]
const assign = (channel: string) =>
  database.query(
    `insert into channels.twin_assignments (workspace_id, channel_id, ai_twin_id, assigned_by) values ($1, $2, $3, $4)`,
    [acme.workspaceId, channel, twin, ada.userId],
  )
async function withTwin(input: Parameters<typeof scene.channel>[0] = {}, others = [bob]) {
  const channel = await scene.channel(input, others)
  await assign(channel)
  return channel
}
const draft = (channel_id: string) => ({ channel_id, content: 'beep', ai_twin_id: twin })

describe(`${title(postMessage)} with ai_twin_id`, () => {
  it('has the twin as author: its name, its picture, and no user', async () => {
    const channel = await withTwin()
    const { data } = await as(ada).call(postMessage, draft(channel))
    expect(data).toMatchObject({
      user_id: null,
      ai_twin_id: twin,
      display_name: 'Scout',
      avatar_url: throughGateway('https://parley.test/scout.png'),
    })
    expect(await scene.list(bob, { channel_id: channel })).toEqual([data])
    expect(await scene.events(messageCreated, channel)).toMatchObject([
      { data: { ...data, avatar_url: 'https://parley.test/scout.png' } },
    ])
    const root = await scene.post(bob, channel)
    const reply = await as(ada).call(replyInThread, { id: root.id, content: 'boop', ai_twin_id: twin })
    expect(reply.data).toMatchObject({ user_id: null, ai_twin_id: twin, parent_message_id: root.id })
    const [first] = await scene.list(bob, { channel_id: channel, limit: 1 })
    expect(first).toMatchObject({ id: root.id, reply_count: 1, participants: [] })
  })

  it('is unread to everyone, also to the person who posted it, and mentions whom it names', async () => {
    const channel = await withTwin()
    await as(ada).call(postMessage, { ...draft(channel), content: '@ada and @channel' })
    for (const who of [ada, bob]) {
      const { channels } = await as(who).call(listUnread, { workspace_id: acme.workspaceId })
      expect(channels.find(({ channel_id }) => channel_id === channel)).toMatchObject({
        unread_count: 1,
        mention_count: 1,
      })
    }
  })

  it('is for those who may assign twins: channel admins, the creator, workspace admins, people of a dm', async () => {
    const channel = await withTwin({}, [bob, gus])
    expect(await answerTo(bob, postMessage, draft(channel))).toMatchObject({ status: 403 })
    expect(await answerTo(cyd, postMessage, draft(channel))).toMatchObject({ status: 403 })
    const setRole = (role: string) =>
      database.query(`update channels.members set role = $3 where channel_id = $1 and user_id = $2`, [
        channel,
        bob.userId,
        role,
      ])
    await setRole('admin')
    expect(await answerTo(bob, postMessage, draft(channel))).toMatchObject({ status: 201 })
    await setRole('member')
    await database.query('update channels.channels set created_by = $2 where id = $1', [channel, bob.userId])
    expect(await answerTo(bob, postMessage, draft(channel))).toMatchObject({ status: 201 })
    expect(await answerTo(gus, postMessage, draft(channel))).toMatchObject({ status: 403 })
    const dm = await scene.channel({ channel_type: 'dm', member_ids: [bob.userId] })
    await assign(dm)
    expect(await answerTo(bob, postMessage, draft(dm))).toMatchObject({ status: 201 })
  })

  it('does not make the person who posts it a member', async () => {
    const channel = await withTwin()
    await database.query(`update gateway.members set role = 'admin' where user_id = $1`, [cyd.userId])
    expect(await answerTo(cyd, postMessage, draft(channel))).toMatchObject({ status: 201 })
    await database.query(`update gateway.members set role = 'member' where user_id = $1`, [cyd.userId])
    expect(
      await database.query('select from channels.members where channel_id = $1 and user_id = $2', [
        channel,
        cyd.userId,
      ]),
    ).toEqual([])
  })

  it('knows no twin that is not assigned there, and no channel to those who cannot see it', async () => {
    const channel = await withTwin({ is_private: true })
    const unknown = await answerTo(ada, postMessage, { ...draft(channel), ai_twin_id: unknownId })
    expect(unknown).toMatchObject({ status: 404 })
    expect(await answerTo(ada, postMessage, { ...draft(channel), ai_twin_id: idle })).toEqual(unknown)
    for (const who of [cyd, gus, eve])
      expect(await answerTo(who, postMessage, draft(channel))).toEqual(
        await answerTo(who, postMessage, draft(unknownId)),
      )
    await scene.archive(channel)
    expect(await answerTo(ada, postMessage, draft(channel))).toMatchObject({ status: 409 })
  })

  it('refuses when the twin, or the right to post as it, was removed while the message waited', async () => {
    for (const [change, status] of [
      ['delete from channels.twin_assignments where channel_id = $1', 404],
      [`update channels.members set role = 'member' where channel_id = $1`, 403],
    ] as const) {
      const channel = await withTwin()
      await database.query(`update channels.members set role = 'admin' where channel_id = $1 and user_id = $2`, [
        channel,
        bob.userId,
      ])
      await scene.post(ada, channel)
      const release = await scene.lockChannel(channel)
      const posting = answerTo(bob, postMessage, draft(channel))
      await untilSomeoneWaits(database)
      await database.query(change, [channel])
      await release()
      expect(await posting).toMatchObject({ status })
      expect((await scene.post(ada, channel)).seq).toBe(2)
    }
    expect(await wrongCounts(database)).toEqual([])
  })

  it('writes what nobody can edit and a moderator can delete', async () => {
    const { data } = await as(ada).call(postMessage, draft(await withTwin()))
    expect(await answerTo(ada, editMessage, { id: data.id, content: 'x' })).toMatchObject({ status: 403 })
    expect(await answerTo(bob, deleteMessage, { id: data.id })).toMatchObject({ status: 403 })
    expect(await answerTo(ada, deleteMessage, { id: data.id, admin: true })).toMatchObject({ status: 200 })
  })
})
