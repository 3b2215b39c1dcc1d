import { randomUUID } from 'node:crypto'
import { createChannel, getChannel, listChannelMembers, listChannels } from '@parley/contracts/channels/channels'
import { channelCreated, channelHidden } from '@parley/contracts/channels/events'
import { setChannelHidden } from '@parley/contracts/channels/managing'
import { type InputOf, title } from '@parley/contracts/endpoint'
import type { Caller } from '@parley/kit/assertion'
import { newMember } from '@parley/testing/fixtures'
import { changeProfile, emailOf, endMembership } from '@parley/testing/rows/gateway'
import { insertHead, post } from '@parley/testing/rows/messaging'
import { throughGateway } from '@parley/testing/shown-avatar'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, channels, database } = scene
const { ada, bob, cyd, gus } = acme

const open = await scene.channel({ name: 'open', display_name: 'Open', description: 'For all', topic: 'Anything' })
const hidden = await scene.channel({ name: 'hidden', is_private: true, member_ids: [cyd.userId] })
const shared = await scene.channel({ name: 'shared', member_ids: [gus.userId] })
const shelved = await scene.channel({ name: 'shelved', channel_type: 'voice' })
await scene.archive(shelved)
const counts = { seq: 20, rev: 30, messageCount: 17, lastMessageAt: '2026-05-04T03:02:01Z' }
await insertHead(database, { workspaceId: acme.workspaceId, channelId: open }, counts)

const list = (caller: Caller, query: Partial<InputOf<typeof listChannels>> = {}) =>
  channels.callAs(caller).call(listChannels, { workspace_id: acme.workspaceId, ...query })
const namesOf = ({ channels }: { channels: { name: string }[] }) => channels.map(({ name }) => name)

