import { title } from '@parley/contracts/endpoint'
import { reactionLimits, toggleReaction } from '@parley/contracts/messages/changes'
import { reactionAdded, reactionRemoved } from '@parley/contracts/messages/events'
import { getMessage } from '@parley/contracts/messages/messages'
import { untilSomeoneWaits } from '@parley/testing/lock-waits'
import { describe, expect, it } from 'vitest'
import { setScene, unknownId, wrongCounts } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme

const shown = async (id: string) => {
  const { reactions, reaction_count } = (await as(ada).call(getMessage, { id })).data
  return { reactions, reaction_count }
}

describe(title(toggleReaction), () => {
  it('adds, then removes what it added, and publishes both', async () => {
    const channel = await scene.channel({}, [bob])
    const message = await scene.post(ada, channel)
    const input = { id: message.id, emoji: 'thumbsup', user_id: bob.userId }
    const added = await as(bob).call(toggleReaction, input)
    expect(added).toEqual({
      success: true,
      data: {
        id: expect.any(String),
        message_id: message.id,
        channel_id: channel,
        user_id: bob.userId,
        emoji: 'thumbsup',
        created_at: expect.any(String),
        action: 'added',
      },
      meta: {},
    })
    expect((await as(ada).call(getMessage, { id: message.id })).data).toEqual({
      ...message,
      rev: 2,
      reactions: [{ emoji: 'thumbsup', count: 1, user_ids: [bob.userId] }],
      reaction_count: 1,
    })
    const removed = await as(bob).call(toggleReaction, input)
    expect(removed).toEqual({ ...added, data: { ...added.data, action: 'removed' } })
    expect((await as(ada).call(getMessage, { id: message.id })).data).toEqual({ ...message, rev: 3 })
    const { action: _, ...reaction } = added.data
    expect(await scene.events(reactionAdded, channel)).toMatchObject([{ seq: 1, rev: 2, data: reaction }])
    expect(await scene.events(reactionRemoved, channel)).toMatchObject([{ seq: 1, rev: 3, data: reaction }])
  })

  it('sums up what everybody gave, each emoji in its place', async () => {
    const { id } = await scene.post(ada, await scene.channel({}, [bob, cyd, gus]))
    for (const [who, emoji] of [
      [bob, '👍'],
      [cyd, 'fire'],
      [ada, '👍'],
      [gus, 'fire'],
      [gus, '👍'],
      [bob, '👍'],
    ] as const)
      await as(who).call(toggleReaction, { id, emoji })
    expect(await shown(id)).toEqual({
      reactions: [
        { emoji: '👍', count: 2, user_ids: [ada.userId, gus.userId] },
        { emoji: 'fire', count: 2, user_ids: [cyd.userId, gus.userId] },
      ],
      reaction_count: 4,
    })
  })

  it('counts emoji that look the same as one, as the first person wrote it', async () => {
    const { id } = await scene.post(ada, await scene.channel({}, [bob, cyd]))
    const react = async (who: typeof ada, emoji: string) => (await as(who).call(toggleReaction, { id, emoji })).data
    await react(ada, '✌')
    expect(await react(bob, '✌️')).toMatchObject({ emoji: '✌', action: 'added' })
    await react(cyd, '✌🏽')
    expect((await shown(id)).reactions).toEqual([
      { emoji: '✌', count: 2, user_ids: [ada.userId, bob.userId] },
      { emoji: '✌🏽', count: 1, user_ids: [cyd.userId] },
    ])
    expect(await react(ada, '✌️')).toMatchObject({ emoji: '✌', action: 'removed' })
    expect((await shown(id)).reactions[0]).toEqual({ emoji: '✌', count: 1, user_ids: [bob.userId] })
    const other = await scene.post(ada, await scene.channel({}, [bob]))
    const given = [':FIRE:', ':fire:', 'Größe', 'gro\u0308ße', 'größe']
    for (const emoji of given) await as(ada).call(toggleReaction, { id: other.id, emoji })
    expect((await shown(other.id)).reactions).toEqual([{ emoji: 'größe', count: 1, user_ids: [ada.userId] }])
  })

  it('ends in one state when one person clicks many times at once', async () => {
    const { id } = await scene.post(ada, await scene.channel({}, [bob]))
    const clicks = async (count: number) => {
      const answers = await Promise.all(
        Array.from({ length: count }, () => as(bob).call(toggleReaction, { id, emoji: 'fire' })),
      )
      return answers.filter(({ data }) => data.action === 'added').length
    }
    expect(await clicks(8)).toBe(4)
    expect(await shown(id)).toEqual({ reactions: [], reaction_count: 0 })
    expect(await clicks(7)).toBe(4)
    expect(await shown(id)).toEqual({
      reactions: [{ emoji: 'fire', count: 1, user_ids: [bob.userId] }],
      reaction_count: 1,
    })
  })

  it('keeps a message’s sum equal to the rows when many people click at once', async () => {
    const channel = await scene.channel({}, [bob, cyd, gus])
    const { id } = await scene.post(ada, channel)
    const emoji = ['one', 'two', 'three', '🎉']
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        as([ada, bob, cyd, gus][i % 4]!).call(toggleReaction, { id, emoji: emoji[(i * 7) % 3]! }),
      ),
    )
    const rows = await database.query<{ emoji: string; user_ids: string[]; count: number }>(
      `select emoji, count(*), array_agg(user_id order by id) as user_ids from messaging.reactions
       where message_id = $1 group by emoji order by emoji`,
      [id],
    )
    const { reactions, reaction_count } = await shown(id)
    expect(reactions.toSorted((a, b) => (a.emoji < b.emoji ? -1 : 1))).toEqual(rows)
    expect(reaction_count).toBe(rows.reduce((sum, { count }) => sum + count, 0))
    expect((await scene.post(ada, channel)).rev).toBe(62)
    expect(await wrongCounts(database)).toEqual([])
  })

  it(`takes ${reactionLimits.emoji} different emoji, and more people than it names`, async () => {
    const { id } = await scene.post(ada, await scene.channel({}, [bob]))
    for (let i = 0; i < reactionLimits.emoji; i++) await as(bob).call(toggleReaction, { id, emoji: `e${i}` })
    expect(await answerTo(bob, toggleReaction, { id, emoji: 'another' })).toMatchObject({ status: 409 })
    expect(await answerTo(ada, toggleReaction, { id, emoji: 'e0' })).toMatchObject({ status: 200 })
    await database.query(
      `with many as (
         insert into messaging.reactions (id, message_id, author_id, user_id, emoji, channel_id, workspace_id, created_at)
         select uuidv7(), r.message_id, who.id, who.id, 'e1', r.channel_id, r.workspace_id, now()
         from messaging.reactions r, generate_series(1, 60) i, lateral (select gen_random_uuid() as id where i > 0) who
         where r.message_id = $1 and r.emoji = 'e1' returning id)
       update messaging.messages set reaction_count = reaction_count + 60, reactions = jsonb_set(reactions, '{1,count}', '61')
       where id = $1`,
      [id],
    )
    await as(ada).call(toggleReaction, { id, emoji: 'e1' })
    const { reactions, reaction_count } = await shown(id)
    expect(reactions[1]).toMatchObject({ emoji: 'e1', count: 62 })
    expect(reactions[1]!.user_ids).toHaveLength(reactionLimits.listed)
    expect(reaction_count).toBe(82)
  })

  it.each([
    'thumbsup',
    ':thumbsup:',
    ':x:',
    '+1',
    '-1',
    'wave::skin-tone-3',
    'größe',
    '👍',
    '👍🏽',
    '❤',
    '❤️',
    '❤\ufe0e',
    '☝🏽',
    '👁‍🗨',
    '🏴‍☠️',
    '🕵🏽‍♂️',
    '👩‍👩‍👧‍👦',
    '🇩🇪',
    '1️⃣',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  ])('takes %s', async (emoji) => {
    const { id } = await scene.post(ada, acme.general)
    expect((await as(ada).call(toggleReaction, { id, emoji })).data.emoji).toBe(emoji)
  })

  it.each([
    '',
    ' ',
    'thumbs up',
    '👍👍',
    '👍x',
    'a\u0007',
    '\u200d',
    '<b>',
    'x'.repeat(65),
    '🇩🇪🇫🇷',
    '.',
    '\ufe0f',
    '\ufe0e\u0301',
    'x',
    '字',
    '::',
    '👍❤️',
    '1',
    '👍\u200d',
    '👍\u200d\u200d',
    '❤️\u200d',
    '👍\u20e3',
    '👍\u{e007f}',
    '👍\u{e0067}\u{e007f}',
    '👍🏽🏽',
  ])('refuses %j', async (emoji) => {
    const { id } = await scene.post(ada, acme.general)
    expect(await answerTo(ada, toggleReaction, { id, emoji })).toMatchObject({
      status: 400,
      body: { error: { details: expect.arrayContaining([{ path: 'emoji', message: expect.any(String) }]) } },
    })
  })

  it('lets whoever can read a public channel react, without joining them', async () => {
    const channel = await scene.channel()
    const { id } = await scene.post(ada, channel)
    expect(await answerTo(cyd, toggleReaction, { id, emoji: 'fire' })).toMatchObject({ status: 200 })
    expect(await scene.membersOf(channel)).toEqual([ada.userId])
  })

  it('answers the same for a message that is missing, deleted, foreign or hidden, and for whoever was removed', async () => {
    const channel = await scene.channel({ is_private: true }, [bob])
    const [{ id }, deleted] = [await scene.post(ada, channel), await scene.post(ada, channel)]
    await scene.delete(deleted)
    const missing = await answerTo(bob, toggleReaction, { id: unknownId, emoji: 'fire' })
    expect(missing).toMatchObject({ status: 404 })
    expect(await answerTo(bob, toggleReaction, { id: deleted.id, emoji: 'fire' })).toEqual(missing)
    for (const who of [cyd, gus, eve])
      expect(await answerTo(who, toggleReaction, { id, emoji: 'fire' })).toEqual(missing)
    const release = await scene.lockChannel(channel)
    const reacting = answerTo(bob, toggleReaction, { id, emoji: 'fire' })
    await untilSomeoneWaits(database)
    await scene.remove(channel, bob)
    await release()
    expect(await reacting).toEqual(missing)
    expect(await shown(id)).toEqual({ reactions: [], reaction_count: 0 })
  })

  it('refuses an archived channel and somebody else’s user_id', async () => {
    const channel = await scene.channel({}, [bob])
    const { id } = await scene.post(ada, channel)
    expect(await answerTo(bob, toggleReaction, { id, emoji: 'fire', user_id: ada.userId })).toMatchObject({
      status: 403,
    })
    await scene.archive(channel)
    expect(await answerTo(bob, toggleReaction, { id, emoji: 'fire' })).toMatchObject({ status: 409 })
  })

  it('toggles once under an Idempotency-Key', async () => {
    const { id } = await scene.post(ada, await scene.channel())
    const idempotencyKey = crypto.randomUUID()
    const first = await as(ada).answer(toggleReaction, { id, emoji: 'fire' }, { idempotencyKey })
    expect(await as(ada).answer(toggleReaction, { id, emoji: 'fire' }, { idempotencyKey })).toMatchObject({
      status: 200,
      body: first.body,
    })
    expect((await shown(id)).reaction_count).toBe(1)
  })
})
