import { createInternalService } from '@parley/kit/internal-service'
import { openRuntime } from '@parley/kit/runtime'
import type { Service } from '@parley/kit/service'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { openGeo } from './geo/geo.ts'
import { createSiteRoute } from './routes/create-site.ts'
import { createWidgetKeyRoute } from './routes/create-widget-key.ts'
import { deleteSiteRoute } from './routes/delete-site.ts'
import { deleteVisitorRoute } from './routes/delete-visitor.ts'
import { deleteWidgetKeyRoute } from './routes/delete-widget-key.ts'
import { getSiteRoute } from './routes/get-site.ts'
import { getVisitorRoute } from './routes/get-visitor.ts'
import { getWorkspaceRoute } from './routes/get-workspace.ts'
import { listSitesRoute } from './routes/list-sites.ts'
import { listVisitorsRoute } from './routes/list-visitors.ts'
import { listWidgetKeysRoute } from './routes/list-widget-keys.ts'
import { updateSiteRoute } from './routes/update-site.ts'
import { updateVisitorRoute } from './routes/update-visitor.ts'
import { updateWidgetKeyRoute } from './routes/update-widget-key.ts'
import { updateWorkspaceRoute } from './routes/update-workspace.ts'
import type { DB } from './schema.ts'

/** The support-desk service: listens, and answers the gateway. */
export function createService(config: Config): Service {
  const placeOf = openGeo(config.GEOIP_DB)
  const runtime = openRuntime<DB>('support-desk', config)
  const ctx: Context = { ...runtime, placeOf }
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
    listVisitorsRoute,
    getVisitorRoute,
    updateVisitorRoute,
    deleteVisitorRoute,
  ].map((routeOf) => routeOf(ctx))
  return createInternalService('support-desk', runtime, routes)
}
