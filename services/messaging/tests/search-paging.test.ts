import { type InputOf, title } from '@parley/contracts/endpoint'
import { highlightLength, maxQueryLength, searchMessages } from '@parley/contracts/messages/search'
import type { Caller } from '@parley/kit/assertion'
import { createDatabase } from '@parley/kit/database'
import { createLog } from '@parley/kit/log'
import { anyText } from '@parley/testing/any-text'
import { closeAfterwards } from '@parley/testing/close-afterwards'
import fc from 'fast-check'
import { type Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { parseQuery, type SearchQuery } from '../src/domain/search-query.ts'
import { findMessages } from '../src/store/search.ts'
import { readSearchStatistics } from '../src/store/search-statistics.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { acme, as, answerTo, database } = scene
const { ada, bob, gus } = acme

const db: Kysely<unknown> = createDatabase('messaging', {
  url: database.urlOf('messaging'),
  poolSize: 1,
  log: createLog('search', { LOG_LEVEL: 'silent' }),
})
closeAfterwards({ close: () => db.destroy() })

/** What a search answers once everything posted before it is indexed. */
async function search(reader: Caller, query: string, rest: Partial<InputOf<typeof searchMessages>> = {}) {
  await scene.indexed()
  return as(reader).call(searchMessages, { query, ...rest })
}

/** Adds many of Ada's messages at once, all with the same text but for their number. */
async function fill(channel: string, count: number, text: string) {
  await database.query(
    `insert into messaging.messages (id, workspace_id, channel_id, seq, rev, created_rev, user_id, content,
       content_type, created_at, updated_at)
     select uuidv7(), $2, $1, last + i, last + i, last + i, $3, $4 || ' ' || i, 'text', now(), now()
     from generate_series(1, $5::int) i,
       (select coalesce(max(seq), 0) as last from messaging.messages where channel_id = $1) before`,
    [channel, acme.workspaceId, ada.userId, text, count],
  )
  await database.query(
    `insert into messaging.channel_heads (channel_id, workspace_id, seq, rev, message_count, root_count)
     values ($1, $2, $3, $3, $3, $3)
     on conflict (workspace_id, channel_id) do update set seq = channel_heads.seq + $3, rev = channel_heads.rev + $3`,
    [channel, acme.workspaceId, count],
  )
  // Their documents too, all made of one: folding each text would take most of this file's time.
  await sql`
    insert into search_documents (workspace_id, message_id, channel_id, created_at, rev, lexemes, folded)
    select m.workspace_id, m.id, m.channel_id, m.created_at, m.rev,
      alike.lexemes || array_to_tsvector(array[number]), alike.folded || number || ' '
    from messages m
    cross join lateral (select substr(m.content, length(${text}::text) + 2) as number) part
    cross join search_document(${text}::text, null, ${ada.userId}::uuid, now()) alike
    where m.workspace_id = ${acme.workspaceId} and m.channel_id = ${channel} and m.content like ${`${text} %`}
      and not exists (
        select from search_documents d where d.workspace_id = m.workspace_id and d.message_id = m.id)`.execute(db)
  const { rows: different } = await sql`
    select d.message_id from search_documents d
    join messages m on m.workspace_id = d.workspace_id and m.id = d.message_id
    cross join search_document(m.content, m.attachments, m.user_id, m.created_at) made
    where m.channel_id = ${channel} and m.seq % 1000 = 1
      and (made.lexemes <> d.lexemes or made.folded <> d.folded)`.execute(db)
  expect(different).toEqual([])
}

/** Dates a message, as an import stores it. */
async function date({ id }: { id: string }, daysAgo: number) {
  await scene.indexed()
  await database.query(
    `with dated as (update messaging.messages set created_at = now() - $2::int * interval '1 day' where id = $1)
     update messaging.search_documents set created_at = now() - $2::int * interval '1 day' where message_id = $1`,
    [id, daysAgo],
  )
}

describe(`${title(searchMessages)}: answers`, () => {
  it('every field of the message as it is read alone, and a highlight', async () => {
    const channel = await scene.channel({}, [bob])
    const posted = await scene.post(ada, channel, 'Deploy the staging environment.', { metadata: { key: 'value' } })
    const { success, data, meta } = await search(bob, 'staging', { channel_id: channel })
    expect(success).toBe(true)
    expect(data).toEqual([{ ...posted, highlight: 'Deploy the <mark>staging</mark> environment.' }])
    expect(meta).toEqual({
      total: 1,
      total_is_capped: false,
      page: 1,
      limit: 50,
      offset: 0,
      has_more: false,
      as_of: expect.any(String),
    })
  })

  it('nothing where nothing is found, and for what is no text', async () => {
    for (const query of ['xyzzyplugh', '???', '"" "', '-->', '\u200b\u0301']) {
      const { data, meta } = await search(bob, query)
      expect({ data, total: meta.total, more: meta.has_more }).toEqual({ data: [], total: 0, more: false })
    }
  })

  it('refuses what is no query, page or cursor', async () => {
    const status = async (input: object) => (await answerTo(bob, searchMessages, input as { query: string })).status
    expect(await status({})).toBe(400)
    expect(await status({ query: '' })).toBe(400)
    expect(await status({ query: ' \n ' })).toBe(400)
    expect(await status({ query: 'x'.repeat(maxQueryLength) })).toBe(200)
    expect(await status({ query: 'x'.repeat(maxQueryLength + 1) })).toBe(400)
    for (const rest of [{ limit: 0 }, { limit: 101 }, { limit: 'many' }, { offset: -1 }, { offset: 10_000 }])
      expect(await status({ query: 'x', ...rest })).toBe(400)
    expect(await status({ query: 'x', offset: 9_999, limit: 100 })).toBe(200)
    expect(await status({ query: 'x', channel_id: 'nonsense' })).toBe(400)
    const cursor = (text: string) => status({ query: 'x', as_of: Buffer.from(text).toString('base64url') })
    expect(await cursor('1700000000000_10:20:12,15')).toBe(200)
    for (const text of [
      '',
      'x',
      '1_2:1:',
      '1_0:0:',
      '1_5:9:9',
      '1_5:9:4',
      '1_5:9:7,6',
      '1_1:99999999999999999999:',
      '999999999999999_1:1:',
      "1_1:1:'",
      '1_1:1:1,',
    ])
      expect(await cursor(text)).toBe(400)
    expect(await status({ query: 'x', as_of: '!' })).toBe(400)
  })
})

describe(`${title(searchMessages)}: ranking`, () => {
  const ranked = async (channel: string, query: string) =>
    (await search(bob, query, { channel_id: channel })).data.map(({ content }) => content)

  it('whole words before their forms before parts of words', async () => {
    const channel = await scene.channel({}, [bob])
    for (const text of ['a deploy', 'it was deployed', 'redeploy it', 'autodeployer xx'])
      await scene.post(ada, channel, text)
    const found = await ranked(channel, 'deploy')
    expect(found.slice(0, 2)).toEqual(['a deploy', 'it was deployed'])
    expect(found.slice(2).sort()).toEqual(['autodeployer xx', 'redeploy it'])
  })

  it('whole words before parts of words, even if years older', async () => {
    const channel = await scene.channel({}, [bob])
    await date(await scene.post(ada, channel, `old report ${'and more '.repeat(500)}`), 5_000)
    await scene.post(ada, channel, 'reporting')
    await scene.post(ada, channel, 'unreported')
    expect((await ranked(channel, 'report')).map((text) => text.slice(0, 10))).toEqual([
      'reporting',
      'old report',
      'unreported',
    ])
    expect((await ranked(channel, 'nreport')).map((text) => text.slice(0, 10))).toEqual(['unreported'])
    expect((await ranked(channel, '"report"')).map((text) => text.slice(0, 10))).toEqual(['old report'])
  })

  it('of equals the newer, and a short message before a long one', async () => {
    const channel = await scene.channel({}, [bob])
    await date(await scene.post(ada, channel, 'budget one'), 300)
    await date(await scene.post(ada, channel, 'budget two'), 20)
    await scene.post(ada, channel, 'budget three')
    expect(await ranked(channel, 'budget')).toEqual(['budget three', 'budget two', 'budget one'])
    await scene.post(ada, channel, `budget four ${'and so on '.repeat(200)}`)
    expect((await ranked(channel, 'budget')).map((text) => text.split(' ')[1])).toEqual(['three', 'four', 'two', 'one'])
  })

  it('words that are adjacent before words that are apart', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(ada, channel, 'red blue carpet')
    await scene.post(ada, channel, 'carpet of red')
    await scene.post(ada, channel, 'the red carpet')
    await scene.post(ada, channel, 'carpet and red')
    expect((await ranked(channel, 'red carpet'))[0]).toBe('the red carpet')
  })
})

