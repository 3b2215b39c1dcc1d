import { type InputOf, title } from '@parley/contracts/endpoint'
import { searchMessages } from '@parley/contracts/messages/search'
import { encodeId } from '@parley/contracts/type-id'
import type { Caller } from '@parley/kit/assertion'
import { deleteChannelRow, insertChannels } from '@parley/testing/rows/channels'
import { emailOf } from '@parley/testing/rows/gateway'
import { describe, expect, it } from 'vitest'
import { file, upload } from './files-scene.ts'
import { setScene, unknownId } from './scene.ts'

const scene = await setScene()
const { acme, as, answerTo, database, eve } = scene
const { ada, bob, cyd, gus, general } = acme

/** What a search answers once everything posted before it is indexed. */
async function search(reader: Caller, query: string, rest: Partial<InputOf<typeof searchMessages>> = {}) {
  await scene.indexed()
  return as(reader).call(searchMessages, { query, ...rest })
}

/** A private channel of its own with these texts by Ada, and what a query of Bob's finds in it, best first. */
async function channelOf(...texts: string[]) {
  const channel = await scene.channel({ is_private: true }, [bob])
  const posted = []
  for (const text of texts) posted.push(await scene.post(ada, channel, text))
  return {
    channel,
    posted,
    find: async (query: string, rest: Partial<InputOf<typeof searchMessages>> = {}) =>
      (await search(bob, query, { channel_id: channel, ...rest })).data.map(({ content }) => content),
  }
}

/** A word that no other test writes. */
let words = 0
const newWord = () => `zq${String.fromCharCode(97 + (words % 26))}${++words}word`

const badQuery = async (query: string) => {
  const { status, body } = await answerTo(bob, searchMessages, { query })
  return { status, message: (body as { error: { details: { message: string }[] } }).error.details[0]?.message }
}

