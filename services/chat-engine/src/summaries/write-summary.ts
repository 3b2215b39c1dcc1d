import type { TranscriptMessage } from '@parley/contracts/messages/transcript'
import { ServiceError } from '@parley/kit/errors'
import { splitSentences } from '@parley/text/sentences'
import type { Answer, Asker } from '../engines/ask.ts'
import { takeCitations } from './citations.ts'
import { type Extract, summarise } from './extractive.ts'
import { shownMessage, summaryOfMessages, summaryOfParts } from './prompt.ts'

/** What a summary says, and the messages that it rests on. */
export interface WrittenSummary {
  text: string
  evidence: string[]
}

/** Characters of messages, as they are shown, that one turn summarizes. */
const maxPartLength = 60_000
/** Turns at once. */
const maxParallel = 3

/**
 * Has a model summarize messages: in one turn, or, of a long conversation, part by part, and then the parts' summaries.
 *
 * @param messages oldest first, at least one
 * @throws ServiceError `bad_gateway` where it gives no summary; EngineError
 */
export async function writeSummary(
  asker: Asker,
  messages: readonly TranscriptMessage[],
  signal: AbortSignal,
): Promise<WrittenSummary> {
  const summaries = await inParallel(partsOf(messages.map(shownMessage)), async (part) =>
    textOf(await asker.ask(summaryOfMessages(part), signal)),
  )
  const whole = summaries.length === 1 ? summaries[0]! : textOf(await asker.ask(summaryOfParts(summaries), signal))
  return takeCitations(
    whole,
    messages.map(({ id }) => id),
  )
}

/** A sentence of a message, and who wrote it. */
interface Quote extends Extract {
  author: string
}

/** What sentences are quoted from. */
export type Quotable = Pick<TranscriptMessage, 'id' | 'author' | 'content'>

/** The sentences that say most, in the order in which they were said. */
export function quotesFrom(messages: readonly Quotable[]): Quote[] {
  const sentences = Math.min(10, Math.max(2, Math.round(Math.sqrt(messages.length))))
  const authors = new Map(messages.map(({ id, author }) => [id, author]))
  return summarise(messages, { sentences }).map((extract) => ({ ...extract, author: authors.get(extract.id)! }))
}

/** What people have said: twins quote them where they are local, and repeat them where they are not. */
export function byPeople<M extends Pick<TranscriptMessage, 'author_type'>>(messages: readonly M[]): readonly M[] {
  const said = messages.filter(({ author_type }) => author_type !== 'twin')
  return said.length > 0 ? said : messages
}

/** Quotes the sentences that say most, each by whoever wrote it. */
export function quoteSummary(messages: readonly TranscriptMessage[]): WrittenSummary {
  const quotes = quotesFrom(byPeople(messages))
  let text = ''
  let last: string | undefined
  for (const { author, sentence } of quotes) {
    text += author === last ? ` “${sentence}”` : `${text && '\n'}${author}: “${sentence}”`
    last = author
  }
  return {
    text: text || 'Nothing was said that could be quoted.',
    evidence: [...new Set(quotes.map(({ id }) => id))],
  }
}

/** Neighbours together, as many as fit into one turn. */
function partsOf(shown: readonly string[]): string[][] {
  const parts: string[][] = [[]]
  let length = 0
  for (const each of shown) {
    length += each.length
    if (length > maxPartLength && parts.at(-1)!.length > 0) {
      parts.push([])
      length = each.length
    }
    parts.at(-1)!.push(each)
  }
  return parts
}

/** The results in order. When one fails, no more are begun. */
async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const waiting = items.entries()
  let hasFailed = false
  async function take(): Promise<void> {
    for (const [i, item] of waiting) {
      if (hasFailed) return
      results[i] = await work(item).catch((error) => {
        hasFailed = true
        throw error
      })
    }
  }
  await Promise.all(Array.from({ length: maxParallel }, take))
  return results
}

function textOf({ text, stop }: Answer): string {
  if (stop === 'refusal') throw new ServiceError('bad_gateway', 'The model declined to summarize these messages.')
  const whole = stop === 'max_tokens' || stop === 'context_exceeded' ? withoutRest(text) : text
  if (whole.trim() === '') throw new ServiceError('bad_gateway', 'The model gave no summary.')
  return whole
}

/** A text that was cut, without the sentence that it was cut in. */
function withoutRest(text: string): string {
  const sentences = splitSentences(text)
  return text.slice(0, sentences.at(-2)?.end ?? 0)
}
