import { listAgentLabels, listTenantLabels } from '@parley/contracts/desk/labels'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { listLabels } from '../store/labels.ts'

export const listTenantLabelsRoute = ({ db }: Context) =>
  route(listTenantLabels, async ({ caller }) => ok({ labels: await listLabels(db, caller.workspaceId) }))

export const listAgentLabelsRoute = ({ db }: Context) =>
  route(listAgentLabels, async ({ caller }) => ok({ labels: await listLabels(db, caller.workspaceId) }))
