import { isDigit, isUnspaced, pairsOf } from '@parley/text/fold'

/** How common lexemes are among all documents, and when documents were written, as autovacuum's statistics have it. */
export interface SearchStatistics {
  /** Document frequencies, from 0 to 1, of the most common lexemes. Every other lexeme is rarer than these. */
  frequencies: ReadonlyMap<string, number>
  /** The lowest of those frequencies. */
  leastFrequency?: number
  /** How many documents there are. */
  documents: number
  /** Times in milliseconds, oldest first, that divide the documents into parts of equal size. */
  bounds: readonly number[]
}

/** A term of a query as PostgreSQL folds it; `stems` are the English stems of a single word. */
export interface FoldedTerm {
  folded: string
  stems: string[] | null
  isQuoted: boolean
}

/** What makes a document more relevant: 1 for `exact`, then 0.7 for a lexeme of `forms`, 0.5 for `begins`, else `rest`. */
export interface Relevance {
  exact: string | null
  forms: string | null
  begins: string | null
  rest: number
}

/** How documents are matched against one term. Patterns are LIKE's, of folded text; queries are tsqueries. */
export interface SearchTerm {
  text: string
  /** Matches whole words and their forms: a document must match the query, and the pattern if there is one. */
  whole: { query: string; pattern?: string }
  /** A pattern for parts of words, if the term may match those too. */
  part?: string
  /** A regular expression that narrows `part`: a quoted part begins and ends where letters and digits meet. */
  edges?: string
  /** Lexemes to look up in an index: a document that has the whole words has at least one of them. */
  indexTerms: string[]
  /** The fraction of documents that have one of them, from 0 to 1. */
  frequency: number
  /** The fraction of documents that match `part`, guessed from its length. */
  partFrequency: number
  relevance: Relevance
  /** Stems of the term: a word with the same stem is a form of it. */
  stems: string[]
}

/** A variant of a query: some terms match whole words only, the others parts of words too, where they can. */
export interface SearchTier {
  /** A document must match the query, every pattern and every regular expression. */
  query?: string | undefined
  patterns: string[]
  edges: string[]
  /** What is looked up in indexes: any of these lexemes, the rarest, and the longest `parts` of words. */
  indexTerms?: string[]
  frequency: number
  parts: string[]
  partFrequency: number
}

/** Tokens that narrow a search by author or to messages with files. */
export const authorToken = (id: string): string => `#u${id.replaceAll('-', '')}`
export const fileToken = '#f'

const lexemeLength = 255
/** Lexemes have neither quotes nor backslashes: folding leaves none. */
const quoted = (lexeme: string): string => `'${lexeme.replaceAll(/['\\]/g, '$&$&')}'`
/** A tsquery that matches a document with any of these lexemes or tokens. */
export const anyOf = (lexemes: readonly string[]): string => lexemes.map(quoted).join(' | ')
/** A tsquery that matches a document with all of them. */
/** A tsquery that matches a document with all of them. */
export const allOf = (lexemes: readonly string[]): string => lexemes.map(quoted).join(' & ')
/** A tsquery that matches a document with a lexeme that begins so. */
export const beginningWith = (prefix: string): string => `${quoted(prefix)}:*`
const both = (a: string | undefined, b: string): string => (a === undefined ? `(${b})` : `${a} & (${b})`)

/** As search_lexeme makes it. */
export const lexemeOf = (word: string): string =>
  word.length <= lexemeLength ? word : [...word].slice(0, lexemeLength).join('')

/**
 * The fraction of documents that have one of these lexemes, from 0 to 1. A lexeme without statistics counts as a quarter
 * of the lowest known frequency; without any statistics, as one document in ten.
 */
export function frequencyOf({ frequencies, leastFrequency }: SearchStatistics, lexemes: readonly string[]): number {
  const rare = leastFrequency === undefined ? 0.1 : leastFrequency / 4
  return Math.min(
    1,
    lexemes.reduce((sum, lexeme) => sum + (frequencies.get(lexeme) ?? rare), 0),
  )
}

/** Plans the terms of a query. Leaves out those that are empty once folded. */
export function planTerms(given: readonly FoldedTerm[], statistics: SearchStatistics): SearchTerm[] {
  const terms = given.filter(({ folded }) => folded.trim() !== '')
  return terms.map((term, i) => planTerm(term, i === terms.length - 1, statistics))
}

