import { getImport } from '@parley/contracts/imports/imports'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { refOf } from '../domain/import-ref.ts'
import { noSuchImport } from '../domain/refusals.ts'
import { listProblems } from '../store/import-problems.ts'
import { findImport, summaryOf } from '../store/imports.ts'

export const getImportRoute = ({ db }: Context) =>
  route(getImport, async ({ params, caller }) => {
    const ref = refOf(params, caller)
    const row = await findImport(db, ref)
    if (!row) throw noSuchImport()
    const archive = row.requested_by === caller.userId ? row.archive : null
    const data = { ...summaryOf(row), problems: await listProblems(db, ref), archive }
    return ok({ success: true as const, data, meta: {} })
  })
