import { title } from '@parley/contracts/endpoint'
import { deleteMessage, editMessage } from '@parley/contracts/messages/changes'
import { messageCreated } from '@parley/contracts/messages/events'
import { listUnread, postMessage, replyInThread } from '@parley/contracts/messages/messages'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import {
  assignTwinTo,
  changeChannel,
  removeTwinsOf,
  setChannelRole,
  setNotificationLevel,
} from '@parley/testing/rows/channels'
import { createTwin } from '@parley/testing/rows/chat-engine'
import { setWorkspaceRole } from '@parley/testing/rows/gateway'
import { throughGateway } from '@parley/testing/shown-avatar'
import { findCandidates } from '@parley/text/mentions'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId, wrongCounts } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme

const twin = await createTwin(database, acme, { name: 'Scout', avatarUrl: 'https://parley.test/scout.png' })
const idle = await createTwin(database, acme)
const assign = (channel: string) => assignTwinTo(database, channel, twin, ada)
async function withTwin(input: Parameters<typeof scene.channel>[0] = {}, others = [bob]) {
  const channel = await scene.channel(input, others)
  await assign(channel)
  return channel
}
const draft = (channel_id: string) => ({ channel_id, content: 'beep', ai_twin_id: twin })

describe('what jobs are told of a new message', () => {
  const factsOf = async (channel: string, content = 'hello') => {
    const post = JSON.stringify({ content, mention_candidates: findCandidates(content) })
    const [row] = await database.queryAs<{ facts: object }>(
      'messaging',
      'select facts from post_message($1, $2, $3, $4, null)',
      [acme.workspaceId, channel, ada.userId, post],
    )
    return row!.facts
  }

  it('is whether twins are in its channel', async () => {
    const channel = await withTwin()
    expect(await factsOf(channel)).toEqual({ has_twins: true, is_addressed: false, has_webhooks: false })
    await removeTwinsOf(database, channel)
    expect(await factsOf(channel)).toEqual({ has_twins: false, is_addressed: false, has_webhooks: false })
  })

  it('is whether it mentions somebody, or is said where somebody is notified of all', async () => {
    const channel = await scene.channel({}, [bob])
    expect(await factsOf(channel, '@nobody, hello')).toMatchObject({ is_addressed: false })
    expect(await factsOf(channel, '@bob, hello')).toMatchObject({ is_addressed: true })
    expect(await factsOf(channel, '@channel, hello')).toMatchObject({ is_addressed: true })
    const dm = await scene.channel({ channel_type: 'dm', member_ids: [bob.userId] })
    expect(await factsOf(dm)).toMatchObject({ is_addressed: true })
    await setNotificationLevel(database, channel, bob, 'all')
    expect(await factsOf(channel)).toMatchObject({ is_addressed: true })
  })
})

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
    await scene.setRole(channel, bob, 'admin')
    expect(await answerTo(bob, postMessage, draft(channel))).toMatchObject({ status: 201 })
    await scene.setRole(channel, bob, 'member')
    await changeChannel(database, channel, { createdBy: bob.userId })
    expect(await answerTo(bob, postMessage, draft(channel))).toMatchObject({ status: 201 })
    expect(await answerTo(gus, postMessage, draft(channel))).toMatchObject({ status: 403 })
    const dm = await scene.channel({ channel_type: 'dm', member_ids: [bob.userId] })
    await assign(dm)
    expect(await answerTo(bob, postMessage, draft(dm))).toMatchObject({ status: 201 })
  })

  it('does not make the person who posts it a member', async () => {
    const channel = await withTwin()
    await setWorkspaceRole(database, cyd, 'admin')
    expect(await answerTo(cyd, postMessage, draft(channel))).toMatchObject({ status: 201 })
    await setWorkspaceRole(database, cyd, 'member')
    expect(await scene.membersOf(channel)).not.toContain(cyd.userId)
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
      [(channel: string) => removeTwinsOf(database, channel), 404],
      [(channel: string) => setChannelRole(database, channel, bob, 'member'), 403],
    ] as const) {
      const channel = await withTwin()
      await scene.setRole(channel, bob, 'admin')
      await scene.post(ada, channel)
      const release = await scene.lockChannel(channel)
      const posting = answerTo(bob, postMessage, draft(channel))
      await untilSomeoneWaits(database)
      await change(channel)
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
