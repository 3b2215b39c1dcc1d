import { describe, expect, it } from 'vitest'
import { type Block, textOfBlock } from '../src/blocks.ts'
import { readDocument } from '../src/read-document.ts'
import * as fixtures from './fixtures.ts'

const { docx, pdf, pptx, sheetRow, wordParagraph, wordTable, xlsx } = fixtures

const read = (bytes: Buffer | string, name: string, type?: string) =>
  readDocument(Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes), { name, type })

/** Blocks in one line each: `h1 Title`, `p Text`, `li Item`, `a | b > 1 | 2`. */
const brief = ({ blocks }: { blocks: readonly Block[] }) => blocks.map(briefBlock)

function briefBlock(block: Block): string {
  if (block.kind === 'table')
    return `${block.header.join(' | ')} > ${block.rows.map((row) => row.join(' | ')).join(' / ')}`
  const kind = { heading: `h${'level' in block && block.level}`, paragraph: 'p', list_item: 'li', code: 'code' }[
    block.kind
  ]
  return `${kind} ${block.text}`
}

describe('readDocument', () => {
  it('reads paragraphs and lists of a plain text', async () => {
    expect(brief(await read('One line\nand another.\r\n\r\n- a\n- b\n\n\n1. x\n2. y\n\n- alone', 'a.txt'))).toEqual([
      'p One line\nand another.',
      'li - a',
      'li - b',
      'li 1. x',
      'li 2. y',
      'p - alone',
    ])
  })

  it.each<[string, Buffer]>([
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffçağ ığdır — Zürich', 'utf8')],
    ['UTF-16, little-endian', Buffer.from('\ufeffçağ ığdır — Zürich', 'utf16le')],
    ['UTF-16, big-endian', Buffer.from('\ufeffçağ ığdır — Zürich', 'utf16le').swap16()],
    ['UTF-16 without a byte order mark', Buffer.from('çağ ığdır — Zürich', 'utf16le')],
    ['UTF-8, decomposed', Buffer.from('çağ ığdır — Zürich'.normalize('NFD'))],
    ['Windows-1254', Buffer.from('\xe7a\xf0 \xfd\xf0d\xfdr \x97 Z\xfcrich', 'latin1')],
  ])('decodes %s', async (_, bytes) => {
    expect((await read(bytes, 'a.txt')).blocks).toEqual([{ kind: 'paragraph', text: 'çağ ığdır — Zürich' }])
  })

  it('takes bytes that are no UTF-8 as Windows-1252, Icelandic too', async () => {
    expect(brief(await read(Buffer.from('\x93caf\xe9\x94 5 \x80', 'latin1'), 'a.txt'))).toEqual(['p “café” 5 €'])
    expect(brief(await read(Buffer.from('\xfea\xf0 er g\xf3\xf0 \xe1 og s\xfa', 'latin1'), 'a.txt'))).toEqual([
      'p það er góð á og sú',
    ])
  })

  it('drops what nobody sees, and keeps what joins letters and emoji', async () => {
    const hidden = 'a\u200bb\u00adc\u202ed\u{e0041}\u{e0042}e\u0007f\ufe01 g\u00a0\u2003h ﬁn'
    expect(brief(await read(`${hidden}\n\nمی‌خواهم 👩‍💻 ❤️`, 'a.txt'))).toEqual(['p abcdef g h fin', 'p می‌خواهم 👩‍💻 ❤️'])
  })

  it('reads Markdown: front matter, headings, lists, tables, code', async () => {
    const text = [
      '---\ntitle: "Prices"\n---',
      '# All\nWith `a.b` and [a link](http://x), ![a picture](y)\nto follow.',
      '- one\n- two\n  - three',
      '| A | B |\n|---|---|\n| 1 | 2 |',
      '```js\nx = 1\n```',
      '<div><p>HTML</p></div>',
    ].join('\n\n')
    const document = await read(text, 'prices.md')
    expect(document.title).toBe('Prices')
    expect(brief(document)).toEqual([
      'h1 All',
      'p With `a.b` and a link, a picture to follow.',
      'li one',
      'li two',
      'li three',
      'A | B > 1 | 2',
      'code x = 1',
      'p HTML',
    ])
  })

  it('reads CSV, whatever separates its columns, with its header and row numbers', async () => {
    const text = 'Name;Price\nApples;1,20\n\nPears;"2,00 ""net""\nof tax"\n'
    expect((await read(text, 'prices.csv')).blocks).toEqual([
      {
        kind: 'table',
        header: ['Name', 'Price'],
        rows: [
          ['Apples', '1,20'],
          ['Pears', '2,00 "net"\nof tax'],
        ],
        location: { row: 2 },
      },
    ])
    expect(brief(await read('1\t2\n3\t4', 'a.tsv'))).toEqual([' > 1 | 2 / 3 | 4'])
    const long = await read(`a,b\n${'1,2\n'.repeat(450)}`, 'a.csv')
    expect(long.blocks.map((block) => [block.location?.row, block.kind === 'table' && block.rows.length])).toEqual([
      [2, 200],
      [202, 200],
      [402, 50],
    ])
  })

  it('reads a page without its menus, scripts and hidden parts', async () => {
    const html = `<!doctype html><html lang="en"><title>Shipping</title><style>p {}</style><script>"<p>no</p>"</script>
      <nav><a>Home</a></nav><h1>Shipping</h1><p>We ship <b>every</b>where
      in Europe.<br>Islands too.</p><ul><li>One<ul><li>nested</ul><li><p>Two</p></ul>
      <table><tr><th>Country<th>Price<tr><td>Germany<td><p>5</p><p>or 6</p></table>
      <table><tr><td>Left<table><tr><td>a<td>b<tr><td>1<td>2</table></td><td><h3>Right</h3>text</td></tr></table>
      <p style="display: none">secret</p><p hidden>secret</p><pre>a
  b</pre><h2></h2>end<footer>© us</footer>`
    const page = await read(html, 'shipping.html')
    expect(page.title).toBe('Shipping')
    expect(page.metadata.language).toBe('en')
    expect(brief(page)).toEqual(
      expect.arrayContaining([
        'p We ship everywhere in Europe.\nIslands too.',
        'li One',
        'li nested',
        'li Two',
        'Country | Price > Germany | 5 or 6',
        'p Left',
        'a | b > 1 | 2',
        'h3 Right',
        'p text',
        'code a\n  b',
        'p end',
      ]),
    )
    expect(page.blocks.map(textOfBlock).join()).not.toMatch(/secret|Home|© us|no/)
  })

  it('reads the article of a page, and a page that is none as a whole', async () => {
    const sentence = 'Our parcels leave on the same day, and arrive within three days, wherever they go. '
    const article = `<article><h2>How long it takes</h2><p>${sentence.repeat(5)}</p><p>${sentence.repeat(5)}</p></article>`
    const around = '<div class="sidebar">Subscribe to our newsletter</div>'
    const page = brief(await read(`<html><body>${around}${article}${around}</body></html>`, 'a.html'))
    expect(page.join()).toContain('How long it takes')
    expect(page.join()).not.toContain('newsletter')
    const list = Array.from({ length: 30 }, (_, index) => `<div><a href="${index}">Item ${index}</a></div>`).join('')
    expect(brief(await read(`<html><body>${list}</body></html>`, 'a.html'))).toHaveLength(30)
  })

  it('decodes a page as it declares, where it is no UTF-8', async () => {
    const page = Buffer.from('<html><meta charset="windows-1251"><p>\xcf\xf0\xe8\xe2\xe5\xf2', 'latin1')
    expect(brief(await read(page, 'a.html'))).toEqual(['p Привет'])
  })

  it('reads a Word document: headings, lists, tables, properties', async () => {
    const body = [
      wordParagraph('Handbook', 'Heading1'),
      wordParagraph('Welcome &amp; enjoy.'),
      wordParagraph('Bread', '', true),
      wordParagraph('Milk', '', true),
      wordParagraph('Prices', 'Heading2'),
      wordTable([
        ['Name', 'Price'],
        ['Apples', '1.20'],
      ]),
    ].join('')
    const document = await read(docx(body, {}, 'The handbook'), 'a.docx')
    expect(document.title).toBe('The handbook')
    expect(document.metadata).toEqual({ kind: 'docx', author: 'Ada', createdAt: '2026-11-29T08:00:00Z' })
    expect(brief(document)).toEqual([
      'h1 Handbook',
      'p Welcome & enjoy.',
      'li Bread',
      'li Milk',
      'h2 Prices',
      'Name | Price > Apples | 1.20',
    ])
  })

  it('reads a workbook: sheets, tables between empty rows, dates, shared strings', async () => {
    const rows = [
      sheetRow(1, { A: 'Our prices' }),
      sheetRow(3, { B: 'Name', C: 'Since', D: 'Stock' }),
      '<row r="4"><c r="B4" t="s"><v>1</v></c><c r="C4" s="1"><v>46355</v></c><c r="D4" t="b"><v>1</v></c></row>',
      '<row r="5"><c r="B5" t="s"><v>0</v></c><c r="C5" s="2"><v>46355.75</v></c><c r="D5"><f>1+1</f><v>0.30000000000000004</v></c></row>',
      '<row r="9"><c r="A9" t="e"><v>#N/A</v></c></row>',
    ].join('')
    const hidden = sheetRow(1, { A: 'secret' })
    const document = await read(
      xlsx({ Prices: rows, Old: hidden, Empty: '' }, ['Pears', 'Apples'], { Old: 'state="hidden"' }),
      'a.xlsx',
    )
    expect(document.blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Prices', location: { sheet: 'Prices' } },
      { kind: 'paragraph', text: 'Our prices', location: { sheet: 'Prices', row: 1 } },
      {
        kind: 'table',
        header: ['Name', 'Since', 'Stock'],
        rows: [
          ['Apples', '2026-11-29', 'TRUE'],
          ['Pears', '2026-11-29 18:00', '0.3'],
        ],
        location: { sheet: 'Prices', row: 4 },
      },
      { kind: 'heading', level: 1, text: 'Empty', location: { sheet: 'Empty' } },
    ])
  })

  it('keeps the columns of a long table together, also those that begin late', async () => {
    const rows = Array.from({ length: 250 }, (_, index) =>
      sheetRow(index + 1, {
        B: index === 0 ? 'Name' : `n${index}`,
        D: index === 0 ? 'Price' : index,
        ...(index === 240 && { A: 'late' }),
      }),
    )
    const { blocks } = await read(xlsx({ S: rows.join('') }), 'a.xlsx')
    const tables = blocks.filter((block) => block.kind === 'table')
    expect(tables.map(({ header, rows: { length }, location }) => [header, length, location?.row])).toEqual([
      [['Name', 'Price'], 199, 2],
      [['Name', 'Price', ''], 50, 201],
    ])
    expect(tables[1]!.rows[40]).toEqual(['n240', '240', 'late'])
  })

  it('reads a presentation: titles first, items, tables, notes, in the order of its slides', async () => {
    const bytes = pptx([
      { title: 'Welcome', items: ['One', 'Two'], notes: 'Say hello.' },
      { title: 'Secret', items: ['hidden'], isHidden: true },
      {
        title: 'Prices',
        items: [],
        table: [
          ['Name', 'Price'],
          ['Apples', '1'],
        ],
      },
    ])
    const document = await read(bytes, 'a.pptx')
    expect(document.metadata.slides).toBe(3)
    expect(document.blocks.map((block) => [block.location?.slide, briefBlock(block)])).toEqual([
      [1, 'h1 Welcome'],
      [1, 'li One'],
      [1, 'li Two'],
      [1, 'p Say hello.'],
      [3, 'h1 Prices'],
      [3, 'Name | Price > Apples | 1'],
    ])
  })

  it('finds headings, paragraphs and lists in a PDF, and leaves out what its pages repeat', async () => {
    const page = (number: number, lines: fixtures.PdfLine[]) => [
      { text: 'Acme handbook', y: 780 },
      ...lines,
      { text: `Page ${number} of 3`, y: 20 },
    ]
    const bytes = pdf(
      [
        page(1, [
          { text: 'Shipping', size: 20, y: 740 },
          { text: 'We ship to every coun-', y: 700 },
          { text: 'try in Europe.', y: 688 },
          { text: 'Islands take longer.', y: 660 },
          { text: '- by sea', y: 640 },
          { text: '- by air', y: 628 },
          { text: 'Parcels go', y: 600 },
        ]),
        page(2, [{ text: 'on the next page.', y: 700 }]),
        page(3, [
          { text: 'Returns', size: 15, y: 700 },
          { text: 'Within a month.', y: 680 },
        ]),
      ],
      'Handbook',
    )
    const document = await read(bytes, 'a.pdf')
    expect(document.title).toBe('Handbook')
    expect(document.metadata.pages).toBe(3)
    expect(document.blocks.map((block) => [block.location?.page, briefBlock(block)])).toEqual([
      [1, 'h1 Shipping'],
      [1, 'p We ship to every country in Europe.'],
      [1, 'p Islands take longer.'],
      [1, 'li - by sea'],
      [1, 'li - by air'],
      [1, 'p Parcels go on the next page.'],
      [3, 'h2 Returns'],
      [3, 'p Within a month.'],
    ])
  })

  it('cuts a long text, and says so', async () => {
    const document = await read('All work and no play. '.repeat(300_000), 'a.txt')
    expect(document.truncated).toBe(true)
    expect(document.blocks.map((block) => textOfBlock(block).length)).toEqual([5_000_000])
    const late = await readDocument(Buffer.from('one\n\ntwo'), { name: 'a.txt', isLate: () => true })
    expect(late).toMatchObject({ truncated: true, blocks: [{ text: 'one' }] })
  })

  it('reads what has no ending or an unknown one by its content', async () => {
    expect((await read('<!doctype html><p>x', 'page')).metadata.kind).toBe('html')
    expect((await read('let x = 1', 'a.ts')).metadata.kind).toBe('text')
    expect((await read('a,b\n1,2', 'blob', 'text/csv; charset=utf-8')).metadata.kind).toBe('csv')
    expect((await read(docx(wordParagraph('x')), 'blob', 'application/octet-stream')).metadata.kind).toBe('docx')
    expect((await read('BMW and GIF89a', 'cars.txt')).metadata.kind).toBe('text')
  })
})
