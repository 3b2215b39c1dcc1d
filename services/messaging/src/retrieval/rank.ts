import { isOf, type Term, weightOf } from './terms.ts'

/** A message that may answer a question, or be one like it. */
export interface Candidate {
  id: string
  /** The thread's root, for a reply. */
  rootId: string | null
  authorId: string | null
  text: string
  /** Its words and their stems. */
  lexemes: readonly string[]
  /** Milliseconds since 1970. */
  writtenAt: number
  /** How many have reacted to it. */
  reactions: number
  isPinned: boolean
}

/** A message that answers, best first. */
export interface Ranked<C extends Candidate> {
  message: C
  /** Orders the answers to one question; it compares with nothing else. */
  score: number
  /** Of what the question asks for, the part that the message, or the question that it replies to, speaks of: 0 to 1. */
  coverage: number
}

export interface RankOptions {
  terms: readonly Term[]
  /** The fraction of all messages that have a lexeme, from 0 to 1. */
  frequencyOf: (lexeme: string) => number
  limit: number
}

/** What a reply is worth that has no word of the question: it answers one like it. */
const replyPart = 0.8
const replyOwnPart = 0.4
/** To a question as alike as this, a word is an answer. */
const shortFrom = 0.6
/** Answers that say what answers say. */
const pooled = 150
/** In so many different answers a lexeme must be, for them to agree on it. */
const minAgreeing = 3
const agreementWeight = 0.5
const maxAgreed = 6
/** What people say again and again is worth saying. */
const repetitionWeight = 0.35

/**
 * Orders messages by how well they answer a question:
 *
 * 1. A statement counts by how much of the question it covers.
 * 2. A reply to a question like this one counts by how alike the questions are, whatever its own words.
 * 3. Among those, whoever says what many others say, and what the rest of the channel seldom says, comes first, and who
 *    says what to do before who reports what they did.
 *
 * The same text is one answer, and the better for being said often.
 */
export function rankAnswers<C extends Candidate>(
  candidates: readonly C[],
  { terms, frequencyOf, limit }: RankOptions,
): Ranked<C>[] {
  const total = weightOf(terms)
  const coverageOf = ({ lexemes }: Candidate): number =>
    weightOf(terms.filter((term) => lexemes.some((lexeme) => isOf(term, lexeme)))) / total
  const roots = new Map(candidates.filter(({ rootId }) => rootId === null).map((root) => [root.id, root]))
  const askedBy = new Map([...roots].map(([id, root]) => [id, coverageOf(root)]))

  const answers = new Map<string, Ranked<C>>()
  const times = new Map<string, number>()
  for (const message of candidates) {
    const root = message.rootId === null ? undefined : roots.get(message.rootId)
    const asked = root && root.authorId !== message.authorId ? askedBy.get(root.id)! : 0
    if (isQuestion(message.text) || message.lexemes.length < (asked >= shortFrom ? 1 : 3)) continue
    const own = coverageOf(message)
    const score = Math.max(own, replyPart * asked + replyOwnPart * own) ** 2 * worthOf(message)
    const key = keyOf(message.text)
    times.set(key, (times.get(key) ?? 0) + 1)
    const known = answers.get(key)
    // Of the same text, the newest stands for all.
    if (known && (known.score > score || (known.score === score && known.message.writtenAt >= message.writtenAt)))
      continue
    answers.set(key, { message, score, coverage: Math.max(own, Math.min(1, asked)) })
  }
  for (const [key, answer] of answers) answer.score *= 1 + repetitionWeight * Math.log(times.get(key)!)
  const pool = [...answers.values()].sort((a, b) => b.score - a.score).slice(0, pooled)

  const agreementOn = agreementIn(pool, terms, frequencyOf)
  for (const answer of pool) {
    const agreed = [...new Set(answer.message.lexemes)]
      .map(agreementOn)
      .sort((a, b) => b - a)
      .slice(0, maxAgreed)
    const agreement = agreed.reduce((sum, each) => sum + each, 0) / maxAgreed
    const { text } = answer.message
    answer.score *= (1 + agreementWeight * agreement) * focusOf(text, terms) * lengthPart(text.length)
  }
  return pool.sort((a, b) => b.score - a.score).slice(0, limit)
}

