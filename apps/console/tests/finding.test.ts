import { ChannelName } from '@parley/contracts/channels/channel'
import { describe, expect, it } from 'vitest'
import { documentPath } from '../src/addresses.ts'
import { finished, toChannelName } from '../src/chat/finding/channels/channel-name-rules.ts'
import { type Candidate, rank } from '../src/chat/finding/jump/rank.ts'
import { formatSearch, parseSearch, withFilters } from '../src/chat/finding/search/query.ts'
import { highlightParts } from '../src/text/highlight.ts'
import { plainText } from '../src/text/plain.ts'
import { keyName } from '../src/ui/key-name.ts'

it('a document’s passage has an address of its own', () => {
  const id = '01a22f86-2f0b-77a5-b058-b62779cfa60d'
  expect(documentPath(id, 3)).toBe(`${documentPath(id)}/passages?p=3`)
  expect(documentPath(id, 0)).toMatch(/p=0$/)
  expect(documentPath(id, null)).toBe(documentPath(id))
})

describe('names of channels', () => {
  it.each(['Product Launches!', 'Größe & Maß', '--x--', 'ÇAĞRI ışık', '日本 go', 'a'.repeat(200)])(
    'are made of %s as the API takes them',
    (typed) => expect(ChannelName.safeParse(finished(toChannelName(typed))).success).toBe(true),
  )
  it('may go on after a hyphen', () => expect(toChannelName('product-')).toBe('product-'))
})

describe('a search', () => {
  it('is taken apart into text and operators, and put together again', () => {
    const search = parseSearch('blue from:"Ada Lovelace" "exact words" in:#lamps on:2026-03')
    expect(search).toEqual({
      text: 'blue "exact words"',
      filters: [
        { operator: 'from', value: 'Ada Lovelace' },
        { operator: 'in', value: '#lamps' },
        { operator: 'on', value: '2026-03' },
      ],
    })
    expect(parseSearch(formatSearch(search))).toEqual(search)
  })
  it('leaves operators within quotes, without a value and of other names in the text', () => {
    expect(parseSearch('"has:file" from: http://x.test').filters).toEqual([])
    expect(parseSearch('"has:file" from: http://x.test').text).toBe('"has:file" from: http://x.test')
  })
  it('is narrowed by the same filter once', () => {
    const filter = { operator: 'has', value: 'file' } as const
    expect(withFilters([filter], [{ ...filter }])).toEqual([filter])
  })
  it('shows highlights as texts, never as HTML', () => {
    expect(highlightParts('a &lt;b&gt; <mark>x &amp; y</mark>…')).toEqual([
      { isMatch: false, text: 'a <b> ' },
      { isMatch: true, text: 'x & y' },
      { isMatch: false, text: '…' },
    ])
  })
})

describe('jumping', () => {
  const option = (label: string, kind: Candidate['kind'] = 'channel', recency = 0, alias?: string): Candidate => ({
    key: label,
    label,
    kind,
    recency,
    alias,
  })
  const labels = (query: string, candidates: Candidate[]) => rank(query, candidates, 3).map(({ label }) => label)

  it('finds what is called so before what begins so, words that begin so, and parts of words', () => {
    const all = ['redesign', 'web design', 'designers', 'design', 'other'].map((label) => option(label))
    expect(labels('design', all)).toEqual(['design', 'designers', 'web design'])
  })
  it('finds by handle and without accents', () => {
    expect(labels('jose', [option('José Álvarez', 'person'), option('Ada', 'person')])).toEqual(['José Álvarez'])
    expect(labels('al18', [option('Ada', 'person', 0, 'al1815')])).toEqual(['Ada'])
  })
  it('means channels by # and people by @', () => {
    const all = [option('ada-project'), option('Ada', 'person'), option('Add a channel', 'action')]
    expect(labels('#ad', all)).toEqual(['ada-project'])
    expect(labels('@ad', all)).toEqual(['Ada'])
  })
  it('offers what is nearest at hand where nothing is typed', () => {
    expect(labels('', [option('old', 'channel', 1), option('new', 'channel', 2)])).toEqual(['new', 'old'])
  })
})

describe('keys', () => {
  const stroke = { metaKey: false, ctrlKey: false, altKey: false, shiftKey: false }
  it.each([
    ['mod+k', { ...stroke, key: 'k', metaKey: true }],
    ['mod+shift+f', { ...stroke, key: 'F', ctrlKey: true, shiftKey: true }],
    ['alt+shift+arrowup', { ...stroke, key: 'ArrowUp', altKey: true, shiftKey: true }],
    ['shift+escape', { ...stroke, key: 'Escape', shiftKey: true }],
    ['?', { ...stroke, key: '?', shiftKey: true }],
  ])('are called %s', (name, pressed) => expect(keyName(pressed)).toBe(name))
})

it('reads Markdown as one line of text', () => {
  expect(plainText('# Title\n\nSome **bold** `code`\n- one\n- two <b>')).toBe('Title Some bold code one two <b>')
})
