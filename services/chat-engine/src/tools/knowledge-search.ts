import { findSources, type MessageSource } from '@parley/contracts/messages/sources'
import type { ServiceClient } from '@parley/kit/service-client'
import * as z from 'zod'
import type { Tool, ToolScope } from './tool.ts'

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
  title: string
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

/** What the tool answers, as JSON. */
export const Sources = z.object({
  sources: z.array(
    z.object({
      kind: z.enum(['message', 'file', 'document']),
      /** The message's, which may be that of a file, or the document's. */
      id: z.string(),
      /** Of a file, with the place in it, or of a document. */
      title: z.string().optional(),
      /** The channel, or the document and the place in it. */
      in: z.string(),
      /** Of a message or a file. */
      by: z.string().optional(),
      at: z.string(),
      text: z.string(),
      answering: z.string().optional(),
      coverage: z.number(),
    }),
  ),
})
export type Sources = z.output<typeof Sources>
type Source = Sources['sources'][number]

export const knowledgeSearchName = 'knowledge_search'

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
    return { text: JSON.stringify({ sources } satisfies Sources), failed: false }
  },
})

const ofMessage = ({ file, ...message }: MessageSource): Source => ({
  kind: file ? 'file' : 'message',
  id: message.id,
  ...(file && { title: [file.name, file.place].filter(Boolean).join(', ') }),
  in: message.channel_name,
  by: message.author,
  at: message.created_at,
  text: message.content.slice(0, 2_000),
  ...(message.question !== null && { answering: message.question.slice(0, 500) }),
  coverage: rounded(message.coverage),
})

const ofDocument = ({ documentId, title, source, createdAt, text, coverage }: DocumentSource): Source => ({
  kind: 'document',
  id: documentId,
  title,
  in: source,
  at: createdAt,
  text: text.slice(0, 2_000),
  coverage: rounded(coverage),
})

/** Both lists in their own order, each time what covers more of the question first. */
export function merged(messages: readonly Source[], documents: readonly Source[]): Source[] {
  const all: Source[] = []
  const [left, right] = [[...messages], [...documents]]
  while (left[0] && right[0])
    all.push((right[0].coverage + documentBonus >= left[0].coverage ? right.shift() : left.shift())!)
  return [...all, ...left, ...right]
}

const rounded = (coverage: number): number => Math.round(coverage * 100) / 100
