import { getHistoryImport } from '@parley/contracts/connections/history'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../../context.ts'
import { findHistoryStatus } from '../resource.ts'

export const getHistoryImportRoute = ({ db }: Context) =>
  route(getHistoryImport, async ({ params: { platform }, query: { jobId: id }, caller: { workspaceId } }) =>
    ok(await findHistoryStatus(db, { workspaceId, id }, platform)),
  )
