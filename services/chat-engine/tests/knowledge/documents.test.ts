import { getKnowledgeGraphStatistics, listKnowledgeGraphEntities } from '@parley/contracts/knowledge/graph'
import {
  deleteKnowledge,
  getKnowledge,
  listKnowledge,
  listKnowledgePassages,
  searchKnowledge,
  uploadKnowledge,
} from '@parley/contracts/knowledge/knowledge'
import { setWorkspaceRole } from '@parley/testing/rows/gateway'
import { describe, expect, it } from 'vitest'
import { docx, pdf, pptx, sheetRow, wordParagraph, xlsx } from '../../../../packages/documents/tests/fixtures.ts'
import { setScene } from './scene.ts'

const scene = await setScene()
const { as, ada, bob, cyd, gus, eve, database, upload, uploadFile, processed } = scene
const find = async (who: typeof ada, query: string, more: object = {}) =>
  (await as(who).call(searchKnowledge, { query, ...more })).data

describe('a document', () => {
  it('is searchable when its upload answers, with its title, place, score and highlights', async () => {
    const document = await upload(ada, 'Handbook', '# Leave\n\nEverybody has thirty days of holiday.', {
      type: 'markdown',
    })
    expect(document).toMatchObject({
      title: 'Handbook',
      status: 'ready',
      error: null,
      type: 'markdown',
      version: 1,
      searched_version: 1,
      twin_id: null,
      chunk_count: 1,
      is_truncated: false,
      uploaded_by: ada.userId,
      file: { name: 'Handbook.md', url: expect.stringContaining('/api/knowledge/files/') },
    })
    const [found, ...others] = await find(bob, 'How many days of holiday does everybody have?')
    expect(others).toEqual([])
    expect(found).toEqual({
      id: document.id,
      title: 'Handbook',
      content: 'Everybody has thirty days of holiday.',
      score: expect.any(Number),
      source: 'Handbook.md › Leave',
      highlights: ['<mark>Everybody</mark> has thirty <mark>days</mark> of <mark>holiday</mark>.'],
      place: { headings: ['Leave'] },
      passage: 0,
      version: 1,
      twin_id: null,
    })
    expect(found!.score).toBeGreaterThan(0.6)
  })

  it('lists what it was cut into, in its order, page by page, of the version that is searched', async () => {
    const chapter = (number: number) => `# Chapter ${number}\n\n${`Sentence of chapter ${number}. `.repeat(50)}`
    const { id, chunk_count } = await upload(ada, 'Novel', [1, 2, 3].map(chapter).join('\n\n'), { type: 'markdown' })
    const page = async (query: object) => (await as(bob).call(listKnowledgePassages, { id, ...query })).data
    const all = await page({})
    expect(all.map(({ passage }) => passage)).toEqual(Array.from({ length: chunk_count }, (_, at) => at))
    expect(all[0]).toEqual({
      passage: 0,
      content: expect.stringMatching(/^Sentence of chapter 1\./),
      place: { headings: ['Chapter 1'] },
    })
    expect(all.at(-1)!.place.headings).toEqual(['Chapter 3'])
    const first = await page({ limit: 2 })
    expect([...first, ...(await page({ after: first.at(-1)!.passage }))]).toEqual(all)

    await upload(ada, 'Novel', 'All in one sentence.', {})
    expect((await page({})).map(({ content }) => content)).toEqual(['All in one sentence.'])
    expect(await as(eve).answer(listKnowledgePassages, { id })).toMatchObject({ status: 404 })
  })

  it('is downloaded as it was uploaded, by members alone', async () => {
    const { file } = await upload(ada, 'Original', 'every byte, ç', {})
    const { pathname, search } = new URL(file.url)
    const answer = await fetch(`${scene.service.url}${pathname}${search}`)
    expect(await answer.text()).toBe('every byte, ç')
    await setWorkspaceRole(database, ada, 'guest')
    expect((await fetch(`${scene.service.url}${pathname}${search}`)).status).toBe(404)
    await setWorkspaceRole(database, ada, 'owner')
  })

  it.each([
    [
      'prices.xlsx',
      () => xlsx({ Fruit: sheetRow(1, { A: 'Name', B: 'Price' }) + sheetRow(2, { A: 'Quince', B: 3 }) }),
      'quince',
      'sheet Fruit',
    ],
    ['deck.pptx', () => pptx([{ title: 'Roadmap', items: ['The kiwi launch is in June.'] }]), 'kiwi', 'slide 1'],
    [
      'letter.docx',
      () => docx(wordParagraph('Terms', 'Heading1') + wordParagraph('The persimmon is paid monthly.')),
      'persimmon',
      'Terms',
    ],
    [
      'paper.pdf',
      () => pdf([[{ text: 'The lychee grows in the south of the country.' } as never]]),
      'lychee',
      'page 1',
    ],
    ['table.csv', () => Buffer.from('Name,Price\nPapaya,2\n'), 'papaya', 'table.csv'],
    [
      'table.html', // No version of `table.csv`.
      () => Buffer.from('<html><body><h1>Care</h1><p>Water the fig weekly.</p></body></html>'),
      'fig',
      'table.html',
    ],
  ])('may be %s', async (name, make, word, place) => {
    expect(await uploadFile(bob, name, make())).toMatchObject({ status: 'ready', title: name, version: 1 })
    const [found] = await find(ada, word)
    expect(found!.source).toContain(place)
  })

  it('is read by a job where it is large, and never found in part', async () => {
    const lines = Array.from(
      { length: 9_000 },
      (_, i) => `Row ${i} of the ledger says zanzibar${i % 7} and much else besides that fills a line.`,
    )
    const { id, status } = await uploadFile(bob, 'ledger.txt', lines.join('\n\n'))
    expect(status).toBe('processing')
    const counts = await database.query<{ n: number }>(
      'select count(*) as n from chat_engine.knowledge_chunks where document_id = $1',
      [id],
    )
    const document = await processed(bob, id)
    expect(document).toMatchObject({ status: 'ready', searched_version: 1, type: 'text' })
    expect(document.chunk_count).toBeGreaterThan(400)
    expect([0, document.chunk_count]).toContain(counts[0]!.n)
    expect((await find(ada, 'zanzibar3', { limit: 3 })).length).toBe(3)
  })

  it.each([
    [
      'a picture',
      'me.png',
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
      415,
    ],
    ['another content than its name says', 'fake.pdf', Buffer.from('just text'), 400],
    ['nothing but spaces', 'blank.txt', Buffer.from('  \n  '), 400],
    ['a broken archive', 'broken.docx', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(50)]), 400],
  ])('is refused where it is %s, and leaves nothing', async (_, name, bytes, status) => {
    const answer = await as(bob).answer(uploadKnowledge, { file: [new File([bytes], name)] })
    expect(answer.status).toBe(status)
    expect(answer.body).toMatchObject({ error: { message: expect.stringMatching(/\w{4}/) } })
    expect((await as(bob).call(listKnowledge, { title: name.split('.')[0]! })).data).toEqual([])
  })

  it('needs a file or a content with a title', async () => {
    const status = async (input: object) => (await as(bob).answer(uploadKnowledge, input)).status
    expect(await status({ title: 'x' })).toBe(400)
    expect(await status({ content: 'x' })).toBe(400)
    expect(await status({ title: 'x', content: 'x', file: [new File(['x'], 'x.txt')] })).toBe(400)
    expect(await status({ title: 'x', content: 'y', type: 'poem' })).toBe(400)
  })

  it('may come as JSON of a million characters', async () => {
    const content = 'word '.repeat(200_000)
    expect((await as(bob).answer(uploadKnowledge, { title: 'long', content: `${content}x` })).status).toBe(400)
    const { id, size } = await upload(bob, 'long', content)
    expect(size).toBe(1_000_000)
    expect(await processed(bob, id)).toMatchObject({ status: 'ready' })
  })
})

