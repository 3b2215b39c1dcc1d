import { isDense } from './fold.ts'

/** How common lexemes are among all documents, and when documents were written, as autovacuum's statistics have it. */
export interface SearchStatistics {
  /** The share of documents that each of the most common lexemes is in, from 0 to 1. All others are rarer than any. */
  shares: ReadonlyMap<string, number>
  /** The least of those shares. */
  least?: number
  /** How many documents there are. */
  documents: number
  /** Times in milliseconds, oldest first, that part the documents into as many equal shares. */
  bounds: readonly number[]
}

/** A term of a query as PostgreSQL folds it; `stems` are what English reduces a single word to. */
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

/** What one term asks of a document. Patterns are LIKE's, of folded text; queries are tsqueries. */
export interface SearchTerm {
  text: string
  /** Whole words and their forms: a document meets the query and the pattern, where there is one. */
  whole: { query: string; pattern?: string }
  /** Parts of words, where they will do too. */
  part?: string
  /** Lexemes of which a document of the whole words has at least one, and the share of documents that have one. */
  sought: string[]
  share: number
  /** The share of documents that meet `part`: a guess by its length. */
  partShare: number
  relevance: Relevance
  /** What makes other words forms of this one. */
  stems: string[]
}

/** One way to take a query: some terms whole, the others for parts of words where they can be. */
export interface SearchAttempt {
  /** What a document meets: all of the query and every pattern. */
  query?: string | undefined
  patterns: string[]
  /** What indexes are asked for: one of the rarest lexemes, and the longest patterns that are parts of words. */
  sought?: string[]
  share: number
  parts: string[]
  partShare: number
}

/** Tokens that narrow a search, each list one of which a document must have. */
export const authorToken = (id: string): string => `#u${id.replaceAll('-', '')}`
export const fileToken = '#f'

const lexemeLength = 255
/** Lexemes have neither quotes nor backslashes: folding leaves none. */
const quoted = (lexeme: string): string => `'${lexeme.replaceAll(/['\\]/g, '$&$&')}'`
/** A tsquery that any of these lexemes or tokens meets. */
export const anyOf = (lexemes: readonly string[]): string => lexemes.map(quoted).join(' | ')
const allOf = (lexemes: readonly string[]): string => lexemes.map(quoted).join(' & ')
const both = (a: string | undefined, b: string): string => (a === undefined ? `(${b})` : `${a} & (${b})`)

/** As search_lexeme makes it. */
const lexemeOf = (word: string): string =>
  word.length <= lexemeLength ? word : [...word].slice(0, lexemeLength).join('')

/** Pairs of neighbouring characters, as search_grams makes them. */
function pairsOf(word: string): string[] {
  const characters = [...word]
  return characters.slice(1).map((character, i) => characters[i]! + character)
}

/**
 * The share of documents that have one of these lexemes, from 0 to 1. One that is not known to be common is taken to be
 * a quarter as common as the rarest that is; while nothing is known, each to be in one document of ten.
 */
export function shareOf({ shares, least }: SearchStatistics, lexemes: readonly string[]): number {
  const rare = least === undefined ? 0.1 : least / 4
  return Math.min(
    1,
    lexemes.reduce((sum, lexeme) => sum + (shares.get(lexeme) ?? rare), 0),
  )
}

/** The terms of a query of which something is left. */
export function planTerms(given: readonly FoldedTerm[], statistics: SearchStatistics): SearchTerm[] {
  const terms = given.filter(({ folded }) => folded.trim() !== '')
  return terms.map((term, i) => planTerm(term, i === terms.length - 1, statistics))
}

