import type { DraftedReply } from '@parley/contracts/desk/assistance'
import type { Language } from '@parley/contracts/fields'
import type { AnalysedMessage } from '@parley/contracts/summaries/jobs'
import { splitSentences } from '@parley/text/sentences'
import * as z from 'zod'
import type { Asker } from '../engines/ask.ts'
import { askByTool } from '../engines/ask-by-tool.ts'
import { languageNames } from '../engines/language-names.ts'
import { quoted } from '../engines/quoted.ts'
import { bestOf, compose } from '../engines/quoting.ts'
import type { DocumentSource } from '../tools/knowledge-search.ts'
import { wantsPerson } from './wishes.ts'

const maxTokens = 2_048
/** Characters of a question that are looked up. */
const maxQuestion = 2_000
/** Messages before the visitor's last one that a model is shown. */
const maxShown = 30

/** What a reply is drafted from. */
export interface DraftRequest {
  reader: 'visitor' | 'agent'
  company: string
  language: Language
  messages: readonly AnalysedMessage[]
  /** What is known that may answer, best first. */
  documents: readonly DocumentSource[]
}

/** What the visitor has said since anybody answered. */
function saidIn(messages: readonly AnalysedMessage[]): string {
  const lastAnswer = messages.findLastIndex(({ sender }) => sender === 'agent' || sender === 'ai')
  const said = messages.slice(lastAnswer + 1).filter(({ sender }) => sender === 'visitor')
  const last = said.length > 0 ? said : messages.filter(({ sender }) => sender === 'visitor').slice(-1)
  return last
    .map(({ content }) => content)
    .join('\n')
    .slice(-maxQuestion)
    .toWellFormed()
}

/** What the visitor asks now: of what they said since anybody answered the questions, or all where none is marked as one. */
export function questionIn(messages: readonly AnalysedMessage[]): string {
  const text = saidIn(messages)
  const questions = splitSentences(text).filter((sentence) => /[?？؟]\s*$/.test(sentence.text))
  return questions.length > 0 ? questions.map((sentence) => sentence.text).join(' ') : text
}

/**
 * Drafts a reply to what a visitor said last. It says nothing that the documents do not.
 *
 * @param asker null where sentences are to be quoted, in place of a model
 * @throws AnswerRefused; what the asker throws
 */
export async function draft(
  asker: Asker | null,
  request: DraftRequest,
  signal: AbortSignal,
): Promise<Omit<DraftedReply, 'model'>> {
  const question = questionIn(request.messages)
  const wants_person = wantsPerson(saidIn(request.messages))
  // Without documents there is nothing that a model could say but what it makes up.
  if (request.documents.length === 0) return { ...nothing, wants_person }
  if (asker) return written(await ask(asker, request, signal), request, wants_person)
  const sources = request.documents.map((document) => ({
    ...document,
    id: document.documentId,
    author: document.documentId,
    place: document.source,
  }))
  const best = bestOf(sources)
  if (best.length === 0) return { ...nothing, wants_person }
  return {
    text: cut(compose(question, sources, () => '')),
    // What the company itself has published needs nobody else to say so.
    confidence: Math.round(Math.max(...best.map(({ coverage }) => coverage)) * 100) / 100,
    sources: best.map((document) => sourceOf(document, request)),
    wants_person,
  }
}

const nothing = { text: null, confidence: 0, sources: [] }

const maxText = 4_000
const cut = (text: string): string => text.slice(0, maxText).toWellFormed()

const sourceOf = (document: DocumentSource, { reader }: Pick<DraftRequest, 'reader'>) => ({
  document_id: document.documentId,
  title: document.title,
  source: nameFor(reader, document),
})

/** What a document is called: to a visitor by the title that it was given, if it was; the name of a file is the company's own. */
function nameFor(reader: DraftRequest['reader'], { title, fileName, source }: DocumentSource): string | null {
  if (reader === 'agent') return source
  return title === fileName ? null : title
}

const tool = {
  name: 'record_reply',
  description: 'Records the reply to the visitor. Call it once.',
  input: z.object({
    is_answered: z.boolean().describe('Whether the documents answer what the visitor asks.'),
    reply: z.string().trim().max(maxText).describe('The reply; empty where the documents do not answer.'),
    sources: z.array(z.string().max(20)).max(10).describe('Names of the documents that it rests on: d2.'),
    confidence: z.number().min(0).max(1).describe('How sure it is that this answers the question: 0 to 1.'),
    wants_person: z.boolean().describe('Whether the visitor asks for a human being.'),
  }),
}
type Recorded = z.output<typeof tool.input>

function ask(
  asker: Asker,
  { company, language, reader, messages, documents }: DraftRequest,
  signal: AbortSignal,
): Promise<Recorded> {
  const who =
    reader === 'visitor'
      ? 'The reply is sent as it is, by an AI that says it is one.'
      : 'The reply is a suggestion to a colleague at the desk, who decides.'
  const instructions = `You draft replies of a company's support desk to visitors of its website. ${who} Say only what the documents say; where they do not answer, record that. Write in ${languageNames[language]} unless the visitor writes in another language; be brief, friendly and plain, without Markdown and links.`
  const text = [
    quoted('context', { company }, ''),
    ...documents.map((document, i) => {
      const source = nameFor(reader, document)
      return quoted('document', { id: `d${i + 1}`, ...(source !== null && { source }) }, document.text)
    }),
    ...messages
      .slice(-maxShown)
      .map(({ sender, name, at, content }) => quoted('message', { sender, name: name ?? sender, at }, content)),
  ].join('\n')
  return askByTool(asker, tool, { instructions, text, maxTokens }, signal)
}

/** What a model has recorded: it answers as far as it names documents that it was given. */
function written(
  { is_answered, reply, sources, confidence, wants_person }: Recorded,
  request: DraftRequest,
  asksForPerson: boolean,
): Omit<DraftedReply, 'model'> {
  const wants = wants_person || asksForPerson
  const named = sources.flatMap((name) => request.documents[Number(/^d(\d+)$/.exec(name)?.[1]) - 1] ?? [])
  if (!is_answered || reply === '' || named.length === 0) return { ...nothing, wants_person: wants }
  return {
    text: cut(reply),
    confidence,
    sources: [...new Set(named)].map((document) => sourceOf(document, request)),
    wants_person: wants,
  }
}
