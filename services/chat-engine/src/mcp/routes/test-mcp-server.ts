import { testMcpServer } from '@parley/contracts/tools/mcp-servers'
import { createGate } from '@parley/kit/gate'
import { claimed, transact } from '@parley/kit/idempotency'
import { ok, slowRoute } from '@parley/kit/route'
import { findServer, storeOutcome } from '../../store/mcp-servers.ts'
import type { ToolsContext } from '../../tools/open-tools.ts'
import { missingServer } from '../refusals.ts'

/** Tests at once: each may take as long as its server likes, up to 20 s. */
const limits = { atOnce: 10, shares: { workspace: 2 }, maxWaiting: { total: 20, perHolder: 5 }, maxWaitMs: 20_000 }

export const testMcpServerRoute = ({ db, mcp, metrics }: ToolsContext) => {
  const gate = createGate({ name: 'mcp-tests', ...limits, metrics })
  return slowRoute(testMcpServer, (request) =>
    claimed(db, request, async () => {
      const { params, caller, withinShare } = request
      const server = await withinShare(() => findServer(db, caller.workspaceId, params.id))
      if (!server) throw missingServer()
      const startedAt = performance.now()
      const outcome = await gate.pass({ workspace: caller.workspaceId }, () => mcp.ask(server))
      const error = 'error' in outcome ? outcome.error : null
      const data = {
        success: error === null,
        error,
        tool_count: 'tools' in outcome ? outcome.tools.length : 0,
        duration_ms: Math.round(performance.now() - startedAt),
      }
      return transact(db, request, async (tx) => {
        await storeOutcome(tx, server, outcome)
        return ok({ success: true as const, data, meta: {} })
      })
    }),
  )
}