describe(`${title(searchMessages)}: highlight`, () => {
  const highlights = async (query: string, ...texts: string[]) => {
    const channel = await scene.channel({}, [bob])
    for (const text of texts) await scene.post(ada, channel, text)
    return (await search(bob, query, { channel_id: channel })).data.map(({ highlight }) => highlight)
  }

  it('is safe to show as HTML, whatever the message contains', async () => {
    const text = `<script>alert("x & 'y'")</script> <mark>fake</mark>`
    expect(await highlights('alert', text)).toEqual([
      '&lt;script&gt;<mark>alert</mark>(&quot;x &amp; &#39;y&#39;&quot;)&lt;/script&gt; &lt;mark&gt;fake&lt;/mark&gt;',
    ])
    expect(await highlights('mark', text)).toEqual([
      '&lt;script&gt;alert(&quot;x &amp; &#39;y&#39;&quot;)&lt;/script&gt; &lt;<mark>mark</mark>&gt;fake&lt;/<mark>mark</mark>&gt;',
    ])
  })

  it.concurrent.each([
    ['a form of the word', 'deploy', 'We deployed it', 'We <mark>deployed</mark> it'],
    ['an irregular form', 'die', 'He was dying', 'He was <mark>dying</mark>'],
    ['digits of another script', '1234', 'am ١٢٣٤ da', 'am <mark>١٢٣٤</mark> da'],
    ['scripts with joined letters', 'दी', 'यह हिन्दी है', 'यह हिन्<mark>दी</mark> है'],
    ['symbols', '€', '5€', '5<mark>€</mark>'],
    ['a part of a word', 'dampf', 'Donaudampfschiff', 'Donau<mark>dampf</mark>schiff'],
    ['the beginning of a word', 'kub', 'on kubernetes', 'on <mark>kub</mark>ernetes'],
    ['every term', 'one two', 'two and one', '<mark>two</mark> and <mark>one</mark>'],
    ['a phrase', '"one two"', 'one one, two', 'one <mark>one, two</mark>'],
    ['code', 'foo_bar', 'foo bar: foo_bar()', '<mark>foo bar</mark>: <mark>foo_bar</mark>()'],
    ['Chinese', '部署', '我们部署环境', '我们<mark>部署</mark>环境'],
    ['accents', 'creme', 'une crème, sí', 'une <mark>crème</mark>, sí'],
    ['accents written apart', 'crème', 'une cre\u0300me.', 'une <mark>cre\u0300me</mark>.'],
    ['Turkish', 'istanbul', 'İSTANBUL!', '<mark>İSTANBUL</mark>!'],
    ['ligatures', 'fine', 'a ﬁne day', 'a <mark>ﬁne</mark> day'],
    ['emoji', '🎉', 'so 🎉🎉', 'so <mark>🎉🎉</mark>'],
    ['Korean', '서버', '서버를 다시', '<mark>서버</mark>를 다시'],
    ['nothing for operators alone', 'from:ada', 'some <text>', 'some &lt;text&gt;'],
  ])('marks %s', async (_, query, text, expected) => {
    expect(await highlights(query, text)).toEqual([expected])
  })

  it('shows a bounded piece around the first match', async () => {
    const [highlight] = await highlights('needle', `${'hay '.repeat(5_000)}needle${' &hay'.repeat(3_000)}`)
    expect(highlight).toMatch(/^…[^<]{40,}<mark>needle<\/mark>[^<]+…$/)
    const shown = highlight!.replaceAll(/<\/?mark>/g, '').replaceAll('&amp;', '&')
    expect(shown.length).toBeLessThanOrEqual(highlightLength + 2)
  })

  it('never parts a character', async () => {
    const [highlight] = await highlights('needle', `${'😀'.repeat(301)} needle ${'😀'.repeat(301)}`)
    expect(highlight).toContain('<mark>needle</mark>')
    expect(highlight!.isWellFormed()).toBe(true)
  })
})

