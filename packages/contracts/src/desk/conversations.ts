import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { DeskConversationId, typeId, UserId } from '../ids.ts'
import { ConversationDetails, ConversationStatus } from './conversation.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: DeskConversationId })
const single = { params, responses: { 200: ConversationDetails } } as const

const resolving = {
  ...common,
  ...single,
  method: 'post',
  summary: 'Resolve a conversation.',
  description:
    'It is CLOSED, a message of the system says so to its visitor in the workspace’s language, and the visitor may rate it. A closed one stays as it is, without a second message. When its visitor writes again it is WAITING.',
  errors: ['not_found'],
} as const

const reading = {
  ...common,
  ...single,
  method: 'post',
  summary: 'Mark what the visitor has written as read.',
  description:
    'All of it: the workspace’s owners, admins and agents share one marker. Both sides receive `conversation.read`.',
  errors: ['not_found'],
} as const

const assigned = z.object({ agentId: UserId })

export const resolveTenantConversation = defineEndpoint({
  ...resolving,
  name: 'resolveTenantConversation',
  path: '/api/tenant/conversations/:id/resolve',
})

export const resolveAgentConversation = defineEndpoint({
  ...resolving,
  name: 'resolveAgentConversation',
  path: '/api/agent/conversations/:id/resolve',
})

export const markTenantConversationRead = defineEndpoint({
  ...reading,
  name: 'markTenantConversationRead',
  path: '/api/tenant/conversations/:id/mark-read',
})

export const markAgentConversationRead = defineEndpoint({
  ...reading,
  name: 'markAgentConversationRead',
  path: '/api/agent/conversations/:id/mark-read',
})

export const updateTenantConversationStatus = defineEndpoint({
  ...common,
  ...single,
  name: 'updateTenantConversationStatus',
  method: 'put',
  path: '/api/tenant/conversations/:id/status',
  summary: 'Set a conversation’s status, without what resolving does besides.',
  description:
    'There is no message of the system, and nothing to rate. WAITING takes it from its agent; ACTIVE leaves it with the agent it had, if there is one who is an agent still; else nobody has it, and any agent may answer it or is given it automatically, as one that is WAITING. It is put off no longer.',
  body: z.object({ status: ConversationStatus }),
  errors: ['not_found'],
})

export const assignTenantConversation = defineEndpoint({
  ...common,
  ...single,
  name: 'assignTenantConversation',
  method: 'post',
  path: '/api/tenant/conversations/:id/assign',
  summary: 'Give a conversation to an agent.',
  description:
    'It is ACTIVE then. They are notified on their sockets, and where none is open, by Web Push. A closed one is a 409. Somebody who is no agent of the workspace is a 404.',
  body: assigned,
  errors: ['not_found', 'conflict'],
})

export const assignAgentConversation = defineEndpoint({
  ...common,
  ...single,
  name: 'assignAgentConversation',
  method: 'post',
  path: '/api/agent/conversations/:id/assign',
  summary: 'Transfer a conversation of one’s own to another agent.',
  description:
    'Only the agent who has it may (403); nobody has one that is waiting or closed. The other is notified on their sockets, and where none is open, by Web Push. Somebody who is no agent of the workspace is a 404.',
  body: assigned,
  errors: ['not_found', 'forbidden'],
})

export const deleteTenantConversation = defineEndpoint({
  ...common,
  name: 'deleteTenantConversation',
  audit: 'conversation.erased',
  method: 'delete',
  path: '/api/tenant/conversations/:id',
  summary: 'Delete a conversation with its messages, notes, files and ratings, for good.',
  description:
    'Open widgets are notified. What its ratings have added to agents’ scores stays. `erasureId` names the receipt, which says what has become of each copy. What was merged into it goes with it; one that was itself merged into another is a 409 that names that one.',
  params,
  responses: { 200: z.object({ success: z.literal(true), erasureId: typeId('ers') }) },
  errors: ['not_found', 'conflict'],
})
