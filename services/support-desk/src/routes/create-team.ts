import { createTeam, teamLimits } from '@parley/contracts/desk/teams'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchAgent, teamNameTaken } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import { countNamed } from '../store/names.ts'
import { areAgents, findTeam, insertTeam, setTeamMembers } from '../store/teams.ts'

export const createTeamRoute = ({ db }: Context) =>
  route(createTeam, async (request) =>
    transact(db, request, async (tx) => {
      const { name, memberIds } = request.body
      const { workspaceId } = request.caller
      await lockDesk(tx, workspaceId)
      const { count, holder } = await countNamed(tx, 'teams', workspaceId, name)
      if (holder !== null) throw teamNameTaken()
      if (count >= teamLimits.teams)
        throw new ServiceError('conflict', `A workspace has at most ${teamLimits.teams} teams.`)
      if (!(await areAgents(tx, workspaceId, memberIds))) throw noSuchAgent()
      const id = await insertTeam(tx, workspaceId, name)
      await setTeamMembers(tx, workspaceId, id, memberIds)
      return ok((await findTeam(tx, workspaceId, id))!)
    }),
  )
