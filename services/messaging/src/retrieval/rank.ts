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
}

/** A message that answers, best first. */
export interface Ranked<C extends Candidate> {
  message: C
  /** Orders the answers to one question; it compares with nothing else. */
  score: number
  /** Of what the question asks for, the part that the message, or the question that it replies to, speaks of: 0 to 1. */
  coverage: number
}

/** Lexemes of the question with how much each says: rare ones more. */
export type Weights = ReadonlyMap<string, number>

export interface RankOptions {
  question: Weights
  /** The fraction of all messages that have a lexeme, from 0 to 1. */
  frequencyOf: (lexeme: string) => number
  limit: number
}

/** What a reply is worth that has no word of the question: it answers one like it. */
const replyPart = 0.6
const replyOwnPart = 0.5
/** Answers that say what answers say. */
const pooled = 150
/** In so many different answers a lexeme must be, for them to agree on it. */
const minAgreeing = 3
const agreementWeight = 0.5
/** What people say again and again is worth saying. */
const repetitionWeight = 0.35

/**
 * Orders messages by how well they answer a question:
 *
 * 1. A statement counts by how much of the question it covers.
 * 2. A reply to a question like this one counts by how alike the questions are, whatever its own words.
 * 3. Among those, whoever says what many others say, and what the rest of the channel seldom says, comes first.
 *
 * The same text is one answer, and the better for being said often.
 */
export function rankAnswers<C extends Candidate>(
  candidates: readonly C[],
  { question, frequencyOf, limit }: RankOptions,
): Ranked<C>[] {
  const total = [...question.values()].reduce((sum, weight) => sum + weight, 0)
  const coverageOf = ({ lexemes }: Candidate): number => {
    let found = 0
    for (const lexeme of new Set(lexemes)) found += question.get(lexeme) ?? 0
    return found / total
  }
  const roots = new Map(candidates.filter(({ rootId }) => rootId === null).map((root) => [root.id, root]))

  const answers = new Map<string, Ranked<C>>()
  const times = new Map<string, number>()
  for (const message of candidates) {
    if (isQuestion(message.text) || isReport(message.text) || message.lexemes.length < 3) continue
    const own = coverageOf(message)
    const root = message.rootId === null ? undefined : roots.get(message.rootId)
    const asked = root && root.authorId !== message.authorId ? coverageOf(root) : 0
    const asReply = replyPart * asked + replyOwnPart * own
    const score = Math.max(own, asReply) ** 2
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

  const agreeing = new Map<string, { mass: number; answers: number }>()
  let mass = 0
  for (const { message, score } of pool) {
    mass += score
    for (const lexeme of new Set(message.lexemes)) {
      const known = agreeing.get(lexeme) ?? { mass: 0, answers: 0 }
      agreeing.set(lexeme, { mass: known.mass + score, answers: known.answers + 1 })
    }
  }
  /** How much more often the answers say it than the channel does, where enough of them do. */
  const agreementOn = (lexeme: string): number => {
    const known = agreeing.get(lexeme)
    if (!known || known.answers < minAgreeing || question.has(lexeme)) return 0
    return Math.max(0, Math.log(known.mass / mass / (frequencyOf(lexeme) + 1e-4)))
  }
  for (const answer of pool) {
    const said = new Set(answer.message.lexemes)
    let agreement = 0
    for (const lexeme of said) agreement += agreementOn(lexeme)
    answer.score *=
      (1 + (agreementWeight * agreement) / Math.sqrt(10 + said.size)) * lengthPart(answer.message.text.length)
  }
  return pool.sort((a, b) => b.score - a.score).slice(0, limit)
}

/** How much each lexeme of a question says, by how rare it is. */
export function weigh(lexemes: readonly string[], frequencyOf: (lexeme: string) => number): Weights {
  return new Map(lexemes.map((lexeme) => [lexeme, Math.log(1 + 1 / (frequencyOf(lexeme) + 1e-5))]))
}

const asks =
  /\?\s*$|\?\s|^(how|what|where|which|why|who|when|can|could|does|do|is there|are there|any ?(one|body)|i need|i'?m trying|i am trying)\b/i

/** Long answers hold more words of any question, and are read by fewer people. */
const lengthPart = (characters: number): number => 1 / (1 + Math.max(0, characters - 200) / 400)

const reports =
  /^(hi|hey|hello|ok so|so)\b|\bi('m| am| have| get| got| tried| can'?t| cannot| need| want| followed| did| installed| still)\b/i

/** Whether somebody tells of their own trouble, in place of what to do. */
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
