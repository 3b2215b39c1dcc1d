import { isUnspaced } from '@parley/text/fold'
import { frequencyOf, lexemeOf, type SearchStatistics } from '../domain/search-plan.ts'

/** One thing that a question asks about. */
export interface Term {
  /** What documents have it by: the stem of an English word, any other word as it is. */
  lexeme: string
  /** Where words have endings that are not known: documents have it by a lexeme that begins so. */
  prefix?: string
  /** How much it says: rare ones more. */
  weight: number
}

/** Terms of a question that are looked up: the rarest. */
const maxTerms = 8
/** The beginning of a word that is long enough to have an ending; as long as it is in most languages that put many there. */
const prefixLength = { least: 4, most: 6 }

/** The terms of a question, the rarest first, of words and, if they are English, their stems. */
export function termsOf(
  words: readonly { word: string; stem: string | null }[],
  isEnglish: boolean,
  statistics: SearchStatistics,
): Term[] {
  const terms = new Map<string, Term>()
  for (const { word, stem } of words) {
    if (isEnglish && stem === null) continue
    const lexeme = lexemeOf(isEnglish ? stem! : word)
    const prefix = isEnglish ? undefined : prefixOf(lexeme)
    const weight = Math.log(1 + 1 / (frequencyOf(statistics, [lexeme]) + 1e-5))
    terms.set(prefix ?? lexeme, { lexeme, weight, ...(prefix !== undefined && { prefix }) })
  }
  return [...terms.values()].sort((a, b) => b.weight - a.weight).slice(0, maxTerms)
}

function prefixOf(word: string): string | undefined {
  if (isUnspaced(word) || /\d/.test(word) || word.length <= prefixLength.least) return undefined
  return word.slice(0, Math.max(prefixLength.least, Math.min(prefixLength.most, word.length - 1)))
}

/** Whether a lexeme of a document is what a term asks about. */
export const isOf = ({ lexeme, prefix }: Term, found: string): boolean =>
  found === lexeme || (prefix !== undefined && found.startsWith(prefix))

/** The sum of what terms say. */
export const weightOf = (terms: readonly Term[]): number => terms.reduce((sum, { weight }) => sum + weight, 0)

/** How much of a question each combination of its terms has to cover. */
const minCovered = 0.4
/** Combinations of one size that are tried, and in all. */
const maxOfSize = 3
const maxCombinations = 14

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
