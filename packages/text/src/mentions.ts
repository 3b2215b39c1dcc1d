import { foldHandle, maxHandleLength } from './handle-fold.ts'
import { proseOf } from './prose.ts'

/** A handle that an `@` of a text may mean. Of several at one position that name somebody, the longest counts. */
export interface Candidate {
  /** The offset of the `@` in the text's prose. */
  position: number
  /** As `foldHandle` makes it, which is how handles are stored. */
  handle: string
  /** As written in the text, in lower case. */
  written: string
}

/** How many different handles of one message are looked up, by their shortest forms; and in all their forms. */
export const maxHandles = 50
const maxCandidates = 1_000
/** Further signs are ignored. */
const maxSigns = 200
/** Words of a name, and the positions at which it may end in a script without spaces between words. */
const maxWords = 8
const maxEnds = 24

const unspaced = [
  ...['Han', 'Hiragana', 'Katakana', 'Bopomofo', 'Yi', 'Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan'],
  ...['Balinese', 'Javanese', 'Tai_Le', 'New_Tai_Lue', 'Tai_Tham', 'Tai_Viet'],
]
  .map((script) => `\\p{Script_Extensions=${script}}`)
  .join('')
/** A letter or digit of a script that separates words by spaces. */
const spaced = new RegExp(`[[\\p{L}\\p{N}]--[${unspaced}]]`, 'v')
/** Nothing ends before one of these. */
const attached = /[\p{M}\p{Emoji_Modifier}\u200d]/u
const isWord = /[\p{L}\p{N}\p{M}]/u
/** Belongs to a handle between two of its characters: `@ada-lovelace`. */
const joint = /[._-]/

const sign = new RegExp(`(?<!${spaced.source}\\p{M}{0,8})[@＠﹫](?![\\s@＠﹫])`, 'gv')

/** The handles that a text may mention. Code, destinations of links, URLs, addresses and the inside of words are skipped. */
export function findCandidates(text: string): Candidate[] {
  if (!/[@＠﹫]/.test(text)) return []
  const candidates: Candidate[] = []
  const shortest = new Set<string>()
  const seen = new Set<string>()
  let signs = 0
  const prose = proseOf(text)
  for (const { index } of prose.matchAll(sign)) {
    if (++signs > maxSigns) break
    const read = readCandidates(prose, index + 1, index)
    const [first] = read
    // The same text was mentioned before.
    const all = read.map(({ handle }) => handle).join('\n')
    if (!first || seen.has(all)) continue
    seen.add(all)
    if (!shortest.has(first.handle) && shortest.size === maxHandles) continue
    if (candidates.length + read.length > maxCandidates) break
    shortest.add(first.handle)
    candidates.push(...read)
  }
  return candidates
}

/** All handles that may begin at `start`, the shortest first. */
function readCandidates(text: string, start: number, position: number): Candidate[] {
  const candidates: Candidate[] = []
  let words = 0
  let before = ''
  for (let at = start; at < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(at)!)
    if (/\s/.test(character) && (++words === maxWords || /[\n\r]/.test(character))) break
    at += character.length
    if (/[@＠﹫]/.test(character) && !/\s/.test(text.charAt(at))) break
    const end = at
    if (end - start > 2 * maxHandleLength || candidates.length === maxEnds) break
    if (endsBetween(before, character, text.slice(end, end + 4))) {
      const written = text.slice(start, end)
      const handle = foldHandle(written)
      if (handle.length > maxHandleLength) break
      if (handle !== '' && handle !== candidates.at(-1)?.handle)
        candidates.push({ position, handle, written: written.toLowerCase() })
    }
    before = character
  }
  return candidates
}

/** Whether a handle may end after `last`, which follows `before` and comes before `rest`. */
function endsBetween(before: string, last: string, rest: string): boolean {
  const [next = '', afterNext = ''] = rest
  if (attached.test(next)) return false
  if (joint.test(last)) return !(isWord.test(before) && isWord.test(next))
  if (!isWord.test(last)) return true
  if (joint.test(next)) return !isWord.test(afterNext)
  return !(isWord.test(next) && isSpaced(last) && isSpaced(next))
}

const isSpaced = (character: string): boolean => spaced.test(character) || /\p{M}/u.test(character)
