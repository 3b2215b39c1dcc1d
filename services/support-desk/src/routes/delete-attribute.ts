import { deleteAttribute } from '@parley/contracts/desk/attributes'
import { forgetRemoved } from '@parley/contracts/desk/jobs'
import { audited } from '@parley/kit/audit'
import { insertJob } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchAttribute } from '../domain/refusals.ts'
import * as store from '../store/attributes.ts'
import { lockDesk } from '../store/desks.ts'

export const deleteAttributeRoute = ({ db }: Context) =>
  route(deleteAttribute, async (request) => {
    const { params, caller, trace } = request
    await audited(db, request, async (tx) => {
      await lockDesk(tx, caller.workspaceId)
      const deleted = await store.deleteAttribute(tx, caller.workspaceId, params.id)
      if (!deleted) throw noSuchAttribute()
      await insertJob(tx, forgetRemoved, { workspace_id: caller.workspaceId, kind: 'attribute', id: params.id }, trace)
      return deleted
    })
    return ok({ success: true as const })
  })
