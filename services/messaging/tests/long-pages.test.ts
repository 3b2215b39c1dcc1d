import { listDrafts, putDraft } from '@parley/contracts/messages/drafts'
import { followThread, listFollowedThreads, listMentions } from '@parley/contracts/messages/following'
import { listMessages } from '@parley/contracts/messages/messages'
import { listPins } from '@parley/contracts/messages/pins'
import { listScheduledMessages } from '@parley/contracts/messages/scheduled'
import { searchMessages } from '@parley/contracts/messages/search'
import { describe, expect, it } from 'vitest'
import { setScene } from './scene.ts'

const scene = await setScene()
const { acme, as, database } = scene
const { ada, bob } = acme

/** The longest text that a message may have, about: 156 KiB. A page of more than 1 MiB has seven. */
const long = '𠮷'.repeat(40_000)
const count = 9
const perPage = 7
const maxAnswerBytes = 1.4 * 1024 * 1024

/** A channel with nine roots of the longest texts, oldest first; `replies` of them are one's thread. */
async function longChannel({ replies = false, isFound = false } = {}) {
  const channel = await scene.channel({}, [bob])
  const root = replies ? await scene.post(ada, channel, 'root') : undefined
  await scene.fill(channel, { count, roots: replies ? count : 1 })
  if (isFound) {
    // What is found is short: documents of long texts take their time.
    await database.query(`update messaging.messages set content = 'word' where channel_id = $1`, [channel])
    await database.query('select messaging.index_messages($1)', [acme.workspaceId])
  }
  const rows = await database.query<{ id: string }>(
    `with long as (
       update messaging.messages set content = $2, parent_message_id = $3 where channel_id = $1 and id is distinct from $3
       returning id, seq
     ) select id from long order by seq`,
    [channel, long, root?.id ?? null],
  )
  return { channel, root, ids: rows.map(({ id }) => id) }
}

type Page = { items: { id?: string; seq?: number; content?: string }[]; hasMore?: boolean | undefined }

/** Walks through a list as clients do, holds each page against its budget, and answers which messages it had, in order. */
async function walk(read: (last: Page['items'][number] | undefined, seen: number) => Promise<Page>) {
  const pages: Page['items'][] = []
  let seen = 0
  for (;;) {
    const { items, hasMore } = await read(pages.at(-1)?.at(-1), seen)
    expect(Buffer.byteLength(JSON.stringify(items))).toBeLessThan(maxAnswerBytes)
    if (items.length > 0) pages.push(items)
    seen += items.length
    if (hasMore === false || items.length === 0) break
  }
  return { ids: pages.flat().map(({ id }) => id), sizes: pages.map(({ length }) => length) }
}

const sizes = [perPage, count - perPage]

