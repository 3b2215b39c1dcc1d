import * as z from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { Name, Time } from '../fields.ts'
import { TeamId, typeId, UserId } from '../ids.ts'

const common = { owner: 'support-desk', auth: 'user', limit: 'default' } as const
const params = z.object({ id: TeamId })

/** A workspace has at most so many teams, each with so many agents. */
export const teamLimits = { teams: 50, members: 200 } as const

/** Agents for whom a conversation may wait together. */
export const Team = z
  .object({
    id: typeId('team'),
    name: z.string(),
    memberIds: z.array(typeId('usr')).describe('Those of its members who are agents now.'),
    createdAt: Time,
    updatedAt: Time,
  })
  .meta({ id: 'Team' })
export type Team = z.input<typeof Team>

const MemberIds = z
  .array(UserId)
  .max(teamLimits.members)
  .transform((ids) => [...new Set(ids)])

const listed = z.object({ teams: z.array(Team) })
const listing = `At most ${teamLimits.teams}.`

export const listTenantTeams = defineEndpoint({
  ...common,
  name: 'listTenantTeams',
  method: 'get',
  path: '/api/tenant/teams',
  summary: 'The workspace’s teams, by name.',
  description: listing,
  responses: { 200: listed },
})

export const listAgentTeams = defineEndpoint({
  ...common,
  name: 'listAgentTeams',
  method: 'get',
  path: '/api/agent/teams',
  summary: 'The workspace’s teams, by name.',
  description: `${listing} Owners and admins manage them.`,
  responses: { 200: listed },
})

export const createTeam = defineEndpoint({
  ...common,
  name: 'createTeam',
  audit: 'team.created',
  method: 'post',
  path: '/api/tenant/teams',
  scope: 'admin',
  summary: 'Add a team.',
  description: `A name is one team’s alone, in either case (409), and a workspace has at most ${teamLimits.teams} (409). Somebody who is no agent of the workspace is a 404.`,
  body: z.object({ name: Name, memberIds: MemberIds.default([]) }),
  responses: { 200: Team },
  errors: ['not_found', 'conflict'],
})

export const updateTeam = defineEndpoint({
  ...common,
  name: 'updateTeam',
  audit: 'team.updated',
  method: 'patch',
  path: '/api/tenant/teams/:id',
  scope: 'admin',
  summary: 'Change a team’s name, or who is in it.',
  description:
    'What is not given stays; `memberIds` replaces all members. A name is one team’s alone, in either case (409). Somebody who is no agent of the workspace is a 404.',
  params,
  body: z.object({ name: Name.optional(), memberIds: MemberIds.optional() }),
  responses: { 200: Team },
  errors: ['not_found', 'conflict'],
})

export const deleteTeam = defineEndpoint({
  ...common,
  name: 'deleteTeam',
  audit: 'team.deleted',
  method: 'delete',
  path: '/api/tenant/teams/:id',
  scope: 'admin',
  summary: 'Remove a team.',
  description: 'Conversations that wait for it wait for anybody then.',
  params,
  responses: { 200: z.object({ success: z.literal(true) }) },
  errors: ['not_found'],
})
