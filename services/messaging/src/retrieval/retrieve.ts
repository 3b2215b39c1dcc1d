import type { Context } from '../context.ts'
import { allOf, anyOf, frequencyOf, type SearchStatistics } from '../domain/search-plan.ts'
import type { Person } from '../store/messages.ts'
import { findCandidates, readAskedFor, type Source } from '../store/sources.ts'
import { type Ranked, rankAnswers, type Weights, weigh } from './rank.ts'

/** What answers a question, in channels whose names it knows. */
export interface Retrieved {
  answers: (Ranked<Source> & { question: string | null; channelName: string })[]
}

/** Lexemes of a question that are looked up: its rarest. */
const maxLexemes = 8
/** Combinations of them that are tried, and how much of the question each has to cover. */
const maxCombinations = 12
const minCovered = 0.5
/** Matches of one combination that are read through at most; of more, the newest. */
const maxMatches = 20_000
/** Documents after which no less specific combination is tried. */
const enough = 300

/**
 * The messages that best answer a question, of what may be quoted to whoever reads the answer.
 *
 * @param destination the channel that the answer goes to; null for the person alone
 * @returns undefined when the person cannot read that channel
 */
export async function retrieve(
  { db, searchStatistics }: Pick<Context, 'db' | 'searchStatistics'>,
  person: Person,
  question: string,
  destination: string | null,
  limit: number,
): Promise<Retrieved | undefined> {
  const [asked, statistics] = await Promise.all([readAskedFor(db, person, question, destination), searchStatistics()])
  if (!asked) return undefined
  const frequency = (lexeme: string) => frequencyOf(statistics, [lexeme])
  const weights = weigh(asked.lexemes, frequency)
  const sources =
    asked.channels.size === 0
      ? []
      : await findCandidates(
          db,
          person.workspaceId,
          [...asked.channels.keys()],
          queriesFor(weights, statistics, new Date()),
          enough,
        )
  // A thread is in one channel, so what was found beside the matches may be quoted too.
  const byId = new Map(sources.map((source) => [source.id, source]))
  const ranked = rankAnswers(sources, { question: weights, frequencyOf: frequency, limit })
  return {
    answers: ranked.map((answer) => ({
      ...answer,
      question: answer.message.rootId === null ? null : (byId.get(answer.message.rootId)?.text ?? null),
      channelName: asked.channels.get(answer.message.channelId)!,
    })),
  }
}

/** Queries for combinations of a question's lexemes, those first that cover most of it. */
function queriesFor(weights: Weights, statistics: SearchStatistics, now: Date): string[] {
  const lexemes = [...weights.keys()].sort((a, b) => weights.get(b)! - weights.get(a)!).slice(0, maxLexemes)
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  const covered = (some: readonly string[]) => some.reduce((sum, lexeme) => sum + weights.get(lexeme)!, 0) / total
  const combinations: string[][] = []
  for (let chosen = 1; chosen < 1 << lexemes.length; chosen++)
    combinations.push(lexemes.filter((_, place) => (chosen >> place) & 1))
  return combinations
    .filter((some) => covered(some) >= minCovered)
    .sort((a, b) => covered(b) - covered(a) || b.length - a.length)
    .slice(0, maxCombinations)
    .map((some) => queryFor(some, statistics, now))
}

/** A tsquery for documents with all of the lexemes; where there are very many, those of the last months. */
function queryFor(lexemes: readonly string[], statistics: SearchStatistics, now: Date): string {
  const rarest = Math.min(...lexemes.map((lexeme) => frequencyOf(statistics, [lexeme])))
  const part = maxMatches / (rarest * statistics.documents)
  const since = part < 1 ? statistics.bounds[Math.ceil((1 - part) * (statistics.bounds.length - 1))] : undefined
  if (since === undefined) return allOf(lexemes)
  const months: string[] = []
  const month = new Date(since)
  for (month.setUTCDate(1); month <= now; month.setUTCMonth(month.getUTCMonth() + 1))
    months.push(`#m${month.toISOString().slice(0, 7).replace('-', '')}`)
  return `${allOf(lexemes)} & (${anyOf(months)})`
}
