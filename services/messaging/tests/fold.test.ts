import { highlightLength } from '@parley/contracts/messages/search'
import { createTestDatabase } from '@parley/testing/database'
import { fold } from '@parley/text/fold'
import { highlighter } from '@parley/text/highlight'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const database = await createTestDatabase()

/** What PostgreSQL folds each text to, in one statement. */
const folded = async (texts: readonly string[]) =>
  (
    await database.query<{ folded: string }>(
      `select messaging.search_fold(text) as folded from unnest($1::text[]) with ordinality given (text, n) order by n`,
      [texts],
    )
  ).map((row) => row.folded)

/** PostgreSQL keeps a space where nothing is left. */
const trimmed = (text: string) => text.trim()

const samples = [
  'Café İSTANBUL ılık IŞIK Straße STRASSE Æther œuvre Łódź Đà Nẵng ÅNGSTRÖM naïve',
  'foo_bar a.b() C++ https://x.y/z?q=1#top ops@example.org "quotes" it’s — done…',
  '我们明天部署staging环境 サーバーを再起動 か\u3099 が ﾊﾝｶｸ 한국어 검색 한글 ㄱㄴ',
  'Привет Ёлка й МИР ΣΊΣΥΦΟΣ σίσυφος שָׁלוֹם العَرَبِيَّة ﷺ हिन्दी दी தமிழ் বাংলা ไทย ລາວ ខ្មែរ မြန်မာ',
  '1234 ١٢٣٤ ۱۲۳۴ १२३४ ৩৪৫৬ ௩௪௫ ①② ½ ² ４５６ ᠑᠒',
  'ship 🚀🎉 👨‍👩‍👧 🏳️‍🌈 👍🏽 € © ® ™ ° ± × ÷ → ✓ ★',
  'ﬁne ＦＵＬＬ ㎏ ㍿ Ⅷ de\u00adploy\u200bed zero\u200dwidth a\u0301\u0327 x\u202ey \ufeffbom',
  '𝒳𝓎 𝟏𝟐 𠮷野家 𐐀𐐨 ǅ ẞ ß ſ K Å',
  '',
  ' \t\n ',
]

describe('folding', () => {
  it('is the same for what is found and for what is marked', async () => {
    expect((await folded(samples)).map(trimmed)).toEqual(samples.map((text) => trimmed(fold(text).text)))
  })

  it('is the same for any text in the scripts that people write', async () => {
    const blocks = [
      [0x20, 0x24f],
      [0x250, 0x36f],
      [0x370, 0x52f],
      [0x590, 0x5f4],
      [0x620, 0x6ff],
      [0x900, 0xdff],
      [0xe00, 0xeff],
      [0x1000, 0x109f],
      [0x1100, 0x11ff],
      [0x1e00, 0x1fff],
      [0x2000, 0x2bff],
      [0x3000, 0x30ff],
      [0x4e00, 0x4fff],
      [0xac00, 0xad00],
      [0xf900, 0xfaff],
      [0xfb00, 0xfbff],
      [0xff00, 0xffef],
      [0x1f300, 0x1f6ff],
      [0x20000, 0x20100],
    ] as const
    const character = fc
      .oneof(...blocks.map(([first, last]) => fc.integer({ min: first, max: last })))
      .map((code) => String.fromCodePoint(code))
      .filter((text) => /\p{Assigned}/u.test(text))
    const texts = fc.sample(
      fc.array(character, { minLength: 1, maxLength: 12 }).map((all) => all.join('')),
      // Chosen once: each end knows its own version of Unicode, and the newest characters only one of them.
      { numRuns: 600, seed: 20261122 },
    )
    const theirs = await folded(texts)
    for (const [i, text] of texts.entries())
      expect({ text, folded: trimmed(theirs[i]!) }).toEqual({ text, folded: trimmed(fold(text).text) })
  })
})

describe('highlights', () => {
  const term = (text: string) => ({ text, isQuoted: false })

  it('of one answer take a bounded amount of work, however long its messages are', () => {
    const budget = { characters: 10_000 }
    const highlight = highlighter([term('needle')], highlightLength, budget)
    const long = `${'ﷺ'.repeat(39_000)} ne\u0301edle`
    const shown = Array.from({ length: 100 }, () => highlight(long, []))
    expect(budget.characters).toBeGreaterThanOrEqual(0)
    expect(budget.characters).toBeLessThan(2_000)
    for (const each of shown) expect(each).toBe(`${'ﷺ'.repeat(240)}…`)
    // Where the term stands as it was typed, finding it takes next to none of it.
    const other = { characters: 10_000 }
    expect(highlighter([term('Needle')], highlightLength, other)(`${'hay '.repeat(9_000)}needle`, [])).toContain(
      '<mark>needle</mark>',
    )
    expect(other.characters).toBeGreaterThan(7_000)
  })

  it('find a match deep in a long message, also where it is written otherwise', () => {
    const deep = (written: string) => `${'hay '.repeat(5_000)}${written} ${'hay '.repeat(3_000)}`
    expect(highlighter([term('creme')], highlightLength)(deep('crème'), [])).toContain('<mark>crème</mark>')
    expect(highlighter([term('die')], highlightLength)(deep('dying'), ['dying'])).toContain('<mark>dying</mark>')
  })
})
