import { messageCreated } from '@parley/contracts/messages/events'
import type { Message } from '@parley/contracts/messages/message'
import { getMessage, listUnread } from '@parley/contracts/messages/messages'
import { searchMessages } from '@parley/contracts/messages/search'
import { maxHops } from '@parley/contracts/messages/writing'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { createTwin } from '@parley/testing/rows/chat-engine'
import { throughGateway } from '@parley/testing/shown-avatar'
import { findCandidates } from '@parley/text/mentions'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId, wrongCounts } from './scene.ts'
import { connectAs, type Posting, storeFile } from './service-scene.ts'

const scene = await setScene()
const { acme, eve, database, as } = scene
const { ada, bob, gus, workspaceId } = acme
const [engine, bridge, other] = await Promise.all([
  connectAs(database, 'chat-engine'),
  connectAs(database, 'integrations'),
  connectAs(database, 'integrations'),
])

const scout = await createTwin(database, acme, { name: 'Scout', avatarUrl: 'https://parley.test/scout.png' })
const twin = { type: 'twin', ai_twin_id: scout } as const
const zoe = {
  type: 'bridged',
  platform: 'slack',
  foreign_id: 'U1',
  name: 'Zoe',
  avatar_url: 'https://slack.test/zoe.png',
} as const
const person = ({ userId }: { userId: string }) => ({ type: 'user', user_id: userId }) as const
const at = (channelId: string) => ({ workspaceId, channelId })
const messageOf = ({ message }: Posting) => message as Message
let keys = 0
const newKey = () => `key-${++keys}`
const countOf = async (channelId: string) => (await scene.list(ada, { channel_id: channelId })).length