describe(title(listChannels), () => {
  it('answers every documented field', async () => {
    const { success, channels: listed, pagination } = await list(bob)
    expect(success).toBe(true)
    expect(listed.find(({ id }) => id === open)).toEqual({
      id: open,
      workspace_id: acme.workspaceId,
      name: 'open',
      display_name: 'Open',
      description: 'For all',
      channel_type: 'text',
      topic: 'Anything',
      is_private: false,
      is_archived: false,
      parent_channel_id: null,
      member_count: 1,
      message_count: 17,
      last_message_at: '2026-05-04T03:02:01.000Z',
      participants: null,
      is_member: false,
      role: null,
      notification_level: null,
      is_hidden: false,
      created_by: ada.userId,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    })
    expect(pagination).toEqual({ limit: 50, offset: 0, total: 4, hasMore: false })
  })

  it('shows each person the public channels and their own, by name; a guest only their own', async () => {
    expect(namesOf(await list(ada))).toEqual(['general', 'hidden', 'open', 'shared', 'shelved'])
    expect(namesOf(await list(cyd))).toEqual(['general', 'hidden', 'open', 'shared', 'shelved'])
    expect(namesOf(await list(bob))).toEqual(['general', 'open', 'shared', 'shelved'])
    const guests = await list(gus)
    expect(namesOf(guests)).toEqual(['shared'])
    expect(guests.pagination.total).toBe(1)
  })

  it('shows of which the caller is a member', async () => {
    const mine = (await list(bob)).channels.filter(({ is_member }) => is_member)
    expect(mine.map(({ name }) => name)).toEqual(['general'])
  })

  it('filters by type and by archived, and takes booleans as text', async () => {
    expect(namesOf(await list(ada, { type: 'voice' }))).toEqual(['shelved'])
    expect(namesOf(await list(ada, { is_archived: true }))).toEqual(['shelved'])
    expect(namesOf(await list(ada, { is_archived: false, type: 'text' }))).toEqual([
      'general',
      'hidden',
      'open',
      'shared',
    ])
    expect((await list(ada, { type: 'dm' })).pagination).toMatchObject({ total: 0, hasMore: false })
    expect(namesOf(await list(ada, { is_hidden: true }))).toEqual([])
    const raw = await channels.callAs(ada).request('get', '/api/v2/channels', {
      query: { workspace_id: acme.workspaceId, is_archived: 'true' },
    })
    expect(raw.body).toMatchObject({ pagination: { total: 1 } })
  })

  it('says what the caller is in each', async () => {
    const roles = (await list(cyd)).channels.map(({ name, role }) => [name, role])
    expect(roles).toEqual([
      ['general', 'member'],
      ['hidden', 'member'],
      ['open', null],
      ['shared', null],
      ['shelved', null],
    ])
    expect((await list(ada, { names: ['open'] })).channels).toMatchObject([{ name: 'open', role: 'admin' }])
  })

  it('finds by what is said of a channel, and by names, only what the caller can see', async () => {
    for (const [query, found] of [
      ['OPE', ['open']],
      ['for all', ['open']],
      ['anyth', ['open']],
      ['sh', ['shared', 'shelved']],
      ['%', []],
      ['_', []],
      ['\\', []],
    ] as const)
      expect(namesOf(await list(cyd, { query }))).toEqual(found)
    const answer = await list(bob, { query: 'SH', limit: 1, offset: 1 })
    expect([namesOf(answer), answer.pagination.total]).toEqual([['shelved'], 2])
    expect(namesOf(await list(cyd, { query: 'hid', is_member: true }))).toEqual(['hidden'])
    expect(namesOf(await list(cyd, { query: 'dm-' }))).toEqual([])
    expect(namesOf(await list(bob, { query: 'hid' }))).toEqual([])

    expect(namesOf(await list(cyd, { names: ['hidden', 'open', 'nowhere'] }))).toEqual(['hidden', 'open'])
    expect(namesOf(await list(bob, { names: ['hidden', 'open', 'nowhere'] }))).toEqual(['open'])
    expect(namesOf(await list(gus, { names: ['hidden', 'open', 'shared'] }))).toEqual(['shared'])
  })

  it('filters by who is a member', async () => {
    for (const [who, mine, others] of [
      [cyd, ['general', 'hidden'], ['open', 'shared', 'shelved']],
      [gus, ['shared'], []],
    ] as const)
      for (const [is_member, expected] of [
        [true, mine],
        [false, others],
      ] as const) {
        const answer = await list(who, { is_member })
        expect([namesOf(answer), answer.pagination.total]).toEqual([expected, expected.length])
      }
    expect(namesOf(await list(cyd, { is_member: false, is_archived: true }))).toEqual(['shelved'])
    expect(namesOf(await list(cyd, { is_member: true, limit: 1, offset: 1 }))).toEqual(['hidden'])
  })

  it('sorts one’s own by their last message', async () => {
    const sorted = (query: object = {}) => list(ada, { is_member: true, sort: 'last_message', ...query })
    expect(namesOf(await sorted())).toEqual(['shelved', 'shared', 'hidden', 'general', 'open'])
    expect(await post(database, ada, shared)).toBe('posted')
    const { channels: listed } = await sorted({ limit: 2 })
    expect(namesOf({ channels: listed })).toEqual(['shared', 'shelved'])
    expect(listed[0]!.last_message_at).toMatch(/Z$/)
    expect(namesOf(await sorted({ limit: 2, offset: 3 }))).toEqual(['general', 'open'])
  })

  it('pages through everything once, with an exact total on every page and beyond the last', async () => {
    const pages = await Promise.all([0, 2, 4, 6].map((offset) => list(ada, { limit: 2, offset })))
    expect(pages.flatMap(namesOf)).toEqual(namesOf(await list(ada)))
    expect(pages.map(({ pagination }) => [pagination.total, pagination.hasMore])).toEqual([
      [5, true],
      [5, true],
      [5, false],
      [5, false],
    ])
  })

  it('shows each person exactly what channels.access grants them', async () => {
    for (const caller of [ada, bob, cyd, gus]) {
      const granted = await database.query<{ channel_id: string }>(
        'select channel_id from channels.access where workspace_id = $1 and user_id = $2 order by name, channel_id',
        [acme.workspaceId, caller.userId],
      )
      expect((await list(caller)).channels.map(({ id }) => id)).toEqual(granted.map(({ channel_id }) => channel_id))
    }
  })

  it.each([
    { query: ' ' },
    { query: 'x'.repeat(101) },
    { names: Array.from({ length: 51 }, (_, i) => `n${i}`) },
    { limit: 0 },
    { limit: 101 },
    { limit: 1.5 },
    { offset: -1 },
    { type: 'video' },
    { is_archived: 'perhaps' },
    { sort: 'last_message' },
    { sort: 'last_message', is_member: false },
  ])('refuses %j', async (query) => {
    const answer = await channels
      .callAs(ada)
      .request('get', '/api/v2/channels', { query: { workspace_id: acme.workspaceId, ...query } })
    expect(answer).toMatchObject({ status: 400, body: { error: { details: [{ path: Object.keys(query)[0] }] } } })
  })

  it('needs a workspace, and answers a foreign one exactly as one that does not exist', async () => {
    expect((await channels.callAs(ada).request('get', '/api/v2/channels')).status).toBe(400)
    const missing = await scene.answerTo(ada, listChannels, { workspace_id: unknownId })
    expect(missing.status).toBe(404)
    expect(await scene.answerTo(ada, listChannels, { workspace_id: eve.workspaceId })).toEqual(missing)
    expect(await scene.answerTo(eve, listChannels, { workspace_id: acme.workspaceId })).toEqual(missing)
    const forged = { ...eve, workspaceId: acme.workspaceId }
    expect(await scene.answerTo(forged, listChannels, { workspace_id: acme.workspaceId })).toEqual(missing)
  })
})

