import { fold } from '@parley/text/fold'
import { firstNames, organisations, places, products } from './gazetteer.ts'
import { stopWords } from './stop-words.ts'

/** A run of words that begin with capitals, as in `Maria Lopez` and `University of Graz`. */
export interface Name {
  text: string
  /** Folded. */
  key: string
  /** Its words, folded. */
  words: string[]
  start: number
  end: number
  /** It begins its sentence, where any word has a capital. */
  isFirst: boolean
  /** It comes after `Dr.`, `Frau` or the like. */
  hasTitle: boolean
}

/** Words that join others to one name: `Bank of England`, `Ludwig van Beethoven`. */
const joints = new Set([
  'of',
  'de',
  'del',
  'della',
  'di',
  'da',
  'dos',
  'van',
  'von',
  'der',
  'den',
  'du',
  'la',
  'bin',
  'al',
  'ibn',
  '&',
])
const token = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’\-./]*[\p{L}\p{M}\p{N}]|[\p{L}\p{N}]|&/gu
const capital = /^\p{Lu}/u
/** As words that are names by their look: `iPhone`, `eBay`, `openSUSE`. */
const camel = /^\p{Ll}{1,5}\p{Lu}/u
/** Letters with dots or hyphens that end a sentence belong to the word: `Inc.`, `St.`. */
const abbreviation = /^(?:inc|corp|ltd|co|st|dr|mr|mrs|ms|prof|jr|sr)$/i
const mostWords = 6
/** Words with capitals in a row, titles before a name among them; more is no name. */
const mostInRun = 12
/** Before the name of a person. */
const titles = new Set(
  'mr mrs ms miss dr prof professor sir lady herr herrn frau sayin bay bayan president chancellor minister senator judge ceo cto cfo coo director captain'.split(
    ' ',
  ),
)

/** The text of a name as it is compared. */
export const keyOf = (text: string): string => fold(text).text.trim()

/**
 * The names of a sentence, in their order. What divides names: punctuation, and words without a capital that join none.
 */
export function namesIn(sentence: string): Name[] {
  const names: Name[] = []
  let run: { text: string; start: number; end: number }[] = []
  let isStart = true
  let runIsFirst = false
  const finish = () => {
    while (run.length > 0 && joints.has(run.at(-1)!.text.toLowerCase())) run.pop()
    const name = nameOf(run, sentence, runIsFirst)
    if (name) names.push(name)
    run = []
  }
  for (const { 0: found, index } of sentence.matchAll(token)) {
    // `Ada’s`, and in Turkish `Ankara’da`.
    const text = found.replace(/['’]\p{Ll}{1,5}$/u, '')
    const isPossessive = text !== found
    const between = run.length === 0 ? '' : sentence.slice(run.at(-1)!.end, index)
    const last = run.at(-1)?.text ?? ''
    const isJoined = between === ' ' || (between === '. ' && (abbreviation.test(last) || last.length === 1))
    if (run.length > 0 && (!isJoined || run.length > mostInRun)) finish()
    const isCapital = capital.test(text) || camel.test(text)
    const isNumber = /^\d+(?:\.\d+)*$/.test(text) || /^v\d/i.test(text)
    if (isCapital || (run.length > 0 && (joints.has(text.toLowerCase()) || (isNumber && run.length < 3)))) {
      if (run.length === 0) runIsFirst = isStart
      run.push({ text, start: index, end: index + text.length })
      if (isPossessive) finish()
    } else finish()
    isStart = false
  }
  finish()
  return names
}

function nameOf(
  run: { text: string; start: number; end: number }[],
  sentence: string,
  isFirst: boolean,
): Name | undefined {
  let words = run
  let first = isFirst
  let hasTitle = false
  for (;;) {
    const [word, ...rest] = words
    if (!word) return undefined
    const key = keyOf(word.text)
    if (titles.has(key) && rest.length > 0) hasTitle = true
    // A sentence begins with a capital: `The`, `Contact Robert Hughes`.
    else if (
      !(stopWords.has(key) && word.text !== 'US') &&
      !(first && rest.length > 0 && isKnownWithout(word.text, rest))
    )
      break
    else first = false
    words = rest
    while (words[0] && joints.has(words[0].text.toLowerCase())) words = words.slice(1)
  }
  while (words.length > 0 && joints.has(words[0]!.text.toLowerCase())) words = words.slice(1)
  if (words.length === 0 || words.length > mostWords || /^\d/.test(words[0]!.text)) return undefined
  const start = words[0]!.start
  const end = words.at(-1)!.end
  const text = sentence.slice(start, end)
  const key = keyOf(text)
  if (key.length < 2 || text.length > 100) return undefined
  return { text, key, words: words.map((word) => keyOf(word.text)), start, end, isFirst: first, hasTitle }
}

/** Whether what follows the first word of a sentence is a name by itself. */
function isKnownWithout(first: string, rest: readonly { text: string }[]): boolean {
  if (firstNames.has(keyOf(first))) return false
  const key = keyOf(rest.map(({ text }) => text).join(' '))
  return firstNames.has(keyOf(rest[0]!.text)) || [organisations, places, products].some((list) => list.has(key))
}