describe(`${title(searchMessages)}: text`, () => {
  it('marks forms of a word, also those that spell its stem otherwise', async () => {
    const { channel } = await channelOf('so many possibilities', 'it is dying', 'they tried', 'bluer skies')
    const marked = { possible: 'possibilities', die: 'dying', try: 'tried', sky: 'skies' }
    for (const [query, form] of Object.entries(marked)) {
      const { data } = await search(bob, query, { channel_id: channel })
      expect([query, data[0]?.highlight]).toEqual([query, expect.stringContaining(`<mark>${form}</mark>`)])
    }
  })

  it('finds forms of a word', async () => {
    const texts = ['We deployed the staging environment.', 'Mice are running about.', 'nothing']
    const { find } = await channelOf(...texts)
    expect(await find('deploy')).toEqual([texts[0]])
    expect(await find('environments deploying')).toEqual([texts[0]])
    expect(await find('RUN')).toEqual([texts[1]])
    expect(await find('deploy mice')).toEqual([])
  })

  it('finds words that are left out elsewhere', async () => {
    const { find } = await channelOf('to be or not to be', 'that is the question')
    expect(await find('to be')).toEqual(['to be or not to be'])
    expect(await find('the')).toEqual(['that is the question'])
  })

  it('takes the last word for the beginning of one, however short', async () => {
    const { find } = await channelOf('quarterly kubernetes migration', 'kilo')
    expect(await find('kub')).toEqual(['quarterly kubernetes migration'])
    expect(await find('migration k')).toEqual(['quarterly kubernetes migration'])
    expect(await find('ku')).toEqual(['quarterly kubernetes migration'])
    expect(await find('ku migration')).toEqual([])
  })

  it('finds parts of words', async () => {
    const { find } = await channelOf('Donaudampfschifffahrt', 'reboot the webserver-config')
    expect(await find('dampfschiff')).toEqual(['Donaudampfschifffahrt'])
    expect(await find('server boot')).toEqual(['reboot the webserver-config'])
    expect(await find('ampf')).toEqual(['Donaudampfschifffahrt'])
  })

  it('finds Chinese by one, two and more characters, and never by characters that stand apart', async () => {
    const { find } = await channelOf('我们明天部署新环境', '部门署名', '把staging环境重启')
    expect(await find('部署')).toEqual(['我们明天部署新环境'])
    expect(await find('署')).toHaveLength(2)
    expect(await find('部署新环')).toEqual(['我们明天部署新环境'])
    expect(await find('staging环境')).toEqual(['把staging环境重启'])
    expect(await find('环境')).toHaveLength(2)
    expect(await find('天环')).toEqual([])
  })

  it('finds Japanese, Korean and Thai', async () => {
    const { find } = await channelOf('サーバーを再起動します', '서버를 다시 시작했습니다', 'ระบบล่มแล้ว')
    expect(await find('再起')).toEqual(['サーバーを再起動します'])
    expect(await find('サーバ')).toEqual(['サーバーを再起動します'])
    expect(await find('서버')).toEqual(['서버를 다시 시작했습니다'])
    expect(await find('시작')).toEqual(['서버를 다시 시작했습니다'])
    expect(await find('ระบบ')).toEqual(['ระบบล่มแล้ว'])
  })

  it('finds Cyrillic whole and in part, whatever its case', async () => {
    const { find } = await channelOf('Привет, Мир! Ёлка стоит', 'доброе утро')
    expect(await find('привет')).toEqual(['Привет, Мир! Ёлка стоит'])
    expect(await find('МИР елка')).toEqual(['Привет, Мир! Ёлка стоит'])
    expect(await find('рив')).toEqual(['Привет, Мир! Ёлка стоит'])
  })

  it('takes every Turkish i for the same', async () => {
    const { find } = await channelOf('İSTANBUL ILIK bir gün', 'ısparta')
    for (const query of ['istanbul', 'İstanbul', 'ISTANBUL', 'ıstanbul', 'ılık', 'ilik'])
      expect(await find(query)).toEqual(['İSTANBUL ILIK bir gün'])
    expect(await find('ISPARTA')).toEqual(['ısparta'])
  })

  it('folds accents, ligatures, widths, sharp s and invisible characters, however they are written', async () => {
    const texts = ['Crème brûlée à la façade', 'Straße, Æther, ﬁne ＦＵＬＬ', 'de\u00adploy\u200bed']
    const { find } = await channelOf(...texts)
    expect(await find('creme BRULEE facade')).toEqual([texts[0]])
    expect(await find('cre\u0300me')).toEqual([texts[0]])
    expect(await find('strasse aether fine full')).toEqual([texts[1]])
    expect(await find('deployed')).toEqual([texts[2]])
  })

  it('finds URLs, code and addresses where their words are adjacent', async () => {
    const texts = [
      'see https://example.com/docs/Setup?tab=2#top now',
      'call foo_bar then a.b() in main.c',
      'foo and bar; mail ops@example.org',
    ]
    const { find } = await channelOf(...texts)
    expect(await find('https://example.com/docs/setup')).toEqual([texts[0]])
    expect(await find('example.com')).toEqual([texts[0]])
    expect(await find('foo_bar')).toEqual([texts[1]])
    expect(await find('foo_b')).toEqual([texts[1]])
    expect(await find('a.b()')).toEqual([texts[1]])
    expect(await find('ops@example.org')).toEqual([texts[2]])
    expect(await find('b.a()')).toEqual([])
  })

  it('finds parts of versions, paths, addresses and names', async () => {
    const texts = [
      'released v2.10.3-rc1 today',
      'see /usr/local/lib/node_modules/.bin/tsc',
      'mail jane.doe+lists@mail.example.org',
      'open Report_final-v7.pdf',
      'call user_profile_id in C++17',
      'set x.y.z.timeout, or a.b.q',
    ]
    const { channel, find } = await channelOf(...texts)
    const parts = [
      ['2.10', 'v2.10', '10.3', '.10.3', '0.3-rc', '2.10.3-rc1', 'rc1', '3-rc', '2.10 released'],
      ['node_modules', 'de_modules', 'al/lib', '/usr/local', 'lib/node_mod', 'modules/.bin', '/.bin/tsc'],
      ['jane.doe', 'e.doe+lists', 'lists@mail', 's@mail.example', 'mail.example.org', 'example.org'],
      ['final-v7', 'l-v7.pdf', 'v7.pdf', 'report_final', 't_final', '7.pdf'],
      ['profile_id', 'e_id', 'user_profile', 'r_profile_id', 'C++', 'c++17', '++17'],
      ['y.z', 'x.y.z', 'z.timeout', 'z.time', 'b.q', 'a.b.q'],
    ]
    for (const [i, queries] of parts.entries())
      for (const query of queries) expect([query, await find(query)]).toEqual([query, [texts[i]]])
    for (const query of ['2.11', '3.10', 'b.a', 'modules_node', '"de_modules"'])
      expect([query, await find(query)]).toEqual([query, []])
    for (const query of ['2.10', '"2.10"', '"2.10" released']) {
      const { data } = await search(bob, query, { channel_id: channel })
      expect(data[0]!.highlight).toMatch(/^(<mark>)?released(<\/mark>)? v<mark>2.10<\/mark>.3-rc1 today$/)
    }
  })

  it('ranks what begins with a term in several parts before what has it inside a word', async () => {
    const { find } = await channelOf('v2.10 inside', '2.100 begins', '2.10 whole')
    expect(await find('2.10')).toEqual(['2.10 whole', '2.100 begins', 'v2.10 inside'])
  })

  it('finds quoted versions, paths and identifiers in longer ones, where words or numbers begin and end', async () => {
    const texts = [
      'released v2.10.3-rc1 today',
      'GET /api/v2/messages from x86_64',
      'mail ops@mail.example.org',
      'x.foo.bar.baz or user2id',
      '部署v3环境',
    ]
    const { find } = await channelOf(...texts)
    const phrases = [
      ['2.10', '10.3', '2.10.3', 'v2.10.3', '10.3-rc', '.10.3', 'v2.10', 'released v', '10.3 rc1'],
      ['api/v2', '/api/v', '2/messages', 'x86_64', '86_64'],
      ['example.org', '@mail.example', 'ops@mail'],
      ['foo.bar', 'foo.bar.baz', 'x.foo', 'user', 'bar.baz or user'],
      ['部署v', '3环境', 'v3'],
    ]
    for (const [i, each] of phrases.entries())
      for (const phrase of each) expect([phrase, await find(`"${phrase}"`)]).toEqual([phrase, [texts[i]]])
    for (const phrase of ['2.1', '0.3', '10.3-r', 'oo.bar', 'foo.ba', 'pi/v2', 'example.or', '6_64', 'use', '10.2'])
      expect([phrase, await find(`"${phrase}"`)]).toEqual([phrase, []])
    const ranked = await channelOf('v2.10 inside', '2.10 whole')
    expect(await ranked.find('"2.10"')).toEqual(['2.10 whole', 'v2.10 inside'])
  })

  it('finds digits of any script', async () => {
    const { find } = await channelOf('৩৪৫৬ টাকা', '௩௪௫', '١٢٣٤')
    expect(await find('৩৪৫৬')).toEqual(['৩৪৫৬ টাকা'])
    expect(await find('௩௪௫')).toEqual(['௩௪௫'])
    expect(await find('1234')).toEqual(['١٢٣٤'])
  })

  it('finds symbols and emoji', async () => {
    const { find } = await channelOf('ship it 🚀🎉', 'later', 'costs 5€', '© Ada')
    expect(await find('€')).toEqual(['costs 5€'])
    expect(await find('©')).toEqual(['© Ada'])
    expect(await find('🎉')).toEqual(['ship it 🚀🎉'])
    expect(await find('it 🚀')).toEqual(['ship it 🚀🎉'])
  })

  it('meets quoted words exactly, together and in order', async () => {
    const texts = ['deploy the staging environment', 'the staging was deployed', 'staging the deploy']
    const { find } = await channelOf(...texts)
    expect(await find('"deploy the staging"')).toEqual([texts[0]])
    expect(await find('"the staging" deploy')).toHaveLength(2)
    expect(await find('"deploy"')).toHaveLength(2)
    expect(await find('"deployed"')).toEqual([texts[1]])
    expect(await find('“staging the”')).toEqual([texts[2]])
    expect(await find('"stag"')).toEqual([])
    expect(await find('"staging environment')).toEqual([texts[0]])
  })

  it('finds replies, and what is edited by its new text alone', async () => {
    const { channel, posted, find } = await channelOf('the original')
    await scene.reply(bob, posted[0]!, 'an answer below')
    expect(await find('answer')).toEqual(['an answer below'])
    await scene.edit(posted[0]!, 'something different')
    expect(await find('original')).toEqual([])
    expect(await find('different')).toEqual(['something different'])
    expect(await search(bob, 'different', { channel_id: channel })).toMatchObject({ meta: { total: 1 } })
  })

  it('never finds a deleted message', async () => {
    const { posted, find } = await channelOf('soon to be gone', 'here to stay')
    await scene.delete(posted[0]!)
    expect(await find('gone')).toEqual([])
    expect(await find('from:ada')).toEqual(['here to stay'])
  })

  it.each([
    ['40,000 letters in one word', 'w'.repeat(40_000), 'w'.repeat(300)],
    ['40,000 characters of words', 'lorem ipsum '.repeat(3_333), 'ipsum lorem'],
    ['40,000 different Chinese characters', chinese(40_000), chinese(3)],
    ['40,000 astral characters', '𝒳'.repeat(40_000), 'xxx'],
    ['characters that become eighteen', 'ﷺ'.repeat(40_000), 'صلى'],
  ])('takes in %s', async (_, content, query) => {
    const { find } = await channelOf(content, 'short')
    expect(await find(query)).toEqual([content])
  })
})

