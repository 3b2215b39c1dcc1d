import { beforeAll, describe, expect, it } from 'vitest'
import { type DataSet, generateDataSet } from '../growth/data-set.ts'
import { type Fixture, planFixture } from '../growth/fixture.ts'
import { createRandom } from '../growth/random.ts'
import { type Texts, textsOf, vary } from '../growth/texts.ts'
import { createWriter, type Filling, type Value } from '../growth/writer.ts'
import type { SlackMessage } from '../replay/slack-export.ts'

const messages = 100_000

/** 2,000 messages: `common` in one of twelve, `medium` in one of a thousand, all else once or always. */
function exported() {
  const listed = Array.from({ length: 2_000 }, (_, i): SlackMessage => {
    const words = [`unique${'abcdefghij'[i % 10]}${'klmnopqrst'[((i / 10) % 10) | 0]}`, 'a', 'b', 'c']
    if (i % 12 === 0) words.push('commonly')
    if (i % 1_000 === 0) words.push('sometimes')
    return { ts: `${i}.0`, user: 'U1', text: words.join(' ') }
  })
  return {
    names: new Map([['U1', 'ada lovelace']]),
    days: [{ day: '2020-01-01', messages: listed.length }],
    messagesOf: () => new Map([['general', listed]]),
  }
}

let texts: Texts
let fixture: Fixture
let dataSet: DataSet
let rows: Map<string, Value>[]
let filling: Filling
let heads: Value[][]
let people: Value[][]

const columns =
  'id workspace channel seq rev created_rev parent user name content type metadata reactions reaction_count replies last_reply participants created updated edited deleted changed'.split(
    ' ',
  )

beforeAll(() => {
  texts = textsOf(exported())
  fixture = planFixture(messages, texts.names)
  dataSet = generateDataSet(fixture)
  const writer = createWriter(fixture, dataSet, texts, (place) => 1_700_000_000_000 + place * 1_000)
  rows = Array.from({ length: messages }, (_, place) => {
    const values = writer.message(place)
    return new Map(columns.map((column, i) => [column, values[i]!]))
  })
  filling = writer.filling()
  heads = [...writer.heads()]
  people = [...writer.threadPeople()]
})

const isThere = (row: Map<string, Value>) => row.get('deleted') === null
const byChannel = () => Map.groupBy(rows, (row) => row.get('channel') as string)

describe('textsOf', () => {
  it('finds words that are of the wanted frequencies', () => {
    expect(texts).toMatchObject({ common: 'commonly', medium: 'sometimes', names: ['adalovelace'] })
  })

  it('varies a text without making words rarer or more frequent', () => {
    const random = createRandom(7)
    const made = Array.from({ length: 20_000 }, () => vary(texts, random, () => 'only-here'))
    expect(made.filter((text) => text.includes('commonly')).length / made.length).toBeCloseTo(1 / 12, 1)
    expect(made.filter((text) => text.includes('only-here')).length / made.length).toBeCloseTo(0.01, 2)
    expect(new Set(made).size).toBeGreaterThan(texts.texts.length)
  })
})

describe('planFixture', () => {
  it('gives every message to a channel, 1 % of them to the reader, and 60,000 roots and more to the largest', () => {
    const sum = (list: Iterable<{ messages: number }>) =>
      [...list].reduce((total, { messages: each }) => total + each, 0)
    expect(sum(fixture.channels)).toBe(messages)
    expect(sum(fixture.readers)).toBe(messages / 100)
    expect(fixture.readers.size).toBe(200)
    const roots = rows.filter((row) => row.get('channel') === fixture.largest.id && row.get('parent') === null)
    expect(roots.filter(isThere).length).toBeGreaterThan(60_000)
  })

  it('lets the reader read nothing else: all other channels of the workspace are private, and without them', () => {
    for (const channel of fixture.channels)
      if (channel.workspace === 0 && !fixture.readers.has(channel)) {
        expect(channel.isPrivate).toBe(true)
        expect(channel.members).not.toContain(fixture.reader)
      } else if (channel.workspace === 0) expect(channel.members).toContain(fixture.reader)
  })
})

describe('the rows', () => {
  it('are numbered without gaps in every channel, and every rev is its own', () => {
    for (const [channel, of] of byChannel()) {
      expect(of.map((row) => row.get('seq'))).toEqual(of.map((_, i) => i + 1))
      const revs = of.map((row) => row.get('rev') as number)
      expect(new Set(revs).size).toBe(of.length)
      const [, , seq, rev] = heads.find(([id]) => id === channel)!
      expect([seq, rev]).toEqual([of.length, revs.reduce((most, each) => Math.max(most, each))])
    }
    expect(new Set(rows.map((row) => row.get('id'))).size).toBe(messages)
  })

  it('are counted right: messages, roots, replies, participants and who is in which thread', () => {
    const replies = Map.groupBy(
      rows.filter((row) => row.get('parent') !== null && isThere(row)),
      (row) => row.get('parent') as string,
    )
    for (const row of rows) {
      const own = replies.get(row.get('id') as string) ?? []
      expect(row.get('replies')).toBe(own.length)
      expect(row.get('last_reply')).toBe(own.at(-1)?.get('created') ?? null)
      const authors = [...new Set(own.map((reply) => reply.get('user')))]
      expect(row.get('participants')).toBe(`{${authors.slice(0, 20).join()}}`)
    }
    for (const [root, person, , , written] of people)
      expect(replies.get(root as string)!.filter((reply) => reply.get('user') === person).length).toBe(written)
    for (const [channel, of] of byChannel()) {
      const there = of.filter(isThere)
      const [, , , , all, roots] = heads.find(([id]) => id === channel)!
      expect([all, roots]).toEqual([there.length, there.filter((row) => row.get('parent') === null).length])
    }
  })

  it('contain the words as often as reported', () => {
    const ids = new Set([...fixture.readers].map(({ id }) => id))
    const count = (word: string, among: typeof rows) =>
      among.filter((row) => isThere(row) && new RegExp(`\\b${word}\\b`, 'i').test(row.get('content') as string)).length
    const near = rows.filter((row) => ids.has(row.get('channel') as string))
    for (const { word, all, readable } of Object.values(filling.terms))
      expect([count(word, rows), count(word, near)]).toEqual([all, readable])
    expect(filling.terms.rare.readable).toBeGreaterThan(5)
    expect(filling.readable).toBe(near.filter(isThere).length)
  })
})