describe(`${title(searchMessages)}: totals and pages`, () => {
  it('counts exactly to 1,000 and marks when there are more', async () => {
    const channel = await scene.channel({}, [bob])
    await fill(channel, 999, 'countable')
    const total = async (query: string) => {
      const { meta } = await search(bob, query, { channel_id: channel, limit: 1 })
      return [meta.total, meta.total_is_capped]
    }
    expect(await total('countable')).toEqual([999, false])
    await fill(channel, 1, 'countable')
    expect(await total('countable')).toEqual([1_000, false])
    await fill(channel, 1, 'countable')
    expect(await total('countable')).toEqual([1_000, true])
    expect(await total('from:ada')).toEqual([1_000, true])
  })

  it('joins parts of words to whole words only while those are few', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(ada, channel, 'unmeasured')
    await fill(channel, 1_000, 'measured')
    const total = async () => (await search(bob, 'measured', { channel_id: channel, limit: 1 })).meta
    expect(await total()).toMatchObject({ total: 1_000, total_is_capped: true })
    await fill(channel, 1, 'measured')
    const { data } = await search(bob, 'measured', { channel_id: channel, limit: 100, offset: 950 })
    expect(data.some(({ content }) => content === 'unmeasured')).toBe(false)
  })

  it('pages through every match once, and stops at the newest 10,000', async () => {
    const channel = await scene.channel({}, [bob])
    await fill(channel, 10_050, 'plentiful')
    const { meta } = await search(bob, 'plentiful', { channel_id: channel, limit: 100, offset: 9_900 })
    expect(meta).toMatchObject({ total: 1_000, total_is_capped: true, has_more: false, page: 100 })
    const last = await search(bob, 'plentiful', { channel_id: channel, limit: 100, offset: 9_950 })
    expect(last.data).toHaveLength(50)
    expect((await search(bob, 'plentiful', { channel_id: channel, offset: 9_899, limit: 100 })).meta.has_more).toBe(
      true,
    )
  })

  it('pages neither repeat nor skip while messages arrive', async () => {
    const channel = await scene.channel({}, [bob])
    for (let i = 0; i < 25; i++) await scene.post(ada, channel, `steady ${i}`)
    const seen: string[] = []
    let as_of: string | undefined
    for (let offset = 0; offset < 30; offset += 5) {
      const page = await search(bob, 'steady', { channel_id: channel, limit: 5, offset, ...(as_of && { as_of }) })
      as_of ??= page.meta.as_of
      expect(page.meta).toMatchObject({ total: 25, as_of, has_more: offset < 20 })
      seen.push(...page.data.map(({ content }) => content))
      await scene.post(bob, channel, 'steady newcomer')
    }
    expect(seen).toHaveLength(25)
    expect(new Set(seen).size).toBe(25)
    expect((await search(bob, 'steady', { channel_id: channel })).meta.total).toBe(31)
  })

  it('a message that was being written while the first page was read is on none of its pages', async () => {
    const [slow, quick] = [await scene.channel({}, [bob]), await scene.channel({}, [bob])]
    await scene.post(ada, quick, 'overlapping one')
    const release = await scene.postUncommitted(ada, slow, 'overlapping two')
    await scene.post(ada, quick, 'overlapping three')
    const first = await search(bob, 'overlapping', { limit: 1 })
    await release()
    const second = await search(bob, 'overlapping', { limit: 5, offset: 1, as_of: first.meta.as_of })
    const contents = [...first.data, ...second.data].map(({ content }) => content)
    expect(contents.sort()).toEqual(['overlapping one', 'overlapping three'])
    expect((await search(bob, 'overlapping')).meta.total).toBe(3)
  })
})