describe('messaging.post', () => {
  it('numbers, counts and shows a message as one of a person, and says who wrote it', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(ada, channel, 'first')
    const posted = await bridge.post(
      at(channel),
      zoe,
      { content: 'from Slack', metadata: { ts: '1.2', pinned: true } },
      'k1',
    )
    expect(posted).toMatchObject({ outcome: 'posted', field: null, joined: false })
    expect(messageOf(posted)).toMatchObject({
      seq: 2,
      rev: 2,
      content: 'from Slack',
      content_type: 'text',
      user_id: null,
      ai_twin_id: null,
      author_type: 'bridged',
      platform: 'slack',
      arrival: 'live',
      display_name: 'Zoe',
      avatar_url: 'https://slack.test/zoe.png',
    })
    expect(messageOf(posted).metadata).toEqual({ ts: '1.2' })
    expect(await as(bob).call(getMessage, { id: messageOf(posted).id })).toMatchObject({
      data: { ...posted.message, avatar_url: throughGateway('https://slack.test/zoe.png') },
    })
    expect(await wrongCounts(database)).toEqual([])
    const { channels } = await as(bob).call(listUnread, { workspace_id: workspaceId })
    expect(channels.find(({ channel_id }) => channel_id === channel)).toMatchObject({ unread_count: 2 })
    await scene.indexed()
    const { data } = await as(bob).call(searchMessages, { query: 'slack', channel_id: channel })
    expect(data.map(({ id }) => id)).toEqual([messageOf(posted).id])
  })

  it('publishes one event, with where it came from', async () => {
    const channel = await scene.channel({}, [bob])
    const posted = await bridge.post(at(channel), zoe, { origin: 'int_1', hops: 2 }, newKey())
    const [event] = await scene.events(messageCreated, channel)
    expect(event).toMatchObject({
      id: messageOf(posted).id,
      seq: 1,
      rev: 1,
      origin: 'int_1',
      hops: 2,
      data: { author_type: 'bridged', arrival: 'live' },
      rooms: [`channel:${channel}`],
    })
    const byHand = await scene.post(ada, channel)
    const [, ofAda] = await scene.events(messageCreated, channel, 2)
    expect(ofAda).toMatchObject({ id: byHand.id, data: { author_type: 'user', platform: null, arrival: 'live' } })
    expect(ofAda).not.toHaveProperty('origin')
  })

  it('posts as any twin of the workspace, and as no other', async () => {
    const channel = await scene.channel()
    const posted = await engine.post(at(channel), twin, {}, newKey())
    expect(messageOf(posted)).toMatchObject({
      author_type: 'twin',
      ai_twin_id: scout,
      user_id: null,
      display_name: 'Scout',
      avatar_url: 'https://parley.test/scout.png',
    })
    expect(await engine.post(at(channel), { type: 'twin', ai_twin_id: unknownId }, {}, newKey())).toMatchObject({
      outcome: 'no_twin',
      message: null,
    })
    expect(await countOf(channel)).toBe(1)
  })

  it('posts as a person where they may post themselves, and makes them a member as posting does', async () => {
    const open = await scene.channel()
    const posted = await bridge.post(at(open), person(bob), { origin: 'int_1' }, newKey())
    expect(posted).toMatchObject({
      outcome: 'posted',
      joined: true,
      message: { user_id: bob.userId, author_type: 'user' },
    })
    const { channels } = await as(bob).call(listUnread, { workspace_id: workspaceId })
    expect(channels.find(({ channel_id }) => channel_id === open)).toMatchObject({ unread_count: 0 })
    const secret = await scene.channel({ is_private: true })
    for (const [channel, who] of [
      [secret, bob],
      [open, gus],
      [open, eve],
    ] as const)
      expect(await bridge.post(at(channel), person(who), {}, newKey())).toMatchObject({
        outcome: 'not_found',
        message: null,
      })
  })

  it('replies in threads, mentions and keeps counts', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(ada, channel)
    const content = 'hi @bob'
    const reply = await bridge.post(
      at(channel),
      zoe,
      { content, parent_message_id: root.id, mention_candidates: findCandidates(content) },
      newKey(),
    )
    const again = await bridge.post(at(channel), zoe, { parent_message_id: messageOf(reply).id }, newKey())
    expect([reply, again].map((each) => messageOf(each).parent_message_id)).toEqual([root.id, root.id])
    expect(messageOf(reply).metadata).toMatchObject({ mentions: [{ type: 'user', user_id: bob.userId }] })
    expect((await as(ada).call(getMessage, { id: root.id })).data).toMatchObject({ reply_count: 2, participants: [] })
    expect(await wrongCounts(database)).toEqual([])
  })

  it('attaches what a service has stored for the channel, and no upload of a person', async () => {
    const channel = await scene.channel()
    const [stored, own] = [await storeFile(database, at(channel)), await storeFile(database, at(channel), ada.userId)]
    expect(await bridge.post(at(channel), person(ada), { file_ids: [stored, own] }, newKey())).toMatchObject({
      outcome: 'no_file',
      field: 'file_ids.1',
    })
    expect(await bridge.post(at(channel), zoe, { content: '', file_ids: [stored] }, newKey())).toMatchObject({
      outcome: 'posted',
      message: { attachments: [{ id: stored, name: 'plan.txt' }] },
    })
  })

  it('refuses as data, so that the transaction of the caller goes on', async () => {
    const [archived, channel] = [await scene.channel(), await scene.channel()]
    const elsewhere = await scene.post(ada, await scene.channel())
    await scene.archive(archived)
    await bridge.query('begin')
    const refusals = [
      [at(archived), zoe, {}, 'archived'],
      [at(unknownId), zoe, {}, 'not_found'],
      [{ workspaceId: eve.workspaceId, channelId: channel }, zoe, {}, 'not_found'],
      [at(channel), zoe, { parent_message_id: elsewhere.id }, 'no_parent'],
      [at(channel), zoe, { hops: maxHops + 1 }, 'too_many_hops'],
      [at(channel), zoe, { file_ids: [unknownId] }, 'no_file'],
    ] as const
    for (const [place, author, post, outcome] of refusals)
      expect(await bridge.post(place, author, post as never, newKey())).toMatchObject({ outcome, message: null })
    expect(await bridge.post(at(channel), zoe, { hops: maxHops }, newKey())).toMatchObject({ outcome: 'posted' })
    await bridge.query('commit')
    expect(await countOf(channel)).toBe(1)
  })

  it.each([
    ['content', zoe, { content: '  ' }],
    ['content', zoe, { content: 'x'.repeat(40_001) }],
    ['author', { ...zoe, name: 'two\nlines' }, {}],
    ['author', { ...zoe, name: '\u202eeoZ' }, {}],
    ['author', { ...zoe, name: 'two\u2028lines' }, {}],
    ['author', { ...zoe, name: '\u200d\u3164\u{e0041}' }, {}],
    ['content', zoe, { content: '\u200b\u2800\ufe0f' }],
    ['author', { ...zoe, platform: 'Not A Platform' }, {}],
    ['author', { ...zoe, avatar_url: 'javascript:alert(1)' }, {}],
    ['author', { type: 'user' }, {}],
    ['metadata', zoe, { metadata: [] }],
    ['metadata', zoe, { metadata: { text: 'x'.repeat(40_000) } }],
    ['origin', zoe, { origin: 'x'.repeat(201) }],
    ['author', person({ userId: 'x' }), {}],
    ['author', { ...zoe, ai_twin_id: 'x' }, {}],
    ['author', null, {}],
    ['file_ids', zoe, { file_ids: 'x' }],
    ['file_ids', zoe, { file_ids: ['x'] }],
    ['file_ids', zoe, { file_ids: [null] }],
    ['mention_candidates', zoe, { mention_candidates: {} }],
    ['mention_candidates', zoe, { mention_candidates: ['x'] }],
    ['mention_candidates', zoe, { mention_candidates: [{ position: 'x' }] }],
    ['hops', zoe, { hops: 'x' }],
    ['hops', zoe, { hops: -1 }],
    ['parent_message_id', zoe, { parent_message_id: 'x' }],
    ['written_at', zoe, { written_at: 'yesterday x' }],
    ['written_at', zoe, { written_at: 'infinity' }],
  ])('stores nothing that breaks the contract: %s', async (field, author, post) => {
    const channel = await scene.channel()
    expect(await bridge.post(at(channel), author as never, post as never, newKey())).toMatchObject({
      outcome: 'invalid',
      field,
    })
    expect(await countOf(channel)).toBe(0)
  })

  it('takes null for what may be missing', async () => {
    const channel = await scene.channel()
    const nothing = Object.fromEntries(
      [
        'content_type',
        'metadata',
        'mention_candidates',
        'file_ids',
        'origin',
        'parent_message_id',
        'hops',
        'written_at',
      ].map((field) => [field, null]),
    )
    expect(await bridge.post(at(channel), zoe, nothing as never, newKey())).toMatchObject({
      outcome: 'posted',
      message: { content_type: 'text', attachments: null },
    })
  })

  it('takes names in which joiners and selectors are right', async () => {
    const channel = await scene.channel()
    for (const name of ['Zoë 👩\u200d💻 ❤\ufe0f', 'می\u200cخواهم'])
      expect(await bridge.post(at(channel), { ...zoe, name }, {}, newKey())).toMatchObject({
        outcome: 'posted',
        message: { display_name: name },
      })
  })

  it('posts once under a key, whatever the channel, and tells two services’ keys apart', async () => {
    const [channel, second] = [await scene.channel({}, [bob]), await scene.channel()]
    const first = await bridge.post(at(channel), zoe, {}, 'same')
    expect(await bridge.post(at(channel), zoe, { content: 'other' }, 'same')).toEqual({ ...first, outcome: 'repeated' })
    expect(await bridge.post(at(second), zoe, {}, 'same')).toEqual({ ...first, outcome: 'repeated' })
    expect(await engine.post(at(channel), zoe, {}, 'same')).toMatchObject({ outcome: 'posted', message: { seq: 2 } })
    await scene.events(messageCreated, channel, 2)
    expect(await countOf(second)).toBe(0)
    await scene.delete(messageOf(first))
    expect(await bridge.post(at(channel), zoe, {}, 'same')).toMatchObject({
      outcome: 'repeated',
      message: { id: messageOf(first).id, deleted_at: expect.any(String) },
    })
  })

  it.each(['one channel', 'two channels'])(
    'stores one message of two that are posted at once under a key: %s',
    async (where) => {
      const [channel, second] = [await scene.channel(), await scene.channel()]
      const key = newKey()
      await bridge.query('begin')
      const first = await bridge.post(at(channel), zoe, {}, key)
      const waiting = other.post(at(where === 'one channel' ? channel : second), zoe, {}, key)
      await untilSomeoneWaits(database)
      await bridge.query('commit')
      expect(await waiting).toEqual({ ...first, outcome: 'repeated' })
      expect([await countOf(channel), await countOf(second)]).toEqual([1, 0])
      expect(await wrongCounts(database)).toEqual([])
    },
  )

  it('leaves nothing when the transaction of the caller is rolled back', async () => {
    const channel = await scene.channel()
    await engine.query('begin')
    const { message } = await engine.post(at(channel), twin, {}, 'run-1')
    await engine.query('rollback')
    expect(await scene.answerTo(ada, getMessage, { id: message!.id })).toMatchObject({ status: 404 })
    expect(await database.query('select from messaging.outbox where id = $1', [message!.id])).toEqual([])
    expect(await engine.post(at(channel), twin, {}, 'run-1')).toMatchObject({ outcome: 'posted', message: { seq: 1 } })
  })

  it('keeps a channel’s order whenever a message was written, and says which one comes late', async () => {
    const channel = await scene.channel()
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
    const [early, recent] = [minutesAgo(10), minutesAgo(1)]
    const late = messageOf(await bridge.post(at(channel), zoe, { written_at: early }, newKey()))
    expect(late).toMatchObject({ created_at: early, arrival: 'late' })
    expect(messageOf(await bridge.post(at(channel), zoe, { written_at: recent }, newKey()))).toMatchObject({
      created_at: recent,
      arrival: 'live',
    })
    const overtaken = messageOf(await bridge.post(at(channel), zoe, { written_at: early }, newKey()))
    expect(overtaken.arrival).toBe('late')
    expect(Date.parse(overtaken.created_at)).toBe(Date.parse(recent) + 1)
    const future = messageOf(await bridge.post(at(channel), zoe, { written_at: minutesAgo(-60) }, newKey()))
    expect(Date.parse(future.created_at)).toBeLessThan(Date.now() + 60_000)
  })

  it('is for the services that write, and shows them nothing else', async () => {
    for (const service of ['gateway', 'channels'] as const) {
      const outsider = await connectAs(database, service)
      await expect(outsider.post(at(unknownId), zoe, {}, newKey())).rejects.toThrow('permission denied')
    }
    await expect((await connectAs(database, 'chat-engine')).import(at(unknownId), [])).rejects.toThrow(
      'permission denied',
    )
    for (const text of [
      'select from messaging.messages',
      'select messaging.post_message(null, null, null, null, null)',
    ])
      await expect(bridge.query(text)).rejects.toThrow('permission denied')
  })
})