describe(title(getChannel), () => {
  it('answers every documented field, with both counts', async () => {
    const { channel } = await channels.callAs(ada).call(getChannel, { id: open })
    expect(channel).toEqual((await list(ada)).channels.find(({ id }) => id === open))
    expect(channel).toMatchObject({ member_count: 1, message_count: 17, is_member: true, created_by: ada.userId })
  })

  it('shows a public channel to every non-guest, a hidden one to its members alone', async () => {
    const statuses = async (id: string) =>
      Object.fromEntries(
        await Promise.all(
          Object.entries({ ada, bob, cyd, gus, eve }).map(async ([name, caller]) => [
            name,
            (await scene.answerTo(caller, getChannel, { id })).status,
          ]),
        ),
      )
    expect(await statuses(open)).toEqual({ ada: 200, bob: 200, cyd: 200, gus: 404, eve: 404 })
    expect(await statuses(hidden)).toEqual({ ada: 200, bob: 404, cyd: 200, gus: 404, eve: 404 })
    expect(await statuses(shared)).toEqual({ ada: 200, bob: 200, cyd: 200, gus: 200, eve: 404 })
    expect(await statuses(acme.general)).toEqual({ ada: 200, bob: 200, cyd: 200, gus: 404, eve: 404 })
  })

  it('answers an outsider exactly as if the channel did not exist, workspace owners included', async () => {
    const bobs = await scene.channel({ is_private: true }, bob)
    const missing = await scene.answerTo(ada, getChannel, { id: unknownId })
    expect(missing).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } })
    expect(await scene.answerTo(ada, getChannel, { id: bobs })).toEqual(missing)
    expect(await scene.answerTo(eve, getChannel, { id: open })).toEqual(missing)
  })

  it('refuses what is not an id', async () => {
    expect((await scene.answerTo(ada, getChannel, { id: 'general' })).status).toBe(400)
  })

  it('is lost with the workspace', async () => {
    const dan = await newMember(scene.database, acme.workspaceId, 'dan')
    expect((await scene.answerTo(dan, getChannel, { id: open })).status).toBe(200)
    await endMembership(database, dan)
    expect((await scene.answerTo(dan, getChannel, { id: open })).status).toBe(404)
  })
})

describe(title(listChannelMembers), () => {
  it('answers every documented field, oldest first', async () => {
    await changeProfile(database, cyd, { avatarUrl: 'https://a.test/cyd.png' })
    const { members, count, success } = await channels.callAs(ada).call(listChannelMembers, { id: hidden })
    expect({ success, count }).toEqual({ success: true, count: 2 })
    expect(members.find(({ user_id }) => user_id === cyd.userId)).toEqual({
      user_id: cyd.userId,
      display_name: 'cyd',
      email: await emailOf(database, cyd),
      avatar_url: throughGateway('https://a.test/cyd.png'),
      role: 'member',
      joined_at: expect.stringMatching(/Z$/),
    })
    expect(members.find(({ user_id }) => user_id === ada.userId)).toMatchObject({ role: 'admin', avatar_url: null })
  })

  it('pages through everybody once, in order, with the whole count on every page', async () => {
    const others = await Promise.all(
      Array.from({ length: 25 }, (_, i) => newMember(scene.database, acme.workspaceId, `many-${i}`)),
    )
    const many = await scene.channel({ name: 'many', member_ids: others.map(({ userId }) => userId) })
    const all = await channels.callAs(bob).call(listChannelMembers, { id: many })
    expect(all.count).toBe(26)
    const paged: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await channels.callAs(bob).call(listChannelMembers, { id: many, limit: 7, after })
      expect(page.count).toBe(26)
      paged.push(...page.members.map(({ user_id }) => user_id))
      if (page.members.length < 7) break
      after = page.members.at(-1)?.user_id
    }
    expect(paged).toEqual(all.members.map(({ user_id }) => user_id))
    expect(new Set(paged).size).toBe(26)
  })

  it('refuses a cursor of someone who is not a member', async () => {
    expect(await scene.answerTo(ada, listChannelMembers, { id: hidden, after: bob.userId })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'after' }] } },
    })
  })

  it('shows a public channel’s to every non-guest, a hidden one’s to its members alone', async () => {
    const missing = await scene.answerTo(bob, listChannelMembers, { id: unknownId })
    expect(missing.status).toBe(404)
    expect((await scene.answerTo(bob, listChannelMembers, { id: open })).status).toBe(200)
    expect(await scene.answerTo(bob, listChannelMembers, { id: hidden })).toEqual(missing)
    expect(await scene.answerTo(bob, listChannelMembers, { id: hidden, after: cyd.userId })).toEqual(missing)
    expect(await scene.answerTo(gus, listChannelMembers, { id: open })).toEqual(missing)
    expect(await scene.answerTo(eve, listChannelMembers, { id: open })).toEqual(missing)
  })
})

