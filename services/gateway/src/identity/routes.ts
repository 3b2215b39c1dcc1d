import type { Route } from '@parley/kit/route'
import type { GatewayContext } from '../context.ts'

/** Everything the gateway itself answers about people, workspaces and keys. */
export const identityRoutes = (_ctx: GatewayContext): Route[] => []
