import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { DeskConversationId } from '../ids.ts'
import { ConversationDetails } from './conversation.ts'

/** Messages and notes that a merge moves at most. */
export const maxMerged = 5_000

const merging = {
  owner: 'support-desk',
  auth: 'user',
  limit: 'default',
  method: 'post',
  summary: 'Merge another conversation of the same visitor into this one.',
  description: `Messages, notes, files and ratings of \`conversationId\` become this one’s: under the next numbers, in the order in which they were written, so that who follows this conversation receives them as any that is new; \`createdAt\` says when each was written. Labels are united; priority and team are the other’s where this one has none, and where this one waits it is with the agent who has the other. The other is CLOSED and empty, its \`mergedInto\` is this one, it is in no list, and what would change it is a 409. A visitor’s calls that name it, and answers to its mails, are about this one.

Both must be of one visitor, this one open, and neither merged already (409); of more than ${maxMerged.toLocaleString('en')} messages and notes the other is a 409 too.`,
  params: z.object({ id: DeskConversationId }),
  body: z.object({ conversationId: DeskConversationId.describe('The conversation that is merged into this one.') }),
  responses: { 200: ConversationDetails },
} as const

export const mergeTenantConversation = defineEndpoint({
  ...merging,
  name: 'mergeTenantConversation',
  path: '/api/tenant/conversations/:id/merge',
  errors: ['not_found', 'conflict'],
})

export const mergeAgentConversation = defineEndpoint({
  ...merging,
  name: 'mergeAgentConversation',
  path: '/api/agent/conversations/:id/merge',
  description: `${merging.description} One that another agent has is a 409 that names them.`,
  errors: ['not_found', 'conflict'],
})