function planTerm({ folded, stems, isQuoted }: FoldedTerm, isLast: boolean, statistics: SearchStatistics): SearchTerm {
  const text = folded.trim()
  const words = text.split(' ')
  const exact = `${isUnspaced([...words[0]!][0]!) ? '%' : '% '}${text}${endsUnspaced(words.at(-1)!) ? '%' : ' %'}`
  const length = [...text].length
  const partFrequency = [0.5, 0.3, 0.1, 0.05, 0.02, 0.01][Math.min(length, 6) - 1]!

  if (!isQuoted && words.length === 1 && !isUnspaced(text)) {
    const forms = [...new Set([lexemeOf(text), ...(stems ?? [])])]
    const frequency = frequencyOf(statistics, forms)
    const begins = `% ${text}%`
    return {
      text,
      whole: { query: anyOf(forms) },
      // Two letters have no trigram but at a word's beginning.
      part: length >= 3 ? `%${text}%` : isLast ? begins : exact,
      indexTerms: forms,
      frequency,
      partFrequency: statistics.frequencies.has(text) ? Math.max(partFrequency, frequency) : partFrequency,
      relevance: { exact, forms: anyOf(forms), begins, rest: 0.3 },
      stems: stems ?? [],
    }
  }

  const required = words.flatMap((word) => (isUnspaced(word) ? pairsOf(word) : [lexemeOf(word)]))
  // Only the rarest lexeme drives the index: each further one costs more than it saves.
  const frequencies = required.map((lexeme) => ({ lexeme, frequency: frequencyOf(statistics, [lexeme]) }))
  const rarest = frequencies.reduce((best, each) =>
    each.frequency < best.frequency || (each.frequency === best.frequency && each.lexeme.length > best.lexeme.length)
      ? each
      : best,
  )
  const term: SearchTerm = {
    text,
    whole: { query: allOf(required) },
    indexTerms: [rarest.lexeme],
    frequency: rarest.frequency,
    partFrequency,
    relevance: { exact: '%', forms: null, begins: null, rest: 1 },
    stems: [],
  }
  // A lexeme may be another word's form, and pairs may stand apart.
  if (isQuoted || words.length > 1 || [...exact].length > 4) term.whole.pattern = exact
  const begins = exact.endsWith(' %') ? `${exact.slice(0, -2)}%` : null
  if (isQuoted) {
    // One or two characters inside a word have no trigram to look up.
    const mayBePart = words.length > 1 || length >= 3
    if (mayBePart && (begins || exact.startsWith('% ')))
      Object.assign(term, { part: `%${text}%`, edges: edgesOf(text) })
  } else if (begins) term.part = `%${text}%`
  if (term.part !== undefined) term.relevance = { exact, forms: null, begins, rest: 0.3 }
  return term
}

/** Matches a folded text that has this one from boundary to boundary: see `isBoundary`. */
function edgesOf(text: string): string {
  const edge = (character: string) => (isUnspaced(character) ? '' : isDigit(character) ? '[^0-9]' : '[ 0-9]')
  return `${edge([...text][0]!)}${text}${edge([...text].at(-1)!)}`
}

const endsUnspaced = (word: string): boolean => isUnspaced([...word].at(-1)!)

/**
 * The variants of a query, in the order in which they are searched: every term as whole words; then the last term as the
 * beginning or a part of a word; then every term as a part of a word.
 * @param narrowing lists of tokens; a document must have at least one token of each list
 */
export function planTiers(
  terms: readonly SearchTerm[],
  narrowing: readonly string[][],
  statistics: SearchStatistics,
): SearchTier[] {
  const tiers = [tierOf(terms, terms.length)]
  if (terms.some(({ part }) => part !== undefined)) {
    if (terms.length > 1 && terms.at(-1)!.part !== undefined) tiers.push(tierOf(terms, terms.length - 1))
    tiers.push(tierOf(terms, 0))
  }
  for (const tier of tiers)
    for (const tokens of narrowing) {
      tier.query = both(tier.query, anyOf(tokens))
      const frequency = frequencyOf(statistics, tokens)
      if (frequency < tier.frequency) Object.assign(tier, { indexTerms: tokens, frequency })
    }
  return tiers
}

/** The terms before index `partsFrom` match whole words only, the others parts of words too, where they can. */
function tierOf(terms: readonly SearchTerm[], partsFrom: number): SearchTier {
  const tier: SearchTier = { patterns: [], edges: [], frequency: 1, parts: [], partFrequency: 1 }
  const parts: SearchTerm[] = []
  for (const [i, term] of terms.entries()) {
    if (i >= partsFrom && term.part !== undefined) {
      parts.push(term)
      tier.patterns.push(term.part)
      if (term.edges !== undefined) tier.edges.push(term.edges)
      tier.partFrequency = Math.min(tier.partFrequency, term.partFrequency)
      continue
    }
    tier.query = both(tier.query, term.whole.query)
    if (term.whole.pattern !== undefined) tier.patterns.push(term.whole.pattern)
    if (!tier.indexTerms || term.frequency < tier.frequency)
      Object.assign(tier, { indexTerms: term.indexTerms, frequency: term.frequency })
  }
  // Short patterns are unselective, so use several.
  tier.parts = parts
    .toSorted((a, b) => a.partFrequency - b.partFrequency || b.part!.length - a.part!.length)
    .slice(0, tier.partFrequency > 0.05 ? 5 : 1)
    .map(({ part }) => part!)
  return tier
}

/** By which index the documents of a range of time are found: see `planScan`. */
export type AccessPath = 'channels' | 'words' | 'both' | 'keys'

