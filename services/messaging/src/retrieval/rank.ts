import { isStopWord } from '@parley/text/terms'
import type { Aim } from './question.ts'
import { isForm, isOf, type Term, weightOf } from './terms.ts'
import { addresseeOf, formOf, isDefining, isQuestion, keyOf, withoutAddressee } from './wording.ts'

/** A message that may answer a question or be one like it, or a passage of a file that may answer. */
export interface Candidate {
  /** The message's, or the passage's. */
  id: string
  /** The file that the text is a passage of, which is attached to the message; null for what the message says. */
  file: { id: string } | null
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
  /** Replies in its thread. */
  replies: number
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
  aim: Aim
  /** The message that asks: no answer itself; null where none does. */
  questionId: string | null
  /** The fraction of all messages that have a lexeme, from 0 to 1. */
  frequencyOf: (lexeme: string) => number
  limit: number
}

/** What the question's own words are worth in a reply to one like it, which answers without them too. */
const replyOwnPart = 0.4
/** To a question as alike as this, a word is an answer. */
const shortFrom = 0.6
/** Answers that say what answers say. */
const pooled = 80
/** So many people have to say a lexeme, for their answers to agree on it. */
const minAgreeing = 3
const agreementWeight = 0.5
const maxAgreed = 4
/** An answer that has more of its lexemes in common with a better one says the same. */
const maxOverlap = 0.7
/** What words are worth that stand together as they do in the question, and how many of them count. */
const phraseWeight = 0.8
const maxPhrases = 2
/** What it is worth that a text begins by saying what something is, where that is asked. */
const definingWeight = 1.8
/** Passages of one file, so that others are found too. */
const maxOfFile = 2
/** What people say again and again is worth saying. */
const repetitionWeight = 0.35

/** Questions whose replies are read. */
const maxQuestions = 60
/** Of a question, the part that another has to cover to be like it. */
const minLikeness = 0.5

/** The messages that ask nearly this, those first that are most like it: what was replied to them may share no word with it. */
export function likeQuestions<C extends Candidate>(candidates: readonly C[], terms: readonly Term[]): C[] {
  return candidates
    .filter(({ rootId, file, text, replies }) => rootId === null && !file && (replies > 0 || isQuestion(text)))
    .map((message) => ({ message, likeness: likenessOf(message, terms) }))
    .filter(({ likeness }) => likeness >= minLikeness)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, maxQuestions)
    .map(({ message }) => message)
}

/** The part of a question that a message covers. */
const coverageOf = ({ lexemes }: Candidate, terms: readonly Term[]): number =>
  weightOf(terms.filter((term) => lexemes.some((lexeme) => isOf(term, lexeme)))) / weightOf(terms)

/** How much a message asks the same: less where it says much besides. */
const likenessOf = (message: Candidate, terms: readonly Term[]): number =>
  coverageOf(message, terms) / (1 + Math.max(0, message.lexemes.length - 20) / 60)

/**
 * Orders messages by how well they answer a question:
 *
 * 1. A statement counts by how much of the question it covers.
 * 2. A reply to a question like this one counts by how alike the questions are, whatever its own words.
 * 3. Among those, what several people say, and the rest of the channel seldom says, comes first, and what is worded as an
 *    answer of the wanted kind before what reports trouble.
 *
 * The same text is one answer, and the better for being said often; what says mostly the same comes after what does not.
 * How a file is worded and how long its passages are says nothing: nobody wrote them as an answer.
 */