function planTerm({ folded, stems, isQuoted }: FoldedTerm, isLast: boolean, statistics: SearchStatistics): SearchTerm {
  const text = folded.trim()
  const words = text.split(' ')
  const exact = `${isDense([...words[0]!][0]!) ? '%' : '% '}${text}${endsDense(words.at(-1)!) ? '%' : ' %'}`
  const length = [...text].length
  const partShare = [0.5, 0.3, 0.1, 0.05, 0.02, 0.01][Math.min(length, 6) - 1]!

  if (!isQuoted && words.length === 1 && !isDense(text)) {
    const forms = [...new Set([lexemeOf(text), ...(stems ?? [])])]
    const share = shareOf(statistics, forms)
    const begins = `% ${text}%`
    return {
      text,
      whole: { query: anyOf(forms) },
      // Two letters have no trigram but at a word's beginning.
      part: length >= 3 ? `%${text}%` : isLast ? begins : exact,
      sought: forms,
      share,
      partShare: statistics.shares.has(text) ? Math.max(partShare, share) : partShare,
      relevance: { exact, forms: anyOf(forms), begins, rest: 0.3 },
      stems: stems ?? [],
    }
  }

  const required = words.flatMap((word) =>
    !isDense(word) ? [lexemeOf(word)] : [...word].length === 1 ? [word] : pairsOf(word),
  )
  // Sought by the rarest: each further lexeme costs an index more than it saves.
  const shares = required.map((lexeme) => ({ lexeme, share: shareOf(statistics, [lexeme]) }))
  const rarest = shares.reduce((best, each) =>
    each.share < best.share || (each.share === best.share && each.lexeme.length > best.lexeme.length) ? each : best,
  )
  const term: SearchTerm = {
    text,
    whole: { query: allOf(required) },
    sought: [rarest.lexeme],
    share: rarest.share,
    partShare,
    relevance: { exact: '%', forms: null, begins: null, rest: 1 },
    stems: [],
  }
  // A lexeme may be another word's form, and pairs may stand apart.
  if (isQuoted || words.length > 1 || [...exact].length > 4) term.whole.pattern = exact
  if (!isQuoted && exact.endsWith(' %')) {
    term.part = `%${text}%`
    term.relevance = { exact, forms: null, begins: `${exact.slice(0, -2)}%`, rest: 0.3 }
  }
  return term
}

const endsDense = (word: string): boolean => isDense([...word].at(-1)!)

/**
 * The ways to take a query, one after the other: whole words; then all but the last, which is taken for the beginning or
 * a part of one; then parts of words.
 * @param narrowing lists of tokens, each of which a document must have one of
 */
export function planAttempts(
  terms: readonly SearchTerm[],
  narrowing: readonly string[][],
  statistics: SearchStatistics,
): SearchAttempt[] {
  const attempts = [attemptOf(terms, terms.length)]
  if (terms.some(({ part }) => part !== undefined)) {
    if (terms.length > 1 && terms.at(-1)!.part !== undefined) attempts.push(attemptOf(terms, terms.length - 1))
    attempts.push(attemptOf(terms, 0))
  }
  for (const attempt of attempts)
    for (const tokens of narrowing) {
      attempt.query = both(attempt.query, anyOf(tokens))
      const share = shareOf(statistics, tokens)
      if (share < attempt.share) Object.assign(attempt, { sought: tokens, share })
    }
  return attempts
}

/** The terms before a place whole, the others for parts of words where they can be. */
function attemptOf(terms: readonly SearchTerm[], partsFrom: number): SearchAttempt {
  const attempt: SearchAttempt = { patterns: [], share: 1, parts: [], partShare: 1 }
  const parts: SearchTerm[] = []
  for (const [i, term] of terms.entries()) {
    if (i >= partsFrom && term.part !== undefined) {
      parts.push(term)
      attempt.patterns.push(term.part)
      attempt.partShare = Math.min(attempt.partShare, term.partShare)
      continue
    }
    attempt.query = both(attempt.query, term.whole.query)
    if (term.whole.pattern !== undefined) attempt.patterns.push(term.whole.pattern)
    if (!attempt.sought || term.share < attempt.share)
      Object.assign(attempt, { sought: term.sought, share: term.share })
  }
  // Of short parts several, since each is in many documents.
  attempt.parts = parts
    .toSorted((a, b) => a.partShare - b.partShare || b.part!.length - a.part!.length)
    .slice(0, attempt.partShare > 0.05 ? 5 : 1)
    .map(({ part }) => part!)
  return attempt
}

