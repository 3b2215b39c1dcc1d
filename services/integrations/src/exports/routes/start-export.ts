import { startExport } from '@parley/contracts/exports/exports'
import { transact } from '@parley/kit/idempotency'
import { accepted, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { requireOwnWorkspace } from '../../domain/refusals.ts'
import { beginExport } from '../begin-export.ts'
import { summaryOf } from '../store.ts'

export const startExportRoute = ({ db }: Context) =>
  route(startExport, async (request) =>
    transact(db, request, async (tx) => {
      const { params, body, caller, trace } = request
      const { workspaceId, userId } = caller
      requireOwnWorkspace(params, workspaceId)
      const row = await beginExport(tx, { workspaceId, requestedBy: userId, withFiles: body.files }, trace)
      return accepted({ success: true as const, data: summaryOf(row), meta: {} })
    }),
  )
