import { listApiKeys } from '@parley/contracts/identity/api-keys'
import { ok, route } from '@parley/kit/route'
import type { GatewayContext } from '../../context.ts'
import { succeeded } from '../answers.ts'
import { listKeys } from '../store/api-keys.ts'

export const listApiKeysRoute = (ctx: GatewayContext) =>
  route(listApiKeys, async ({ caller }) => ok(succeeded(await listKeys(ctx.db, caller))))
