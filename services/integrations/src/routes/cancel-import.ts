import { cancelImport } from '@parley/contracts/imports/imports'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { refOf } from '../domain/import-ref.ts'
import { noSuchImport } from '../domain/refusals.ts'
import { publishProgress } from '../imports/publish-progress.ts'
import { endImport, findImport, lockImport, summaryOf } from '../store/imports.ts'

export const cancelImportRoute = ({ db }: Context) =>
  route(cancelImport, async (request) => {
    const { params, caller, trace } = request
    const ref = refOf(params, caller)
    return audited(db, request, async (tx) => {
      if (!(await lockImport(tx, ref))) throw noSuchImport()
      const outcome = { status: 'failed', code: 'cancelled', message: 'The import was cancelled.' } as const
      if (!(await endImport(tx, ref, outcome))) throw new ServiceError('conflict', 'The import has ended.')
      await publishProgress(tx, ref, trace)
      return ok({ success: true as const, data: summaryOf((await findImport(tx, ref))!), meta: {} })
    })
  })
