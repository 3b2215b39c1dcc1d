import { getImportProof } from '@parley/contracts/imports/imports'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { refOf } from '../domain/import-ref.ts'
import { noSuchImport } from '../domain/refusals.ts'
import { listDays } from '../store/import-days.ts'
import { findImport } from '../store/imports.ts'

export const getImportProofRoute = ({ db }: Context) =>
  route(getImportProof, async ({ params, query: { gaps = false, after, limit }, caller }) => {
    const ref = refOf(params, caller)
    if (!(await findImport(db, ref))) throw noSuchImport()
    return ok({ success: true as const, data: await listDays(db, ref, { gaps, after, limit }), meta: {} })
  })
