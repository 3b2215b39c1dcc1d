import { findSources, type MessageSource } from '@parley/contracts/messages/sources'
import type { ServiceClient } from '@parley/kit/service-client'
import * as z from 'zod'
import type { Tool, ToolScope } from './tool.ts'

/** Finds messages that may answer a question, of what may be quoted to the readers of the answer, best first. */
export type FindMessages = (
  scope: ToolScope,
  question: string,
  limit: number,
  signal: AbortSignal,
) => Promise<MessageSource[]>

/** As messaging finds them. */
export const findMessagesIn =
  (messaging: ServiceClient<'messaging'>): FindMessages =>
  async ({ workspaceId, userId, destination, trace }, question, limit, signal) => {
    const destination_channel_id = 'channelId' in destination ? destination.channelId : null
    const { sources } = await messaging.call(
      findSources,
      { question, destination_channel_id, limit },
      { workspaceId, userId, trace, signal },
    )
    return sources
  }

const Input = z.object({ query: z.string().trim().min(1).max(2_000), limit: z.int().min(1).max(20).default(8) })

/** What the tool answers, as JSON. */
export const Sources = z.object({
  sources: z.array(
    z.object({
      id: z.string(),
      in: z.string(),
      by: z.string(),
      at: z.string(),
      text: z.string(),
      answering: z.string().optional(),
      coverage: z.number(),
    }),
  ),
})
export type Sources = z.output<typeof Sources>

export const knowledgeSearchName = 'knowledge_search'

/** Searches what the workspace has written, as far as everyone who reads the answer may read it. */
export const createKnowledgeSearch = (find: FindMessages): Tool => ({
  name: knowledgeSearchName,
  description:
    'Searches the workspace’s messages for what answers a question. It finds only what the readers of the answer may read. Each source has an id to cite it by.',
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
    const found = await find(scope, data.query, data.limit, signal)
    const sources: Sources['sources'] = found.map((source) => ({
      id: source.id,
      in: source.channel_name,
      by: source.author,
      at: source.created_at,
      text: source.content.slice(0, 2_000),
      ...(source.question !== null && { answering: source.question.slice(0, 500) }),
      coverage: Math.round(source.coverage * 100) / 100,
    }))
    return { text: JSON.stringify({ sources }), failed: false }
  },
})