describe(`${title(searchMessages)}: cost`, () => {
  /** What this session and others have read of documents and their indexes so far. */
  async function blocksRead(): Promise<number> {
    await sql`select pg_stat_force_next_flush()`.execute(db)
    const { rows } = await sql<{ blocks: number }>`
      select heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read as blocks
      from pg_statio_user_tables where relid = 'search_documents'::regclass`.execute(db)
    return rows[0]!.blocks
  }

  it('what others write in channels of theirs is not looked at', async () => {
    const [theirs, own] = [await scene.channel({ is_private: true }), await scene.channel({ is_private: true }, [gus])]
    await fill(theirs, 10_000, 'well known')
    await fill(own, 5, 'well known')
    await database.query('vacuum analyze messaging.search_documents')
    const statistics = await readSearchStatistics(db)
    const query = parseQuery('known', gus.userId, new Date()) as SearchQuery
    const read = () => findMessages(db, statistics, gus, query, { limit: 20, offset: 0, at: new Date() })
    await read() // reads the catalogue
    const before = await blocksRead()
    expect((await read())!.messages).toHaveLength(5)
    const blocks = (await blocksRead()) - before
    expect(blocks).toBeGreaterThan(0)
    const [size] = await database.query<{ pages: number }>(
      `select (pg_relation_size('messaging.search_documents') / 8192)::int as pages`,
    )
    expect(size!.pages).toBeGreaterThan(200)
    expect(blocks).toBeLessThan(size!.pages / 2)
  })
})

