import { title } from '@parley/contracts/endpoint'
import type { Message } from '@parley/contracts/messages/message'
import { searchMessages } from '@parley/contracts/messages/search'
import type { Caller } from '@parley/kit/assertion'
import { seedWorkspace } from '@parley/testing/fixtures'
import { describe, expect, it, vi } from 'vitest'
import { setScene } from './scene.ts'

const scene = await setScene()
const { acme, as, database } = scene
const { ada, bob } = acme

const patience = { timeout: 30_000, interval: 20 }
/** What a search answers now, whether everything is indexed or not. */
const found = async (reader: Caller, query: string) => {
  const { data, meta } = await as(reader).call(searchMessages, { query })
  expect(meta.total).toBe(data.length)
  return data.map(({ content }) => content)
}
const documentsOf = (...ids: string[]) =>
  database.query('select message_id as id, rev from messaging.search_documents where message_id = any($1)', [ids])
const queueOf = ({ workspaceId }: Caller) =>
  database.query<{ id: string }>(
    'select message_id as id from messaging.search_queue where workspace_id = $1 order by message_id',
    [workspaceId],
  )
const whenIndexed = (caller: Caller) =>
  vi.waitFor(async () => expect(await queueOf(caller)).toEqual([]), { timeout: 60_000, interval: 10 })
/** Sessions that have waited so long for the lock on documents. */
const waiting = (atLeast = '0 s') =>
  database.query<{ pid: number }>(
    `select pid from pg_locks where relation = 'messaging.search_documents'::regclass and not granted
       and clock_timestamp() - waitstart >= $1::interval`,
    [atLeast],
  )
const chinese = (count: number) =>
  String.fromCodePoint(...Array.from({ length: count }, (_, i) => 0x4e00 + ((i * 7_919) % 20_000)))

/** Queues many messages of Ada's that are there already. */
async function fillQueue(channel: string, count: number, text: string, isImported = false) {
  await scene.fill(channel, { count })
  await database.query(
    `with changed as (
       update messaging.messages set content = $2 || ' ' || seq where channel_id = $1 and content = 'x' returning *
     )
     insert into messaging.search_queue (workspace_id, message_id, rev, characters, queued_at, is_imported)
     select workspace_id, id, rev, length(content), now(), $3 from changed`,
    [channel, text, isImported],
  )
}

