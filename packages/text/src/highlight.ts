import { type Folded, fold, isBoundary, isUnspaced } from './fold.ts'

/** What was searched for. */
export interface Term {
  text: string
  /** Met by whole words alone. */
  isQuoted: boolean
}

interface Range {
  start: number
  end: number
}

interface Needle {
  /** Folded, without spaces around it. */
  text: string
  isQuoted: boolean
  /** The characters before and after it where it is a whole word. */
  before: '' | ' '
  after: '' | ' '
}

/** Matches are searched in chunks of this many characters; chunks overlap by as many as a query may have. */
const chunkLength = 2_000
const overlap = 500
/** How many characters one answer may fold for highlights in all; messages beyond that are shown without marks. */
const mostFolded = 120_000
/** At most so many terms and forms are searched, and at most so many matches marked in one message. */
const mostNeedles = 30
const mostMarks = 50
/** How many characters before the first match are shown. */
const context = 60

/**
 * Makes the highlights of one answer: a piece of each text, of at most `length` characters, around its first match,
 * HTML-escaped, with the matches in `<mark>`. Whole words and their forms are marked; where a term has none of those, the parts of words that meet it.
 * However long the texts are, the work is bounded.
 *
 * @returns makes one text's, given words of it that are forms of a term, folded
 */
export function highlighter(terms: readonly Term[], length: number, budget = { characters: mostFolded }) {
  const needles = terms.slice(0, mostNeedles).map(({ text, isQuoted }): Needle => {
    const needle = fold(text).text.trim()
    return {
      text: needle,
      isQuoted,
      before: isUnspaced(needle[0] ?? '') ? '' : ' ',
      after: isUnspaced(needle.at(-1) ?? '') ? '' : ' ',
    }
  })
  return (content: string, found: readonly string[]): string => {
    const forms = found.slice(0, mostNeedles)
    const written = [...terms.slice(0, mostNeedles).map(({ text }) => text), ...forms]
    for (const start of chunks(content, written)) {
      const end = Math.min(content.length, start + chunkLength)
      if (budget.characters < end - start) break
      budget.characters -= end - start
      const ranges = rangesOf(fold(content.slice(start, end)), needles, forms)
      if (ranges.length > 0)
        return cut(
          content,
          ranges.map((range) => ({ start: range.start + start, end: range.end + start })),
          length,
        )
    }
    return cut(content, [], length)
  }
}

/** The offsets of chunks to search: first where a term occurs as it was typed, then all from the beginning. */
function* chunks(content: string, written: readonly string[]): Generator<number> {
  if (content.length <= chunkLength) return yield 0
  const lower = content.toLowerCase()
  const found = written.map((text) => lower.indexOf(text.toLowerCase())).filter((at) => at >= 0)
  if (found.length > 0) yield between(content, Math.max(0, Math.min(...found) - overlap))
  for (let start = 0; start < content.length; start += chunkLength - overlap) yield between(content, start)
}

function rangesOf(folded: Folded, needles: readonly Needle[], forms: readonly string[]): Range[] {
  const isForm = forms.flatMap((form) => placesOf(` ${form} `, folded))
  const matches = needles.flatMap(({ text, isQuoted, before, after }) => {
    const whole = placesOf(`${before}${text}${after}`, folded)
    if (whole.length > 0) return whole
    if (isQuoted) return placesOf(text, folded, true)
    const begins = placesOf(`${before}${text}`, folded)
    if (begins.length > 0 || text.length < 3) return begins
    return isForm.length > 0 ? [] : placesOf(text, folded)
  })
  return merge([...matches, ...isForm])
}

/**
 * Where one piece of folded text occurs in another, as ranges of the original, left to right.
 * @param isBounded whether words must end on both sides of it
 */
function placesOf(needle: string, { text, starts, ends }: Folded, isBounded = false): Range[] {
  const found: Range[] = []
  if (needle.trim() === '') return found
  const lead = needle.length - needle.trimStart().length
  const length = needle.trim().length
  for (let at = text.indexOf(needle); at >= 0 && found.length < mostMarks; at = text.indexOf(needle, at + 1 + lead)) {
    const first = at + lead
    if (isBounded && !(isEdge(text, first) && isEdge(text, first + length))) continue
    found.push({ start: starts[first]!, end: ends[first + length - 1]! })
  }
  return found
}

/** Whether a word may begin or end before the character at an offset: in a script without spaces, anywhere. */
const isEdge = (text: string, at: number): boolean =>
  isBoundary(text[at - 1]!, text[at]!) || isUnspaced(text[at]!) || isUnspaced(text[at - 1]!)

/** Ranges in order, those that touch as one. */
function merge(ranges: Range[]): Range[] {
  const merged: Range[] = []
  for (const range of ranges.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1)
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else merged.push({ ...range })
  }
  return merged.slice(0, mostMarks)
}

function cut(content: string, ranges: readonly Range[], length: number): string {
  const first = ranges[0]?.start ?? 0
  const start = content.length <= length ? 0 : between(content, Math.max(0, first - context))
  const end = between(content, Math.min(content.length, start + length))
  let html = start > 0 ? '…' : ''
  let at = start
  for (const range of ranges) {
    const [from, to] = [Math.max(range.start, start), Math.min(range.end, end)]
    if (from >= to) continue
    html += `${escaped(content.slice(at, from))}<mark>${escaped(content.slice(from, to))}</mark>`
    at = to
  }
  return html + escaped(content.slice(at, end)) + (end < content.length ? '…' : '')
}

/** The offset, or the one before it where it would part a surrogate pair. */
function between(text: string, offset: number): number {
  const code = text.charCodeAt(offset)
  return code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => entities[each]!)
