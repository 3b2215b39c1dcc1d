import { listToolChanges } from '@parley/contracts/tools/tools'
import { ok, route } from '@parley/kit/route'
import { listChanges } from '../../store/tool-changes.ts'
import type { ToolsContext } from '../open-tools.ts'

export const listToolChangesRoute = ({ db }: ToolsContext) =>
  route(listToolChanges, async ({ query, caller }) =>
    ok({ success: true as const, data: await listChanges(db, caller.workspaceId, query), meta: {} }),
  )
