import { title } from '@parley/contracts/endpoint'
import { deleteDraft, draftLimits, getDraft, listDrafts, putDraft } from '@parley/contracts/messages/drafts'
import { encodeId } from '@parley/contracts/type-id'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import { endMembership } from '@parley/testing/rows/gateway'
import { describe, expect, it } from 'vitest'
import { dropDraftsOfLeavers, purgeDrafts } from '../src/store/draft-cleanup.ts'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, eve, database, as, answerTo } = scene
const { ada, bob, cyd, gus } = acme
const log = createLog('drafts', { LOG_LEVEL: 'silent' })
const db = createDatabase<unknown>('messaging', { url: database.urlOf('messaging'), poolSize: 1, log })
closeAfterwards({ close: () => db.destroy() })

const keep = (who: Caller, channelId: string, content: string, parent_message_id?: string) =>
  as(who).call(putDraft, { channelId, content, parent_message_id })
const read = async (who: Caller, channelId: string, parent_message_id?: string) =>
  (await as(who).call(getDraft, { channelId, parent_message_id })).data
const all = async (who: Caller) => (await as(who).call(listDrafts)).data

describe(title(putDraft), () => {
  it('answers what it keeps, exactly as it was written, and keeps one a channel', async () => {
    const channel = await scene.channel()
    const kept = await keep(ada, channel, '  half a thou\n')
    expect(kept).toEqual({
      success: true,
      data: {
        workspace_id: acme.workspaceId,
        channel_id: channel,
        parent_message_id: null,
        content: '  half a thou\n',
        attachments: null,
        updated_at: expect.any(String),
      },
      meta: {},
    })
    expect(await read(ada, channel)).toEqual(kept.data)
    const again = await keep(ada, encodeId('ch', channel).toUpperCase(), 'a thought')
    expect(await read(ada, channel)).toEqual(again.data)
    expect((await all(ada)).filter(({ channel_id }) => channel_id === channel)).toEqual([again.data])
  })

  it('keeps another for each thread, under whichever of its messages', async () => {
    const channel = await scene.channel()
    const root = await scene.post(ada, channel)
    const reply = await scene.reply(bob, root)
    await keep(ada, channel, 'to all')
    const { data } = await keep(ada, channel, 'to the thread', reply.id)
    expect(data).toMatchObject({ parent_message_id: root.id })
    expect(await read(ada, channel, root.id)).toEqual(data)
    expect(await read(ada, channel, reply.id)).toEqual(data)
    expect(await read(ada, channel)).toMatchObject({ content: 'to all' })
  })

  it.each([[''], [' \n\t\u00a0']])('drops it when nothing is left of it: %j', async (content) => {
    const channel = await scene.channel()
    await keep(ada, channel, 'something')
    expect(await keep(ada, channel, content)).toEqual({ success: true, data: null, meta: {} })
    expect(await answerTo(ada, getDraft, { channelId: channel })).toMatchObject({ status: 404 })
    expect(await keep(ada, channel, content)).toEqual({ success: true, data: null, meta: {} })
  })

  it('ends with one of those that were written at once', async () => {
    const channel = await scene.channel()
    const texts = Array.from({ length: 12 }, (_, i) => `version ${i}`)
    const kept = await Promise.all(texts.map((text) => keep(ada, channel, text)))
    const drafts = kept.map(({ data }) => data!)
    const newest = drafts
      .map(({ updated_at }) => updated_at)
      .toSorted()
      .at(-1)
    expect(drafts.filter(({ updated_at }) => updated_at === newest)).toContainEqual(await read(ada, channel))
  })

  it('takes 40,000 characters beyond the BMP, and no more', async () => {
    const channel = await scene.channel()
    expect((await keep(ada, channel, '𝒳'.repeat(40_000))).data!.content).toHaveLength(80_000)
    expect(await answerTo(ada, putDraft, { channelId: channel, content: 'x'.repeat(40_001) })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'content' }] } },
    })
  })

  it('refuses a parent that is not of the channel', async () => {
    const channel = await scene.channel()
    const elsewhere = await scene.post(ada, await scene.channel())
    for (const parent_message_id of [elsewhere.id, unknownId])
      expect(await answerTo(ada, putDraft, { channelId: channel, content: 'x', parent_message_id })).toMatchObject({
        status: 400,
        body: { error: { details: [{ path: 'parent_message_id' }] } },
      })
  })

  it('answers outsiders, guests and strangers exactly as if the channel did not exist, whatever they ask', async () => {
    const secret = await scene.channel({ is_private: true })
    const open = await scene.channel()
    for (const endpoint of [putDraft, getDraft, deleteDraft]) {
      const input = (channelId: string) => ({ channelId, content: 'x' })
      const ask = (who: Caller, channelId: string) => answerTo(who, endpoint, input(channelId))
      const missing = await ask(bob, unknownId)
      expect(missing).toMatchObject({ status: 404, body: { error: { message: 'No such channel.' } } })
      for (const [who, channel] of [
        [bob, secret],
        [gus, secret],
        [gus, open],
        [eve, open],
        [eve, secret],
      ] as const)
        expect(await ask(who, channel)).toEqual(missing)
    }
    expect(await database.query('select from messaging.drafts where channel_id = any($1)', [[secret, open]])).toEqual(
      [],
    )
  })

  it('stops at a thousand a person, where those there are can still be changed', async () => {
    const lot = await scene.channel({}, [cyd])
    const root = await scene.post(cyd, lot)
    await database.query(
      `insert into messaging.drafts (user_id, channel_id, parent_message_id, workspace_id, content, file_ids, updated_at)
       select $1, $2, uuidv7(), $3, 'x', '{}', now() from generate_series(1, $4::int)`,
      [cyd.userId, lot, acme.workspaceId, draftLimits.perPerson - 1],
    )
    await keep(cyd, lot, 'the last')
    expect(await answerTo(cyd, putDraft, { channelId: lot, content: 'x', parent_message_id: root.id })).toMatchObject({
      status: 409,
    })
    await keep(cyd, lot, 'changed')
    await keep(cyd, lot, '')
    await keep(cyd, lot, 'room again', root.id)
    await database.query('delete from messaging.drafts where user_id = $1', [cyd.userId])
  })

  it('may be kept in an archived channel', async () => {
    const channel = await scene.channel()
    await scene.archive(channel)
    expect((await keep(ada, channel, 'for later')).data).toMatchObject({ content: 'for later' })
  })

  describe('attachments', () => {
    it('are the author’s own uploads to the channel, kept from being garbage-collected, and released when dropped', async () => {
      const channel = await scene.channel({}, [bob])
      const file = await upload(ada, channel)
      const { data } = await as(ada).call(putDraft, { channelId: channel, content: '', attachments: [{ id: file }] })
      expect(data).toMatchObject({ content: '', attachments: [{ id: file, name: 'plan.txt', size: 4 }] })
      expect(await reservedForDays(file)).toBeCloseTo(draftLimits.filesKeptDays, 1)
      await keep(ada, channel, 'without it')
      expect(await reservedForDays(file)).toBe(null)
      await as(ada).call(putDraft, { channelId: channel, content: '', attachments: [{ id: file }] })
      await as(ada).call(deleteDraft, { channelId: channel })
      expect(await reservedForDays(file)).toBe(null)
    })

    it('are refused by their index when they are somebody else’s, elsewhere or nothing', async () => {
      const channel = await scene.channel({}, [bob])
      const own = await upload(ada, channel)
      for (const id of [await upload(bob, channel), await upload(ada, await scene.channel()), unknownId, own])
        expect(
          await answerTo(ada, putDraft, { channelId: channel, content: 'x', attachments: [{ id: own }, { id }] }),
        ).toMatchObject({ status: 400, body: { error: { details: [{ path: 'attachments.1.id' }] } } })
      expect(await answerTo(ada, getDraft, { channelId: channel })).toMatchObject({ status: 404 })
    })

    it('leave a draft when a message has taken them', async () => {
      const channel = await scene.channel()
      const file = await upload(ada, channel)
      await as(ada).call(putDraft, { channelId: channel, content: 'x', attachments: [{ id: file }] })
      await scene.post(ada, channel, 'sent', { attachments: [{ id: file }] })
      expect(await read(ada, channel)).toMatchObject({ content: 'x', attachments: null })
    })
  })
})

