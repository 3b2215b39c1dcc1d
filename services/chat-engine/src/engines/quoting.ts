import { splitSentences } from '@parley/text/sentences'
import { termsOf } from '@parley/text/terms'

/** A text that may be quoted. */
export interface Quotable {
  id: string
  /** Whose it is: what somebody repeats is said by one all the same. */
  author: string
  /** Who said it where, or what it is, in words. */
  place: string
  text: string
  /** Of what the question asks for, the part that it speaks of: 0 to 1. */
  coverage: number
  /** How well it answers beside the best of its kind, whose score is 1; where that is not known, it answers as well. */
  score?: number
  /** Given by whoever asks: it needs nobody else to say so. */
  isGiven?: boolean
}

/** Sources that one answer quotes at most. */
const maxQuoted = 3
/** Characters of a source that are quoted at most, in whole sentences; a shorter one is quoted whole. */
const maxQuotedLength = 400
const wholeLength = 240
/** A source that speaks of less of the question is not quoted. */
export const minCoverage = 0.5
/** Sources that speak of nearly as much as the one that speaks of most, and score nearly as high as the best, answer as well. */
const asWellAs = { coverage: 0.2, score: 0.1 }

/** Those of the sources that an answer quotes. */
export const bestOf = <S extends Quotable>(sources: readonly S[]): S[] =>
  sources.filter(({ coverage }) => coverage >= minCoverage).slice(0, maxQuoted)

export const termsIn = (question: string): ReadonlySet<string> => new Set(termsOf(question))

/**
 * An answer of one paragraph: whole sentences of the best sources, each with its source: of those that answer best the
 * shortest first, then the others. Empty where none answers.
 *
 * @param sources best first
 * @param naming what is said after a quotation of where it is from
 */
export function compose(
  question: string,
  sources: readonly Quotable[],
  naming: (source: Quotable) => string = ({ place, id }) => `(${place}, ${id})`,
): string {
  const terms = termsIn(question)
  const best = bestOf(sources)
  const most = Math.max(...best.map(({ coverage }) => coverage))
  const quotes = best.map((source) => ({
    from: naming(source),
    text: quotedOf(source.text, terms),
    isBest: source.coverage >= most - asWellAs.coverage && (source.score ?? 1) >= 1 - asWellAs.score,
  }))
  const shortestFirst = quotes.filter(({ isBest }) => isBest).sort((a, b) => a.text.length - b.text.length)
  const others = quotes.filter(({ isBest }) => !isBest)
  return [...shortestFirst, ...others].map(({ from, text }) => `“${text}” ${from}`.trimEnd()).join(' ')
}

/**
 * How far an answer from these sources can be trusted, from 0 to 1; 0 where none answers.
 *
 * @param sources best first
 */
export function confidenceIn(question: string, sources: readonly Quotable[]): number {
  const best = bestOf(sources)
  if (best.length === 0) return 0
  // What one source says alone is a claim; what others say too is more.
  const agreement = agreementOf(best, sources, termsIn(question))
  const confidence = Math.max(...best.map(({ coverage }) => coverage)) * (0.3 + 0.7 * agreement)
  return Math.round(confidence * 100) / 100
}

/** How many others have to say a thing with the author of a source for it to be agreed on. */
const minAgreeing = 2

/** How far others say what the best sources say beyond the question: 0 to 1. */
function agreementOf(best: readonly Quotable[], sources: readonly Quotable[], asked: ReadonlySet<string>): number {
  const said = new Map(
    sources.map((source) => [source, new Set(termsOf(source.text).filter((term) => !asked.has(term)))]),
  )
  const agreed = best.map((source) => {
    if (source.isGiven) return 1
    const others = [...said].filter(([{ author }]) => author !== source.author)
    const counts = [...said.get(source)!].map((term) => {
      const agreeing = others.filter(([, terms]) => terms.has(term))
      return new Set(agreeing.map(([{ author }]) => author)).size
    })
    return Math.min(1, Math.max(0, ...counts) / minAgreeing)
  })
  return agreed.reduce((sum, each) => sum + each, 0) / maxQuoted
}

/** How many of the terms a text has, as a part of them all: 0 to 1. */
export function coverageOf(text: string, terms: ReadonlySet<string>): number {
  if (terms.size === 0) return 0
  return new Set(termsOf(text).filter((term) => terms.has(term))).size / terms.size
}

/**
 * A short text as it is; of a longer one the sentence that has most of the terms, and those that follow it, as long as they
 * fit. One sentence that alone is longer is quoted whole.
 */
function quotedOf(text: string, terms: ReadonlySet<string>): string {
  const whole = oneLine(text)
  if (whole.length <= wholeLength) return whole
  const sentences = splitSentences(text).map((sentence) => oneLine(sentence.text))
  const coverages = sentences.map((sentence) => coverageOf(sentence, terms))
  const [first = whole, ...following] = sentences.slice(coverages.indexOf(Math.max(...coverages)))
  let quoted = first
  for (const sentence of following) {
    if (quoted.length + 1 + sentence.length > maxQuotedLength) break
    quoted += ` ${sentence}`
  }
  return quoted
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