describe(title(setChannelHidden), () => {
  const openDm = async (members: Caller[], by = ada) =>
    (
      await channels.callAs(by).call(createChannel, {
        workspace_id: acme.workspaceId,
        channel_type: 'dm',
        member_ids: members.map(({ userId }) => userId),
      })
    ).channel
  const hide = (caller: Caller, id: string, hidden = true) => scene.answerTo(caller, setChannelHidden, { id, hidden })
  const isHidden = async (caller: Caller, id: string) => {
    const { is_hidden } = (await channels.callAs(caller).call(getChannel, { id })).channel
    const shown = (await list(caller, { is_member: true, is_hidden: false })).channels.some((dm) => dm.id === id)
    const hidden = (await list(caller, { is_hidden: true })).channels.some((dm) => dm.id === id)
    expect([shown, hidden]).toEqual([!is_hidden, is_hidden])
    return is_hidden
  }

  it('closes a dm for oneself until somebody writes in it', async () => {
    const { id } = await openDm([bob])
    for (const times of ['without a message', 'with one']) {
      expect(await hide(bob, id), times).toEqual({ status: 200, body: { success: true, hidden: true } })
      expect([await isHidden(bob, id), await isHidden(ada, id)], times).toEqual([true, false])
      await post(database, ada, id)
      expect(await isHidden(bob, id), times).toBe(false)
    }
  })

  it('opens it again when asked to, or when one opens the dm, and publishes what changes to oneself', async () => {
    const { id } = await openDm([cyd])
    for (const hidden of [true, true, false]) await hide(cyd, id, hidden)
    expect(await isHidden(cyd, id)).toBe(false)
    await hide(cyd, id)
    expect(await openDm([ada], cyd)).toMatchObject({ id })
    expect(await isHidden(cyd, id)).toBe(false)
    const events = await scene.received(channelHidden, id, 4)
    expect(events.map(({ rooms, data }) => [rooms, data])).toEqual(
      [true, false, true, false].map((is_hidden) => [[`user:${acme.workspaceId}:${cyd.userId}`], { id, is_hidden }]),
    )
  })

  it('is for members of direct messages', async () => {
    const { id } = await openDm([bob])
    const missing = await hide(ada, unknownId)
    expect(missing.status).toBe(404)
    expect([await hide(cyd, id), await hide(eve, id), await hide(bob, open)]).toEqual([missing, missing, missing])
    expect(await hide(ada, open)).toMatchObject({ status: 409 })
  })
})

describe('a dm’s participants', () => {
  it('are named, in answers and events, also those who have left', async () => {
    const dan = await newMember(scene.database, acme.workspaceId, 'dan')
    await changeProfile(database, dan, { avatarUrl: 'https://a.test/dan.png' })
    const { channel } = await channels.callAs(ada).call(createChannel, {
      workspace_id: acme.workspaceId,
      channel_type: 'dm',
      member_ids: [dan.userId, bob.userId],
    })
    const byName = (participants: typeof channel.participants) =>
      participants?.toSorted((a, b) => a.name!.localeCompare(b.name!))
    const named = (picture: unknown) => [
      { id: ada.userId, name: 'ada', handle: 'ada', avatar_url: null },
      { id: bob.userId, name: 'bob', handle: 'bob', avatar_url: null },
      { id: dan.userId, name: 'dan', handle: 'dan', avatar_url: picture },
    ]
    // A reader is shown it by the gateway's proxy; an event is signed for its room at the gateway.
    expect(byName(channel.participants)).toEqual(named(expect.stringMatching(/\/api\/v2\/avatars\/foreign\//)))
    const [created] = await scene.received(channelCreated, channel.id)
    expect(byName(created!.data.participants)).toEqual(named('https://a.test/dan.png'))
    await endMembership(database, dan)
    const { channel: later } = await channels.callAs(ada).call(getChannel, { id: channel.id })
    expect(later.participants?.find(({ id }) => id === dan.userId)).toEqual({
      id: dan.userId,
      name: null,
      handle: null,
      avatar_url: null,
    })
  })
})

describe('the channels service', () => {
  it('answers nobody whom the gateway does not vouch for', async () => {
    expect((await channels.client().request('get', `/api/v2/channels/${open}`)).status).toBe(401)
    const outsider = channels.callAs({ ...ada, userId: randomUUID() })
    expect((await outsider.request('get', `/api/v2/channels/${open}`)).status).toBe(404)
  })
})
