import type { Route } from '@parley/kit/route'
import type { ToolsContext } from './open-tools.ts'
import { listToolChangesRoute } from './routes/list-tool-changes.ts'
import { listToolPoliciesRoute } from './routes/list-tool-policies.ts'
import { listToolsRoute } from './routes/list-tools.ts'
import { setToolPolicyRoute } from './routes/set-tool-policy.ts'

/** What AI may use, and who decided so. */
export const toolRoutes = (context: ToolsContext): Route[] =>
  [listToolsRoute, listToolPoliciesRoute, setToolPolicyRoute, listToolChangesRoute].map((routeOf) => routeOf(context))
