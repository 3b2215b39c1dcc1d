import { forgetRemoved } from '@parley/contracts/desk/jobs'
import { deleteLabel } from '@parley/contracts/desk/labels'
import { audited } from '@parley/kit/audit'
import { insertJob } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchLabel } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import * as store from '../store/labels.ts'

export const deleteLabelRoute = ({ db }: Context) =>
  route(deleteLabel, async (request) => {
    const { params, caller, trace } = request
    await audited(db, request, async (tx) => {
      await lockDesk(tx, caller.workspaceId)
      const deleted = await store.deleteLabel(tx, caller.workspaceId, params.id)
      if (!deleted) throw noSuchLabel()
      await insertJob(tx, forgetRemoved, { workspace_id: caller.workspaceId, kind: 'label', id: params.id }, trace)
      return deleted
    })
    return ok({ success: true as const })
  })
