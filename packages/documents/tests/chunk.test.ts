import { splitSentences } from '@parley/text/sentences'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, locationInWords } from '../src/blocks.ts'
import { chunk } from '../src/chunk.ts'

const heading = (level: number, text: string): Block => ({ kind: 'heading', level, text })
const paragraph = (text: string): Block => ({ kind: 'paragraph', text })
const brief = (blocks: Block[], maxChars = 100, overlap = 0) =>
  chunk(blocks, { maxChars, overlap }).map(({ headings, text }) => [headings.join(' > '), text])

describe('chunk', () => {
  it('gives each section its own chunks, under the headings that it stands under', () => {
    const blocks = [
      paragraph('Before.'),
      heading(1, 'Shipping'),
      paragraph('Everywhere.'),
      heading(2, 'Islands'),
      paragraph('Slower.'),
      heading(3, 'Crete'),
      paragraph('By sea.'),
      heading(2, 'Prices'),
      paragraph('Low.'),
      heading(1, 'Returns'),
    ]
    expect(brief(blocks)).toEqual([
      ['', 'Before.'],
      ['Shipping', 'Everywhere.'],
      ['Shipping > Islands', 'Slower.'],
      ['Shipping > Islands > Crete', 'By sea.'],
      ['Shipping > Prices', 'Low.'],
      ['Returns', 'Returns'], // a heading with nothing below it is content, too
    ])
    expect(brief([heading(1, 'A'), heading(2, 'B'), paragraph('c')])).toEqual([['A > B', 'c']])
  })

  it('gives the beginning of a long heading to what stands under it, and the whole once', () => {
    const long = 'word '.repeat(100).trim()
    const under = `${'word '.repeat(40).trim()}…`
    expect(brief([heading(1, long), heading(2, 'B'), paragraph('c')], 1_000)).toEqual([
      [under, long],
      [`${under} > B`, 'c'],
    ])
  })

  it('fills chunks with whole sentences, and keeps paragraphs, items and code as they were', () => {
    const blocks: Block[] = [
      paragraph('One sentence of Dr. Who. Another sentence of his.'),
      { kind: 'list_item', text: 'An item' },
      { kind: 'list_item', text: 'Next item' },
      { kind: 'code', text: 'a = 1\nb = 2' },
      paragraph('The last one.'),
    ]
    expect(brief(blocks, 200)).toEqual([
      ['', 'One sentence of Dr. Who. Another sentence of his.\nAn item\nNext item\n\na = 1\nb = 2\n\nThe last one.'],
    ])
    expect(brief(blocks, 50).map(([, text]) => text)).toEqual([
      'One sentence of Dr. Who. Another sentence of his.',
      'An item\nNext item\n\na = 1\nb = 2\n\nThe last one.',
    ])
  })

  it('repeats whole sentences of the chunk before, and says how much', () => {
    const text = 'First sentence here. Second sentence here. Third sentence here. Fourth sentence here.'
    const chunks = chunk([paragraph(text)], { maxChars: 65, overlap: 25 })
    expect(chunks.map((each) => [each.text, each.text.slice(0, each.overlap)])).toEqual([
      ['First sentence here. Second sentence here. Third sentence here.', ''],
      ['Third sentence here. Fourth sentence here.', 'Third sentence here.'],
    ])
    const sections = [heading(1, 'A'), paragraph('One.'), heading(1, 'B'), paragraph('Two.')]
    expect(chunk(sections, { maxChars: 60, overlap: 20 }).map((each) => each.overlap)).toEqual([0, 0])
  })

  it('divides a sentence only where it is too long, between words if it has any', () => {
    const long = `${'word '.repeat(30).trim()}.`
    const parts = brief([paragraph(`Short. ${long} After.`)], 60).map(([, text]) => text!)
    expect(parts.join(' ')).toBe(`Short. ${long} After.`)
    expect(parts.every((part) => /^(word|Short|After)/.test(part))).toBe(true)
    const emoji = brief([paragraph('👩‍💻'.repeat(100))], 60).map(([, text]) => text!)
    expect(emoji.join('')).toBe('👩‍💻'.repeat(100))
    expect(emoji.every((part) => part.isWellFormed())).toBe(true)
  })

  it('divides tables by rows, repeats their header and counts their rows', () => {
    const rows = Array.from({ length: 6 }, (_, index) => [`Apples ${index}`, `${index}.00`])
    const table: Block = { kind: 'table', header: ['Name', 'Price'], rows, location: { sheet: 'S', row: 2 } }
    const rest: Block = { ...table, rows: [['Pears', '1']], location: { sheet: 'S', row: 8 } }
    const chunks = chunk([table, rest], { maxChars: 62 })
    expect(chunks.map(({ text, location }) => [locationInWords(location!), text])).toEqual([
      ['sheet S, rows 2 to 4', 'Name | Price\nApples 0 | 0.00\nApples 1 | 1.00\nApples 2 | 2.00'],
      ['sheet S, rows 5 to 7', 'Name | Price\nApples 3 | 3.00\nApples 4 | 4.00\nApples 5 | 5.00'],
      ['sheet S, row 8', 'Name | Price\nPears | 1'],
    ])
    const wide: Block = { kind: 'table', header: ['x'.repeat(40), 'y'], rows: [['1', '2']] }
    expect(brief([wide], 50)).toEqual([['', `${'x'.repeat(40)} | y\n1 | 2`]])
  })

  it('never mixes slides or sheets, but lets text run on over pages', () => {
    const on = (location: Block['location']): Block => ({ kind: 'paragraph', text: 'x.', location })
    const locations = (blocks: Block[]) => chunk(blocks, { maxChars: 100 }).map((each) => each.location)
    expect(locations([on({ slide: 1 }), on({ slide: 1 }), on({ slide: 2 })])).toEqual([{ slide: 1 }, { slide: 2 }])
    expect(locations([on({ page: 1 }), on({ page: 2 })])).toEqual([{ page: 1 }])
  })

  it('loses nothing, repeats nothing but the overlap, and keeps to the limit, whatever the document', () => {
    const word = fc.constantFrom(
      'Dr.',
      'e.g.',
      'ships',
      'Crete.',
      'why?',
      '`a.b`',
      'https://a.b/c?d',
      '👍',
      'x'.repeat(90),
      '1.',
      '\n',
      'B.',
    )
    const text = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(' ').trim() || 'x')
    const block = fc.oneof(
      fc.record({ kind: fc.constantFrom('paragraph' as const, 'list_item' as const, 'code' as const), text }),
      fc.record({
        kind: fc.constant('heading' as const),
        level: fc.integer({ min: 1, max: 6 }),
        text: fc.constantFrom('A', 'B', 'C'),
      }),
      fc.record({
        kind: fc.constant('table' as const),
        header: fc.constant([] as string[]),
        rows: fc.array(fc.array(text, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
      }),
    )
    const withoutSpace = (all: string[]) => all.join('').replaceAll(/\s/g, '')
    fc.assert(
      fc.property(
        fc.array(block, { maxLength: 12 }),
        fc.integer({ min: 60, max: 400 }),
        fc.nat(50),
        (blocks, maxChars, overlap) => {
          const chunks = chunk(blocks, { maxChars, overlap })
          for (const { text } of chunks) expect(text.length).toBeLessThanOrEqual(maxChars)
          const body = blocks.flatMap((each) =>
            each.kind === 'heading'
              ? []
              : each.kind === 'table'
                ? each.rows.map((row) => row.join(' | '))
                : [each.text],
          )
          const own = chunks.filter(({ headings, text }) => headings.at(-1) !== text)
          expect(withoutSpace(own.map(({ text, overlap: repeated }) => text.slice(repeated)))).toBe(withoutSpace(body))
          for (const each of blocks) {
            if (each.kind !== 'paragraph') continue
            for (const sentence of splitSentences(each.text))
              if (sentence.text.length <= maxChars)
                expect(chunks.some(({ text }) => text.includes(sentence.text))).toBe(true)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
