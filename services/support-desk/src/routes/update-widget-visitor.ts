import { updateWidgetVisitor } from '@parley/contracts/desk/widget'
import { transaction } from '@parley/kit/outbox'
import { ok, route } from '@parley/kit/route'
import { changeVisitor } from '../changing-visitors.ts'
import type { Context } from '../context.ts'
import { findWidgetVisitor } from '../store/visits.ts'
import { refuseBlocked } from '../widget-admission.ts'

export const updateWidgetVisitorRoute = ({ db }: Context) =>
  route(updateWidgetVisitor, async ({ body, caller: { workspaceId, visitorId }, trace }) => {
    await refuseBlocked(db, workspaceId, { email: body.email })
    const visitor = await transaction(db, async (tx) => {
      await changeVisitor(tx, { workspaceId, id: visitorId, trace }, body)
      return findWidgetVisitor(tx, workspaceId, visitorId)
    })
    return ok(visitor!)
  })
