import { keptPage, visitWidgetPage } from '@parley/contracts/desk/widget'
import { deviceOf } from '@parley/kit/device'
import { transact } from '@parley/kit/idempotency'
import { ok, route } from '@parley/kit/route'
import type { Context } from '../context.ts'
import { noSuchVisitor } from '../domain/refusals.ts'
import { publishVisitor } from '../store/visitor-events.ts'
import { lockVisitorRow, resumeVisit } from '../store/visits.ts'

export const visitWidgetPageRoute = ({ db, placeOf }: Context) =>
  route(visitWidgetPage, (request) =>
    transact(db, request, async (tx) => {
      const { body, caller, ip, userAgent, trace } = request
      const { workspaceId, visitorId, siteId } = caller
      const visitor = await lockVisitorRow(tx, workspaceId, visitorId)
      if (!visitor) throw noSuchVisitor()
      const visit = { browser: deviceOf(userAgent ?? null), page: keptPage(body) }
      const arrival = { workspaceId, siteId, from: { ip, ...placeOf(ip) }, ...visit }
      await resumeVisit(tx, visitor, arrival, new Date())
      await publishVisitor(tx, workspaceId, visitorId, trace)
      return ok({ success: true as const })
    }),
  )
