import { retryImport } from '@parley/contracts/imports/imports'
import { prepareImport } from '@parley/contracts/imports/jobs'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { insertJob } from '@parley/kit/outbox'
import { accepted, route } from '@parley/kit/route'
import type { Context, Db } from '../context.ts'
import { refOf } from '../domain/import-ref.ts'
import { noSuchImport } from '../domain/refusals.ts'
import { accountOfImport, findConnectionTo } from '../history/account.ts'
import { startParts } from '../jobs/start-parts.ts'
import { forgetComparison } from '../store/import-days.ts'
import { reopenFailed } from '../store/import-parts.ts'
import { findImport, type ImportRow, isRunning, lockImport, reopenImport, summaryOf } from '../store/imports.ts'

export const retryImportRoute = ({ db }: Context) =>
  route(retryImport, async (request) =>
    transact(db, request, async (tx) => {
      const { params, caller, trace } = request
      const ref = refOf(params, caller)
      const row = await lockImport(tx, ref)
      if (!row) throw noSuchImport()
      if (isRunning(row)) throw new ServiceError('conflict', 'The import is still running.')
      if (row.error_code === 'cancelled') throw new ServiceError('conflict', 'The import was cancelled.')
      await requireSource(tx, row)
      if (row.running_since === null) {
        // Not a part of it was read.
        await reopenImport(tx, ref, 'started')
        await insertJob(tx, prepareImport, { workspace_id: ref.workspaceId, import_id: ref.id }, trace)
      } else {
        await reopenFailed(tx, ref)
        await forgetComparison(tx, ref)
        await reopenImport(tx, ref, 'in_progress')
        await startParts(tx, row, trace)
      }
      return accepted({ success: true as const, data: summaryOf((await findImport(tx, ref))!), meta: {} })
    }),
  )

/** @throws ServiceError 409 where what it was imported from is not there any more */
async function requireSource(tx: Db, row: ImportRow): Promise<void> {
  const account = accountOfImport(row)
  if (account && !(await findConnectionTo(tx, account)))
    throw new ServiceError('conflict', 'The platform is not connected any more.')
  if (!account && !row.archive) throw new ServiceError('conflict', 'The archive is not kept any more: upload it again.')
}
