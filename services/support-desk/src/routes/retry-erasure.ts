import { retryErasure } from '@parley/contracts/desk/erasures'
import { eraseCopies } from '@parley/contracts/desk/jobs'
import { transact } from '@parley/kit/idempotency'
import { insertJob } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchErasure } from '../domain/refusals.ts'
import { kindsElsewhere } from '../erasing-elsewhere.ts'
import { findErasure, lockErasure, reopenErasure } from '../store/erasures.ts'

export const retryErasureRoute = ({ db }: Context) =>
  route(retryErasure, async (request) =>
    transact(db, request, async (tx) => {
      const { params, caller, trace } = request
      const erasure = { workspaceId: caller.workspaceId, id: params.id }
      if (!(await lockErasure(tx, erasure))) throw noSuchErasure()
      if (await reopenErasure(tx, erasure, kindsElsewhere))
        await insertJob(tx, eraseCopies, { workspace_id: erasure.workspaceId, erasure_id: erasure.id }, trace)
      return ok((await findErasure(tx, erasure))!)
    }),
  )
