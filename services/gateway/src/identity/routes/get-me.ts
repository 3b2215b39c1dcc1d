import { getMe } from '@parley/contracts/identity/auth'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { getSignedInUser } from '../signed-in.ts'

export const getMeRoute = (ctx: GatewayContext) =>
  route(getMe, async ({ caller }) => ok(await getSignedInUser(ctx.db, caller)))