describe('a new version', () => {
  it('has the same title, whatever its case, and takes the place of the one before', async () => {
    const first = await upload(bob, 'Wifi  Password', 'The password is gooseberry.')
    const second = await upload(cyd, 'wifi password', 'The password is elderflower.')
    expect(second).toMatchObject({ id: first.id, version: 2, searched_version: 2, uploaded_by: cyd.userId })
    expect(await find(ada, 'gooseberry')).toEqual([])
    expect((await find(ada, 'elderflower')).map(({ id, version }) => ({ id, version }))).toEqual([
      { id: first.id, version: 2 },
    ])
    const { data } = await as(ada).call(getKnowledge, { id: first.id })
    expect(data.versions.map(({ version, is_searched: searched }) => [version, searched])).toEqual([
      [2, true],
      [1, false],
    ])
    const { pathname, search } = new URL(data.versions[1]!.file.url)
    expect(await (await fetch(`${scene.service.url}${pathname}${search}`)).text()).toContain('gooseberry')
  })

  it('is searched after the one before it until it is read, and where it cannot be', async () => {
    const { id } = await upload(bob, 'Menu', 'Today there is borscht.')
    const broken = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(1_200_000, 'x')])
    const next = await uploadFile(bob, 'menu.pdf', broken, { title: 'Menu' })
    expect(next).toMatchObject({ id, version: 2, status: 'processing', searched_version: 1 })
    const after = await processed(bob, id)
    expect(after).toMatchObject({ status: 'failed', searched_version: 1, error: { code: 'damaged' } })
    expect((await find(ada, 'borscht')).map((each) => each.version)).toEqual([1])
  })

  it('is numbered apart from others that come at once, and the last stays', async () => {
    const answers = await Promise.all(
      ['one', 'two', 'three', 'four'].map((word) => upload(bob, 'Race', `It says ${word}whistle.`)),
    )
    expect(answers.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4])
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    const last = answers.find(({ version }) => version === 4)!
    const { data } = await as(bob).call(getKnowledge, { id: last.id })
    expect(data.searched_version).toBe(4)
    const found = await find(bob, 'onewhistle twowhistle threewhistle fourwhistle')
    expect(found.filter(({ id }) => id === last.id)).toHaveLength(1)
  })

  it('has its words counted once', async () => {
    await upload(bob, 'Counted', 'quokka quokka wombat')
    await upload(bob, 'Counted', 'quokka koala')
    const words = await database.query<{ word: string; chunk_count: number }>(
      `select word, chunk_count from chat_engine.knowledge_words where workspace_id = $1
       and word in ('quokka', 'wombat', 'koala') order by word`,
      [ada.workspaceId],
    )
    expect(words).toEqual([
      { word: 'koala', chunk_count: 1 },
      { word: 'quokka', chunk_count: 1 },
    ])
  })
})

