import { cancelHistoryImport } from '@parley/contracts/connections/history'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { lockImport } from '../../store/imports.ts'
import { cancelHistory } from '../cancelling.ts'
import { findHistoryStatus } from '../resource.ts'

export const cancelHistoryImportRoute = ({ db }: Context) =>
  route(cancelHistoryImport, async (request) => {
    const { params, query, caller, trace } = request
    const ref = { workspaceId: caller.workspaceId, id: query.jobId }
    return audited(db, request, async (tx, entry) => {
      entry.target = ref.id
      if ((await lockImport(tx, ref))?.platform === params.platform)
        await cancelHistory(tx, ref, 'The import was cancelled.', trace)
      return ok(await findHistoryStatus(tx, ref, params.platform))
    })
  })