function chinese(count: number) {
  return String.fromCodePoint(...Array.from({ length: count }, (_, i) => 0x4e00 + ((i * 7_919) % 20_000)))
}

describe(`${title(searchMessages)}: operators`, () => {
  it('from: takes a handle, a display name, @me, and either form of an id', async () => {
    const { channel } = await channelOf('by ada')
    await scene.post(bob, channel, 'by bob')
    const find = async (query: string) =>
      (await search(bob, query, { channel_id: channel })).data.map(({ content }) => content)
    for (const name of [
      'ada',
      '@ada',
      'ADA',
      '"Ada"',
      ada.userId,
      ada.userId.toUpperCase(),
      encodeId('usr', ada.userId),
      await emailOf(database, ada),
    ])
      expect(await find(`from:${name}`)).toEqual(['by ada'])
    expect(await find('from:@me')).toEqual(['by bob'])
    expect(await find('from:me')).toEqual(['by bob'])
    expect(await find('from:ada from:bob')).toHaveLength(2)
    expect(await find('by FROM:bob')).toEqual(['by bob'])
    expect(await find('from:nobody-at-all')).toEqual([])
    expect(await find(`from:${unknownId}`)).toEqual([])
    expect(await find('from:nobody-at-all from:bob')).toEqual(['by bob'])
  })

  it('in: takes a name or an id, and only what the caller can read', async () => {
    const word = newWord()
    const [open, secret] = [
      await scene.channel({ name: `open-${word}` }),
      await scene.channel({ is_private: true }, [bob]),
    ]
    await scene.post(ada, open, `${word} in the open`)
    await scene.post(ada, secret, `${word} in secret`)
    const find = async (reader: Caller, query: string) =>
      (await search(reader, `${word} ${query}`)).data.map(({ content }) => content)
    expect(await find(bob, `in:open-${word}`)).toEqual([`${word} in the open`])
    expect(await find(bob, `in:#OPEN-${word}`)).toEqual([`${word} in the open`])
    expect(await find(bob, `in:${secret}`)).toEqual([`${word} in secret`])
    expect(await find(bob, `in:${encodeId('ch', secret)}`)).toEqual([`${word} in secret`])
    expect(await find(bob, `in:${secret} in:open-${word}`)).toHaveLength(2)
    expect(await find(cyd, `in:${secret}`)).toEqual([])
    expect(await find(bob, 'in:no-such-channel')).toEqual([])
    expect((await search(bob, `${word} in:${secret}`, { channel_id: open })).data).toEqual([])
  })

  it('has:file lets through what has a file, which is found by its name too', async () => {
    const { channel, posted, find } = await channelOf('nothing here')
    const attachments = await upload(scene, ada, channel, file('Quarterly-Report.txt'))
    const sent = await scene.post(ada, channel, 'look at this', { attachments })
    await scene.post(ada, channel, '', { attachments: await upload(scene, ada, channel, file('bare.txt')) })
    expect(await find('has:file')).toEqual(['', 'look at this'])
    expect(await find('HAS:FILE look')).toEqual(['look at this'])
    expect(await find('quarterly-report.txt')).toEqual(['look at this'])
    expect(await find('bare')).toEqual([''])
    await scene.delete(sent)
    expect(await find('quarterly')).toEqual([])
    expect(await find(`has:file in:${channel} nothing`)).toEqual([])
    expect(posted).toHaveLength(1)
  })

  it('before:, after: and on: take days, months and years', async () => {
    const { posted, find } = await channelOf('a', 'b', 'c', 'd')
    const days = ['2023-12-31T23:59:59.999Z', '2024-02-29T00:00:00Z', '2024-03-01T12:00:00Z', '2025-01-01T00:00:00Z']
    await scene.indexed()
    for (const [i, at] of days.entries()) {
      // As an import stores it: with the time that it was written at.
      await database.query('update messaging.messages set created_at = $2 where id = $1', [posted[i]!.id, at])
      await database.query('delete from messaging.search_documents where message_id = $1', [posted[i]!.id])
    }
    await database.query('select messaging.index_messages($1)', [acme.workspaceId])
    const found = async (query: string) => (await find(query)).sort().join('')
    expect(await found('before:2024-02-29')).toBe('a')
    expect(await found('after:2024-02-29')).toBe('cd')
    expect(await found('on:2024-02-29')).toBe('b')
    expect(await found('on:2024-02')).toBe('b')
    expect(await found('on:2024')).toBe('bc')
    expect(await found('before:2024')).toBe('a')
    expect(await found('after:2024')).toBe('d')
    expect(await found('after:2023 before:2024-03')).toBe('b')
    expect(await found('after:2025 before:2024')).toBe('')
    expect(await found('on:today')).toBe('')
    expect(await found('before:0001')).toBe('')
    expect(await found('after:9998')).toBe('')
    expect(await found('before:yesterday')).toBe('abcd')
    expect(await found('d on:2025 from:ada')).toBe('d')
  })

  it('operators alone list what they let through, newest first', async () => {
    const { find } = await channelOf('one', 'two', 'three')
    expect(await find('from:ada')).toEqual(['three', 'two', 'one'])
    expect(await find('on:today from:ada')).toEqual(['three', 'two', 'one'])
  })

  it('refuses an operator with a value that it cannot have, and names what it takes', async () => {
    const dates = 'needs a day such as 2026-03-19, a month such as 2026-03, a year, today or yesterday.'
    for (const value of ['nonsense', '2024-13', '2024-02-30', '2024-1-1', '""', '0000', '99999'])
      for (const operator of ['before', 'after', 'on'])
        expect(await badQuery(`deploy ${operator}:${value}`)).toEqual({ status: 400, message: `${operator}: ${dates}` })
    expect(await badQuery('has:fun')).toEqual({ status: 400, message: 'has: can only be has:file.' })
    expect(await badQuery('from:')).toEqual({ status: 400, message: 'from: needs a handle, a name, an id or @me.' })
    expect(await badQuery('from:@ x')).toMatchObject({ status: 400 })
    expect(await badQuery('in:# x')).toMatchObject({ status: 400 })
  })

  it('takes an operator in quotes, or inside a word, for text', async () => {
    const { find } = await channelOf('it has:fun in it', 'login:ok')
    expect(await find('"has:fun"')).toEqual(['it has:fun in it'])
    expect(await find('login:ok')).toEqual(['login:ok'])
  })
})

