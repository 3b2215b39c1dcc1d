import { channelUpdated } from '@parley/contracts/channels/events'
import { deleteMessage, toggleReaction } from '@parley/contracts/messages/changes'
import { messageCreated } from '@parley/contracts/messages/events'
import { listMentions } from '@parley/contracts/messages/following'
import { isMessage, type Message } from '@parley/contracts/messages/message'
import { getMessage, listMessages, listUnread } from '@parley/contracts/messages/messages'
import { listPins } from '@parley/contracts/messages/pins'
import { searchMessages } from '@parley/contracts/messages/search'
import { type ImportedMessage, maxImported } from '@parley/contracts/messages/writing'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId, wrongCounts } from './scene.ts'
import { connectAs, storeFile } from './service-scene.ts'

const scene = await setScene()
const { acme, eve, database, as } = scene
const { ada, bob, gus, workspaceId } = acme
const [bridge, other] = await Promise.all([connectAs(database, 'integrations'), connectAs(database, 'integrations')])

const zoe = { type: 'bridged', platform: 'slack', foreign_id: 'U1', name: 'Zoe' } as const
const max = { type: 'bridged', platform: 'slack', foreign_id: 'U2', name: 'Max' } as const
const person = ({ userId }: { userId: string }) => ({ type: 'user', user_id: userId }) as const
const at = (channelId: string) => ({ workspaceId, channelId })
/** A time of the past: this many minutes after noon of 1 May 2024. */
const minute = (minutes: number) => new Date(Date.UTC(2024, 4, 1, 12, minutes)).toISOString()
let batches = 0
/** Messages under keys of their own, a minute apart. */
function batch(...messages: Partial<ImportedMessage>[]) {
  const prefix = `b${++batches}`
  return messages.map((message, i) => ({
    author: zoe,
    content: `old ${i}`,
    created_at: minute(i),
    ...message,
    key: `${prefix}:${message.key ?? i}`,
    ...(message.parent_key && { parent_key: `${prefix}:${message.parent_key}` }),
  }))
}
const history = async (channelId: string) => (await scene.list(ada, { channel_id: channelId })) as Message[]
const unreadOf = async (channelId: string) => {
  const { channels } = await as(bob).call(listUnread, { workspace_id: workspaceId })
  return channels.find(({ channel_id }) => channel_id === channelId)
}
const headOf = async (channelId: string) => {
  const [head] = await database.query('select * from messaging.channel_heads where channel_id = $1', [channelId])
  return head
}