/** How much more often answers say a lexeme than the channel does, where enough of them do. */
function agreementIn(
  pool: readonly Ranked<Candidate>[],
  terms: readonly Term[],
  frequencyOf: RankOptions['frequencyOf'],
): (lexeme: string) => number {
  const agreeing = new Map<string, { mass: number; answers: number }>()
  let mass = 0
  for (const { message, score } of pool) {
    mass += score
    for (const lexeme of new Set(message.lexemes)) {
      const known = agreeing.get(lexeme) ?? { mass: 0, answers: 0 }
      agreeing.set(lexeme, { mass: known.mass + score, answers: known.answers + 1 })
    }
  }
  return (lexeme) => {
    const known = agreeing.get(lexeme)
    if (!known || known.answers < minAgreeing || terms.some((term) => isOf(term, lexeme))) return 0
    return Math.max(0, Math.log(known.mass / mass / (frequencyOf(lexeme) + 1e-4)))
  }
}

/** Whether a text is about the terms that it has: it has them near to one another, and begins with one of them. */
function focusOf(text: string, terms: readonly Term[]): number {
  const words =
    withoutAddressee(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  const places = words.flatMap((word, place) => {
    const term = terms.findIndex(({ lexeme, prefix }) => word.startsWith(prefix ?? lexeme))
    return term < 0 ? [] : [{ term, place }]
  })
  if (places.length === 0) return 1
  const beginning = 1 + 0.3 / (1 + places[0]!.place / 3)
  const wanted = new Set(places.map(({ term }) => term)).size
  let best = Number.POSITIVE_INFINITY
  const last = new Map<number, number>()
  for (const { term, place } of places) {
    last.set(term, place)
    if (last.size === wanted) best = Math.min(best, place - Math.min(...last.values()) + 1 - wanted)
  }
  return beginning * (0.5 + 0.5 / (1 + best / 8))
}

/** What is pinned or reacted to is worth more; who reports trouble of their own has no answer. */
function worthOf({ text, reactions, isPinned }: Candidate): number {
  const votes = (isPinned ? 1.5 : 1) * (1 + 0.15 * Math.log1p(reactions))
  return votes * (isReport(text) ? 0.4 : 1) * (shows.test(text) ? 1.15 : 1)
}

/** Addresses, paths, code and options: what to do, word for word. */
const shows = /\bhttps?:\/\/|`|(^|\s)~?\/\w|\s--?\w/

const asks =
  /[?？؟]\s*$|[?？؟]\s|^(how|what|where|which|why|who|when|can|could|does|do|is there|are there|any ?(one|body)|i need|i'?m trying|i am trying)\b/i

/** Long answers hold more words of any question, and are read by fewer people. */
const lengthPart = (characters: number): number => 1 / (1 + Math.max(0, characters - 200) / 400)

const reports =
  /^(hi|hey|hello|ok so|so)\b|\bi('m| am| have| get| got| tried| can'?t| cannot| need| want| followed| did| installed| still)\b/i

/** Whether somebody reports trouble of their own, in place of what to do. */
export const isReport = (text: string): boolean => reports.test(withoutAddressee(text))

/** Whether a message asks more than it says. */
export const isQuestion = (text: string): boolean => asks.test(withoutAddressee(text))

/** The text without whom it is addressed to: `ada: try this` and `@ada, try this` say `try this`. */
export const withoutAddressee = (text: string): string => text.replace(/^@?[^\s:,]{1,30}[:,]\s+/, '')

/** By which two texts count as the same: their ends, since what is said again often begins with somebody's name. */
const keyOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(-60)