/** How documents of a stretch of time are reached: see `planStretch`. */
export type Path = 'channels' | 'words' | 'both' | 'keys'

/** The documents of a stretch of time. `since` is undefined where it goes back to the first one. */
export interface Stretch {
  path: Path
  since?: number
  until?: number
  /** Tokens of the days or months that it is of, where asking for them saves more than it costs. */
  period?: string[]
}

export interface Walk {
  attempt: SearchAttempt
  /** Channels that one can read, and the messages in them. */
  channels: number
  messages: number
  statistics: SearchStatistics
  since?: number
  until?: number
  now: number
  /** How many of the newest documents are looked for. */
  most: number
}

// Microseconds on some machine; their ratios count.
const perPosting = 0.25
const perEntry = 0.5
const perRow = 4
const perKey = 5
const perRowAndKey = 0.005

/**
 * Divides time into ever longer stretches, newest first, each as long as its estimate for the newest documents
 * that are looked for. Call `next` with how many were found so far; it answers undefined when there are enough, or no
 * more.
 *
 * A stretch's documents are reached by what is sought (in a share of all documents), by the channels that one can read,
 * by both, or by both in one key, whichever costs least. PostgreSQL's planner could choose, but knows of most words only
 * that they are rare, and of patterns nothing.
 */
export function planWalk({ attempt, channels, messages, statistics, since, until, now, most }: Walk) {
  const share = Math.min(attempt.share, attempt.partShare)
  const expected = messages * share
  const documents = Math.max(statistics.documents, messages)
  const keys = attempt.sought ? channels * attempt.sought.length : Number.POSITIVE_INFINITY
  const canSeek = attempt.sought !== undefined || attempt.parts.length > 0
  // The share of all documents, newest first, in this stretch and those before it, and in those before it alone.
  let reached = expected <= 2 * most ? 1 : (1.3 * most) / expected
  let passed = 0
  let end = until
  let isOver = false

  return {
    next(found: number): Stretch | undefined {
      if (passed > 0) {
        if (isOver || found >= most) return undefined
        reached *= found === 0 ? 16 : Math.min(16, 1 + (1.3 * (most - found)) / found)
        if (reached > 0.7) reached = 1
      }
      const start = latest(reached < 1 ? quantile(statistics.bounds, reached) : undefined, since)
      const period = canSeek ? periodOf(start, end ?? now + dayMs) : undefined
      const fresh = reached - passed
      const byChannels = messages * fresh * (perEntry + perRow)
      const postings = share * documents * perPosting * (period ? 4 * fresh : 1)
      const byWords = postings + share * documents * perRow * (period ? fresh : 1)
      const byBoth = postings + messages * fresh * (perEntry + share * perRow)
      // These indexes have no time: all are found at once. Each is compared with every key.
      const byKeys =
        passed === 0
          ? keys * perKey + messages * attempt.share * (perRow + perPosting + keys * perRowAndKey)
          : Number.POSITIVE_INFINITY
      const least = Math.min(byChannels, byBoth, byWords, byKeys)
      if (byKeys === least) {
        isOver = true
        passed = 1
        return { path: 'keys', since, until: end }
      }
      const path = !canSeek || byChannels === least ? 'channels' : byWords === least ? 'words' : 'both'
      const stretch: Stretch = { path, since: start, until: end, ...(path !== 'channels' && { period }) }
      isOver = start === undefined || (since !== undefined && start <= since)
      end = Math.min(end ?? Number.POSITIVE_INFINITY, start ?? Number.POSITIVE_INFINITY)
      passed = Math.min(reached, 1)
      return stretch
    },
  }
}

function latest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b)
}

/** When the newest part of all documents began, from 0 to 1 of them; undefined while nothing is known. */
function quantile(bounds: readonly number[], part: number): number | undefined {
  return bounds[Math.max(1, Math.ceil((1 - part) * bounds.length)) - 1]
}

const dayMs = 86_400_000

/**
 * The tokens by which an index finds the documents of these days or months: undefined for all of time and for so many
 * that looking for them costs more than it saves. A little more than was asked for.
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
