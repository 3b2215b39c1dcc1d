import { getWidgetConfig } from '@parley/contracts/desk/widget'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { widgetWorkspaceOf } from '../domain/widget-workspace.ts'
import { getDesk } from '../store/desks.ts'
import { admitWidget } from '../widget-admission.ts'

export const getWidgetConfigRoute = (ctx: Context) =>
  route(getWidgetConfig, async ({ query, origin }) => {
    const { workspaceId } = await admitWidget(ctx, query, origin)
    const workspace = widgetWorkspaceOf(await getDesk(ctx.db, workspaceId))
    return ok({ workspace, agentsOnline: await ctx.onlineAgents.count(workspaceId) })
  })
