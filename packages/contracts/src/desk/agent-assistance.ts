import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { DeskConversationId, typeId } from '../ids.ts'

/** It is read, at a cost, and decides nothing: an agent sends what they want to. */
const common = { owner: 'support-desk', auth: 'user', limit: 'chat', method: 'post' } as const
const params = z.object({ id: DeskConversationId })
const what =
  'Within the workspace’s budget (429 `budget_exceeded`), and limited as questions to AI are; the same `Idempotency-Key` asks once. Where the operator has turned the desk’s AI off it is a 409.'

export const suggestAgentReply = defineEndpoint({
  ...common,
  name: 'suggestAgentReply',
  path: '/api/agent/conversations/:id/suggestion',
  summary: 'Suggest what a visitor could be answered.',
  description: `From public knowledge, and what else of the workspace’s knowledge the caller may read. ${what}`,
  params,
  responses: {
    200: z.object({
      text: z.string().nullable().describe('Null where nothing is known that answers.'),
      confidence: z.number(),
      sources: z.array(z.object({ documentId: typeId('doc'), title: z.string(), source: z.string() })),
      model: z.string().nullable().describe('Null where nothing was said yet, and nothing was asked.'),
    }),
  },
  errors: ['not_found', 'conflict', 'budget_exceeded'],
})

export const summarizeAgentConversation = defineEndpoint({
  ...common,
  name: 'summarizeAgentConversation',
  path: '/api/agent/conversations/:id/summary',
  summary: 'Summarize a conversation so far, in the workspace’s language.',
  description: `For whoever takes it over. Notes are no part of it. ${what}`,
  params,
  responses: {
    200: z.object({
      summary: z.string(),
      evidence: z.array(typeId('msg')).describe('The messages that it rests on.'),
      model: z.string().nullable().describe('Null where nothing was said yet, and nothing was asked.'),
    }),
  },
  errors: ['not_found', 'conflict', 'budget_exceeded'],
})
