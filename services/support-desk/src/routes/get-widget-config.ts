import { getWidgetConfig } from '@parley/contracts/desk/widget'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { hoursOf } from '../domain/business-hours.ts'
import { widgetWorkspaceOf } from '../domain/widget-workspace.ts'
import { getDesk } from '../store/desks.ts'
import { admitWidget } from '../widget-admission.ts'

export const getWidgetConfigRoute = (ctx: Context) =>
  route(getWidgetConfig, async ({ query, origin }) => {
    const { workspaceId } = await admitWidget(ctx, query, origin)
    const desk = await getDesk(ctx.db, workspaceId)
    return ok({
      workspace: widgetWorkspaceOf(desk),
      agentsOnline: await ctx.onlineAgents.count(workspaceId),
      hours: hoursOf(desk).stateAt(new Date()),
    })
  })