describe(`${title(searchMessages)}: hostile queries`, () => {
  const hostile = [
    "'; drop table messaging.messages; --",
    '%',
    '_',
    '\\',
    '\\%',
    "a'b",
    'a:*',
    'a & b | !c',
    '((',
    "''''",
    '<->',
    ':A',
    'foo:bar:baz',
    '[a-z]+',
    '(?i)x',
    '.*',
    '^$',
    '$1',
    '$$',
    '%s %L %I',
    '"',
    '"""',
    'from:"',
    'in:"%"',
    "from:'",
    'from:%',
    '#w000000000000',
    '#b0',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'x\u202ey',
    '\\u0041',
    '𝒳',
    'ﷺﷺﷺ',
    '🏳️‍🌈',
    'a b c d e f g h i j k l m n o p q r s t u v w x y z',
    'word '.repeat(99),
    '猫'.repeat(500),
    '"a b" '.repeat(80),
    'from:a '.repeat(70),
    'before:2024 '.repeat(40),
  ]

  it.concurrent.each(hostile)('answers %j', async (query) => {
    const { status } = await answerTo(bob, searchMessages, { query })
    expect([200, 400]).toContain(status)
  })

  it('finds nothing by what matches anything elsewhere', async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(ada, channel, 'ordinary words')
    for (const query of ['%', '_', '.*', 'ord%ary', 'ordi_ary', 'wor.s', 'ordinary|nothing', '#b0', 'w*'])
      expect((await search(bob, query, { channel_id: channel })).data.map(({ content }) => content)).toEqual(
        query === 'w*' ? ['ordinary words'] : [],
      )
  })

  it('answers any text at all with 200 or 400', { timeout: 60_000 }, async () => {
    const channel = await scene.channel({}, [bob])
    await scene.post(ada, channel, 'something to look through, with foo_bar and 部署')
    const piece = fc.oneof(
      anyText(30),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom(...hostile),
      fc.constantFrom(
        'from:',
        'in:',
        'has:',
        'before:',
        'after:',
        'on:',
        '"',
        'file',
        '2024-02-30',
        '@me',
        'some',
        '部署',
      ),
    )
    const query = fc
      .array(piece, { minLength: 1, maxLength: 6 })
      .map((pieces) => pieces.join('').slice(0, maxQueryLength))
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        const { status } = await answerTo(bob, searchMessages, { query: text })
        expect([200, 400]).toContain(status)
      }),
      { numRuns: 60 },
    )
  })
})