describe(title(listDrafts), () => {
  it('lists one’s own alone, the one touched last first, a page at a time', async () => {
    const channels = [await scene.channel(), await scene.channel(), await scene.channel()]
    await database.query('delete from messaging.drafts')
    for (const channel of channels) await keep(bob, channel, `in ${channel}`)
    await keep(ada, channels[0]!, 'not Bob’s')
    await keep(bob, channels[0]!, 'touched again')
    const order = [channels[0], channels[2], channels[1]]
    expect((await all(bob)).map(({ channel_id }) => channel_id)).toEqual(order)
    const page = await as(bob).call(listDrafts, { limit: 2, offset: 2 })
    expect(page).toMatchObject({ data: [{ channel_id: order[2] }], meta: { total: 3, page: 2, limit: 2, offset: 2 } })
    expect(await as(bob).call(listDrafts, { offset: 9 })).toMatchObject({ data: [], meta: { total: 3 } })
  })

  it('hides what is in a channel that one was removed from, and shows it to who comes back', async () => {
    const secret = await scene.channel({ is_private: true }, [bob])
    await keep(bob, secret, 'mine')
    await scene.remove(secret, bob)
    expect((await all(bob)).map(({ channel_id }) => channel_id)).not.toContain(secret)
    expect(await answerTo(bob, getDraft, { channelId: secret })).toEqual(
      await answerTo(bob, getDraft, { channelId: unknownId }),
    )
    await scene.add(secret, bob)
    expect(await read(bob, secret)).toMatchObject({ content: 'mine' })
  })
})