describe('deleting', () => {
  it('takes everything along', async () => {
    const { owner } = await scene.newWorkspace()
    await upload(owner, 'Stays', 'Maria Lopez works for Siemens.')
    const { id, file } = await upload(
      owner,
      'Goes',
      'Hans Becker, CEO of Blue Harbor Ltd, lives in Rotterdam. Siemens is a customer.',
    )
    const statistics = async () => (await as(owner).call(getKnowledgeGraphStatistics, {})).data
    expect(await statistics()).toMatchObject({ document_count: 2, entity_count: 5 })
    expect(await as(owner).answer(searchKnowledge, { query: 'Siemens', limit: '5' as never })).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'limit' }] } },
    })
    // As one whose first version is read, or could not be.
    await database.query('update chat_engine.knowledge_documents set searched_version = null where id = $1', [id])
    expect(await statistics()).toMatchObject({ document_count: 1 })
    await database.query('update chat_engine.knowledge_documents set searched_version = 1 where id = $1', [id])
    await as(owner).call(deleteKnowledge, { id })
    expect((await as(owner).answer(getKnowledge, { id })).status).toBe(404)
    expect(await find(owner, 'Rotterdam')).toEqual([])
    expect(await statistics()).toEqual({ document_count: 1, entity_count: 2, relationship_count: 1 })
    const { data } = await as(owner).call(listKnowledgeGraphEntities, {})
    expect(data.map(({ name, document_count: count }) => [name, count]).sort()).toEqual([
      ['Maria Lopez', 1],
      ['Siemens', 1],
    ])
    const { pathname, search } = new URL(file.url)
    expect((await fetch(`${scene.service.url}${pathname}${search}`)).status).toBe(404)
    for (const table of ['chunks', 'versions', 'mentions', 'relationships'])
      expect(await database.query(`select from chat_engine.knowledge_${table} where document_id = $1`, [id])).toEqual(
        [],
      )
    const [left] = await database.query(
      `select byte_count, chunk_count from chat_engine.knowledge_totals where workspace_id = $1`,
      [owner.workspaceId],
    )
    expect(left).toEqual({ byte_count: 30, chunk_count: 1 })
    expect(
      await database.query(`select from chat_engine.knowledge_words where workspace_id = $1 and word = 'rotterdam'`, [
        owner.workspaceId,
      ]),
    ).toEqual([])
  })

  it('is for who uploaded it, owners and admins', async () => {
    const { id } = await upload(bob, 'Bob’s', 'text of Bob')
    expect((await as(cyd).answer(deleteKnowledge, { id })).status).toBe(403)
    expect((await as(eve).answer(deleteKnowledge, { id })).status).toBe(404)
    expect((await as(ada).answer(deleteKnowledge, { id })).status).toBe(200)
  })
})

