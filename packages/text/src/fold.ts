/** Folded text, and for each of its characters the offsets in the original. */
export interface Folded {
  text: string
  /** Offsets of the original: where the i-th folded code unit's character starts and ends. */
  starts: number[]
  ends: number[]
}

type Kind = 'word' | 'unspaced' | 'symbol' | 'none'
type Piece = [text: string, kind: Kind]

/** Accents, vowel points and what cannot be seen. */
const marks =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: the marks are meant by themselves
  /[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]/gu
/** Scripts without spaces. */
const unspaced =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u
const symbol =
  /[\u00a2-\u00a7\u00a9\u00ac\u00ae\u00b0\u00b1\u00b6\u00d7\u00f7\u20a0-\u20cf\u2100-\u2bff\u{1f000}-\u{1faff}]/u
const wordCharacter = /[\p{Alphabetic}\p{Nd}]/u
/** A character with the marks that follow it, or a Korean syllable written in its parts. */
const cluster =
  /[\u1100-\u115f\u3131-\u314e\uffa1-\uffbe][\u1160-\u11a7\u314f-\u3163\uffc2-\uffdc][\u11a8-\u11ff]?|\P{M}\p{M}*|\p{M}+/gu

const others = new Map<string, string>(
  [...'ıiłlđdħhŧtøoςσ'].flatMap((each, i, all) => (i % 2 ? [] : [[each, all[i + 1]!]])),
)
others.set('æ', 'ae').set('œ', 'oe').set('ß', 'ss')
for (const zero of ['٠', '۰', '०'])
  for (let i = 0; i < 10; i++) others.set(String.fromCodePoint(zero.codePointAt(0)! + i), String(i))

/** Whether a folded character is of a script without spaces. */
export const isUnspaced = (character: string): boolean => unspaced.test(character)

/** The neighbouring characters of a folded word of a script without spaces: the lexemes by which `search_grams` finds it. */
export function pairsOf(word: string): string[] {
  const characters = [...word]
  return characters.length === 1 ? characters : characters.slice(1).map((character, i) => characters[i]! + character)
}

/** Whether a word may end between these two characters of a folded text: at a space, and where letters and digits meet. */
export const isBoundary = (before: string, after: string): boolean =>
  before === ' ' || after === ' ' || isDigit(before) !== isDigit(after)

/** Others count as letters. */
export const isDigit = (character: string): boolean => character >= '0' && character <= '9'

/** Folds one character into pieces and the kind of each; cached, since texts repeat characters. */
function createSpelling(): (written: string) => readonly Piece[] {
  const known = new Map<string, readonly Piece[]>()
  return (written) => {
    const found = known.get(written)
    if (found) return found
    const plain = written.normalize('NFKD').toLowerCase().replace(marks, '').normalize('NFC')
    const pieces = [...plain].map((character): Piece => {
      const text = others.get(character) ?? character
      return [text, kindOf(text)]
    })
    if (written.length < 10) known.set(written, pieces)
    return pieces
  }
}

function kindOf(character: string): Kind {
  if (unspaced.test(character)) return 'unspaced'
  if (symbol.test(character)) return 'symbol'
  return wordCharacter.test(character) ? 'word' : 'none'
}

/**
 * Folds text for comparison as `search_fold` does in PostgreSQL, with the offsets of each character in the original. It
 * is slow: bound the length of the text.
 */
export function fold(original: string): Folded {
  const spelling = createSpelling()
  const folded: Folded = { text: '', starts: [], ends: [] }
  const parts: string[] = []
  const add = (text: string, start: number, end: number) => {
    parts.push(text)
    for (let i = 0; i < text.length; i++) {
      folded.starts.push(start)
      folded.ends.push(end)
    }
  }
  let previous: Kind = 'none'
  let isSeparate = false
  const separate = (at: number) => {
    if (!isSeparate) add(' ', at, at)
    isSeparate = true
  }
  separate(0)
  for (const { 0: written, index } of original.matchAll(cluster)) {
    for (const [text, kind] of spelling(written)) {
      if (kind === 'none' || kind === 'symbol' || kind !== previous) separate(index)
      if (kind !== 'none') {
        add(text, index, index + written.length)
        isSeparate = false
      }
      previous = kind
    }
  }
  separate(original.length)
  folded.text = parts.join('')
  return folded
}
