import { forgetRemoved } from '@parley/contracts/desk/jobs'
import { deleteTeam } from '@parley/contracts/desk/teams'
import { audited } from '@parley/kit/audit'
import { insertJob } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchTeam } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import * as store from '../store/teams.ts'

export const deleteTeamRoute = ({ db }: Context) =>
  route(deleteTeam, async (request) => {
    const { params, caller, trace } = request
    await audited(db, request, async (tx) => {
      await lockDesk(tx, caller.workspaceId)
      const deleted = await store.deleteTeam(tx, caller.workspaceId, params.id)
      if (!deleted) throw noSuchTeam()
      await insertJob(tx, forgetRemoved, { workspace_id: caller.workspaceId, kind: 'team', id: params.id }, trace)
      return deleted
    })
    return ok({ success: true as const })
  })
