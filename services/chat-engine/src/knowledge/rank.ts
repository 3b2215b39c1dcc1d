import { isUnspaced, pairsOf } from '@parley/text/fold'
import { amountWordsIn, stopWords } from './stop-words.ts'
import { type KnownWord, type Match, maxScored, type Passage, type WordQuery } from './store/search.ts'

/** Words of a question that are looked for; it may be a whole text. */
const maxWords = 32
/** What a word that only says how a question is asked counts, of what another would. */
const stopWordPart = 0.05
/** What a word counts that a passage has in another form. */
const parts: Record<Match, number> = { same: 1, stem: 0.95, begins: 0.7, contains: 0.6, alike: 0.55 }

/** A word of a question, folded. */
export interface AskedWord {
  text: string
  isStopWord: boolean
}

/** The words of a folded question, each once; pairs of characters where words have no spaces between them. */
export function wordsOf(folded: string): AskedWord[] {
  const words = folded
    .split(' ')
    .filter((word) => word !== '')
    .flatMap((word) => (isUnspaced(word[0]!) ? pairsOf(word) : [word]))
  const amounts = amountWordsIn(folded)
  const isStopWord = (text: string) => stopWords.has(text) || amounts.has(text)
  return [...new Set(words)].slice(0, maxWords).map((text) => ({ text, isStopWord: isStopWord(text) }))
}

/** How chunks are looked for, and scored. */
export interface SearchPlan {
  /** Words that chunks are found by. */
  seeds: string[]
  queries: WordQuery[]
  /** What a chunk that has all of the question's words would get. */
  total: number
}

/**
 * Weighs the words of a question by how rare they are in what is searched; one that nobody wrote weighs most, since what
 * is asked for may then be missing. Undefined where nothing can be found.
 */
export function planSearch(
  words: readonly AskedWord[],
  known: readonly KnownWord[],
  chunks: number,
): SearchPlan | undefined {
  const weighed = words.map(({ isStopWord }, index) => {
    const found = known.filter((each) => each.index === index)
    // A form that is met as well or better stands for those that are longer.
    const inChunks = Math.max(0, ...found.map((each) => each.chunks))
    // Never below 1, so that in a few chunks what they have counts like what they do not.
    const rarity = 1 + Math.log(1 + Math.max(0, chunks - inChunks + 0.5) / (inChunks + 0.5))
    return { index, found, inChunks, weight: rarity * (isStopWord ? stopWordPart : 1) }
  })
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0)
  const queries = weighed.map(({ found, weight }) => ({
    forms: [...Map.groupBy(found, ({ match }) => match)].map(([match, of]) => ({
      words: of.map(({ word }) => word),
      worth: weight * parts[match],
    })),
  }))
  // Rare words first: what has none of them is not looked for, and others count where those are.
  const seeds: string[] = []
  let scored = 0
  for (const { found, weight } of weighed.toSorted((a, b) => b.weight - a.weight)) {
    if (found.length === 0 || weight === 0) continue
    for (const { word, chunks: more } of found.toSorted(
      (a, b) => parts[b.match] - parts[a.match] || a.chunks - b.chunks,
    )) {
      if (seeds.length > 0 && scored + more > maxScored) continue
      seeds.push(word)
      scored += more
    }
  }
  return seeds.length === 0 ? undefined : { seeds, queries, total }
}

/** A passage is better where the words of the question stand together, in its headings, and are not lost in much else. */
const bonuses = { together: 0.12, context: 0.1, density: 0.08 }

/**
 * How well a passage answers, from 0 to 1: the part of the question that it has, by weight, and how it has it.
 *
 * @param worth of its candidate
 */
export function scoreOf(
  { folded, foldedContext }: Pick<Passage, 'folded' | 'foldedContext'>,
  worth: number,
  words: readonly AskedWord[],
  { total, queries }: Pick<SearchPlan, 'total' | 'queries'>,
): number {
  const coverage = Math.min(1, worth / total)
  const content = words.filter(({ isStopWord }) => !isStopWord)
  const pairs = content.slice(1).map((word, i) => [content[i]!.text, word.text] as const)
  const together = pairs.filter(([a, b]) => isNear(folded, a, b)).length / Math.max(1, pairs.length)
  let inContext = 0
  let times = 0
  for (const { forms } of queries) {
    const found = forms.flatMap(({ words: written }) => written)
    const worthMost = Math.max(0, ...forms.map(({ worth: each }) => each))
    if (found.some((word) => foldedContext.includes(` ${word}`))) inContext += worthMost
    if (worthMost > total * 0.1) times += Math.min(3, countOf(folded, found[0] ?? ''))
  }
  const length = folded.length / 6
  const density = Math.min(1, (times * 12) / (length + 12))
  const how = bonuses.together * together + bonuses.context * (inContext / total) + bonuses.density * density
  return coverage * (1 - bonuses.together - bonuses.context - bonuses.density) + Math.min(how, coverage)
}

/** Whether one word follows another, with at most two between them. */
function isNear(folded: string, a: string, b: string): boolean {
  for (let at = folded.indexOf(` ${a}`); at >= 0; at = folded.indexOf(` ${a}`, at + 1)) {
    const next = folded.slice(at + a.length, at + a.length + 60).split(' ', 5)
    if (next.some((word) => word.startsWith(b.slice(0, 6)))) return true
  }
  return false
}

function countOf(folded: string, word: string): number {
  if (word === '') return 0
  let count = 0
  for (let at = folded.indexOf(word); at >= 0 && count < 3; at = folded.indexOf(word, at + word.length)) count += 1
  return count
}
