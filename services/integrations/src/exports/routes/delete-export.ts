import { deleteExport } from '@parley/contracts/exports/exports'
import { deleteFilesOfHolders } from '@parley/files/store/deletions'
import { audited } from '@parley/kit/audit'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { noSuchExport, requireOwnWorkspace } from '../../domain/refusals.ts'
import { publishProgress } from '../publish-progress.ts'
import { fail, forgetArchive, lockExport, summaryOf } from '../store.ts'

export const deleteExportRoute = ({ db, archives }: Context) =>
  route(deleteExport, async (request) => {
    const { params, caller, trace } = request
    const { workspaceId } = caller
    requireOwnWorkspace(params, workspaceId)
    const ref = { workspaceId, id: params.exportId }
    const data = await audited(db, request, async (tx) => {
      if (!(await lockExport(tx, ref))) throw noSuchExport()
      const cancelled = await fail(tx, ref, 'cancelled', 'The export was cancelled.')
      if (cancelled) {
        await publishProgress(tx, cancelled, trace)
        return summaryOf(cancelled)
      }
      await deleteFilesOfHolders(tx, { workspaceId, holderIds: [ref.id] })
      return summaryOf(await forgetArchive(tx, ref))
    })
    archives.sweep()
    return ok({ success: true as const, data, meta: {} })
  })
