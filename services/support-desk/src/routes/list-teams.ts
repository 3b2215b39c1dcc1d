import { listAgentTeams, listTenantTeams } from '@parley/contracts/desk/teams'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { listTeams } from '../store/teams.ts'

export const listTenantTeamsRoute = ({ db }: Context) =>
  route(listTenantTeams, async ({ caller }) => ok({ teams: await listTeams(db, caller.workspaceId) }))

export const listAgentTeamsRoute = ({ db }: Context) =>
  route(listAgentTeams, async ({ caller }) => ok({ teams: await listTeams(db, caller.workspaceId) }))
