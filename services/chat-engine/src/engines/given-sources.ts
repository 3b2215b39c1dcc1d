import { splitSentences } from '@parley/text/sentences'
import { termsOf } from '@parley/text/terms'
import type { Message } from './engine.ts'
import { coverageOf, type Quotable } from './quoting.ts'

/** Of the question, what else was said with it has to cover, so that it is not only about something like it. */
const minCoverage = 0.75

/** As `quoted` of `chat/prompt.ts` writes them. */
const block = /^<(context|attachment)(?: name=("(?:[^"\\]|\\.)*"))?>\n([\s\S]*)\n<\/\1>$/

/**
 * What whoever asks has given along with the question that may answer it: what else the message says, the context and the
 * attachments.
 */
export function givenSources(message: Message, question: string): Quotable[] {
  const sentences = splitSentences(question).map(({ text }) => text)
  const asking = sentences.filter(isAsking)
  const terms = new Set(termsOf(asking.length > 0 ? asking.join(' ') : question))
  const said = asking.length > 0 ? sentences.filter((sentence) => !isAsking(sentence)).join(' ') : ''
  const given = [
    { id: 'message', place: 'your message', text: said },
    ...message.parts.flatMap((part) => (part.type === 'text' ? ofBlock(part.text) : [])),
  ]
  return given
    .map((source) => ({ ...source, author: source.place, coverage: coverageOf(source.text, terms), isGiven: true }))
    .filter(({ coverage }) => coverage >= minCoverage)
    .sort((a, b) => b.coverage - a.coverage)
}

/** Whether something that may answer it has come with a message. */
export const comesWithSources = ({ parts }: Message): boolean =>
  parts.some((part) => part.type === 'text' && ofBlock(part.text).length > 0)

const unread = /^\(This attachment could not be read: (.*)\.\)$/s

/** In place of the text of an attachment. */
export const unreadAttachment = (why: string): string => `(This attachment could not be read: ${why}.)`

/** The attachments of a message that could not be read, each in a sentence that says why. */
export const unreadIn = ({ parts }: Message): string[] =>
  parts.flatMap((part) => {
    const [source] = part.type === 'text' ? ofBlock(part.text) : []
    const [, why] = (source?.id === 'attachment' && unread.exec(source.text)) || []
    return why === undefined ? [] : [`I could not read ${source!.place}: ${why}.`]
  })

const isAsking = (sentence: string): boolean => /[?？؟]["'”’»)\]]*$/.test(sentence)

function ofBlock(text: string): Omit<Quotable, 'author' | 'coverage'>[] {
  const [, tag, name, content] = block.exec(text) ?? []
  if (content === undefined) return []
  if (tag === 'context') return [{ id: 'context', place: 'the context', text: textsIn(content) }]
  return [{ id: 'attachment', place: name === undefined ? 'an attachment' : String(JSON.parse(name)), text: content }]
}

/** The texts of a context, which is JSON, each a line. */
function textsIn(json: string): string {
  const texts: string[] = []
  try {
    JSON.parse(json, (_, value: unknown) => {
      if (typeof value === 'string') texts.push(value)
      return value
    })
  } catch {
    return json
  }
  return texts.join('\n')
}