/** A range of time and how to find its documents. `since` is undefined if it goes back to the first document. */
export interface TimeRange {
  path: AccessPath
  since?: number
  until?: number
  /** Tokens of its days or months, if looking them up saves more than it costs. */
  period?: string[]
}

export interface ScanInput {
  tier: SearchTier
  /** How many channels the reader can read, and how many messages are in them. */
  channels: number
  messages: number
  statistics: SearchStatistics
  since?: number
  until?: number
  now: number
  /** How many of the newest matches are wanted. */
  limit: number
}

// Estimated microseconds; only their ratios matter.
const perPosting = 0.25
const perEntry = 0.5
const perRow = 4
const perKey = 5
const perRowAndKey = 0.005

/**
 * Divides time into ever longer ranges, newest first, each long enough to contain the matches that are still wanted, by
 * estimate. Call `next` with how many matches were found so far; it returns undefined when there are enough, or when
 * nothing older is left.
 *
 * Each range is searched by the cheapest access path: index terms (`words`), the reader's channels (`channels`), `both`,
 * or `keys`, which combine channel and lexeme. PostgreSQL's planner cannot choose: it has no statistics of rare words or
 * of patterns.
 */
export function planScan({ tier, channels, messages, statistics, since, until, now, limit }: ScanInput) {
  const frequency = Math.min(tier.frequency, tier.partFrequency)
  const expected = messages * frequency
  const documents = Math.max(statistics.documents, messages)
  const keys = tier.indexTerms ? channels * tier.indexTerms.length : Number.POSITIVE_INFINITY
  const canSeek = tier.indexTerms !== undefined || tier.parts.length > 0
  // The fraction of all documents, newest first, in the ranges up to and including the next one.
  let covered = expected <= 2 * limit ? 1 : (1.3 * limit) / expected
  // The fraction in the ranges that were returned already.
  let coveredBefore = 0
  let end = until
  let isOver = false

  return {
    next(found: number): TimeRange | undefined {
      if (coveredBefore > 0) {
        if (isOver || found >= limit) return undefined
        covered *= found === 0 ? 16 : Math.min(16, 1 + (1.3 * (limit - found)) / found)
        if (covered > 0.7) covered = 1
      }
      const start = latest(covered < 1 ? quantile(statistics.bounds, covered) : undefined, since)
      const period = canSeek ? periodOf(start, end ?? now + dayMs) : undefined
      const fraction = covered - coveredBefore
      const byChannels = messages * fraction * (perEntry + perRow)
      const postings = frequency * documents * perPosting * (period ? 4 * fraction : 1)
      const byWords = postings + frequency * documents * perRow * (period ? fraction : 1)
      const byBoth = postings + messages * fraction * (perEntry + frequency * perRow)
      // The key index has no times, so it finds everything at once, and compares each document with every key.
      const byKeys =
        coveredBefore === 0
          ? keys * perKey + messages * tier.frequency * (perRow + perPosting + keys * perRowAndKey)
          : Number.POSITIVE_INFINITY
      const leastCost = Math.min(byChannels, byBoth, byWords, byKeys)
      if (byKeys === leastCost) {
        isOver = true
        coveredBefore = 1
        return { path: 'keys', since, until: end }
      }
      const path = !canSeek || byChannels === leastCost ? 'channels' : byWords === leastCost ? 'words' : 'both'
      const range: TimeRange = { path, since: start, until: end, ...(path !== 'channels' && { period }) }
      isOver = start === undefined || (since !== undefined && start <= since)
      end = Math.min(end ?? Number.POSITIVE_INFINITY, start ?? Number.POSITIVE_INFINITY)
      coveredBefore = Math.min(covered, 1)
      return range
    },
  }
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b)
}

/** The time of the oldest document in the newest `part` (0 to 1) of all; undefined without statistics. */
function quantile(bounds: readonly number[], part: number): number | undefined {
  return bounds[Math.max(1, Math.ceil((1 - part) * bounds.length)) - 1]
}

const dayMs = 86_400_000

/**
 * The tokens of the days or months that a range of time touches; undefined for an open range, and for one of more than a
 * year, where looking them up costs more than it saves.
 */
function periodOf(since: number | undefined, until: number): string[] | undefined {
  if (since === undefined || until - since > 366 * dayMs) return undefined
  const tokens: string[] = []
  const digits = (time: Date, length: number) => time.toISOString().slice(0, length).replaceAll('-', '')
  if (until - since <= 31 * dayMs) {
    const first = Math.floor(since / dayMs) * dayMs
    for (let day = first; day <= until; day += dayMs) tokens.push(`#d${digits(new Date(day), 10)}`)
  } else {
    const month = new Date(since)
    for (month.setUTCHours(0, 0, 0, 0), month.setUTCDate(1); month.getTime() <= until; ) {
      tokens.push(`#m${digits(month, 7)}`)
      month.setUTCMonth(month.getUTCMonth() + 1)
    }
  }
  return tokens.length > 0 ? tokens : undefined
}
