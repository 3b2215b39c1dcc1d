import { setToolPolicy } from '@parley/contracts/tools/tools'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import { addToolChanges } from '../../store/tool-changes.ts'
import { maxPolicies, setPolicy } from '../../store/tool-policies.ts'
import { lockTwinShared } from '../../twins/store/twins.ts'
import type { ToolsContext } from '../open-tools.ts'

export const setToolPolicyRoute = ({ db, tools }: ToolsContext) =>
  route(setToolPolicy, async (request) => {
    const { body, caller } = request
    const { tool, twin_id: twinId, permission } = body
    const { workspaceId, userId } = caller
    const found = await tools.find(workspaceId, tool)
    // What was set for a tool that is gone can still be removed.
    if (!found && permission !== null) throw new ServiceError('not_found', 'No such tool.')
    await audited(db, request, async (tx, entry) => {
      entry.target = tool
      if (twinId !== null && !(await lockTwinShared(tx, caller, twinId)))
        throw new ServiceError('not_found', 'No such twin.')
      const set = await setPolicy(tx, caller, { tool, twinId, permission, digest: found?.digest ?? null })
      if (!set) throw new ServiceError('conflict', `At most ${maxPolicies} permissions can be set in a workspace.`)
      if (set.before === permission) return
      const details = { twin_id: twinId, before: set.before, after: permission }
      await addToolChanges(tx, [{ workspaceId, userId, action: 'policy.set', subject: tool, details }])
    })
    return ok({ success: true as const, data: { tool, twin_id: twinId, permission }, meta: {} })
  })