describe('what a twin alone knows', () => {
  it('is found for that twin alone, and has titles of its own', async () => {
    const { twin, otherTwin } = scene
    const shared = await upload(ada, 'Secrets', 'The shared word is marzipan.')
    const own = await upload(ada, 'Secrets', 'The twin’s own word is nougat, not marzipan.', { twin_id: twin })
    expect(own.id).not.toBe(shared.id)
    const ids = async (more: object) => (await find(bob, 'marzipan', more)).map(({ id }) => id).sort()
    expect(await ids({})).toEqual([shared.id])
    expect(await ids({ twin_id: twin })).toEqual([shared.id, own.id].sort())
    expect(await ids({ twin_id: otherTwin })).toEqual([shared.id])
    const listed = async (more: object) =>
      (await as(bob).call(listKnowledge, { title: 'secrets', ...more })).data.map(({ id }) => id)
    expect(await listed({ twin_id: twin })).toEqual([own.id])
    expect(await listed({ scope: 'workspace' })).toEqual([shared.id])
    expect(await listed({})).toHaveLength(2)
    expect((await as(eve).answer(searchKnowledge, { query: 'x', twin_id: twin })).status).toBe(404)
    for (const none of [twin, eve.workspaceId])
      expect((await as(eve).answer(uploadKnowledge, { title: 'x', content: 'x', twin_id: none })).status).toBe(404)
  })
})

describe('another workspace', () => {
  it('finds, lists and reads nothing of it', async () => {
    const { id } = await upload(bob, 'Tell nobody', 'The canary is yellowhammer.')
    expect(await find(eve, 'yellowhammer')).toEqual([])
    expect((await as(eve).call(listKnowledge, {})).data).toEqual([])
    expect((await as(eve).answer(getKnowledge, { id })).status).toBe(404)
    expect((await as(eve).call(searchKnowledge, { query: 'canary', document_ids: [id] })).data).toEqual([])
    expect((await as(gus).answer(uploadKnowledge, { title: 'a', content: 'b' })).status).toBe(403)
  })
})
