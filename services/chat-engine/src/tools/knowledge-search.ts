import type { AnswerSource } from '@parley/contracts/chat/answer-source'
import { findSources, type MessageSource } from '@parley/contracts/messages/sources'
import type { ServiceClient } from '@parley/kit/service-client'
import { shorten } from '@parley/text/shorten'
import * as z from 'zod'
import { knowledgeSearchName } from '../engines/known-tools.ts'
import type { Quotable } from '../engines/quoting.ts'
import { fitting, type Tool, type ToolScope } from './tool.ts'

/** Finds messages, and passages of their files, that may answer a question, of what may be quoted to the readers of the answer, best first. */
export type FindMessages = (
  scope: ToolScope,
  question: string,
  limit: number,
  signal: AbortSignal,
) => Promise<MessageSource[]>

/** As messaging finds them. */
export const findMessagesIn =
  (messaging: ServiceClient<'messaging'>): FindMessages =>
  async ({ workspaceId, userId, destination, questionId = null, trace }, question, limit, signal) => {
    // The question of a private conversation is no message of a channel.
    const [destination_channel_id, question_message_id] =
      'channelId' in destination ? [destination.channelId, questionId] : [null, null]
    const { sources } = await messaging.call(
      findSources,
      { question, destination_channel_id, question_message_id, limit },
      { workspaceId, userId, trace, signal },
    )
    return sources
  }

/** A passage of a document that may answer a question. */
export interface DocumentSource {
  documentId: string
  /** The number of the passage in its document, from 0 on. */
  ordinal: number
  title: string
  /** Of the upload. */
  fileName: string
  /** The document and the place in it, in words. */
  source: string
  createdAt: string
  text: string
  coverage: number
}

/** Finds passages of documents that may answer a question, of what may be quoted to the readers of the answer, best first. */
export type FindDocuments = (
  scope: ToolScope,
  question: string,
  limit: number,
  signal: AbortSignal,
) => Promise<DocumentSource[]>

const Input = z.object({ query: z.string().trim().min(1).max(2_000), limit: z.int().min(1).max(20).default(8) })

/** What the tool answers, as JSON, is a list of these. */
interface Source {
  kind: 'message' | 'file' | 'document'
  /** The message's, which may be that of a file, or the document's. */
  id: string
  /** Of a file, with the place in it, or of a document. */
  title?: string
  /** Of a document. */
  passage?: number
  /** The channel, or the document and the place in it. */
  in: string
  /** Of a message or a file. */
  by?: string
  at: string
  text: string
  answering?: string
  coverage: number
  /** Of a message or a file: beside the best of them. */
  score?: number
}

/** Characters of a source: what it is called, what it says, and what it answers. */
const maxName = 300
const maxText = 2_000
const maxAnswering = 500

/** What a document's coverage counts more than a message's: somebody has uploaded it to be known. */
const documentBonus = 0.1

/** Searches what the workspace has written and knows, as far as everyone who reads the answer may read it. */
export const createKnowledgeSearch = (findMessages: FindMessages, findDocuments: FindDocuments): Tool => ({
  name: knowledgeSearchName,
  description:
    'Searches the workspace’s messages, their files and documents for what answers a question. It finds only what the readers of the answer may read. Each source has an id to cite it by.',
  inputSchema: {
    type: 'object',
    properties: {
      query: { type: 'string', description: 'The question, in full words.' },
      limit: { type: 'integer', minimum: 1, maximum: 20, description: 'How many sources at most; 8 if not given.' },
    },
    required: ['query'],
  },
  reads: 'readable',
  timeoutMs: 10_000,
  async run(input, scope, signal) {
    const { data, error } = Input.safeParse(input)
    if (!data) return { text: z.prettifyError(error), failed: true }
    const { query, limit } = data
    const [messages, documents] = await Promise.all([
      findMessages(scope, query, limit, signal),
      findDocuments(scope, query, limit, signal),
    ])
    const sources = merged(messages.map(ofMessage), documents.map(ofDocument)).slice(0, limit)
    const text = JSON.stringify({ sources: fitting(sources) })
    const channels = new Map(messages.map((message) => [message.id, message.channel_id]))
    return {
      text,
      failed: false,
      found: { sources: sources.map(quotable) },
      sources: sources.map((source) => shownSource(source, channels.get(source.id) ?? null)),
    }
  },
})

const shownSource = ({ kind, id, title, passage }: Source, channelId: string | null): AnswerSource => ({
  type: kind === 'document' ? 'document' : 'message',
  id,
  channel_id: channelId,
  title: title ?? null,
  passage: passage ?? null,
})

const ofMessage = ({ file, ...message }: MessageSource): Source => ({
  kind: file ? 'file' : 'message',
  id: message.id,
  ...(file && { title: shorten([file.name, file.place].filter(Boolean).join(', '), maxName) }),
  in: message.channel_name,
  by: message.author,
  at: message.created_at,
  text: message.content.slice(0, maxText),
  ...(message.question !== null && { answering: message.question.slice(0, maxAnswering) }),
  coverage: rounded(message.coverage),
  score: rounded(message.score),
})

const ofDocument = ({ documentId, ordinal, title, source, createdAt, text, coverage }: DocumentSource): Source => ({
  kind: 'document',
  id: documentId,
  passage: ordinal,
  title: shorten(title, maxName),
  in: shorten(source, maxName),
  at: createdAt,
  text: text.slice(0, maxText),
  coverage: rounded(coverage),
})

/** Names without what ends a citation, so that none passes for a quotation. */
const citable = (place: string): string =>
  place
    .replaceAll(/[“”„"]/g, "'")
    .replaceAll('(', '[')
    .replaceAll(')', ']')

const quotable = ({ kind, id, title, by, in: where, text, coverage, score }: Source): Quotable => ({
  id,
  author: by ?? id,
  place: citable({ message: `${by} in #${where}`, file: `${title}, from ${by} in #${where}`, document: where }[kind]),
  text,
  coverage,
  ...(score !== undefined && { score }),
})

/** Both lists in their own order, each time what covers more of the question first. */
export function merged(messages: readonly Source[], documents: readonly Source[]): Source[] {
  const all: Source[] = []
  const [left, right] = [[...messages], [...documents]]
  while (left[0] && right[0])
    all.push((right[0].coverage + documentBonus >= left[0].coverage ? right.shift() : left.shift())!)
  return [...all, ...left, ...right]
}

const rounded = (part: number): number => Math.round(part * 100) / 100
