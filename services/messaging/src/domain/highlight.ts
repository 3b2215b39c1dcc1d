import { highlightLength } from '@parley/contracts/messages/search'
import type { Term } from './search-query.ts'

/** Folded text, and for each of its characters where it stands in the original. */
interface Folded {
  text: string
  /** Offsets of the original: where the i-th folded code unit's character starts and ends. */
  starts: number[]
  ends: number[]
}

interface Range {
  start: number
  end: number
}

const marks =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: the marks are meant by themselves
  /[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]/gu
const dense =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u
const symbol = /[\u2190-\u2bff\u{1f000}-\u{1faff}]/u
const wordCharacter = /[\p{L}\p{M}\p{N}]/u
const others: Record<string, string> = {
  ı: 'i',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  ŧ: 't',
  ø: 'o',
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
}
/** A character with the marks that follow it. */
const cluster = /\P{M}\p{M}*|\p{M}+/gu

/** Folds as `search_fold` does in PostgreSQL, and remembers where everything came from. */
function fold(original: string): Folded {
  const folded: Folded = { text: ' ', starts: [0], ends: [0] }
  const add = (text: string, start: number, end: number) => {
    folded.text += text
    for (let i = 0; i < text.length; i++) {
      folded.starts.push(start)
      folded.ends.push(end)
    }
  }
  // Asked of the text itself, this would copy it each time.
  let isSeparate = true
  const separate = (at: number) => {
    if (!isSeparate) add(' ', at, at)
    isSeparate = true
  }
  let previous: 'word' | 'dense' | 'symbol' | 'none' = 'none'
  for (const { 0: written, index } of original.matchAll(cluster)) {
    const end = index + written.length
    const plain = written.normalize('NFKD').toLowerCase().replace(marks, '').normalize('NFC')
    if (plain === '' && written.trim() !== '') continue
    for (const character of plain || ' ') {
      const text = others[character] ?? character
      const kind = dense.test(text)
        ? 'dense'
        : symbol.test(text)
          ? 'symbol'
          : wordCharacter.test(text)
            ? 'word'
            : 'none'
      if (kind === 'none' || kind === 'symbol' || kind !== previous) separate(index)
      if (kind !== 'none') {
        add(text, index, end)
        isSeparate = false
      }
      previous = kind
    }
  }
  separate(original.length)
  return folded
}

/** Where one piece of folded text stands in another, as ranges of the original; each place once, left to right. */
function placesOf(needle: string, { text, starts, ends }: Folded, most: number): Range[] {
  const found: Range[] = []
  if (needle.trim() === '') return found
  const lead = needle.length - needle.trimStart().length
  const length = needle.trim().length
  for (let at = text.indexOf(needle); at >= 0 && found.length < most; at = text.indexOf(needle, at + 1 + lead)) {
    const first = at + lead
    found.push({ start: starts[first]!, end: ends[first + length - 1]! })
  }
  return found
}

/** No more matches than this are marked. */
const mostMarks = 50
/** How much of what comes before the first match is shown. */
const context = 60

/**
 * A piece of a message around its first match, HTML-escaped, with the matches in `<mark>`. Whole words and their
 * forms are marked; where a term has none of those, the parts of words that meet it.
 * @param forms words that are forms of a term, folded
 */
export function highlight(content: string, terms: readonly Term[], forms: readonly string[]): string {
  const folded = fold(content)
  const isForm = forms.flatMap((form) => placesOf(` ${form} `, folded, mostMarks))
  const matches = terms.flatMap(({ text, isQuoted }) => {
    const needle = fold(text).text.trim()
    const [open, close] = [dense.test(needle[0] ?? '') ? '' : ' ', dense.test(needle.at(-1) ?? '') ? '' : ' ']
    const whole = placesOf(`${open}${needle}${close}`, folded, mostMarks)
    if (whole.length > 0 || isQuoted) return whole
    const begins = placesOf(`${open}${needle}`, folded, mostMarks)
    if (begins.length > 0 || needle.length < 3) return begins
    return isForm.length > 0 ? [] : placesOf(needle, folded, mostMarks)
  })
  const ranges = merge([...matches, ...isForm])
  return cut(content, ranges)
}

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

function cut(content: string, ranges: readonly Range[]): string {
  const first = ranges[0]?.start ?? 0
  const start = content.length <= highlightLength ? 0 : between(content, Math.max(0, first - context), 1)
  const end = between(content, Math.min(content.length, start + highlightLength), -1)
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

/** The offset, or the next one that does not part a surrogate pair. */
function between(text: string, offset: number, step: 1 | -1): number {
  const code = text.charCodeAt(offset)
  return code >= 0xdc00 && code <= 0xdfff ? offset + step : offset
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => entities[each]!)