describe(`${title(searchMessages)}: indexing`, () => {
  it('finds what was posted, edited or scheduled without anybody asking for it', async () => {
    const channel = await scene.channel({}, [bob])
    const message = await scene.post(ada, channel, 'evergreen original')
    await vi.waitFor(async () => expect(await found(bob, 'evergreen')).toEqual(['evergreen original']), patience)
    await scene.edit(message, 'evergreen changed')
    await vi.waitFor(async () => {
      expect(await found(bob, 'original')).toEqual([])
      expect(await found(bob, 'evergreen changed')).toEqual(['evergreen changed'])
    }, patience)
    const send_at = new Date(Date.now() + 60_000).toISOString()
    await scene.post(ada, channel, 'evergreen later', { send_at })
    await database.query('update messaging.scheduled_messages set send_at = now()')
    await vi.waitFor(async () => expect(await found(bob, 'evergreen later')).toEqual(['evergreen later']), patience)
  })

  it('finds what another replica posted', async () => {
    const channel = await scene.channel({}, [bob])
    const commit = await scene.postUncommitted(ada, channel, 'written elsewhere')
    await commit()
    await vi.waitFor(async () => expect(await found(bob, 'elsewhere')).toEqual(['written elsewhere']), patience)
  })

  it('a channel is free before the document of a long message is made', async () => {
    const channel = await scene.channel({}, [bob])
    const release = await scene.lockDocuments()
    const long = await scene.post(ada, channel, chinese(40_000))
    const next = await scene.post(bob, channel, 'right behind it')
    await scene.edit(next, 'right behind it, edited')
    expect(next.seq).toBe(long.seq + 1)
    await vi.waitFor(async () => expect(await waiting()).not.toEqual([]), patience)
    expect(await documentsOf(long.id, next.id)).toEqual([])
    await release()
    await scene.indexed()
    expect(await documentsOf(long.id, next.id)).toHaveLength(2)
  })

  it('a workspace with much to index, and long texts, delays only itself', { timeout: 120_000 }, async () => {
    const { fay, general } = await seedWorkspace(database, { fay: 'owner' })
    const theirs = await scene.channel({}, [bob])
    await fillQueue(theirs, 5_000, 'imported words')
    await fillQueue(theirs, 15, chinese(30_000))
    const small = await scene.post(fay, general, 'small and punctual')
    const large = await scene.post(fay, general, `large and punctual ${'and more '.repeat(400)}`)
    await vi.waitFor(async () => expect(await documentsOf(small.id, large.id)).toHaveLength(2), patience)
    const lanes = await database.query(
      'select distinct is_large from messaging.search_queue where workspace_id = $1 order by 1',
      [ada.workspaceId],
    )
    expect(lanes).toEqual([{ is_large: false }, { is_large: true }])
    expect(await found(fay, 'punctual')).toHaveLength(2)
    await database.query('delete from messaging.search_queue')
  })

  it('what is imported delays nothing that is posted in its workspace', async () => {
    const channel = await scene.channel({}, [bob])
    await fillQueue(channel, 5_000, 'imported words', true)
    await fillQueue(channel, 15, chinese(30_000), true)
    const small = await scene.post(ada, channel, 'small beside an import')
    const large = await scene.post(ada, channel, `large beside an import ${'and more '.repeat(400)}`)
    await vi.waitFor(async () => expect(await documentsOf(small.id, large.id)).toHaveLength(2), patience)
    const lanes = await database.query(
      'select distinct is_imported, is_large from messaging.search_queue where workspace_id = $1 order by 2',
      [ada.workspaceId],
    )
    expect(lanes).toEqual([
      { is_imported: true, is_large: false },
      { is_imported: true, is_large: true },
    ])
    await database.query('delete from messaging.search_queue')
  })

  it.for([
    { what: 'much to index come after one that has little', isKnown: true, theirLength: 4_000, herLength: 4_100 },
    { what: 'long texts come after one that has shorter ones', isKnown: false, theirLength: 12_000, herLength: 2_400 },
  ])('workspaces with $what', async ({ isKnown, theirLength, herLength }) => {
    const { fay, general } = await seedWorkspace(database, { fay: 'owner' })
    const greedy: { who: Caller; channel: string }[] = []
    for (let i = 0; i < 8; i++) {
      const { gia, general: channel } = await seedWorkspace(database, { gia: 'owner' })
      greedy.push({ who: gia, channel })
    }
    const postAll = async () => {
      const posted: Message[] = []
      for (const { who, channel } of greedy) posted.push(await scene.post(who, channel, chinese(theirLength)))
      return posted.map(({ id }) => id)
    }
    if (isKnown) await postAll()
    await scene.indexed()
    const release = await scene.lockDocuments()
    const theirs = await postAll()
    // The round that has begun without her begins no further batch once the lock has held up one for this long.
    await vi.waitFor(async () => expect(await waiting('1 s')).toHaveLength(1), patience)
    const hers = await scene.post(fay, general, 'long '.repeat(herLength / 5))
    await release()
    await scene.indexed()
    const before = await database.query(
      `select from messaging.search_documents d where d.message_id = any($1)
         and d.stored_by < (select stored_by from messaging.search_documents where message_id = $2)`,
      [theirs, hers.id],
    )
    expect(before.length).toBeLessThanOrEqual(1)
  })

  it('a batch ends when its texts are long', async () => {
    const channel = await scene.channel({}, [bob])
    await fillQueue(channel, 30, chinese(1_900))
    await scene.indexed()
    const batches = await database.query<{ count: number }>(
      'select count(*)::int as count from messaging.search_documents where channel_id = $1 group by stored_by',
      [channel],
    )
    expect(batches.reduce((sum, { count }) => sum + count, 0)).toBe(30)
    expect(batches.length).toBe(5)
  })

  it('a document has a bounded number of lexemes, more than ordinary texts of any length have', async () => {
    const channel = await scene.channel({}, [bob])
    const ordinary = `${Array.from({ length: 6_500 }, (_, i) => `w${i % 3_000}`).join(' ')} farewell`
    expect(ordinary.length).toBeGreaterThan(35_000)
    const dense = `${chinese(39_900)}终止`
    await scene.post(ada, channel, ordinary)
    const { id } = await scene.post(ada, channel, dense)
    await scene.indexed()
    expect(await found(bob, 'farewell')).toEqual([ordinary])
    expect(await found(bob, chinese(9))).toContain(dense)
    expect(await found(bob, '终止')).toEqual([])
    const [document] = await database.query<{ count: number; ends: string }>(
      `select length(lexemes) as count, right(folded, 1) as ends from messaging.search_documents where message_id = $1`,
      [id],
    )
    expect(document!.count).toBeGreaterThan(20_000)
    expect(document!.count).toBeLessThanOrEqual(30_000)
    expect(document!.ends).toBe(' ')
  })

  it('workspaces whose documents cannot be stored delay no other, and are tried again', async () => {
    const { fay, general } = await seedWorkspace(database, { fay: 'owner' })
    // Later than hers, so that their turns come first; as many as small documents have connections.
    const broken = [await seedWorkspace(database, { gia: 'owner' }), await seedWorkspace(database, { gia: 'owner' })]
    await database.query(
      `create function messaging.refuse_document() returns trigger language plpgsql as
         $$ begin raise exception 'out of order'; end $$;
       create trigger refuse before insert on messaging.search_documents for each row
         when (new.workspace_id in ('${broken.map(({ workspaceId }) => workspaceId).join("', '")}'))
         execute function messaging.refuse_document()`,
    )
    const stuck: Message[] = []
    for (const their of broken) stuck.push(await scene.post(their.gia, their.general, 'stuck for now'))
    const message = await scene.post(fay, general, 'not held up')
    await vi.waitFor(async () => expect(await documentsOf(message.id)).toHaveLength(1), patience)
    for (const { gia } of broken) expect(await queueOf(gia)).toHaveLength(1)
    await database.query('drop function messaging.refuse_document() cascade')
    await vi.waitFor(async () => expect(await documentsOf(...stuck.map(({ id }) => id))).toHaveLength(2), patience)
  })

  it('new documents do not stay in the pending lists of the indexes, which every search reads through', async () => {
    await database.query('create extension if not exists pgstattuple')
    const pending = async () => {
      const [lists] = await database.query<{ found: number; by_key: number }>(
        `select (pgstatginindex('messaging.search_documents_found')).pending_tuples::int as found,
           (pgstatginindex('messaging.search_documents_by_key')).pending_tuples::int as by_key`,
      )
      return lists!
    }
    const channel = await scene.channel({}, [bob])
    const release = await scene.lockCleaning()
    await scene.post(ada, channel, 'pending at first')
    await scene.indexed()
    const waiting = await pending()
    expect(waiting.found).toBeGreaterThan(0)
    expect(waiting.by_key).toBeGreaterThan(0)
    expect(await found(bob, 'pending')).toEqual(['pending at first'])
    await release()
    await vi.waitFor(async () => expect(await pending()).toEqual({ found: 0, by_key: 0 }), patience)
    expect(await found(bob, 'pending')).toEqual(['pending at first'])
  })

  it('loses nothing when the process that makes a document is killed', async () => {
    const channel = await scene.channel({}, [bob])
    const release = await scene.lockDocuments()
    await scene.post(ada, channel, 'survivor small')
    await scene.post(ada, channel, `survivor large ${'and more '.repeat(400)}`)
    const killed = await vi.waitFor(async () => {
      const sessions = await waiting()
      expect(sessions).toHaveLength(2)
      return sessions
    }, patience)
    for (const { pid } of killed) await database.query('select pg_terminate_backend($1)', [pid])
    await vi.waitFor(async () => {
      const pids = (await waiting()).map(({ pid }) => pid)
      expect(killed.some(({ pid }) => pids.includes(pid))).toBe(false)
    }, patience)
    expect(await queueOf(ada)).toHaveLength(2)
    await release()
    await scene.indexed()
    expect(await found(bob, 'survivor')).toHaveLength(2)
  })

  it('a deletion wins over a document that is being made', async () => {
    const channel = await scene.channel({}, [bob])
    const release = await scene.lockDocuments()
    const message = await scene.post(ada, channel, 'gone before it was found')
    const kept = await scene.post(ada, channel, 'kept beside it')
    await vi.waitFor(async () => expect(await waiting()).not.toEqual([]), patience)
    // As a deletion does, which then finds no document to delete.
    const commit = await scene.deleteUncommitted(message)
    await release()
    await vi.waitFor(async () => expect(await documentsOf(kept.id)).toHaveLength(1), patience)
    expect(await documentsOf(message.id)).toEqual([])
    await commit()
    await scene.indexed()
    expect(await documentsOf(message.id)).toEqual([])
  })

  it('a deleted message is in no answer from its deletion on', async () => {
    const channel = await scene.channel({}, [bob])
    const message = await scene.post(ada, channel, 'ephemeral')
    await scene.indexed()
    expect(await found(bob, 'ephemeral')).toHaveLength(1)
    await scene.delete(message)
    expect(await found(bob, 'ephemeral')).toEqual([])
    expect(await documentsOf(message.id)).toEqual([])
  })

  it('an older text never replaces the document of a newer one', async () => {
    const channel = await scene.channel({}, [bob])
    const message = await scene.post(ada, channel, 'outdated')
    await scene.indexed()
    await database.query('update messaging.search_documents set rev = rev + 1, folded = $2 where message_id = $1', [
      message.id,
      ' newer ',
    ])
    await database.query(
      `insert into messaging.search_queue (workspace_id, message_id, rev, characters, queued_at)
       select workspace_id, id, rev, 8, now() from messaging.messages where id = $1`,
      [message.id],
    )
    await scene.indexed()
    const [document] = await database.query('select folded from messaging.search_documents where message_id = $1', [
      message.id,
    ])
    expect(document).toEqual({ folded: ' newer ' })
  })

  it('a text with more words than a document can have does not stop what comes after it', async () => {
    const channel = await scene.channel({ name: 'overlong' }, [bob])
    const message = await scene.post(ada, channel, 'about to be overlong')
    await scene.indexed()
    await database.query(
      `with changed as (
         update messaging.messages set content = (select string_agg(md5(i::text), ' ') from generate_series(1, 60000) i)
         where id = $1 returning *
       )
       insert into messaging.search_queue (workspace_id, message_id, rev, characters, queued_at)
       select workspace_id, id, rev, length(content), now() from changed`,
      [message.id],
    )
    await scene.post(bob, channel, 'after the overlong one')
    await whenIndexed(ada)
    expect(await found(bob, 'from:bob in:overlong')).toEqual(['after the overlong one'])
    const { data } = await as(bob).call(searchMessages, { query: 'from:ada in:overlong' })
    expect(data.map(({ id }) => id)).toEqual([message.id])
  })
})
