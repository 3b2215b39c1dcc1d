import { createInternalService } from '@parley/kit/internal-service'
import { openRuntime } from '@parley/kit/runtime'
import type { Service } from '@parley/kit/service'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { openGeo } from './geo/geo.ts'
import { createLabelRoute } from './routes/create-label.ts'
import { createCannedReplyRoute } from './routes/create-preset.ts'
import { createSiteRoute } from './routes/create-site.ts'
import { createTeamRoute } from './routes/create-team.ts'
import { createWidgetKeyRoute } from './routes/create-widget-key.ts'
import { deleteLabelRoute } from './routes/delete-label.ts'
import { deleteCannedReplyRoute } from './routes/delete-preset.ts'
import { deleteSiteRoute } from './routes/delete-site.ts'
import { deleteTeamRoute } from './routes/delete-team.ts'
import { deleteVisitorRoute } from './routes/delete-visitor.ts'
import { deleteWidgetKeyRoute } from './routes/delete-widget-key.ts'
import { getAgentConversationRoute, getTenantConversationRoute } from './routes/get-conversation.ts'
import { getSiteRoute } from './routes/get-site.ts'
import { getAgentVisitorRoute, getTenantVisitorRoute } from './routes/get-visitor.ts'
import { getWorkspaceRoute } from './routes/get-workspace.ts'
import { listAgentConversationsRoute, listTenantConversationsRoute } from './routes/list-conversations.ts'
import { listAgentLabelsRoute, listTenantLabelsRoute } from './routes/list-labels.ts'
import { listCannedRepliesRoute } from './routes/list-presets.ts'
import { listSitesRoute } from './routes/list-sites.ts'
import { listAgentTeamsRoute, listTenantTeamsRoute } from './routes/list-teams.ts'
import { listAgentVisitorsRoute, listTenantVisitorsRoute } from './routes/list-visitors.ts'
import { listWidgetKeysRoute } from './routes/list-widget-keys.ts'
import { updateLabelRoute } from './routes/update-label.ts'
import { updateCannedReplyRoute } from './routes/update-preset.ts'
import { updateSiteRoute } from './routes/update-site.ts'
import { updateTeamRoute } from './routes/update-team.ts'
import { updateAgentVisitorRoute, updateTenantVisitorRoute } from './routes/update-visitor.ts'
import { updateWidgetKeyRoute } from './routes/update-widget-key.ts'
import { updateWorkspaceRoute } from './routes/update-workspace.ts'
import type { DB } from './schema.ts'
import { indexConversations } from './search-indexer.ts'

/** The support-desk service: listens, and answers the gateway. */
export function createService(config: Config): Service {
  const placeOf = openGeo(config.GEOIP_DB)
  const runtime = openRuntime<DB>('support-desk', config)
  const ctx: Context = { ...runtime, placeOf }
  indexConversations(runtime)
  const routes = [
    getWorkspaceRoute,
    updateWorkspaceRoute,
    listWidgetKeysRoute,
    createWidgetKeyRoute,
    updateWidgetKeyRoute,
    deleteWidgetKeyRoute,
    listSitesRoute,
    createSiteRoute,
    getSiteRoute,
    updateSiteRoute,
    deleteSiteRoute,
    listTenantVisitorsRoute,
    getTenantVisitorRoute,
    updateTenantVisitorRoute,
    deleteVisitorRoute,
    listAgentVisitorsRoute,
    getAgentVisitorRoute,
    updateAgentVisitorRoute,
    listTenantConversationsRoute,
    getTenantConversationRoute,
    listAgentConversationsRoute,
    getAgentConversationRoute,
    listTenantLabelsRoute,
    listAgentLabelsRoute,
    createLabelRoute,
    updateLabelRoute,
    deleteLabelRoute,
    listTenantTeamsRoute,
    listAgentTeamsRoute,
    createTeamRoute,
    updateTeamRoute,
    deleteTeamRoute,
    listCannedRepliesRoute,
    createCannedReplyRoute,
    updateCannedReplyRoute,
    deleteCannedReplyRoute,
  ].map((routeOf) => routeOf(ctx))
  return createInternalService('support-desk', runtime, routes)
}