describe('messaging.import_messages', () => {
  it('stores a history in its own order, before what was said here', async () => {
    const channel = await scene.channel({}, [bob])
    const live = await scene.post(ada, channel, 'live')
    const result = await bridge.import(
      at(channel),
      batch({ content: 'second', created_at: minute(5) }, { content: 'first', edited_at: minute(9), origin: 'int_1' }),
    )
    expect(result).toMatchObject({ outcome: 'imported', stored: 2, refused: [] })
    expect(result.messages.map(({ key }) => key)).toEqual(['b1:0', 'b1:1'])
    const listed = await history(channel)
    expect(listed.map(({ content, seq, rev }) => [content, seq, rev])).toEqual([
      ['live', 1, 1],
      ['second', 3, 3],
      ['first', 2, 2],
    ])
    expect(listed[2]).toMatchObject({
      id: result.messages[1]!.id,
      author_type: 'bridged',
      platform: 'slack',
      arrival: 'imported',
      display_name: 'Zoe',
      created_at: minute(1),
      edited_at: minute(9),
      updated_at: minute(9),
    })
    expect(await headOf(channel)).toMatchObject({ seq: 3, rev: 3, imported_rev: 3, last_message_at: live.created_at })
    expect(await wrongCounts(database)).toEqual([])
  })

  it('is unread for nobody, in no inbox and no event but one', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(ada, channel)
    const before = await unreadOf(channel)
    const mentioning = { content: '@bob', mention_candidates: [{ position: 0, handle: 'bob', written: 'bob' }] }
    const written = batch(mentioning, { author: person(bob) }, { parent_key: '0', ...mentioning })
    const { messages } = await bridge.import(at(channel), written)
    expect(await unreadOf(channel)).toEqual(before)
    expect(await as(bob).call(listMentions, {})).toMatchObject({ data: [] })
    expect((await as(bob).call(getMessage, { id: messages[0]!.id })).data.metadata).toMatchObject({
      mentions: [{ type: 'user', user_id: bob.userId }],
    })
    await scene.post(ada, channel, 'after')
    await scene.events(messageCreated, channel, 2)
    const [event, ...more] = await scene.events(channelUpdated, channel)
    expect(event).toMatchObject({ data: { id: channel, history_changed: true } })
    expect(more).toEqual([])
    expect(scene.published.filter(({ data }) => messages.some(({ id }) => id === (data as Message).id))).toEqual([])
  })

  it('builds threads out of order, deeper ones flattened, also on roots that are stored', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(ada, channel, 'root')
    const reply = await scene.reply(ada, root)
    const [imported] = (await bridge.import(at(channel), batch({ key: 'root', author: person(bob) }))).messages
    const result = await bridge.import(
      at(channel),
      batch(
        { key: 'deep', parent_key: 'reply', author: person(ada), created_at: minute(3) },
        { key: 'reply', parent_key: 'top', created_at: minute(2) },
        { key: 'top', created_at: minute(1) },
        { parent_message_id: root.id, author: person(bob) },
        { parent_message_id: imported!.id },
      ),
    )
    expect(result).toMatchObject({ stored: 5, refused: [] })
    const [deep, , top] = result.messages.map(({ id }) => id)
    const show = async (id: string) => (await as(ada).call(getMessage, { id })).data
    expect(await show(top!)).toMatchObject({ reply_count: 2, last_reply_at: minute(3), participants: [ada.userId] })
    expect(await show(deep!)).toMatchObject({ parent_message_id: top })
    expect(await show(root.id)).toMatchObject({ reply_count: 2, participants: [ada.userId, bob.userId] })
    expect(await show(imported!.id)).toMatchObject({ reply_count: 1, last_reply_at: minute(4), participants: [] })
    expect(await wrongCounts(database)).toEqual([])
    await as(ada).call(deleteMessage, { id: (await scene.reply(ada, root)).id })
    expect((await show(root.id)).last_reply_at).toBe(reply.created_at)
    await as(ada).call(deleteMessage, { id: deep! })
    expect(await show(top!)).toMatchObject({ reply_count: 1, last_reply_at: minute(2), participants: [] })
    expect(await wrongCounts(database)).toEqual([])
  })

  it('takes reactions, pins and roots that were deleted there', async () => {
    const channel = await scene.channel({}, [bob])
    const { messages } = await bridge.import(
      at(channel),
      batch(
        {
          pinned: { at: minute(7), user_id: bob.userId },
          reactions: [
            { emoji: 'fire', author: person(bob) },
            { emoji: '❤️', author: max },
            { emoji: ':fire:', author: zoe, created_at: minute(8) },
            { emoji: 'fire', author: zoe },
            { emoji: 'fire', author: person({ userId: unknownId }) },
          ],
        },
        { key: 'gone', content: '', deleted_at: minute(6) },
        { parent_key: 'gone', content: 'reply of what is gone' },
      ),
    )
    const { data } = await as(ada).call(getMessage, { id: messages[0]!.id })
    expect(data).toMatchObject({
      metadata: { pinned: true, pinned_by: bob.userId, pinned_at: minute(7) },
      reactions: [
        { emoji: 'fire', count: 2, user_ids: [bob.userId] },
        { emoji: '❤️', count: 1, user_ids: [] },
      ],
      reaction_count: 3,
    })
    expect((await as(bob).call(listPins, { id: channel })).pins.map(({ id }) => id)).toEqual([data.id])
    expect(await as(bob).call(toggleReaction, { id: data.id, emoji: 'fire' })).toMatchObject({
      data: { action: 'removed' },
    })
    const changed = (await as(ada).call(listMessages, { channel_id: channel, after_seq: 0 })).data
    expect(changed.map(isMessage)).toEqual([true, false, true])
    expect((await history(channel)).map(({ id }) => id)).toEqual([data.id])
    expect(await scene.list(ada, { channel_id: channel, thread_id: messages[1]!.id })).toHaveLength(1)
    expect(await wrongCounts(database)).toEqual([])
  })

  it('stores a message once, however often and however it comes', async () => {
    const [channel, second] = [await scene.channel(), await scene.channel()]
    const posted = await bridge.post(at(channel), zoe, {}, 'slack:1')
    const one = { ...batch({})[0]!, key: 'slack:1' }
    const two = { ...one, key: 'slack:2' }
    const first = await bridge.import(at(channel), [one, two, two])
    expect(first).toMatchObject({ outcome: 'imported', stored: 1, refused: [] })
    expect(first.messages.map(({ key }) => key)).toEqual(['slack:1', 'slack:2'])
    expect(first.messages[0]!.id).toBe((posted.message as Message).id)
    for (const place of [channel, second])
      expect(await bridge.import(at(place), [one, two])).toEqual({ ...first, stored: 0 })
    expect(await bridge.post(at(channel), zoe, {}, 'slack:2')).toMatchObject({
      outcome: 'repeated',
      message: { id: first.messages[1]!.id },
    })
    expect(await scene.events(channelUpdated, channel)).toHaveLength(1)
    expect(await history(second)).toEqual([])
  })

  it('stores one of two batches that come at once, wherever they come', async () => {
    const [channel, second] = [await scene.channel(), await scene.channel()]
    const messages = batch({}, {})
    await bridge.query('begin')
    const first = await bridge.import(at(channel), messages)
    const waiting = other.import(at(second), messages)
    await untilSomeoneWaits(database)
    await bridge.query('commit')
    expect(await waiting).toEqual({ ...first, stored: 0 })
    await bridge.query('begin')
    await bridge.import(at(channel), batch({}))
    await bridge.query('rollback')
    expect(await history(channel)).toHaveLength(2)
    expect(await wrongCounts(database)).toEqual([])
  })

  it('gives up where its transaction does not see what another has stored', async () => {
    const [channel, second] = [await scene.channel(), await scene.channel()]
    const messages = batch({})
    await bridge.query('begin isolation level repeatable read')
    await bridge.query(`set local statement_timeout = '5s'`)
    expect(await bridge.import(at(unknownId), [])).toMatchObject({ outcome: 'not_found' })
    await other.import(at(channel), messages)
    expect(await bridge.import(at(second), messages)).toMatchObject({ outcome: 'retry', stored: 0, messages: null })
    await bridge.query('rollback')
    expect(await bridge.import(at(second), messages)).toMatchObject({ outcome: 'imported', stored: 0 })
  })

  it('refuses each message by itself, and a batch as data', async () => {
    const [channel, archived] = [await scene.channel(), await scene.channel()]
    const elsewhere = await scene.post(ada, await scene.channel())
    await scene.archive(archived)
    const messages = batch(
      { content: ' ' },
      { author: person({ userId: unknownId }) },
      { author: person(eve) },
      { author: { type: 'twin', ai_twin_id: unknownId } },
      { parent_key: 'nothing' },
      { parent_message_id: elsewhere.id },
      { key: 'a', parent_key: 'c' },
      { key: 'c', parent_key: 'a' },
      { file_ids: [unknownId] },
      { created_at: '1969-12-31T23:59:59.999Z' },
      { author: person(gus), reactions: [{ emoji: '🔥', author: max, created_at: '1969-12-31T23:59:59.999Z' }] },
    )
    const result = await bridge.import(at(channel), messages)
    expect(result).toMatchObject({ stored: 1, messages: [{ key: messages.at(-1)!.key }] })
    const whys = [
      'content',
      'no_author',
      'no_author',
      'no_author',
      'no_parent',
      'no_parent',
      'no_parent',
      'no_parent',
      'no_file',
      'created_at',
    ]
    expect(result.refused).toEqual(whys.map((why, i) => ({ key: messages[i]!.key, why })))
    await bridge.query('begin')
    expect(await bridge.import(at(archived), batch({}))).toMatchObject({ outcome: 'archived', stored: 0 })
    expect(await bridge.import(at(unknownId), batch({}))).toMatchObject({ outcome: 'not_found', stored: 0 })
    expect(await bridge.import({ ...at(channel), workspaceId: eve.workspaceId }, batch({}))).toMatchObject({
      outcome: 'not_found',
    })
    expect(await bridge.import(at(channel), batch(...Array(maxImported + 1).fill({})))).toMatchObject({
      outcome: 'too_many',
    })
    await bridge.query('commit')
  })

  it('gives a file to the first message of a batch that has it', async () => {
    const channel = await scene.channel()
    const file = await storeFile(database, { workspaceId, channelId: channel })
    const messages = batch(
      { author: person({ userId: unknownId }), file_ids: [file] },
      { key: 'first', content: '', file_ids: [file] },
      { key: 'second', file_ids: [file] },
      { parent_key: 'second' },
    )
    expect(await bridge.import(at(channel), messages)).toMatchObject({
      stored: 1,
      messages: [{ key: messages[1]!.key }],
      refused: ['no_author', 'file_ids', 'no_parent'].map((why, i) => ({ key: messages[i && i + 1]!.key, why })),
    })
    expect(await history(channel)).toMatchObject([{ attachments: [{ id: file }] }])
  })

  it('gives no ids where nobody asks for them', async () => {
    const channel = await scene.channel()
    const result = await bridge.import(at(channel), batch({}, { author: 'x' as never }), { withIds: false })
    expect(result).toMatchObject({ outcome: 'imported', stored: 1, messages: [], refused: [{ why: 'author' }] })
  })

  it('refuses by itself what cannot be read as its type', async () => {
    const channel = await scene.channel()
    const odd: [string, unknown][] = [
      ['author', person({ userId: 'x' })],
      ['author', 'x'],
      ['file_ids', 'x'],
      ['file_ids', ['x']],
      ['mention_candidates', [[]]],
      ['parent_message_id', 'x'],
      ['created_at', 'yesterday x'],
      ['edited_at', 'infinity'],
      ['edited_at', '2024-05-01T12:00:00.000'],
      ['edited_at', '2024-05-01T12:00:00.000 BC Z'],
      ['deleted_at', '2024-05-32T12:00:00.000Z'],
      ['pinned', { at: 'x' }],
      ['pinned', { user_id: 'x' }],
      ['pinned', true],
      ['reactions', {}],
      ['reactions', ['x']],
      ['reactions', [{ emoji: 'fire', author: person({ userId: 'x' }) }]],
      ['reactions', [{ emoji: 'fire', author: zoe, created_at: 'x' }]],
    ]
    const nothing = { edited_at: null, deleted_at: null, pinned: null, reactions: null, file_ids: null } as never
    const messages = batch(...odd.map(([field, value]) => ({ [field]: value }) as never), nothing)
    expect(await bridge.import(at(channel), [...messages, 'x' as never])).toMatchObject({
      outcome: 'imported',
      stored: 1,
      messages: [{ key: messages.at(-1)!.key }],
      refused: [...odd.map(([why], i) => ({ key: messages[i]!.key, why })), { key: null, why: 'key' }],
    })
    expect(await bridge.import(at(channel), {} as never)).toMatchObject({ outcome: 'invalid', stored: 0 })
  })

  it('stores a whole batch at once, findable by search', async () => {
    const channel = await scene.channel({}, [bob])
    const messages = Array.from({ length: maxImported }, (_, i) =>
      i % 10 === 0
        ? { key: `r${i}`, content: `kumquat ${i}` }
        : { parent_key: `r${i - (i % 10)}`, author: person(bob) },
    )
    expect(await bridge.import(at(channel), batch(...messages))).toMatchObject({ stored: maxImported, refused: [] })
    expect(await wrongCounts(database)).toEqual([])
    await scene.indexed()
    const found = await as(bob).call(searchMessages, { query: 'kumquat', channel_id: channel })
    expect(found.meta.total).toBe(maxImported / 10)
  })

  it('reads no more for a batch the more was imported, also of a workspace that statistics do not know', async () => {
    const page = () => batch(...Array.from({ length: maxImported }, (_, i) => (i % 4 === 3 ? { parent_key: '0' } : {})))
    await bridge.import(at(await scene.channel()), page())
    await database.query('analyze messaging.messages')
    // As if they were of a large table: in a small one it is right to read all of it.
    await database.query(`update pg_class set reltuples = reltuples * 1000 where oid = 'messaging.messages'::regclass`)
    const inEves = [eve.workspaceId]
    const { rows } = await bridge.query('select channel_id from channels.states where workspace_id = $1', inEves)
    const place = { workspaceId: eve.workspaceId, channelId: rows[0].channel_id }
    for (let i = 0; i < 3; i++) await bridge.import(place, page())
    /** Rows of messages that the work has read. */
    const readBy = async (work: () => Promise<unknown>) => {
      // What the session has counted before is counted as this transaction's until it is flushed.
      await bridge.query('select pg_stat_force_next_flush()')
      await bridge.query('begin')
      await work()
      const read = await bridge.query(
        `select seq_tup_read + idx_tup_fetch as rows from pg_stat_xact_all_tables
         where schemaname = 'messaging' and relname = 'messages'`,
      )
      await bridge.query('commit')
      return Number(read.rows[0].rows)
    }
    expect(await readBy(() => bridge.import(place, page()))).toBeLessThan(maxImported)
    const days = [...inEves, place.channelId, 'b', '2024-05-01', '2024-05-03']
    const compare = 'select * from messaging.imported_digests($1, $2, $3, $4, $5)'
    expect(await readBy(() => bridge.query(compare, days))).toBeLessThan(3 * 4 * maxImported)
  })
})