describe(`${title(searchMessages)}: who finds what`, () => {
  it('only what the caller can read', async () => {
    const word = newWord()
    const secret = await scene.channel({ is_private: true }, [bob, gus])
    const open = await scene.channel()
    await scene.post(ada, secret, `${word} secret`)
    await scene.post(ada, open, `${word} open`)
    const found = async (reader: Caller) => {
      const { data, meta } = await search(reader, word)
      expect(meta.total).toBe(data.length)
      return data.map(({ content }) => content.split(' ')[1]).sort()
    }
    expect(await found(bob)).toEqual(['open', 'secret'])
    expect(await found(cyd)).toEqual(['open'])
    expect(await found(gus)).toEqual(['secret'])
    expect(await found(eve)).toEqual([])
    await scene.remove(secret, bob)
    await scene.remove(secret, gus)
    expect(await found(bob)).toEqual(['open'])
    expect(await found(gus)).toEqual([])
    await scene.add(secret, bob)
    expect(await found(bob)).toEqual(['open', 'secret'])
  })

  it('answers a hidden or foreign channel exactly as a missing one', async () => {
    const secret = await scene.channel({ is_private: true }, [])
    const asked = (channel_id: string) => ({ query: 'anything', channel_id })
    const missing = await answerTo(bob, searchMessages, asked(unknownId))
    expect(missing.status).toBe(404)
    expect(await answerTo(bob, searchMessages, asked(secret))).toEqual(missing)
    expect(await answerTo(eve, searchMessages, asked(general))).toEqual(
      await answerTo(eve, searchMessages, asked(unknownId)),
    )
    expect(await answerTo(gus, searchMessages, asked(general))).toEqual(
      await answerTo(gus, searchMessages, asked(unknownId)),
    )
    expect(await answerTo(ada, searchMessages, asked(secret))).toMatchObject({ status: 200 })
  })

  it('an archived channel is still searched, a deleted one is not', async () => {
    const { channel, find } = await channelOf('kept for the record')
    await scene.archive(channel)
    expect(await find('record')).toEqual(['kept for the record'])
    await deleteChannelRow(database, channel)
    expect((await search(bob, 'record')).data).toEqual([])
  })

  it('someone who may read more channels than are asked for one by one', async () => {
    const word = newWord()
    const [fay] = [cyd]
    const secret = await scene.channel({ is_private: true }, [bob])
    const open = await scene.channel()
    await scene.post(ada, secret, `${word} secret`)
    await scene.post(ada, open, `${word} open`)
    const removeMany = await insertChannels(database, ada, 500)
    expect((await search(fay, word)).data.map(({ content }) => content)).toEqual([`${word} open`])
    expect((await search(bob, word)).data).toHaveLength(2)
    await removeMany()
  })
})
