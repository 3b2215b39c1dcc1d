import { putBudget } from '@parley/contracts/usage/budgets'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Db } from '../../context.ts'
import { deleteBudget, findBudget, upsertBudget } from '../../store/budgets.ts'
import { lockTwinShared } from '../../twins/store/twins.ts'

export const putBudgetRoute = ({ db }: { db: Db }) =>
  route(putBudget, async (request) => {
    const {
      body: { twin_id: twinId, soft_usd: softUsd, hard_usd: hardUsd },
      caller,
    } = request
    const { workspaceId, userId: updatedBy } = caller
    const scopeId = twinId ?? workspaceId
    const data = await audited(db, request, async (tx, entry) => {
      entry.target = scopeId
      if (twinId !== null && !(await lockTwinShared(tx, caller, twinId)))
        throw new ServiceError('not_found', 'No such twin.')
      if (softUsd === null && hardUsd === null) await deleteBudget(tx, workspaceId, scopeId)
      else await upsertBudget(tx, { workspaceId, scopeId, softUsd, hardUsd, updatedBy })
      return findBudget(tx, workspaceId, scopeId)
    })
    return ok({ success: true as const, data: data ?? null, meta: {} })
  })
