import { updateTeam } from '@parley/contracts/desk/teams'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchAgent, noSuchTeam, teamNameTaken } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import { countNamed } from '../store/names.ts'
import * as store from '../store/teams.ts'

export const updateTeamRoute = ({ db }: Context) =>
  route(updateTeam, async (request) => {
    const {
      params: { id },
      body: { name, memberIds },
      caller: { workspaceId },
    } = request
    const team = await audited(db, request, async (tx) => {
      await lockDesk(tx, workspaceId)
      const before = await store.findTeam(tx, workspaceId, id)
      if (!before) throw noSuchTeam()
      const { holder } = await countNamed(tx, 'teams', workspaceId, name ?? before.name)
      if (holder !== null && holder !== id) throw teamNameTaken()
      await store.updateTeam(tx, workspaceId, id, name)
      if (memberIds && !(await store.areAgents(tx, workspaceId, memberIds))) throw noSuchAgent()
      if (memberIds) await store.setTeamMembers(tx, workspaceId, id, memberIds)
      return (await store.findTeam(tx, workspaceId, id))!
    })
    return ok(team)
  })