export function rankAnswers<C extends Candidate>(
  candidates: readonly C[],
  { terms, aim, questionId, frequencyOf, limit }: RankOptions,
): Ranked<C>[] {
  const roots = new Map(
    candidates.filter(({ rootId, file }) => rootId === null && !file).map((root) => [root.id, root]),
  )
  const askedBy = new Map([...roots].map(([id, root]) => [id, likenessOf(root, terms)]))

  const answers = new Map<string, Ranked<C>>()
  const times = new Map<string, number>()
  for (const message of candidates) {
    if (message.id === questionId) continue
    const root = message.rootId === null ? undefined : roots.get(message.rootId)
    const asked = root && root.authorId !== message.authorId ? askedBy.get(root.id)! : 0
    if (message.lexemes.length < (asked >= shortFrom ? 1 : 3) || (!message.file && isQuestion(message.text))) continue
    const own = coverageOf(message, terms)
    if (own + asked === 0) continue
    const form = message.file ? 1 : formOf(message.text, aim)
    const score = Math.max(own, asked + replyOwnPart * own) ** 2 * worthOf(message) * form
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
    const { text, file } = answer.message
    const length = file ? 1 : lengthPart(text.length)
    answer.score *= (1 + agreementWeight * agreement) * focusOf(text, terms, aim) * length
  }
  return different(
    pool.sort((a, b) => b.score - a.score),
    limit,
  )
}

/** The best answers; those that say mostly what a better one says only where there are too few others. */
function different<C extends Candidate>(answers: readonly Ranked<C>[], limit: number): Ranked<C>[] {
  const chosen: Ranked<C>[] = []
  const said: ReadonlySet<string>[] = []
  const alike: Ranked<C>[] = []
  const ofFile = new Map<string | undefined, number>()
  for (const answer of answers) {
    if (chosen.length === limit) break
    const lexemes = new Set(answer.message.lexemes)
    const fileId = answer.message.file?.id
    const count = fileId === undefined ? 0 : (ofFile.get(fileId) ?? 0)
    if (count === maxOfFile || said.some((other) => overlapOf(other, lexemes) > maxOverlap)) alike.push(answer)
    else {
      chosen.push(answer)
      said.push(lexemes)
      ofFile.set(fileId, count + 1)
    }
  }
  return [...chosen, ...alike].slice(0, limit)
}

/** The part of the shorter one's lexemes that both have. */
const overlapOf = (a: ReadonlySet<string>, b: ReadonlySet<string>): number =>
  [...a].filter((lexeme) => b.has(lexeme)).length / Math.min(a.size, b.size)

/** How much more often answers say a lexeme than the channel does, where enough of them do. */
function agreementIn(
  pool: readonly Ranked<Candidate>[],
  terms: readonly Term[],
  frequencyOf: RankOptions['frequencyOf'],
): (lexeme: string) => number {
  const agreeing = new Map<string, { mass: number; authors: Set<string | null> }>()
  let mass = 0
  for (const { message, score } of pool) {
    mass += score
    const addressed = addresseeOf(message.text)
    for (const lexeme of message.lexemes) {
      if (addressed.some((word) => lexeme.startsWith(word) || word.startsWith(lexeme))) continue
      const known = agreeing.get(lexeme) ?? { mass: 0, authors: new Set() }
      known.mass += score
      known.authors.add(message.authorId)
      agreeing.set(lexeme, known)
    }
  }
  return (lexeme) => {
    const known = agreeing.get(lexeme)
    if (!known || known.authors.size < minAgreeing || isStopWord(lexeme) || terms.some((term) => isForm(term, lexeme)))
      return 0
    return Math.max(0, Math.log(known.mass / mass / (frequencyOf(lexeme) + 1e-4)))
  }
}

/** Whether a text is about the terms that it has: it has them near to one another, and begins with one of them. */
function focusOf(text: string, terms: readonly Term[], aim: Aim): number {
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
  const phrases = new Set(
    places.flatMap(({ term, place }, i) => {
      const next = places[i + 1]
      const isPhrase = next?.place === place + 1 && terms[next.term]!.place === terms[term]!.place + 1
      return isPhrase ? [term] : []
    }),
  )
  const defining = aim === 'define' && isDefining(words, places[0]!.place) ? definingWeight : 1
  return defining * beginning * (0.5 + 0.5 / (1 + best / 8)) * (1 + phraseWeight * Math.min(maxPhrases, phrases.size))
}

/** What is pinned or reacted to is worth more. */
const worthOf = ({ reactions, isPinned }: Candidate): number =>
  (isPinned ? 1.5 : 1) * (1 + 0.15 * Math.log1p(reactions))

/** Long answers hold more words of any question, and are read by fewer people. */
const lengthPart = (characters: number): number => 1 / (1 + Math.max(0, characters - 200) / 400)
