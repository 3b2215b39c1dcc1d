import fc from 'fast-check'

const firstSurrogate = 0xd800
const surrogates = 0x800

/** Any code point that is not half of a pair, as fast-check's own `binary`, which spends a second on a table of them all. */
const codePoint = fc.integer({ min: 0, max: 0x10ffff - surrogates }).map(
  (n) => String.fromCodePoint(n < firstSurrogate ? n : n + surrogates),
  (text) => {
    const n = typeof text === 'string' ? (text.codePointAt(0) ?? -1) : -1
    if (n < 0 || String.fromCodePoint(n) !== text || !text.isWellFormed()) throw new Error('It is not one code point.')
    return n < firstSurrogate ? n : n - surrogates
  },
)

/** Text of any characters at all. */
export const anyText = (maxLength: number): fc.Arbitrary<string> => fc.string({ unit: codePoint, maxLength })
