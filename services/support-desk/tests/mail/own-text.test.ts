import { describe, expect, it } from 'vitest'
import { ownTextOf } from '../../src/mail/own-text.ts'

/** Steps of a pattern that go with the square of the text would take minutes for any of these. */
describe('looking for quotes in a text that means harm', () => {
  it.each([
    ['lines that almost introduce a quote', 'On 3.11.2025 10:12 x\nschrieb \n'],
    ['lines that almost head a mail', '-----\nFrom: a\nTo: b\n'],
    ['openings of another language', 'Op schreef \n'],
    ['quotes that go deeper', `${'>'.repeat(50)}\n\n`],
    ['blank lines', '> a\n\n\n\n\n\n'],
    ['rules', '_____\n'],
    ['one line', '<a@b.example> wrote 10:12 '],
    ['carriage returns', '\r'],
  ])('ends, with a million characters of %s', (_what, text) => {
    for (const lines of [15_000, 25_000]) {
      const whole = text.repeat(Math.min(lines, Math.ceil(1_000_000 / text.length)))
      expect(ownTextOf(whole).length).toBeLessThanOrEqual(whole.length)
    }
  })
})
