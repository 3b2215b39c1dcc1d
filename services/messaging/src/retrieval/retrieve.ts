import type { Context } from '../context.ts'
import { frequencyOf } from '../domain/search-plan.ts'
import type { Person } from '../store/messages.ts'
import {
  findMatches,
  type Match,
  rangeFor,
  readAudience,
  readReplies,
  readSources,
  type Source,
} from '../store/sources.ts'
import { readQuestion } from './question.ts'
import { likeQuestions, type Ranked, rankAnswers } from './rank.ts'
import { combinationsOf, termsOf } from './terms.ts'

/** A message that answers a question, or a passage of a file of one. */
export interface Answer extends Ranked<Source> {
  /** What it replies to. */
  question: string | null
  channelName: string
}

/** Messages and passages after which no less specific combination is tried. */
const enough = 450

/**
 * The messages and passages of their files that best answer a question, of what may be quoted to whoever reads the
 * answer, by a few statements of one snapshot.
 *
 * @param question its text, and the message that asks it where one does
 * @param destination the channel that the answer goes to; null for the person alone
 * @returns undefined when the person cannot read that channel
 */
export async function retrieve(
  { db, searchStatistics }: Pick<Context, 'db' | 'searchStatistics'>,
  person: Person,
  question: { text: string; id: string | null },
  destination: string | null,
  limit: number,
): Promise<Answer[] | undefined> {
  const { words, isEnglish, aim } = readQuestion(question.text)
  const statistics = await searchStatistics()
  const frequency = (lexeme: string) => frequencyOf(statistics, [lexeme])
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const compounds = isEnglish ? words.slice(1).map((word, i) => words[i] + word) : []
      const audience = await readAudience(tx, person, destination, [...words, ...compounds])
      if (!audience) return undefined
      const terms = termsOf(
        audience.words.slice(0, words.length),
        audience.words.slice(words.length),
        isEnglish,
        statistics,
      )
      const channels = [...audience.channels.keys()]
      const readers = { workspaceId: person.workspaceId, isOutward: audience.isOutward }
      const scope = { channels: channels.length, messages: audience.messages, hasPrefixes: !isEnglish }
      const found = new Map<string, Match>()
      for (const combination of channels.length === 0 ? [] : combinationsOf(terms)) {
        if (found.size >= enough) break
        const range = rangeFor(
          combination.map(({ lexeme }) => frequency(lexeme)),
          scope,
          statistics,
        )
        for (const match of await findMatches(tx, person.workspaceId, channels, combination, range))
          found.set(`${match.fileId ?? match.messageId}:${match.ordinal}`, match)
      }
      if (found.size === 0) return []
      const matches = await readSources(tx, readers, [...found.values()])
      const questions = likeQuestions(matches, terms)
      // A reply is in the channel of its question, so it may be quoted too.
      const replies = questions.length === 0 ? [] : await readReplies(tx, readers, questions)
      // The same message may be both; as a reply it is known what it replies to.
      const sources = [...new Map([...matches, ...replies].map((source) => [source.id, source])).values()]
      const textOf = new Map(sources.map(({ id, text }) => [id, text]))
      return rankAnswers(sources, { terms, aim, questionId: question.id, frequencyOf: frequency, limit }).map(
        (ranked) => ({
          ...ranked,
          question: ranked.message.rootId === null ? null : (textOf.get(ranked.message.rootId) ?? null),
          channelName: audience.channels.get(ranked.message.channelId)!,
        }),
      )
    })
}