describe('a page of long messages ends at about 1 MiB, and none is lost or repeated', () => {
  const history = (channel: string, query: object) =>
    as(ada)
      .call(listMessages, { channel_id: channel, limit: 100, ...query })
      .then(({ data, meta }) => ({ items: data, hasMore: meta.has_more }))

  it('search', async () => {
    const { channel, ids } = await longChannel({ isFound: true })
    let asOf: string | undefined
    const pages = await walk(async (_, offset) => {
      const { data, meta } = await as(bob).call(searchMessages, {
        query: 'word',
        channel_id: channel,
        limit: 100,
        offset,
        as_of: asOf,
      })
      asOf = meta.as_of
      return { items: data, hasMore: meta.has_more }
    })
    expect(pages).toEqual({ ids: ids.toReversed(), sizes })
  })

  it('history, by every cursor', async () => {
    const { channel, ids } = await longChannel()
    const newestFirst = ids.toReversed()
    expect(await walk((last) => history(channel, last ? { before: last.id } : {}))).toEqual({ ids: newestFirst, sizes })
    expect(await walk((_, offset) => history(channel, { offset }))).toEqual({ ids: newestFirst, sizes })
    for (const by of ['seq', 'rev'])
      expect(await walk((last) => history(channel, { [`after_${by}`]: last?.seq ?? 0 }))).toEqual({ ids, sizes })
    const { data, meta } = await as(ada).call(listMessages, { channel_id: channel, limit: 100, after: ids[0]! })
    expect(data.map(({ id }) => id)).toEqual(ids.slice(1, 1 + perPage).reverse())
    expect(meta).toMatchObject({ limit: 100, total: count, has_more: true })
  })

  it('history with much metadata, which is stored compressed', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.fill(channel, { count: 100 })
    await database.query(
      `update messaging.messages set metadata = jsonb_build_object('note', repeat('x', 16000)) where channel_id = $1`,
      [channel],
    )
    const pages = await walk((last) => history(channel, last ? { before: last.id } : {}))
    expect(pages.sizes).toEqual([64, 36])
  })

  it('what is around a message: half of it on each side', async () => {
    const { channel, ids } = await longChannel()
    const { data, meta } = await as(ada).call(listMessages, { channel_id: channel, limit: 100, around: ids[4]! })
    expect(data.map(({ id }) => id)).toEqual(ids.slice(0, 8).reverse())
    expect(meta).toMatchObject({ has_more: false, has_previous: true })
  })

  it('a thread', async () => {
    const { channel, root, ids } = await longChannel({ replies: true })
    const pages = await walk((last) => history(channel, { thread_id: root!.id, ...(last && { after: last.id }) }))
    expect(pages).toEqual({ ids, sizes })
  })

  it('pins', async () => {
    const { channel, ids } = await longChannel()
    await database.query(
      `update messaging.messages set metadata = jsonb_build_object('pinned', true, 'pinned_at', seq) where channel_id = $1`,
      [channel],
    )
    const pages = await walk((last) =>
      as(ada)
        .call(listPins, { id: channel, before: last?.id })
        .then(({ pins }) => ({ items: pins })),
    )
    expect(pages).toEqual({ ids: ids.toReversed(), sizes })
  })

  it('mentions and followed threads', async () => {
    const { channel, ids } = await longChannel()
    await database.query(
      `insert into messaging.mentions (channel_id, user_id, seq, message_id, workspace_id, author_id, is_reply)
       select channel_id, $2, seq, id, workspace_id, user_id, false from messaging.messages where channel_id = $1`,
      [channel, bob.userId],
    )
    await database.query('update messaging.messages set reply_count = 1 where channel_id = $1', [channel])
    for (const id of ids) await as(bob).call(followThread, { id, following: true })
    await database.query(
      `update messaging.thread_people t set last_reply_at = m.created_at from messaging.messages m where m.id = t.root_id`,
    )
    for (const list of [listMentions, listFollowedThreads] as const) {
      const pages = await walk((last) =>
        as(bob)
          .call(list as typeof listMentions, { limit: 100, before: last?.id })
          .then(({ data, meta }) => ({ items: data, hasMore: meta.has_more })),
      )
      expect(pages).toEqual({ ids: ids.toReversed(), sizes })
    }
  })

  it('drafts', async () => {
    const channels: string[] = []
    for (let i = 0; i < count; i++) {
      const channel = await scene.channel()
      await as(ada).call(putDraft, { channelId: channel, content: long })
      channels.unshift(channel)
    }
    const pages = await walk((_, offset) =>
      as(ada)
        .call(listDrafts, { limit: 100, offset })
        .then(({ data }) => ({ items: data.map((draft) => ({ ...draft, id: draft.channel_id })) })),
    )
    expect(pages).toEqual({ ids: channels, sizes })
  })

  it('scheduled messages', async () => {
    const { channel, send_at } = { channel: await scene.channel(), send_at: Date.now() + 3_600_000 }
    const rows = await database.query<{ id: string }>(
      `insert into messaging.scheduled_messages (workspace_id, channel_id, user_id, scheduled_by, post, trace, file_ids, created_at, updated_at, send_at)
       select $1, $2, $3, $3, jsonb_build_object('content', $4::text, 'content_type', 'text', 'metadata', '{}'::jsonb), '{}', '{}', now(), now(),
         to_timestamp($5::float8 + n) from generate_series(1, $6::int) n returning id`,
      [acme.workspaceId, channel, ada.userId, long, send_at / 1_000, count],
    )
    const pages = await walk((_, offset) =>
      as(ada)
        .call(listScheduledMessages, { limit: 100, offset })
        .then(({ data }) => ({ items: data })),
    )
    expect(pages).toEqual({ ids: rows.map(({ id }) => id), sizes })
  })
})
