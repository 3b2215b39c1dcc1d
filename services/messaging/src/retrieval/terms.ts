import { isUnspaced } from '@parley/text/fold'
import { frequencyOf, lexemeOf, type SearchStatistics } from '../domain/search-plan.ts'

/** One thing that a question asks about. */
export interface Term {
  /** What documents have it by: the stem of an English word, any other word as it is. */
  lexeme: string
  /** Where words have endings that are not known: documents have it by a lexeme that begins so. */
  prefix?: string
  /** What documents may have in its place: it and its neighbour as one word, `timezone` for `time zone`. */
  compounds: string[]
  /** How much it says: rare ones more. */
  weight: number
  /** Its place among the question's words. */
  place: number
}

/** Terms of a question that are looked up: the rarest. */
const maxTerms = 8
/** The beginning of a word that is long enough to have an ending; as long as it is in most languages that put many there. */
const prefixLength = { least: 4, most: 6 }

/** A word of a question with its English stem: null for those that English texts all have. */
export interface StemmedWord {
  word: string
  stem: string | null
}

/**
 * The terms of a question, the rarest first, of words and, if they are English, their stems.
 *
 * @param compounds each English word and the next as one word
 */
export function termsOf(
  words: readonly StemmedWord[],
  compounds: readonly StemmedWord[],
  isEnglish: boolean,
  statistics: SearchStatistics,
): Term[] {
  const terms = new Map<string, Term>()
  for (const [place, { word, stem }] of words.entries()) {
    if (isEnglish && stem === null) continue
    const lexeme = lexemeOf(isEnglish ? stem! : word)
    const prefix = isEnglish ? undefined : prefixOf(lexeme)
    const weight = Math.log(1 + 1 / (frequencyOf(statistics, [lexeme]) + 1e-5))
    const joined = [compounds[place - 1], compounds[place]].flatMap((compound) => compound?.stem ?? []).map(lexemeOf)
    terms.set(prefix ?? lexeme, {
      ...{ lexeme, weight, place, compounds: joined },
      ...(prefix !== undefined && { prefix }),
    })
  }
  return [...terms.values()].sort((a, b) => b.weight - a.weight).slice(0, maxTerms)
}

function prefixOf(word: string): string | undefined {
  if (isUnspaced(word) || /\d/.test(word) || word.length <= prefixLength.least) return undefined
  return word.slice(0, Math.max(prefixLength.least, Math.min(prefixLength.most, word.length - 1)))
}

/** Whether a lexeme of a document is what a term asks about. */
export const isOf = ({ lexeme, prefix, compounds }: Term, found: string): boolean =>
  found === lexeme || compounds.includes(found) || (prefix !== undefined && found.startsWith(prefix))

/** Whether a lexeme may be a form of a term: `memory` of `memori`. */
export const isForm = ({ lexeme, prefix, compounds }: Term, found: string): boolean =>
  compounds.includes(found) || found.startsWith(prefix ?? (lexeme.length > 3 ? lexeme.replace(/[iy]$/, '') : lexeme))

/** The sum of what terms say. */
export const weightOf = (terms: readonly Term[]): number => terms.reduce((sum, { weight }) => sum + weight, 0)

/** How much of a question each combination of its terms has to cover. */
const minCovered = 0.35
/** Combinations of one size that are tried, and in all. */
const maxOfSize = 6
const maxCombinations = 20

/** The combinations of a question's terms to look for, from all of them down to those that still cover enough of it. */
export function combinationsOf(terms: readonly Term[]): Term[][] {
  const total = weightOf(terms)
  const bySize = new Map<number, { terms: Term[]; covered: number }[]>()
  for (let chosen = 1; chosen < 1 << terms.length; chosen++) {
    const some = terms.filter((_, place) => (chosen >> place) & 1)
    const covered = weightOf(some) / total
    if (covered >= minCovered) bySize.set(some.length, [...(bySize.get(some.length) ?? []), { terms: some, covered }])
  }
  return [...bySize]
    .sort(([a], [b]) => b - a)
    .flatMap(([, ofSize]) => ofSize.sort((a, b) => b.covered - a.covered).slice(0, maxOfSize))
    .slice(0, maxCombinations)
    .map((each) => each.terms)
}
