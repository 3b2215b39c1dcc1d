import { createWidgetKey, widgetKeyLimits } from '@parley/contracts/desk/widget-keys'
import { audited } from '@parley/kit/audit'
import { ServiceError } from '@parley/kit/errors'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { newPlainKey } from '../domain/plain-key.ts'
import { noSuchSite } from '../domain/refusals.ts'
import { lockDesk } from '../store/desks.ts'
import { findSite } from '../store/sites.ts'
import { countWidgetKeys, insertWidgetKey } from '../store/widget-keys.ts'

export const createWidgetKeyRoute = ({ db }: Context) =>
  route(createWidgetKey, async (request) => {
    const { body, caller } = request
    const { workspaceId } = caller
    const { plainKey, ...kept } = newPlainKey()
    const key = await audited(db, request, async (tx) => {
      await lockDesk(tx, workspaceId)
      if (body.siteId !== null && !(await findSite(tx, workspaceId, body.siteId))) throw noSuchSite()
      if ((await countWidgetKeys(tx, workspaceId)) >= widgetKeyLimits.keys)
        throw new ServiceError('conflict', `A workspace has at most ${widgetKeyLimits.keys} widget keys.`)
      return insertWidgetKey(tx, workspaceId, body, kept)
    })
    return ok({ ...key, plainKey })
  })
