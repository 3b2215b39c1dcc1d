import type { Context } from '../context.ts'
import { frequencyOf } from '../domain/search-plan.ts'
import type { Person } from '../store/messages.ts'
import { findMatches, rangeFor, readAudience, readSources, type Source } from '../store/sources.ts'
import { readQuestion } from './question.ts'
import { type Ranked, rankAnswers } from './rank.ts'
import { combinationsOf, termsOf } from './terms.ts'

/** A message that answers a question. */
export interface Answer extends Ranked<Source> {
  /** What it replies to. */
  question: string | null
  channelName: string
}

/** Documents after which no less specific combination is tried. */
const enough = 250
/** Threads of questions like this one: what was replied there may share no word with it. */
const maxThreads = 60

/**
 * The messages that best answer a question, of what may be quoted to whoever reads the answer, by a few statements of one
 * snapshot.
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
): Promise<Answer[] | undefined> {
  const { words, isEnglish } = readQuestion(question)
  const statistics = await searchStatistics()
  const frequency = (lexeme: string) => frequencyOf(statistics, [lexeme])
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const audience = await readAudience(tx, person, destination, words)
      if (!audience) return undefined
      const terms = termsOf(audience.words, isEnglish, statistics)
      const channels = [...audience.channels.keys()]
      const scope = { channels: channels.length, messages: audience.messages, hasPrefixes: !isEnglish }
      const found = new Set<string>()
      const threads = new Set<string>()
      for (const combination of channels.length === 0 ? [] : combinationsOf(terms)) {
        if (found.size >= enough) break
        const range = rangeFor(
          combination.map(({ lexeme }) => frequency(lexeme)),
          scope,
          statistics,
        )
        const wanted = maxThreads - threads.size
        const matches = await findMatches(tx, person.workspaceId, channels, combination, range, wanted)
        for (const { id, isThread } of matches) (isThread ? threads : found).add(id)
      }
      if (found.size === 0) return []
      // A thread is in one channel, so what was found beside the matches may be quoted too.
      const sources = await readSources(tx, person.workspaceId, [...new Set([...found, ...threads])])
      const textOf = new Map(sources.map(({ id, text }) => [id, text]))
      return rankAnswers(sources, { terms, frequencyOf: frequency, limit }).map((ranked) => ({
        ...ranked,
        question: ranked.message.rootId === null ? null : (textOf.get(ranked.message.rootId) ?? null),
        channelName: audience.channels.get(ranked.message.channelId)!,
      }))
    })
}
