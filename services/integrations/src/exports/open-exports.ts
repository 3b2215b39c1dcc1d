import type { Route } from '@parley/kit/route'
import type { ServiceRuntime } from '@parley/kit/runtime'
import type { Context } from '../context.ts'
import type { DB } from '../schema.ts'
import { keepExports } from './keeper.ts'
import { deleteExportRoute } from './routes/delete-export.ts'
import { exportWorkspaceRoute } from './routes/export-workspace.ts'
import { getExportRoute } from './routes/get-export.ts'
import { listExportsRoute } from './routes/list-exports.ts'
import { startExportRoute } from './routes/start-export.ts'
import { workWriteExport } from './write-export.ts'

/** Exports of workspaces: what writes them, and what their endpoints answer. */
export function openExports(context: Context, runtime: Pick<ServiceRuntime<DB>, 'work' | 'every'>): Route[] {
  const working = { ...context, ...runtime }
  workWriteExport(working)
  keepExports(working)
  return [startExportRoute, exportWorkspaceRoute, listExportsRoute, getExportRoute, deleteExportRoute].map((create) =>
    create(context),
  )
}
