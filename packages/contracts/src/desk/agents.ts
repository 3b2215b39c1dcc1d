import * as z from 'zod'
import { Email } from '../email.ts'
import { defineEndpoint } from '../endpoint.ts'
import { Name, Time } from '../fields.ts'
import { AvatarUrl } from '../identity/avatar-url.ts'
import { typeId, UserId } from '../ids.ts'
import { Availability } from './availability.ts'
import { Capacity } from './routing-settings.ts'

/** Who is an agent is a matter of memberships and invitations, which are the gateway's. */
const common = { owner: 'gateway', auth: 'user' } as const
const params = z.object({ id: UserId })

/** The list has at most so many of each. */
export const maxAgents = 1_000

const OwnCapacity = Capacity.nullable().describe(
  'So many open conversations they have before none is given to them automatically; null for as many as the workspace says.',
)

/** Somebody who answers the desk's visitors. */
export const TenantAgent = z
  .object({
    id: typeId('usr'),
    name: z.string(),
    email: z.string(),
    avatarUrl: AvatarUrl,
    isOnline: z.boolean().describe('Whether they are connected. Nobody is known to be while Redis is away.'),
    availability: Availability,
    capacity: OwnCapacity,
    csat: z
      .object({ score: z.number().nullable(), count: z.int() })
      .describe('How visitors have rated them: the average of 1 to 5, to two decimals, and of how many ratings.'),
  })
  .meta({ id: 'TenantAgent' })

/** Somebody who was invited to be an agent, and has not accepted yet. */
export const AgentInvitation = z
  .object({
    id: typeId('inv'),
    name: z.string().nullable(),
    email: z.string(),
    expiresAt: Time,
  })
  .meta({ id: 'AgentInvitation' })

export const listTenantAgents = defineEndpoint({
  ...common,
  limit: 'default',
  name: 'listTenantAgents',
  method: 'get',
  path: '/api/tenant/agents',
  summary: 'The workspace’s agents by name, and the open invitations to become one, newest first.',
  description: `At most ${maxAgents.toLocaleString('en')} of each. \`status=inactive\` lists those who were deactivated instead, to be activated again.`,
  query: z.object({ status: z.enum(['active', 'inactive']).default('active') }),
  responses: { 200: z.object({ agents: z.array(TenantAgent), invitations: z.array(AgentInvitation) }) },
})

export const inviteTenantAgent = defineEndpoint({
  ...common,
  limit: 'invitations',
  name: 'inviteTenantAgent',
  audit: 'invitation.created',
  method: 'post',
  path: '/api/tenant/agents',
  scope: 'admin',
  summary: 'Invite an agent by mail.',
  description:
    'The mailed link works once, for 7 days; whoever accepts joins as a guest who is an agent. Inviting an address again mails a new link in place of the old one, whatever that one was for. Somebody who is in the workspace is a 409: `PATCH /api/v2/workspaces/:id/members/:userId` makes them an agent. An address is mailed at most five invitations an hour by a workspace, and by a person (429). `POST …/resend` and `DELETE` of `/api/v2/workspaces/:id/invitations/:invitationId` resend and revoke one.',
  body: z.object({ name: Name, email: Email }),
  responses: { 200: AgentInvitation },
  errors: ['conflict', 'forbidden'],
})

export const deactivateTenantAgent = defineEndpoint({
  ...common,
  limit: 'default',
  name: 'deactivateTenantAgent',
  audit: 'agent.deactivated',
  method: 'post',
  path: '/api/tenant/agents/:id/deactivate',
  scope: 'admin',
  summary: 'Make somebody an agent no longer.',
  description:
    'It holds at once: `/api/agent/*` is a 403 for them. They stay in the workspace. Only an owner may deactivate an owner (403). Again, it changes nothing.',
  params,
  responses: { 200: TenantAgent },
  errors: ['not_found', 'forbidden'],
})

export const reactivateTenantAgent = defineEndpoint({
  ...common,
  limit: 'default',
  name: 'reactivateTenantAgent',
  audit: 'agent.reactivated',
  method: 'post',
  path: '/api/tenant/agents/:id/reactivate',
  scope: 'admin',
  summary: 'Make somebody an agent again who was deactivated.',
  description: 'Only an owner may do so for an owner (403). For somebody who is an agent it changes nothing.',
  params,
  responses: { 200: TenantAgent },
  errors: ['not_found', 'forbidden'],
})

export const updateTenantAgent = defineEndpoint({
  ...common,
  owner: 'support-desk',
  limit: 'default',
  name: 'updateTenantAgent',
  audit: 'agent.updated',
  method: 'patch',
  path: '/api/tenant/agents/:id',
  scope: 'admin',
  summary: 'Set how many conversations an agent is given automatically.',
  description:
    'It counts from the next conversation on that waits; what they have stays theirs. Somebody who is no agent now is a 404.',
  params,
  body: z.object({ capacity: OwnCapacity }),
  responses: { 200: z.object({ capacity: OwnCapacity }) },
  errors: ['not_found'],
})

/** An agent as agents see one another: whom to hand a conversation to. */
export const FellowAgent = TenantAgent.omit({ capacity: true, csat: true }).meta({ id: 'FellowAgent' })

/** The signed-in agent, and for which company they answer. */
export const AgentProfile = TenantAgent.extend({
  roles: z.array(z.enum(['CUSTOMER', 'AGENT'])).describe('CUSTOMER is an owner or admin of the workspace.'),
  tenant: z.object({ id: typeId('wsp'), name: z.string(), companyName: z.string().nullable() }),
}).meta({ id: 'AgentProfile' })

export const getAgentProfile = defineEndpoint({
  ...common,
  limit: 'default',
  name: 'getAgentProfile',
  method: 'get',
  path: '/api/agent/profile',
  summary: 'The signed-in agent.',
  description: '`PATCH /api/auth/me` changes their name, and `POST /api/v2/avatar` their picture.',
  responses: { 200: AgentProfile },
})

export const listFellowAgents = defineEndpoint({
  ...common,
  limit: 'default',
  name: 'listFellowAgents',
  method: 'get',
  path: '/api/agent/agents',
  summary: 'The workspace’s agents by name, to hand a conversation to.',
  description: `At most ${maxAgents.toLocaleString('en')}; the caller is among them.`,
  responses: { 200: z.object({ agents: z.array(FellowAgent) }) },
})