describe(title(deleteDraft), () => {
  it('drops one’s own and no other, and is content when there is none', async () => {
    const channel = await scene.channel({}, [bob])
    const root = await scene.post(ada, channel)
    await keep(ada, channel, 'mine')
    await keep(ada, channel, 'in the thread', root.id)
    await keep(bob, channel, 'his')
    for (let times = 0; times < 2; times++)
      expect(await as(ada).call(deleteDraft, { channelId: channel })).toEqual({ success: true, data: null, meta: {} })
    expect(await answerTo(ada, getDraft, { channelId: channel })).toMatchObject({ status: 404 })
    expect(await read(ada, channel, root.id)).toMatchObject({ content: 'in the thread' })
    expect(await read(bob, channel)).toMatchObject({ content: 'his' })
  })
})

describe('what is left of drafts', () => {
  const left = (channel: string) =>
    database.query('select content from messaging.drafts where channel_id = $1 order by content', [channel])

  it('is nothing in a channel that is gone', async () => {
    const [gone, other] = [await scene.channel({}, [bob]), await scene.channel()]
    await Promise.all([keep(ada, gone, 'a'), keep(bob, gone, 'b'), keep(ada, other, 'c')])
    await purgeDrafts(db, acme.workspaceId, gone)
    await purgeDrafts(db, acme.workspaceId, gone)
    expect(await left(gone)).toEqual([])
    expect(await left(other)).toEqual([{ content: 'c' }])
  })

  it('is nothing of someone who has left the workspace', async () => {
    const channel = await scene.channel({}, [cyd])
    await keep(cyd, channel, 'going')
    await keep(ada, channel, 'staying')
    await endMembership(database, cyd)
    await dropDraftsOfLeavers(db)
    expect(await left(channel)).toEqual([{ content: 'staying' }])
  })
})

/** An upload of four bytes, as the database knows it; its id. */
async function upload({ workspaceId, userId }: Caller, channel: string): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `with object as (
       insert into messaging.stored_objects (workspace_id, key) values ($1, uuidv7()::text) returning key)
     insert into messaging.files (id, workspace_id, place_id, uploader_id, uploader_kind, name, type, size,
       digest, storage_key, created_at)
     select uuidv7(), $1, $2, $3, 'user', 'plan.txt', 'text/plain', 4, '', key, now() from object returning id`,
    [workspaceId, channel, userId],
  )
  return row!.id
}

async function reservedForDays(file: string): Promise<number | null> {
  const [row] = await database.query<{ days: number | null }>(
    'select extract(epoch from reserved_until - now())::float8 / 86400 as days from messaging.files where id = $1',
    [file],
  )
  return row!.days
}
