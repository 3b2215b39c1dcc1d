import { listAgentAttributes, listTenantAttributes } from '@parley/contracts/desk/attributes'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { listAttributes } from '../store/attributes.ts'

export const listTenantAttributesRoute = ({ db }: Context) =>
  route(listTenantAttributes, async ({ caller }) => ok({ attributes: await listAttributes(db, caller.workspaceId) }))

export const listAgentAttributesRoute = ({ db }: Context) =>
  route(listAgentAttributes, async ({ caller }) => ok({ attributes: await listAttributes(db, caller.workspaceId) }))
