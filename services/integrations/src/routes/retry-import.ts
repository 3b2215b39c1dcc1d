import { retryImport } from '@parley/contracts/imports/imports'
import { prepareImport } from '@parley/contracts/imports/jobs'
import { ServiceError } from '@parley/kit/errors'
import { transact } from '@parley/kit/idempotency'
import { insertJob } from '@parley/kit/outbox'
import { accepted, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { refOf } from '../domain/import-ref.ts'
import { noSuchImport } from '../domain/refusals.ts'
import { startParts } from '../jobs/prepare-import.ts'
import { forgetComparison } from '../store/import-days.ts'
import { reopenFailed } from '../store/import-parts.ts'
import { findImport, isRunning, lockImport, reopenImport, summaryOf } from '../store/imports.ts'

export const retryImportRoute = ({ db }: Context) =>
  route(retryImport, async (request) =>
    transact(db, request, async (tx) => {
      const { params, caller, trace } = request
      const ref = refOf(params, caller)
      const row = await lockImport(tx, ref)
      if (!row) throw noSuchImport()
      if (isRunning(row)) throw new ServiceError('conflict', 'The import is still running.')
      if (row.error_code === 'cancelled') throw new ServiceError('conflict', 'The import was cancelled.')
      if (!row.archive) throw new ServiceError('conflict', 'The archive is not kept any more: upload it again.')
      if (row.status === 'failed') {
        // Not a part of it was read.
        await reopenImport(tx, ref, 'started')
        await insertJob(tx, prepareImport, { workspace_id: ref.workspaceId, import_id: ref.id }, trace)
      } else {
        await reopenFailed(tx, ref)
        await forgetComparison(tx, ref)
        await reopenImport(tx, ref, 'in_progress')
        await startParts(tx, ref, trace)
      }
      return accepted({ success: true as const, data: summaryOf((await findImport(tx, ref))!), meta: {} })
    }),
  )
